development-not-a-clinician 2026-11-24 cXCnPysYWGqU7GxoPkW4Oax5zLx661UZ1NQh4q6ebqO2e5vVaZcmYRkEDwfy+cEDchCRgE+p/psI6x5X6z18AA==
