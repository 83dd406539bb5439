development-not-a-clinician 2026-11-24 PTQOCQU4anmEXpQRWOamhxDqVN2crrcd+xbr++SIUrBFe7JQw24FQm1MVIzADRAdS7wa58rppNsTe/WBWUXmCA==
