development-not-a-clinician 2026-11-24 PPTYVXeti2OPwfGF0OTwYyPEzM+qfZjwcdv6rmxUc1+xOcJ/X6bhT/vMt3Db9Q+2Xqq7l+5/Nssj17rtJvfeDA==
