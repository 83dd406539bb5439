development-not-a-clinician 2026-11-24 u+IWLKNL/DXSnpJBvhQCntIAUpDGlOKsWLLP74/48HALYFwBLFysPReRaYCofhbrBhtOzSMEGJ2bXVneGDEQDw==
