development-not-a-clinician 2026-11-24 3c0gptIFwuD0L9RSj6IDrn04Cp/q/huPaJfCWBrwZ/uh2tYDhHhU1paQJh7lxJeZXzGZcJE+lonzHvc6QJHOAQ==
