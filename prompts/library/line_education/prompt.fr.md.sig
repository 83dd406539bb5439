development-not-a-clinician 2026-11-24 fXEx4sRBo2vfIcL6uCTAeh8Ri45/NXrDM+txEsB17ZgadSSHLqyH/ZZ/8aajK5pd43LtfN9moLpdWjhOVHwfCw==
