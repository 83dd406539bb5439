development-not-a-clinician 2026-11-24 Tf4cfyQLURf+CDUgJ2Z6CNPuVyQ5BXjDjSwA7UvZwPN/2FF3czc2tu3nhAX/kWcwn1+FPbQl6mXjmOvlSI51Dg==
