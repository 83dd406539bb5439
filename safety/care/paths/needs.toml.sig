development-not-a-clinician 2026-11-24 PI0cXHmp4J/aa1mcrVkAlLXvdE7d4fuRw2Wjjvp46WovfB+NCVhwAUtx4Gg86h9rNCPCspW+cvxEKwCF/XkUCA==
