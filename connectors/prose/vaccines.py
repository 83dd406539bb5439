"""Vaccines given, with their date: rows of a card, lines of a list, a line that says vaccine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from connectors.prose import context, vocabulary
from connectors.prose.lines import Span, Stretch, pieces, plain, tidy
from connectors.prose.moments import Moments
from records.when import When

_NOT_GIVEN = re.compile(r"\b(?:declin\w*|refus\w*|not given|non fait\w*|contre-?indiqu\w*|deferred)\b")
_DUE = re.compile(
    r"\b(?:if|si|to be|due|a faire|prevu\w*|a prevoir|rappel (?:en|dans|le|prevu)|prochain\w*|next|should|"
    r"recommand\w*|recommend\w*|il faut|a jour|up to date)\b"
)
_SAYS = re.compile(r"\b(?:vaccin\w*|vaccines?|immuni[sz]\w*|shots?|jabs?|boosters?|injection de)\b")
_TODAY = re.compile(
    r"\b(?:given|administered|faite?s?|effectuee?s?|realisee?s?|recue?s?|injectee?s?|administree?s?) "
    r"(?:today|ce jour)\b"
)
_NOW = re.compile(
    r"\b(?:gave (?:you|him|her|them)|injecte\w*|administ\w+|given|vaccinated|vaccinee?|received)\b.{0,80}"
    r"\b(?:today|ce jour|that day|this visit|aujourd'hui)\b"
)
_HAS_BEEN = re.compile(
    r"\b(?:vaccinated|vaccinee?s?|done|given|administered|received|had|recue?s?|faite?s?|effectuee?s?|"
    r"realisee?s?|booster)\b"
)
_AGAINST = re.compile(r"\bvaccin\w*\s(?:against|contre|for|with|par)\s(?:the |la |le |les |l')?")
_STOPS = re.compile(
    r"\s*(?:\b(?:vaccines|vaccinations?|jabs|shots|course|that|today|ce jour|this|on|in|le|en|was|were|has|"
    r"is|given|done|"
    r"and|et|refus\w*|declin\w*|propose\w*|non|pas|lot|batch|a ete|not)\b|[,;.:])"
)
_LAST = re.compile(
    r"\b(?:derniere?(?: rappel(?: (?:de |du |d')?\w+)?| injection| dose| vaccin\w*)?|"
    r"last (?:\w+ ){0,2}(?:dose|booster|given|"
    r"vaccin\w*)|"
    r"(?:rappel|booster) "
    r"(?:fait|effectue|recu|given|done))\s*:?\s*(?:le |en |on |in )?(?=\d|[a-z]+ \d)"
)
_OTHER_TIME = re.compile(r"\([^()]{0,40}(?:declin|refus)[^()]{0,40}\)")
_AND = re.compile(r"\s(?:and|et)\s")
_PARTS = re.compile(r"\s*[,;]\s+|\s(?:et|and)\s(?:le |la |the |l')?")
_NAMES = re.compile(r"vaccins?\b|vaccine|immuni[sz]ation|specialite|nom\b|name|product")
_NEXT_DOSE = re.compile(r"prochain|next|due|rappel|perempt|expir")
_LOOSE = re.compile(
    r"\b(?:received|lot|batch|serie|n°|signature|dr\.?|docteur|site|bras|arm|date|recue?|given|administered|"
    r"debut\w*|a jour|up to date|was|were|has been|a ete|fait|le|on|du|realisee?|\d doses?|derniere|"
    r"last)\b.*\Z",
    re.DOTALL,
)
_LONGEST, _MOST_WORDS = 80, 9
_PARTS_OF_A_LINE = 2  # before and behind its date


@dataclass(frozen=True, slots=True)
class Vaccine:
    """A vaccine as printed."""

    label: str
    start: When | None
    negated: bool
    detail: str | None
    place: Stretch


def listed(
    item: Stretch, moments: Moments, today: When | None, *, headed: bool, columns: Sequence[str] = ()
) -> Iterator[Vaccine]:
    """The vaccines of a row or line; nothing where one is due, unnamed or undated.

    Args:
        item: A line, or a row with its cells.
        moments: How the document writes dates.
        today: The document's date: outside of a list of vaccines a later one is a date due.
        headed: Under a heading of vaccines; elsewhere the line itself must say vaccine.
        columns: The name of the column of each cell, where a table names them.
    """
    if not item.cells and vocabulary.VACCINE.search(item.plain):
        headed = headed or _SAYS.search(item.plain) is not None
        parts = list(_apart(item))
        if (
            today is not None
            and _NOW.search(item.plain)
            and not moments.all(item.plain)
            and not _DUE.search(item.plain)
        ):
            for part in parts:
                yield from _undated(part, today, refused=False)
            return
        days = moments.days(item.plain)
        for part in parts:
            shared = (
                len(days) == 1
                and part is not parts[-1]
                and _AND.search(item.plain)
                and not _NOW.search(item.plain)
            )
            if shared and not moments.all(part.plain) and not _TODAY.search(item.plain):
                yield from _with_the_last(part, item, days[0].when, today)
            else:
                yield from _one(part, moments, today, headed=headed, columns=())
        return
    yield from _one(item, moments, today, headed=headed, columns=columns)


def today(title: str) -> bool:
    """Whether a heading says that what stands under it was given on the day of the visit."""
    return _TODAY.search(title) is not None


def given(item: Stretch, day: When) -> Iterator[Vaccine]:
    """The vaccines of a list without days, all given on one."""
    if context.denied(item.plain) or _NOT_GIVEN.search(item.plain):
        return
    for part in pieces(item, _PARTS):
        if vocabulary.VACCINE.search(part.plain) and len(part.text) <= _LONGEST:
            loose = re.search(r"\s?\(?\b(?:lot|batch)\b.*\Z", part.plain)
            label = tidy(part.text[: loose.start()] if loose else part.text)
            yield Vaccine(label, day, False, None, part)


def _apart(item: Stretch) -> Iterator[Stretch]:
    """One stretch for each vaccine of a line that names several."""
    cuts = [0]
    for match in _PARTS.finditer(item.plain):
        before = item.plain[cuts[-1] : match.start()]
        named = vocabulary.VACCINE.search(before) and vocabulary.VACCINE.search(item.plain, match.end())
        if named and before.count("(") <= before.count(")"):
            cuts.append(match.end())
    for start, end in pairwise([*cuts, len(item.text)]):
        yield item.part(Span(start, end))


def _one(
    item: Stretch, moments: Moments, today: When | None, *, headed: bool, columns: Sequence[str]
) -> Iterator[Vaccine]:
    text = _OTHER_TIME.sub(lambda match: " " * len(match[0]), item.plain)
    if (
        context.of_another(text)
        or (_DUE.search(text) and not _LAST.search(text))
        or "?" in text
        or not vocabulary.VACCINE.search(text)
    ):
        return
    last = _LAST.search(text)
    if not (headed or last or _SAYS.search(text) or _TODAY.search(text)):
        return
    days = [one for one in moments.all(text) if one.start == last.end()] if last else moments.days(text)
    if headed and not days and not item.cells:
        days = moments.all(text)  # in a list a month or a year is enough
    cells = item.cells
    refused = _NOT_GIVEN.search(text) is not None
    if not days and not item.cells and _HAS_BEEN.search(text):
        days = moments.all(text)
    if not item.cells and not days and (refused or _NOW.search(text)):
        yield from _undated(item, today, refused=refused)
        return
    given = _TODAY.search(text) if not days else None
    if given is not None and today is not None:
        cells = (item.text[: given.start()],)
        starts = [today]
    elif len(days) == 1 and (headed or today is None or days[0].when.day <= today.day):
        cells = cells or (item.text[: days[0].start], item.text[days[0].end :])
        starts = [days[0].when]
    elif len(days) > 1 and item.cells and not refused:
        starts = _doses(item, moments, columns)
    elif len(days) > 1 and headed and not refused:
        cells = (item.text[: days[0].start],)
        starts = [day.when for day in days if today is None or day.when.day <= today.day]
    else:
        return
    name = _name(cells, moments, columns)
    if name is None:
        return
    others = [
        cell for cell in item.cells if name not in cell and not moments.days(plain(cell)) and cell.strip()
    ]
    for start in starts:
        yield Vaccine(name, start, refused, tidy(", ".join(others)) or None, item)


def _with_the_last(part: Stretch, item: Stretch, day: When, today: When | None) -> Iterator[Vaccine]:
    """``Flu and Covid vaccines received 14/10/2025``: the day is that of both."""
    said = _HAS_BEEN.search(item.plain) is not None and not _DUE.search(item.plain)
    if said and not _NOT_GIVEN.search(item.plain) and (today is None or day.day <= today.day):
        yield from _undated(part, day, refused=False)


def _undated(item: Stretch, today: When | None, *, refused: bool) -> Iterator[Vaccine]:
    """Refused, or given on the day of the letter: ``we gave you Havrix that day``."""
    if refused and re.search(r"\b(?:if|si|in case|en cas)\b", item.plain):
        return
    for part in _apart(item):
        named = vocabulary.VACCINE.search(part.plain)
        if named is None or (today is None and not refused):
            continue
        begin = named.start()
        stop = _STOPS.search(part.plain, named.end())
        end = stop.start() if stop else len(part.text)
        if re.fullmatch(r"vaccin\w*|vaccines?", named[0]):
            stop = _STOPS.search(part.plain, named.end() + 1)
            end = stop.start() if stop else len(part.text)
            if not vocabulary.VACCINE.search(part.plain, named.end()):
                continue
        label = tidy(part.text[begin:end])
        if label and len(label.split()) <= _MOST_WORDS:
            yield Vaccine(label, None if refused else today, refused, None, part)


def _doses(item: Stretch, moments: Moments, columns: Sequence[str]) -> list[When]:
    """The days of a row that has a column for each dose."""
    found = []
    for number, cell in enumerate(item.cells):
        days = moments.days(plain(cell))
        due = number < len(columns) and _NEXT_DOSE.search(columns[number])
        if len(days) == 1 and not due:
            found.append(days[0].when)
    return found


def _name(cells: Sequence[str], moments: Moments, columns: Sequence[str]) -> str | None:
    """The vaccine's name: in the column of names, else in the only cell that names one."""
    named = [cell for cell in cells if vocabulary.VACCINE.search(plain(cell))]
    in_column = [
        cell
        for cell, column in zip(cells, columns, strict=False)
        if _NAMES.match(column) and re.search(r"[a-z]{3}", plain(cell))
    ]
    if len(named) != 1 and not (named and len(in_column) == 1):
        return None
    name = in_column[0] if len(in_column) == 1 else named[0]
    found = moments.days(plain(name))
    if found:
        before = name[: found[0].start]
        name = before if vocabulary.VACCINE.search(plain(before)) else name[found[0].end :]
    against = _AGAINST.search(plain(name))
    if against is not None and vocabulary.VACCINE.search(plain(name), against.end()):
        name = re.sub(r"(?i)\s(?:in|on|en|le)\s*\Z", "", name[against.end() :])
    name = re.sub(r"(?i)\A\W*(?:your|his|her|the|votre|son|sa|le|la|un|une|a)\s+", "", name)
    says = _SAYS.search(plain(name))
    if says is not None and len(cells) <= _PARTS_OF_A_LINE:
        name = name[says.start() if not vocabulary.VACCINE.search(plain(name[: says.start()])) else 0 :]
    for pattern in (_LOOSE, _NOT_GIVEN):
        stop = pattern.search(plain(name))
        name = name[: stop.start()] if stop else name
    kept = tidy(name[name.rfind(": ") + 1 :])
    if len(cells) <= _PARTS_OF_A_LINE and not columns and not vocabulary.VACCINE.search(plain(kept)):
        return None
    if not kept or len(kept) > _LONGEST or len(kept.split()) > _MOST_WORDS or context.denied(plain(kept)):
        return None
    return kept
