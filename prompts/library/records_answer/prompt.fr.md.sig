development-not-a-clinician 2026-11-24 WgGcoLskuW+LFaUuY6eUBD36MPFswMvYIkjitwewGIpjkqma/DFBDBciwR+JLgjACbsfk0YIepwMJXfYq/j4Dw==
