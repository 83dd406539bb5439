development-not-a-clinician 2026-11-24 k+ocQXeq/LVuTiqjwN/DiXW5wsgOPHyztt0piBoJ2r+k9OlwO6kVFxsroy9TAvpkwL2osU5xJTNcUaT1wsKHCA==
