development-not-a-clinician 2026-11-24 UC3ka7CMpYuAeT0PzxNVTNEvheECd+a4zcpJ4E74QOcGriuLdAYxwk8QWlMuLtjEl12SqPD/Au9sSF2iPA+XCQ==
