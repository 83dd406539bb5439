development-not-a-clinician 2026-11-24 l3yv4iQkf5dWc/X1UbMxWUUxGk9P/CbeN3sBNrb7co0h3vlOauRPS8nvENNTuKS8i0tq6ZlA/2OHZDptcYIQAg==
