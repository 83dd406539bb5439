development-not-a-clinician 2026-11-24 YVcu9Q6fj3+bFZXmnvNdhB+JtMruDwMgluZCerOeqOb/TJupDyFIXbcMcUmbTZwDqSNfpKudy4hi7R4H5RaNDg==
