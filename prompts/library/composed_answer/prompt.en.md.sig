development-not-a-clinician 2026-11-24 fOrQkMzl348F9hGllLpkc/evH42GaJanWcwtyFGF/8VZbwb3hhUHEARGW8TJuMl+i7Gcf2FT/dhoPVZp5ibiDw==
