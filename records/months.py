"""Names of months in French and English, as people and papers write them, without accents."""

_NAMES = (
    "janvier janv jan january", "fevrier fevr fev february feb", "mars march mar", "avril avr april apr",
    "mai may", "juin june jun", "juillet juil july jul", "aout august aug", "septembre sept sep september",
    "octobre october oct", "novembre november nov", "decembre december dec",
)  # fmt: skip

MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""Month by folded name, 1 to 12."""
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
"""For a pattern: any of them, longest first."""
