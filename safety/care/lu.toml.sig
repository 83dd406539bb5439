development-not-a-clinician 2026-11-24 +ziN9TxZE3BYo4iHRNMzRn9tZ0+LJZZdUb6KvcJFWFWWCsb6VMfzSrJ1FMnR96RBBM+ixm6Pua2NTL1n3+FgDw==
