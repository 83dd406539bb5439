development-not-a-clinician 2026-11-24 Ozj4Tb1dUGkh0aftdRX+btjRYBI42nN2p8yAc0//UUwiQ9MVf0jVmNjkCGKSf/nMZ16sG5MqtKvvvAUvfwxBBw==
