development-not-a-clinician 2026-11-24 MTlJRtE4FWkssQ4LV+jjCDP95gyJzouEvx82ychojm7ihhV/SdEiUFoi7J0oZ3gB880/fuVLa/3n+77AkuUPBQ==
