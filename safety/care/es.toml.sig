development-not-a-clinician 2026-11-24 XsCG+NFOvVgmboze2lYmVDf3UR1naC7/2SSWwq8dGrJziJMNkrdHpknslPcU3bYkTkfw0s81Eo4Dhtflg//LBA==
