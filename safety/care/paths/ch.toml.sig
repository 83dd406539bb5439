development-not-a-clinician 2026-11-24 g/IpQhz0VtyD0SCAmGPtpI/PN+cl7ay4oKYXB0f4KzXY3bPAtyGnzpGEMM4sdH0y9fRX46/UgdaARLgU19+nDw==
