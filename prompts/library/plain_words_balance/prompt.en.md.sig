development-not-a-clinician 2026-11-24 qcXKJ9Dnc1bjW9Oz4KDdcXogpNb0IXLLhWpnntmeRS/rX/vOAbYg/JwzhMObfTnEWrPLMbHIuuGWJEaBbdjgBQ==
