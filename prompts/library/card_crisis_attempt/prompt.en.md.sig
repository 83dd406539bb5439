development-not-a-clinician 2026-11-24 KMSES5mctZENeXHFgetwUWl5/cxXAfsaB4BIBoIO/Kgk0SxNUBRii41/1dLWvZN1zcW15PKg1w5uEpIhVRMYBw==
