development-not-a-clinician 2026-11-24 yBF1ij6p8LCX+MWtvkoz2eEAaReY67RhCT4fQcOxneRWvL8grOngz/JnvTJB0dWUxR+uLVxHQ462aMz++zeRCQ==
