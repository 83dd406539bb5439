development-not-a-clinician 2026-11-24 KDOuC+huqMSI6PR1yPtqRkpkngXnTCj/kttk6hf263AGw3SAMY0i5W6+1YexzDFvWJ1k57YcQmk18sZUZQCsCg==
