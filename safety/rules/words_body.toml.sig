development-not-a-clinician 2026-11-24 /mvWe0pMoZ5/BYgCqZW0Cd9+V+Of8FGbwyTW8z3OLSgZBqPbOHAQfXR7C0N660xggZkAThk+Tlpe8Zl6/aYOCg==
