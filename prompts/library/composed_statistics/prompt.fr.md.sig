development-not-a-clinician 2026-11-24 oktzIKaAnxbi1Uq9aKR1OWvIvKYk7PoYSWdXKH/8YFqmkK/fZJtUYcinn3jhKOZAGE3iUVzEnW6zO/ZXvroyCw==
