development-not-a-clinician 2026-11-24 h1v/tf8z8NNJpRwrPRGp1ug+aZasY1vpqVyMt2cXlRIGtrN//uPaThvIvBbrWxHeuS+Gx8RZkHkhZ2I05dMlAw==
