"""Letters, prescriptions and the like with all that they truly say, drawn as PDF and written as text."""

from tests.letters.letter import SETS, Letter, Truth, letters

__all__ = ["SETS", "Letter", "Truth", "letters"]
