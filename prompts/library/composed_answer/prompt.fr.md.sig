development-not-a-clinician 2026-11-24 sy8EL5ueIgnEv5z36hJi3V7KmTp0iI+ica3pl+boEoTFwe4CZQgvZ+pqU9QZJy/6EHPY49VuWrT8YRSuOWDRBg==
