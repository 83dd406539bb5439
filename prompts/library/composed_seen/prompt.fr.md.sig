development-not-a-clinician 2026-11-24 8iIAWDLJGdNA0uheZ6cmvDMhC6OOwUSZEu/wmhQMx/ws9ev57YAwZFwt+6joy+diRI739ggN0rMWu1qZd1/KBA==
