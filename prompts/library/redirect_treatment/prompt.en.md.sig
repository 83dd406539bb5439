development-not-a-clinician 2026-11-24 46V+WgA1FcoKfg+ceG/FJ2AcS+3FKkQZWcTsrvPbjFEzg+zeqVXOzLc77yLpB0rZGq/yWkMBvLHus1/V8cqPCA==
