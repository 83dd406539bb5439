development-not-a-clinician 2026-11-24 pcfX04AIipqdk2Xm+Ere22YdwfyvRGOD9Ybh6VGSVvqZLr4GlBMf3qFgCdvWRIE+ZApulDLts7WkbY36/8lvCA==
