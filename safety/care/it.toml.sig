development-not-a-clinician 2026-11-24 aegBV7ljLv4IY46DHccXBAL8SyksPsHZYkZw7N+zGMqK3vcD8K2YttubfZ8UqYpT/0S/8OfZFB7LvPjx2EqqCw==
