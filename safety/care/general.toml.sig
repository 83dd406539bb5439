development-not-a-clinician 2026-11-24 AA/0cmecDSr/4n2g12kBvRznqeovHodW1aRkOSz7NMxgsJw1pKaps7IDd6R9f8Gaf/WlUHPYP5xth9ADL2vSBg==
