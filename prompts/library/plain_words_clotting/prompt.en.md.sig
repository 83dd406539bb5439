development-not-a-clinician 2026-11-24 IoiWOvigIUIvy/QRjvT3R9kRVv3AEJORAN2xqLA1bVpmO+qau5KJekQ6mA/CIa/XhVefW1BHY0QsRnbr/pcfAA==
