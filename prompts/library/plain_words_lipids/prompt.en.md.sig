development-not-a-clinician 2026-11-24 Aj/CVODFk+R+ywgOrVszLTN8PCDov6W6HTfFbpfJNLMaUVyOA8MT3/+TRRk5TEpAb6gjslrTiD+9ha/fLwpaDQ==
