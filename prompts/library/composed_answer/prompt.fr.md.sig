development-not-a-clinician 2026-11-24 Wi8e+AXc+d6kY12xUZg5XRm2S5iTCDrxtmNouUfb8mmwgZQjl1/LVzdIdHqH6nKETzhP8qGJT7H85ocwPVNvDg==
