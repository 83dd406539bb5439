development-not-a-clinician 2026-11-24 IkY/c0ZH16JA/tnYGo0AMEKgaWvQmxp7huE3C3csPpNoeYeARpVAKIMDlUgRmMbjnVcjJ3acKNqG2bVI+r1EAw==
