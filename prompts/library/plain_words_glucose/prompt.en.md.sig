development-not-a-clinician 2026-11-24 uDsLfDHmEqkAX+v/OeCYcR814jFsjl8Y+BlKZxSnNfAxcOw5cjeFoiZzOdduL8xzQ7yc8wKujhg2v25MdNblAA==
