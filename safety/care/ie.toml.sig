development-not-a-clinician 2026-11-24 e34/0yilbOSGHwXs6wnrZPjwFfNHxZdqbP8U/f5rUULpSKpPoO8HR56hCtTfgEvTdnTO63U6O0YrTlZAv/wfBQ==
