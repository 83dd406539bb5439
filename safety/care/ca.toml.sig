development-not-a-clinician 2026-11-24 dxiqbaHnlq2ewTMzH3/kWhLLTMC1+Uh9hsXGwA2PmAKZTVf5xJEh1W0ffKNAHy7+nL6uzUa7McVjricCct9ZAA==
