development-not-a-clinician 2026-11-24 9gvLh70Fv1jM2MFD+FYNeavbyDZ4eKaf/hZTry9NoFjFPstNVwXkXwd2h9Zhjai1DzT8lFr/6uKglsQy7UGIBA==
