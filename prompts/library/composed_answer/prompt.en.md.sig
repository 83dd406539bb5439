development-not-a-clinician 2026-11-24 r+XKpyF+WBPS6X1w91pPF3KYJRKv4qmAr0LeX4Xe2zp4OVSsCBW93ue/zK0FEtfLSnQV5FCcLoSVwS+3fZcCDw==
