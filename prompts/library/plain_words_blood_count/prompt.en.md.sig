development-not-a-clinician 2026-11-24 BDgkisBb7wh1m31Jyy/2dM8fTjIwzwFQG2zZYXp1w4l6UCQulC8f/2z6B6wGI17XLVt+uZtuxL33RK+VlzqBDA==
