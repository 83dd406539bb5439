development-not-a-clinician 2026-11-24 +5kgy8tfKkO5toIC5ylgw3DfwqkRA2mNoP/egTN5ZMu2OKnLbfuQGjUX0jc225+4QVAmzkxzwHhVY3bzqV/1CQ==
