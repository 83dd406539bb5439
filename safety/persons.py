"""Who a message is about, and how old they are."""

from collections.abc import Sequence

from safety.normalise import Token
from safety.rulebook import Hit

_FIRST_PERSON = frozenset("i im ive id ill j je me myself".split())


def ages(tokens: Sequence[Token]) -> tuple[int, ...]:
    """Ages that a message states of somebody, in days (``a 6 week old``, ``mon bébé de 2 mois``)."""
    words = [token.word for token in tokens]
    found = []
    for place, word in enumerate(words):
        number, unit_place = _NUMBERS.get(word, int(word) if word.isdigit() else None), place + 1
        if number is None:
            for unit in _UNITS:
                if word.endswith(unit) and word[: -len(unit)].isdigit():
                    number, unit_place = int(word[: -len(unit)]), place
                    break
            else:
                continue
        if unit_place < len(words) and words[unit_place] == "-":
            unit_place += 1
        unit = words[unit_place] if unit_place < len(words) else ""
        if unit_place == place:
            unit = word.lstrip("0123456789")
        days = _UNITS.get(unit)
        near = words[max(0, place - 6) : place] + words[unit_place + 1 : unit_place + 5]
        since = words[max(0, place - 2) : place]
        if days is not None and not _SINCE & set(since) and _AGED & set(near):
            found.append(number * days)
    return tuple(found)


_UNITS = {
    "jour": 1, "jours": 1, "day": 1, "days": 1, "semaine": 7, "semaines": 7, "week": 7, "weeks": 7, "wk": 7,
    "wks": 7, "mois": 30, "month": 30, "months": 30, "mo": 30, "mth": 30, "mths": 30, "an": 365, "ans": 365,
    "year": 365, "years": 365, "yo": 365, "yr": 365, "yrs": 365,
}  # fmt: skip
_NUMBERS = {
    word: number
    for number, names in enumerate(
        ("", "un une one a", "deux two", "trois three", "quatre four", "cinq five", "six",
         "sept seven", "huit eight", "neuf nine", "dix ten", "onze eleven", "douze twelve")
    )
    for word in names.split()
}  # fmt: skip
_SINCE = frozenset("depuis since for pendant past last y every toutes".split())
_AGED = frozenset(
    "bebe baby bebes nourrisson newborn infant nouveau fils fille son daughter old age agee petit petite "
    "jumeau boy girl twin twins lo kid enfant child ne nee toddler nephew niece neveu".split()
)


def about_other(tokens: Sequence[Token], hits: Sequence[Hit], start: int, end: int) -> bool:
    """True when the person named nearest to the tokens `start` to `end` is not the speaker."""
    thirds = [hit.start for hit in hits if hit.concept == "third" and hit.start < end]
    if not thirds:
        return False
    firsts = [
        place
        for place, token in enumerate(tokens[:end])
        if token.word in _FIRST_PERSON and not (place + 1 < end and tokens[place + 1].word in _THINKS)
    ]
    before = [place for place in thirds if place <= start] or thirds
    return not firsts or max(before) > max(
        [place for place in firsts if place <= max(start, before[-1])], default=-1
    )


_THINKS = frozenset(
    "think crois pense believe fear suspect found want need sais suis am dont ne just m".split()
)
