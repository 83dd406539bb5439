development-not-a-clinician 2026-11-24 z0OEFkGiE/+kx+OgiZ3iF0spAb/Ld987v3NE9F+qog7KNh954jAsDz17LPxBY9CGAjzphHk006rvBsNlTRF8AA==
