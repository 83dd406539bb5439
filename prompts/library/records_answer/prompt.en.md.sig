development-not-a-clinician 2026-11-24 PpAeALCAYo3DKW2EV2jPEmRUeXtLnK9z4K+Dk01SJAPkiZ2e+fREgyqOtKPau1eGZ3+PNhfoyvT2xba4DeffCw==
