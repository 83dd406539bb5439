development-not-a-clinician 2026-11-24 YIXqy+lRZ8K6RSo8JQ6uaG2eAIa6NxhO/R0l9xJsmZbpx9oa/zRZP1jZU9fkRjUhdKsOItF3nLoeBKjaKaHHDA==
