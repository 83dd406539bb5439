development-not-a-clinician 2026-11-24 q5iRANDDnDQntlYTpudF+5Pgjpc3o0rXGnt/MlVDzktIYFtK0LgmUnMv1Sel/b2tkF+AwIn9zHhcrKIqcWrSCw==
