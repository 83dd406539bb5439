development-not-a-clinician 2026-11-24 t5FqByCa4b+HpFf6iSGMqxj2t5pAQ2mbiXbClCLSp+o8Lzx0EcVeXU+FWl35Yy/ik96zbiMmpi+9OUPFjxDHAQ==
