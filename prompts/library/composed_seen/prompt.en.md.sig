development-not-a-clinician 2026-11-24 MU7OeIUMkHG0im7On6wRAxEdJI9Ul/5MStrU1I5Ah+TOe3+gRQsuPLXwpQEcRhx6HkiRPUC0oO6vD2SEgt5HBQ==
