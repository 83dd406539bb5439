development-not-a-clinician 2026-11-24 HrSYm4Cub09359wdqeOO5Cawb0Mdql/lmsang1obBFL2puKa0+8NoxE8N5588M/mzn6WlGiFiQlJoQbuKoyrDw==
