development-not-a-clinician 2026-11-24 ZD8fSzqvXqEAMcMGPcb6QO9OMW15iD7Q3ariqn+psoYWXdINT+eZox+Q3DZx/WbzAE4DNecy9AkiZpWh6jmhAg==
