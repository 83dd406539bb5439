development-not-a-clinician 2026-11-24 2rOA9A+ecAwgoNYRrv30kyb4EWAOErwE4ukk7c+dRaLIL6CB4C/GsgvmSgtA9jPfGTNuswnHd9CtqxA/UNeYCQ==
