development-not-a-clinician 2026-11-24 j+f6Rkn7tK97ewz0WxOFCMNUefMWf05XyA/IDkrP3sIX9QvlVxFHkSWfBpFmBETvDqPjGAu6uKP/ENe6kseGDA==
