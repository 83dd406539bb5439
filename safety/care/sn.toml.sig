development-not-a-clinician 2026-11-24 ajEVbQBKBaW5XNV15FCIBP5pDRq4DxbRi6SurEMr+A0YRptwosmei5//nLsyNOhWtG6EUEUhhlNILgwNymVzAw==
