development-not-a-clinician 2026-11-24 kol9JRtfNbaYcQflrUHuPiRxTVcaPOPdRv+IJEmrolGGrx/qW0Rfml3fb/WhvJdMe3CwMBlEGuloM7Fi+iUfCg==
