development-not-a-clinician 2026-11-24 ppq68/+cPIcUmump3kN+6SrAYxL8tJL9P2RZZOO6/gIk1TgHq3xx8LHZytEvBX/3WOsszGf84LEf4dhd62foBQ==
