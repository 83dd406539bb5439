development-not-a-clinician 2026-11-24 CONtHoBJQVZL0fucxDHvuwg5fd0xMMw5tV/yxxvf2uFh5EF3gMtrN9Z+f6cYb/mysjGGXdY8UYyJ4C17fetlDA==
