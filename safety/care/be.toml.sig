development-not-a-clinician 2026-11-24 BpewWwpR7RmxF2NyiLsT1FYMNocYdAVYX8c85J/zLDTzm9hBKkwOXxYo4DPbSP1vzBM3o3A/iYObd2sO/pwDDA==
