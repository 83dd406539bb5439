development-not-a-clinician 2026-11-24 ejKE9SEnt0ikK4bN0ieD0YzDtRqX/OUoW/sdPlt6jY3+8XSl0SkdmCxo/SQfX2pVsb1bD0AHT58ZKjkyBDMtBQ==
