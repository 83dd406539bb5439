development-not-a-clinician 2026-11-24 Y3MIGQWVDxo36Aeu9K1tc6H4sJYzOVT/ns49oheUcZMw+3jc/WvhNT/+XKGjqGS75E6nyN4vOAriPO5wMYTrAA==
