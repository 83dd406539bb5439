development-not-a-clinician 2026-11-24 ZnLawWzTqlyHipjVji8w+G4kOr6f65FGXbQ3DrkmdT3fBG6ar/S1RzxWL+49RqwN/DkxcGbmNtfkcxtIPZD3Bw==
