development-not-a-clinician 2026-11-24 kt5JZiyTPknpqlrcVkv9/fNBIaZPcVzSLplyoSG2wZ/gkRF2kBlNe4FU+7kEXb45FvLIsRjK3e9npTdUQC1SCw==
