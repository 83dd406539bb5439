development-not-a-clinician 2026-11-24 +DMm/mBNdT2UTq332LsIVg5z/03n7tw4BCURdybsViZpALC0kpil2SscC1/gTkZNL5+ku7KM44yi3a/3aZf2Aw==
