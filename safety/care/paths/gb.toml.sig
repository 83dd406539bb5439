development-not-a-clinician 2026-11-24 1DUEgHL/jWvD+S3uUkucMyRDdvKAfhleW+1GNriZdr48/bBIjCEvfbtnWpmpaN4KULpnHebPERO7ttwq2QVfDg==
