development-not-a-clinician 2026-11-24 fLkEbMbAIzvL4rndjUwAfrIfRLRBoc+TN5NXidbqj+AS+T+/NBuQUqmC8PPLwv7iS9ZHFK1toGM99NphcKWQDA==
