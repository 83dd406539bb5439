development-not-a-clinician 2026-11-24 ZhUTMp62cicGLclJVXYqzXifUmmi+7icAdRcuGNwYN2tgSLsi8hxnW/cH1ZTIPiF0SCpw212qDyDkdk1qa/HCg==
