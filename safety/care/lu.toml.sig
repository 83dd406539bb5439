development-not-a-clinician 2026-11-24 lFnRsBK+IGiId+hv2ByEXPB1zlbs7+4OKnCxAcebG4RWc+k5S9IOP+Tsa3g1FTU0ZLhoAu6qterImfjHw7NyBg==
