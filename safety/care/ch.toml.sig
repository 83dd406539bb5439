development-not-a-clinician 2026-11-24 9Y+oZ1jEvk+aUFN3NBX08fOe8x5hkzn6bEadHQjibaItfMTQvi5+Ox88qxTXn9+gvRdzcUwYuLS/s0FIqm+YDA==
