development-not-a-clinician 2026-11-24 +fP1ZaKO3dR8o6z9mdJ+mDfaqAjfJJmyl8p411hJAvt6ec4BM9k+w5RSAXTtW0e7d2DG7B0lU4f024hzHpXlDw==
