development-not-a-clinician 2026-11-24 8+N5idKuXnwysY7rcayYfw3Mj8syu/QJgN8fVWy4Waxsie4DijbAXIJzuOVlX77+WIhZ5p6Z9xiCz0B9TgapBQ==
