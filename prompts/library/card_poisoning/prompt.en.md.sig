development-not-a-clinician 2026-11-24 eVIVO+ag1g9qeQrST9KtwsruIywL494YcBvO+uitS1tK2XJ0GVPhrkPuPhlIScWw9j3t7RitqZOW/NEdUbkiDg==
