development-not-a-clinician 2026-11-24 cFzkaIYWrShSEnhu+faYAJnUrLsgvl6aE+D8taxci7RN0mV0YQdf2/4lncW8jwzgHbqYRUt6vuVb4DfYUAxVCQ==
