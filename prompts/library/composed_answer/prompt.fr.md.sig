development-not-a-clinician 2026-11-24 KBE96tII4C/NdHvx52B7ZDlXJYprLDZ6rY1J6oa7//SOsgnGtxY+OJ1UfKehYza906R3cZkC8Fzf8JsXRK9eDg==
