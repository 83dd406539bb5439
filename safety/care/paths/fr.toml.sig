development-not-a-clinician 2026-11-24 YqRHu1sMK2MNnX/ZYAv8VEkLqkkStP0eugkRurbsZSCHmwoKKfm6xW4XDO/lsTPfIwhYOSQVKN2OQP/7OOW1CA==
