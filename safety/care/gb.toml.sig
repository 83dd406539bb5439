development-not-a-clinician 2026-11-24 5S0kC/llgfJY9dTmA98hK9gt+lNliS/07qAx0mIDq65NovkjVHeu0oAy/Uq3+hqe4lVA870naEFnb1DaAvwABw==
