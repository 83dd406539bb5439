development-not-a-clinician 2026-11-24 0dRCpSClp+zBst/WdHPe4RTI1xM8PiBsOApWPMFVC/xAwX8p+2wyy4CgK5cdtVxRKML5TLYp/t0qv5ysVzoTAw==
