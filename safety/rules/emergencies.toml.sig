development-not-a-clinician 2026-11-24 tucD+Ju8l9IoUBs+mzQQxQvBKmBjvC0rtpOCfqaOS/Wrks6pEiuwMtmiz9yQxEbnIjXIOP1jzKjfk5lTBpUEDQ==
