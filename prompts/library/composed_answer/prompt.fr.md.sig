development-not-a-clinician 2026-11-24 i+PKhd9On9SBxIJx+C7jGkniQJvBX1bZmDYBIbuZQAWPrh0atZgpDQ9aFz0q0R/O0VeFgIdG0MkbrH/rOvItBg==
