development-not-a-clinician 2026-11-24 lkV7UloL+gCGOi6f2cXzZ+EwVaLnqeTER79jCJ0hlHw9CLUpwQaGhymg0rgg8k1ImmI/Xgf+qs4Lw/GWQ/TBAA==
