development-not-a-clinician 2026-11-24 aDwFn/AevmgOLApKvQl2jwzUOoTu+XCZeymb1+jQRZJKWPmCK6wdQ8cF+46EwrOUSw8A9Ynkx+D5g0g/QB/zAg==
