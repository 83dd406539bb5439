development-not-a-clinician 2026-11-24 BwPOHspJdxVUyOAmYVZ9BMS4INXQUDMsX4tSKEZfGUgeo6SO07cSmnK0Dt+LFg9L/WhWIKZeklyFe/woLKJVCg==
