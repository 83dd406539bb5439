development-not-a-clinician 2026-11-24 H7diBzt6Qy7ff3B+wa74rstbjviaUExEt0Fp73J/1+pzgezZEaN0bYyFzIINMuZH879f8Z1QMYwVNDr6Gv7UAw==
