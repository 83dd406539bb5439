development-not-a-clinician 2026-11-24 IMW+Zd1enC+5O5lnN6s1P2tBCkLkdtG0MV5XW1RZ8lIYEab9GJFYQlC/Qsaz9ipo7z4dXZptyPr0KgHdK6NwDA==
