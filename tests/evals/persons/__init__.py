"""Whole synthetic persons, as files. ``build(name)`` gives the same bytes each time."""

from collections.abc import Callable

from tests.evals.persons import fourth, held, seen, third

_MADE: dict[str, Callable[[], list[tuple[str, bytes]]]] = {
    "lucien": seen.lucien, "sarah": seen.sarah, "adam": seen.adam, "maya": seen.maya,
    "ines": held.ines, "george": held.george, "tom": held.tom, "helene": held.helene,
    "nadia": third.nadia, "oliver": third.oliver,
    "mathis": fourth.mathis, "marijke": fourth.marijke,
}  # fmt: skip
LANGUAGE = {
    "lucien": "fr", "sarah": "en", "adam": "fr", "maya": "fr",
    "ines": "fr", "george": "en", "tom": "en", "helene": "fr",
    "nadia": "fr", "oliver": "en",
    "mathis": "fr", "marijke": "en",
}  # fmt: skip
"""The setting of each account."""
SEEN, HELD = ("lucien", "sarah", "adam", "maya"), ("ines", "george", "tom", "helene")


def build(name: str) -> list[tuple[str, bytes]]:
    """Everything this person brings: (file name, bytes)."""
    return _MADE[name]()
