development-not-a-clinician 2026-11-24 XbknODZ8xcaKEW8eZg/UyG3ArLH0tOsA98lQqwZ9NRMFuJ/2/kQ5/U0zBvc/fmwTGJeCyo0av8HEAuh5jBpOBw==
