development-not-a-clinician 2026-11-24 MKGujhGzzmWXz7ZYTaJ0EGecICNu8AwSfQ8uGr35kjZsg4ZLgN+556q+fjC8fcIYYdFFNkO1iW7y0/KlGEUTCA==
