development-not-a-clinician 2026-11-24 537/y6UfKTmo+J2sjHj+9eNAhmPcqqE11C44R0YAVwXjTEAXGClnQWBaBTD/epEHx3+BOrnKO2N62S0fk/WtCQ==
