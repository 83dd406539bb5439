development-not-a-clinician 2026-11-24 jd3C38HJyYI5ewjDIpcv12JW/lSv7ConK0KlH66AzU4u3LoUjUA/7WAO1u0a/3evsFZjKgKT1eYWHmqrQXpgDA==
