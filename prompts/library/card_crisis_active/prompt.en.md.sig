development-not-a-clinician 2026-11-24 0k4LCN6mDUfbJQKZEeIDh7+xA4huG8KIW++jz2omvL2IfbAVgBLf6g7SDkrbR8G31ZU3UvoiT/iSeI++ViaLDg==
