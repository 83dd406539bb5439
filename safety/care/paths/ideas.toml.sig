development-not-a-clinician 2026-11-24 uplbFtu49yyX/R5xzoNXQmR0vks25zkIzf+I/rl4y0K2MHL51SBiYpx38odNgBtOtInuPN4NJn3uLkwpKPa9BA==
