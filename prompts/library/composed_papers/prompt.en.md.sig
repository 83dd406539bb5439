development-not-a-clinician 2026-11-24 FUPIW8xDmXG5pHOgexbG39JS1top4nADgUn/ZBNwBznghOhh5Mc/0Z/th72cqehKIwY6mq8TMOcI2vEF3zrtBg==
