development-not-a-clinician 2026-11-24 /qJT2jT6NOScecRql2XxeqSwQGlh/UH24JpEN3BictAbGZinCdLJAON7JB/+v8Oc0NjhQp3GsRKSzHmejX1SCA==
