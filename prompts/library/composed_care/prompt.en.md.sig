development-not-a-clinician 2026-11-24 HM4YJcH1xI2oUQ2nfz9nr18PVbstsW4Tt0wUKKw/vAKLjBXe02jyiuYzcEN/bH5VZEg93MQmumnsphUR7Y+0Dw==
