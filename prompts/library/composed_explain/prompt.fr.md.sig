development-not-a-clinician 2026-11-24 hEmnvAoja+7ID2UO9E3yHW+uS2p4bvAWQB+XSBfpeUh4qHtDPhvDRJ9TDBh28W8VcfuhHgw1QqhOYsZg9l/4Ag==
