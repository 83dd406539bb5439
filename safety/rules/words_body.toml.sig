development-not-a-clinician 2026-11-24 7uWMlLujyNJFsJS9yWdUNtSAjBkVjYazA/6r23t+vd1siTKXAymwf7S5lJMf8AAccH/kw4l8MkvZQlbe91OKBA==
