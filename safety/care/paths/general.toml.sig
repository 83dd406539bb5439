development-not-a-clinician 2026-11-24 46ArjJAAB+CBuDFkqEa4kIlDSb9nlZ+bSzzWVFsHfcMjlzA19ASM6C7TmKe1s5nCL+V7QFblBYUpCpRVm6MgDg==
