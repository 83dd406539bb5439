development-not-a-clinician 2026-11-24 0ypPMSEmFrAwURCERNju8FpTLnrERe9OwYoDLUMeLMcEy4n7LhyUuBnINpK1nH+B/T+zfJB9syi7X6rdldBbAA==
