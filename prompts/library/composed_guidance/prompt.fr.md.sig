development-not-a-clinician 2026-11-24 s2NF0TyQfxO2M2HeMsqqv8RpwSBTDUfBFvfeU6TmKcUL3L+hLMDYB+H8srobQWf0cLBpUOm44WqoEq3+UOJoCQ==
