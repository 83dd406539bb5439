development-not-a-clinician 2026-11-24 5YE6rR6Bj1I2iOGsz+Ok69jb+8bOfR9T1tOG+Az5dieODpJODn96yXPWX8osGFXNo6adZzwp3Mii7hziv2keBg==
