"""Vaccines given, with their date: rows of a card, lines of a list, a line that says vaccine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.prose import context, vocabulary
from connectors.prose.lines import Stretch, plain, tidy
from connectors.prose.moments import Moments
from records.when import When

_NOT_GIVEN = re.compile(r"\b(?:declin\w*|refus\w*|not given|non fait\w*|contre-?indiqu\w*|deferred)\b")
_DUE = re.compile(
    r"\b(?:due|a faire|prevu\w*|a prevoir|rappel (?:en|dans|le|prevu)|prochain\w*|next|should|"
    r"recommand\w*|recommend\w*|il faut|a jour|up to date)\b"
)
_SAYS = re.compile(r"\b(?:vaccin\w*|vaccines?|immuni[sz]\w*|shot|jab|injection de)\b")
_LOOSE = re.compile(
    r"\b(?:lot|batch|serie|n°|signature|dr\.?|docteur|site|bras|arm|date|recue?|given|administered|"
    r"fait|le|on|du|realisee?)\b.*\Z"
)


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A vaccine as printed."""

    label: str
    start: When | None
    negated: bool
    detail: str | None
    place: Stretch


def listed(item: Stretch, moments: Moments, today: When | None, *, headed: bool) -> Iterator[Vaccine]:
    """The vaccine of a row or line; nothing when it is due, unnamed or undated.

    Args:
        item: A line, or a row with its cells.
        moments: How the document writes dates.
        today: The document's date: outside of a list of vaccines a later one is a date due.
        headed: Under a heading of vaccines; elsewhere the line itself must say vaccine.
    """
    text = item.plain
    if context.of_another(text) or _DUE.search(text) or "?" in text or not vocabulary.VACCINE.search(text):
        return
    if not headed and not _SAYS.search(text):
        return
    days = moments.days(text)
    refused = _NOT_GIVEN.search(text) is not None
    if len(days) != 1 or (not headed and today is not None and days[0].when.day > today.day):
        return
    day = days[0]
    cells = item.cells or (item.text[: day.start], item.text[day.end :])
    named = [cell for cell in cells if vocabulary.VACCINE.search(plain(cell))]
    if len(named) != 1:
        return
    name = named[0]
    found = moments.days(plain(name))
    if found:
        name = (
            name[: found[0].start]
            if vocabulary.VACCINE.search(plain(name[: found[0].start]))
            else name[found[0].end :]
        )
    if not headed:
        name = name[_SAYS.search(plain(name)).start() if _SAYS.search(plain(name)) else 0 :]  # type: ignore[union-attr]  # tested
    loose = _LOOSE.search(plain(name))
    kept = tidy(name[: loose.start()] if loose and loose.start() else name)
    refusal = _NOT_GIVEN.search(plain(kept))
    kept = tidy(kept[: refusal.start()] if refusal else kept)
    if not kept or len(kept) > 80 or len(kept.split()) > 9 or context.denied(plain(kept)):  # noqa: PLR2004  a name
        return
    others = [
        cell for cell in item.cells if cell != named[0] and not moments.days(plain(cell)) and cell.strip()
    ]
    yield Vaccine(kept, day.when, refused, tidy(", ".join(others)) or None, item)
