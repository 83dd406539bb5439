development-not-a-clinician 2026-11-24 g1I8vfDnLnXFFo6B/YuweSGqM+O+VjMRZZsNNI8OgoCwkXfioWPL97nemykUUqxhoQKwtpbDPCCoX14jRAihAg==
