development-not-a-clinician 2026-11-24 FTL7Qvdl40KS79V9DoODL+pQwZCWpObJE7tlwLa40/kUcvbhf76vYwNmCZ4WN7/6yYYPc2rSw7EER+yp8fiKDg==
