development-not-a-clinician 2026-11-24 /6+YDjW1l3P5KQdG/b0E72y8R1hR0elyd/EPtJ5wVozOWpu8FOseBb6XxwyKq1sbtZHccec0y9zT1n0OnGT+Cg==
