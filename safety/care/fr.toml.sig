development-not-a-clinician 2026-11-24 5r4pk4oCK/ZQFj+KjQchD1k4i7A4n5kturq8jmB7oRxKbtyT8W/gm/sE+W1h9BiLcN0vW+Ng/4LYf1GPa6J3BA==
