development-not-a-clinician 2026-11-24 Gro/CJgSq9nDQ/htAJUNuQgoMB/604GivhOuKmeJh42rBPZ4q90r60nHYb2U/eLKUMtEAfyZ4m6Ts34zs+s/Dw==
