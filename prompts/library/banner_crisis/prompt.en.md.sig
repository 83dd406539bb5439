development-not-a-clinician 2026-11-24 DCmSxvlMyFlm3SaODL3WxCUryzCqBUyzF/CnxCPphh/UaizyZOpwG337+GxnWGZdd3m40b0c0ivQPNoA8fqWCA==
