development-not-a-clinician 2026-11-24 0szR0zGLLnIoPo81tU1+8Y3bUPEd3/KU4e16xF+nSWHAZDsSrJ14jkjbQGV1ZGkdalqtL7icl/Q/oUvlW8r9DA==
