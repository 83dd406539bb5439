development-not-a-clinician 2026-11-24 YVbNTjHCs6Mjbz466snRwm+6UpVpC7nSfG2OvFNx0nDsR+TKZwxWCPKOaFcoGKtb9vcTtaR8bVO/KIEQfjhsBw==
