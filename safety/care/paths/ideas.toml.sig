development-not-a-clinician 2026-11-24 9TMYwciGb3qit/t6HxL8fAcJ+2VqBFbIFlxLE9XZlZpWy4UB5AdzOJmlkjG/e6wIfmonrCCMJKt81VKjeTi9Bw==
