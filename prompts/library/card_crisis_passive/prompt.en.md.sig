development-not-a-clinician 2026-11-24 6iRatBMGb8jOUtReXA8VsiHWqLRAQmkdtHTyc3+DSQ/cyc33UsbIOMNP6IRJKTGc9ZOrNPfcRNYg+NVxDBgQAA==
