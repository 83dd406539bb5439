development-not-a-clinician 2026-11-24 hQheRDD3YOzWpfJ4rzBr8LCO6S/B2XRMvOvfojhjJEtiePdcWn3txA3QAmwBLmqxnXDnC2gVzuw/pa/6baAgDg==
