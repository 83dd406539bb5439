development-not-a-clinician 2026-11-24 Z+XoPDcIwUYeE3CxDhA+di/zhANUuQQtkcul2h4CJCxEXfN4IujJXnOlsRz1ZfrcmzBsreWRQ4xQBRsRXsioBg==
