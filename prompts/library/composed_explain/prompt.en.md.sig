development-not-a-clinician 2026-11-24 ONe920nmtUZEX/reVdCwAQr3PpwOQmGoM3LuF/Fxl44nEglfqFk8amAMXQNAyPz41SyTtk4yJcZw/nFc2loRDA==
