development-not-a-clinician 2026-11-24 DHdg3Br166DiRbKmml9mThPeP5iLNr9W+vp2vnqBLgceHxRmawx4gOJ6QGx97Ih4r4ExgO+8O6zV5kZbbAi/Bg==
