development-not-a-clinician 2026-11-24 aMkbn/DvEsxFPZKl/YQoIvUeVoZsoXc0jOxDWsIe2g464o2hiMgTS4sjKlFlsSTyCyM50+mXFibHI2Hf19cpAw==
