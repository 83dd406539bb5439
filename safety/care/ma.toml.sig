development-not-a-clinician 2026-11-24 7PhoQAPet3mD1GJrOtxC+8mRyZLVhaeR0z3TX0FJQLG9pwKjEgxjgZqFdUUj9+99Jg6///m3Tf6vj1KbAkVaDQ==
