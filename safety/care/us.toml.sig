development-not-a-clinician 2026-11-24 mraHu1l+7CYgBjW1SXh3Bkan/APkPOuU+KMvMhmZ7WQgfj8X3eRwOQcHtt2+/UUs19X5Pdu11XX8e5skTRMYAw==
