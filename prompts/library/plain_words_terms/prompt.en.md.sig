development-not-a-clinician 2026-11-24 V8rZ6D35djkKlV6Ncb/qsJOROMu7pZMnD5LumWn6RGf+iD1g/SCuTzGXiNvNDsCTC7NreNNL0t+E/9jpp2rnAw==
