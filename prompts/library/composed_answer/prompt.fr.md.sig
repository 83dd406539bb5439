development-not-a-clinician 2026-11-24 boMp+XX8BYRqx8UvlyNM/vqj6K2Wddv9H3vabRfeH0cHcU4LP0yIgq+C4Zbk5yi3KHrdgDMrgLmr3LPT2GRmAA==
