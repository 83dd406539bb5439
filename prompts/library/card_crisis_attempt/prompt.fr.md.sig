development-not-a-clinician 2026-11-24 ma0wyhXelOwsH8V14sHlBgIfa/a0dKgPsI8fsZ1ZnTuifl+gHVxSdnZon2Ka4tQu5k3rdSh9BFmsWtTyn/LvBg==
