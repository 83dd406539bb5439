development-not-a-clinician 2026-11-24 89pyLeMBp7QfiEUPGPQGNCt/DwdR0wXLRf3hIrB46V8YNhTwxhr3wXlFrkV3/Z3J63JnzmLYNlZG7X6HW/VgBQ==
