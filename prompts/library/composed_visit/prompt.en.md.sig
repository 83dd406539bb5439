development-not-a-clinician 2026-11-24 /PxozUcOvnJC3CK6RoS4AcwOUc9o5du8ONvDQ+6frTmkhPDG+cmGF1MJKUj1Y6GNNbXZJdVIyu8FWEbVwr5SCA==
