development-not-a-clinician 2026-11-24 9k6dtIu+MQkrxQz+yrtxCOLiNAQ8Le2fegFWHKO/cb0cnaRGn8prkn8BvEIVi1bcNAuUUyMTHn3KftXttdoeBw==
