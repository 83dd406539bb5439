development-not-a-clinician 2026-11-24 8t7Zb9dkxwCJNK2LHJW7MzKSVIAqoK8qAcETUuSbkwhH4rA4h1mJrrt9drhNeoJyRpZtm/+uCtz91+s2Dl//CQ==
