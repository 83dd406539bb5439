development-not-a-clinician 2026-11-24 dNMXKEBFJfEYIB9/fivIb2mXZC5jQ4gfM+qi9Rq6A1e4OCRISDHUG27/imCLaColb+VNwrCKwrLldmX56x7vBQ==
