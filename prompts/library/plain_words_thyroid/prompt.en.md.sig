development-not-a-clinician 2026-11-24 0xDoUNZ36gt1GsicSbWm0hbHWb+++WRMPIighs4R7UGo+RZlNeioUY+gvbCojYTaMCk2KTzERROHIQEkpviEBQ==
