development-not-a-clinician 2026-11-24 XnvmVgBvwrgC7EpvSHLaA/EqeBx/J3noEIL2Sx6QAsV9jsGhMEgWGF6odbR+2K1CMwmvuPsdDjyQaEcFP782Cw==
