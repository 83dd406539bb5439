"""Talking about a visit: which one is meant, what the record knows of the last and the next, where to begin.

Days are read from the message only where they are one day; a week, a month or a doubt stays unsaid, and the
page asks. A message that merely speaks of a doctor is no request to prepare.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chains.drafts import PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis
from chains.visit_kept import Visits
from chains.visit_last import last_seen
from chains.wording import shown
from core.language import Language
from records.model import Fact, Kind
from records.specialties import mentioned, named, specialties
from records.when import Precision, When
from records.words import fold
from retrieval.query import Query
from retrieval.room import Room
from safety.verdict import Intent, Verdict

_TOLD_MAX = 3
_OF_A_BODY = frozenset({Intent.SYMPTOM, Intent.SYMPTOM_RELIEF, Intent.ANXIETY})
_VISIT = r"(?:rendez[ -]?vous|rdv|consultations?|visites?|appointments?|appt|visit|check[ -]?up|consult)"
_PREPARE = re.compile(
    r"\b(?:prepar\w+|prep|get(?:ting)? (?:me )?ready|anticiper)\b"
    rf"|\b(?:aide\w*|help)\b.{{0,20}}\b(?:pour|for|with) (?:\w+ ){{0,3}}{_VISIT}\b"
    r"|\bque (?:dois[- ]je |faut[- ]il (?:que je )?|puis[- ]je )?(?:di[rs]e|demander?|poser?)\b"
    r"|\bquelles? questions?\b"
    r"|\b(?:what|which questions?) (?:should|can|do|to) (?:i )?(?:ask|tell|say|bring)\b"
    r"|\bquestions? (?:to|for|a poser|pour)\b"
)
_GOING = re.compile(
    r"\b(?:je (?:vois|vais voir|verrai|consulte|revois)"
    r"|j'ai (?:un |une )?(?:rendez[ -]?vous|rdv|consultation|visite)"
    r"|mon (?:prochain )?(?:rendez[ -]?vous|rdv)"
    r"|i(?:'m| am) (?:seeing|going to see|meeting)|i (?:see|will see)"
    r"|i(?: have|'ve got| have got) (?:an |a |my )?(?:\w+ ){0,2}appointment"
    r"|my (?:next |upcoming )?(?:\w+ )?appointment)\b"
    r"|\A\W*(?:rendez[ -]?vous|rdv|appointment|appt)\b"
)
_SEE_AGAIN = re.compile(
    r"\b(?:revoi[rs]|reverr\w+|(?:do|will|am) i (?:see|seeing|meet\w*)|est-ce que je vois|vais-je voir)\b"
)
_WHEN = re.compile(
    r"\b(?:quand|a quelle date|quel jour|quelle heure|c'est quand|when|what (?:day|date|time))\b"
)
_NEXT = re.compile(
    rf"\b(?:prochain\w*|next|upcoming|a venir|futurs?|coming)\b.{{0,30}}\b{_VISIT}\b"
    rf"|\b{_VISIT}\b.{{0,30}}\b(?:a venir|prevus?|prevues?|planifies?|coming up|planned|scheduled|upcoming)\b"
)
_MINE = re.compile(
    rf"\b(?:mon|mes|ma|my|i|j'ai|ai-je)\b.*\b{_VISIT}\b|\b{_VISIT}\b.*\b(?:mon|mes|ma|my|j'ai|ai-je|i)\b"
)
_ASKING = re.compile(r"\W*(?:(?:mes|mon|my) )?(?:prochain|next|upcoming|do i|ai[- ]je)")
_PAST = re.compile(
    r"\b(?:derniere?s?|last|previous|precedente?s?|etait|was|did|a dit|a ecrit|said|ai vu|saw)\b"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit as a message names it.

    Attributes:
        specialty: Key; empty when none, or more than one, is named.
        when: Its day, or day and time; None unless the message says one.
    """

    specialty: str = ""
    when: When | None = None


def visit_meant(query: Query, verdict: Verdict) -> bool:
    """Whether a message is about preparing a visit, or asks for the next one; never a request for advice."""
    return of_a_visit(query.text, verdict)


def of_a_visit(text: str, verdict: Verdict) -> bool:
    """`visit_meant` of a message that was not planned."""
    if verdict.redirect or verdict.crisis or verdict.card is not None:
        return False
    if verdict.intent in _OF_A_BODY and not _PREPARE.search(fold(text)):
        return False  # what is felt comes before the visit it is mentioned with
    return verdict.intent is Intent.VISIT or asks_next(text) or asks_to_prepare(text)


def asks_next(text: str) -> bool:
    """Whether it asks when the next appointment is.

    >>> asks_next("Quand est mon prochain rendez-vous ?"), asks_next("I have an appointment next week")
    (True, False)
    """
    said = fold(text)
    if _PREPARE.search(said) or _PAST.search(said):
        return False
    if _WHEN.search(said) and _SEE_AGAIN.search(said) and mentioned(text):
        return True
    if not re.search(rf"\b{_VISIT}\b", said):
        return False
    asked = _WHEN.search(said) or "?" in text or _ASKING.match(said)
    return bool(asked and (_NEXT.search(said) or (_WHEN.search(said) and _MINE.search(said))))


def asks_to_prepare(text: str) -> bool:
    """Whether it asks for help with a visit, or announces one.

    >>> asks_to_prepare("je vois mon cardiologue mardi, aide-moi à préparer")
    True
    >>> asks_to_prepare("Que dit la lettre du cardiologue ?"), asks_to_prepare("je prépare une coloscopie")
    (False, False)
    """
    said = fold(text)
    of_visit = bool(re.search(rf"\b{_VISIT}\b", said) or mentioned(text))
    if not of_visit:
        return False
    if _PREPARE.search(said):
        return True
    return bool(_GOING.search(said)) and not _PAST.search(said) and "?" not in text


def wanted(text: str, language: Language, today: date) -> Wanted:
    """The visit that a message names.

    >>> wanted("je vois mon cardiologue mardi", "fr", date(2026, 11, 24)).when.local
    '2026-12-01'
    """
    return Wanted(named(text) or "", coming(text, language, today))


# --- answers ------------------------------------------------------------------------------------------------


def visit_answer(asked: Asked) -> Iterator[Draft]:
    """What Carnet understood of the visit and where to begin; or the next appointment, when that is asked."""
    if asks_next(asked.query.text):
        yield from next_appointment(asked)
        return
    say, query = asked.wording, asked.query
    visit = wanted(query.text, query.language, asked.today)
    yield asked.stated("visit.offer")
    yield from _understood(asked, visit)
    if not asked.room.documents():
        yield asked.stated("visit.empty")
    elif visit.specialty:
        last = last_seen(asked.room, visit.specialty, asked.today)
        if last is None:
            yield asked.stated("visit.last_none")
        else:
            text = say.say("visit.last_found", label=shown(last.label), date=say.on(last.when))
            yield Draft(text, (asked.room.evidence(last.evidence),), fixed=True)
    yield asked.stated("visit.begin")


def _understood(asked: Asked, visit: Wanted) -> Iterator[Draft]:
    say = asked.wording
    label = specialties()[visit.specialty].names[say.language] if visit.specialty else ""
    if label and visit.when is not None:
        text = say.say("visit.understood", label=label, date=say.on(visit.when))
    elif label:
        text = say.say("visit.understood_what", label=label)
    elif visit.when is not None:
        text = say.say("visit.understood_when", date=say.on(visit.when))
    else:
        return
    yield Draft(text, basis=Basis.GUIDANCE, fixed=True)


def next_appointment(asked: Asked) -> Iterator[Draft]:
    """What documents and the person's preparations plan from today on; each line opens where it stands."""
    say = asked.wording
    dated, undated = planned(asked.room, asked.today)
    specialty = named(asked.query.text)
    if specialty:
        dated = [fact for fact in dated if specialty in mentioned(fact.label)] or dated
    for number, fact in enumerate(dated[:_TOLD_MAX]):
        key, lead = ("visit.next_more", SPACE) if number else ("visit.next_dated", PARAGRAPH)
        text = say.say(key, quote=shown(fact.label), date=say.on(fact.start))
        yield Draft(text, asked.cite([fact]), lead=lead, fixed=True)
    prepared = list(_prepared(asked))
    yield from prepared
    if not dated and not prepared:
        yield asked.stated("visit.next_none")
    days = {document.id: document.when for document in asked.room.documents()}
    for fact in undated[: _TOLD_MAX if not dated else 1]:
        day = days.get(fact.source.file_id)
        key = "visit.next_undated" if day is not None else "visit.next_undated_nowhen"
        text = say.say(key, quote=shown(fact.label), date=say.on(day))
        yield Draft(text, asked.cite([fact]), fixed=True)
    yield asked.stated("visit.next_limit")


def planned(room: Room, today: date) -> tuple[list[Fact], list[Fact]]:
    """What documents plan: from today on, soonest first; and without a day, newest document first."""
    days = {document.id: document.when for document in room.documents()}
    dated, undated = [], []
    for fact in room.facts.select(kinds=(Kind.NOTE, Kind.ENCOUNTER, Kind.PROCEDURE)):
        if (fact.status or "").lower() not in ("planned", "booked", "pending", "proposed", "arrived"):
            continue
        if fact.start is None:
            undated.append(fact)
        elif fact.start.last_day >= today:
            dated.append(fact)
    dated.sort(key=lambda fact: fact.start.local if fact.start is not None else "")
    undated.sort(key=lambda fact: day.local if (day := days.get(fact.source.file_id)) else "", reverse=True)
    return dated, undated


def _prepared(asked: Asked) -> Iterator[Draft]:
    """Visits the person is preparing, and appointments of their list, by the day they gave."""
    say, visits = asked.wording, Visits(asked.room)
    for one in reversed(visits.all()):
        when = one.moment
        if when is not None and not one.deleted and when.last_day >= asked.today:
            text = say.say("visit.next_prepared", date=say.on(when), text=one.id)
            yield Draft(text, basis=Basis.GUIDANCE, fixed=True)
    for task in visits.tasks():
        when = None if task.done or task.deleted or task.evidence else When.parse(task.due)
        if when is not None and when.last_day >= asked.today and re.search(rf"\b{_VISIT}\b", fold(task.text)):
            text = say.say("visit.next_kept", quote=shown(task.text), date=say.on(when))
            yield Draft(text, basis=Basis.GUIDANCE, fixed=True)


# --- days to come -------------------------------------------------------------------------------------------

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
         "samedi saturday", "dimanche sunday")
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("janvier january jan", "fevrier february feb", "mars march", "avril april apr", "mai may",
         "juin june", "juillet july", "aout august aug", "septembre september sept sep",
         "octobre october oct", "novembre november nov", "decembre december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
_NUMBERS = {
    "un": 1, "une": 1, "a": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
    "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "dix": 10, "ten": 10,
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?(?![\d/])")
_DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?(?: of)? ({_MONTH})\b\.?(?:,? (\d{{4}}))?")
_MONTH_DAY = re.compile(
    rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:h|:|am|pm))(?:,? (\d{{4}}))?"
)
_IN_DAYS = re.compile(rf"\b(?:dans|in) (\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:jours?|days?)\b")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b( (?:en huit|week))?")
_CLOCK = re.compile(
    r"\b(?:a|at|vers|around)?\s*(?:(?P<h>[01]?\d|2[0-3])\s?(?:h|heures?\b)\s?(?P<m>[0-5]\d)?\b"
    r"|(?P<h2>[01]?\d|2[0-3]):(?P<m2>[0-5]\d)\s?(?P<half2>[ap]\.?m\b)?|(?P<h3>1[0-2]|[1-9])\s?(?P<half3>[ap]\.?m\b))"
)


def coming(text: str, language: Language, today: date) -> When | None:
    """The one day, with its time of day, that a message names from today on; None for none, two, or a doubt.

    Args:
        text: The message.
        language: In English ``03/04`` may be either day: nothing is said then.
        today: A weekday is the next one after it; a date without a year the next to come.
    """
    said = fold(text)
    found = {day for day in _days(said, language, today) if day is not None and day >= today}
    if len(found) != 1:
        return None
    day = found.pop()
    clocks = list(_CLOCK.finditer(said))
    if len(clocks) != 1:
        return When.of_day(day)
    return _clocked(day, clocks[0]) or When.of_day(day)


def _days(said: str, language: Language, today: date) -> Iterator[date | None]:
    for match in _ISO.finditer(said):
        yield _date(int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMERIC.finditer(said):
        yield _numeric(int(match[1]), int(match[2]), match[3], language, today)
    written = [(int(one[1]), _MONTHS[one[2]], one[3]) for one in _DAY_MONTH.finditer(said)]
    if not written:
        written = [(int(one[2]), _MONTHS[one[1]], one[3]) for one in _MONTH_DAY.finditer(said)]
    for day, month, year in written:
        yield _date(int(year), month, day) if year else _to_come(month, day, today)
    for match in _IN_DAYS.finditer(said):
        yield today + timedelta(days=int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]])
    for pattern, days in (
        (r"\b(?:apres[- ]demain|day after tomorrow)\b", 2),
        (r"\b(?:aujourd'hui|today|ce soir|tonight)\b", 0),
    ):
        if re.search(pattern, said):
            yield today + timedelta(days=days)
    if re.search(r"(?<!apres[ -])\bdemain\b|(?<!after )\btomorrow\b", said):
        yield today + timedelta(days=1)
    if not written:  # "mardi 1er décembre" is said once
        yield from _weekdays(said, today)


def _weekdays(said: str, today: date) -> Iterator[date | None]:
    for match in _WEEKDAY.finditer(said):
        if match[2] or re.search(
            r"\b(?:dernier|passe|last|next)\b", said[max(0, match.start() - 6) : match.end() + 8]
        ):
            yield None
            continue
        ahead = (_WEEKDAYS[match[1]] - today.weekday()) % 7 or 7
        yield today + timedelta(days=ahead)


def _numeric(first: int, second: int, year: str | None, language: Language, today: date) -> date | None:
    if language == "en" and first <= 12 and second <= 12 and first != second:  # noqa: PLR2004  months
        return None
    day, month = (second, first) if language == "en" and second > 12 else (first, second)  # noqa: PLR2004  months
    if year is None:
        return _to_come(month, day, today)
    return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)  # noqa: PLR2004  two digits


def _to_come(month: int, day: int, today: date) -> date | None:
    this_year = _date(today.year, month, day)
    return this_year if this_year is None or this_year >= today else _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clocked(day: date, match: re.Match[str]) -> When | None:
    hour = int(match["h"] or match["h2"] or match["h3"])
    half = (match["half2"] or match["half3"] or "")[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    when = When.parse(f"{day.isoformat()}T{hour:02}:{match['m'] or match['m2'] or '00'}")
    return when if when is not None and when.precision is Precision.SECOND else None
