development-not-a-clinician 2026-11-24 LfOTDt8tErF8G7XU+gun9d0iavvHVt5p6CgVNXbsYHobtxkT4Mz7remM60MCc5jHWzv/+L7yhcd7u0pSEf+gBA==
