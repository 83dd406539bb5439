"""What a person says they measured, as facts to confirm: "ma tension ce matin 13,2/8,4 au bras gauche".

Only a short statement of one measurement is taken up; a question, a story or two numbers that could belong
to one thing are not. Nothing is kept before the person said yes.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.language import Language
from records import analytes, units
from records.model import Extraction, Fact, Kind
from records.quantity import Quantity, parse_number
from records.source import Entry, Source
from records.when import When
from records.words import fold
from retrieval.lexicon import tokens, understand
from retrieval.period import find
from retrieval.query import Aim, plan

MESSAGE_MAX = 160
"""Characters; a longer message tells more than one value."""

SYSTOLIC, DIASTOLIC = "systolic", "diastolic"
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d{1,3})?"
_PAIR = re.compile(rf"(?P<high>{_NUMBER})\s*(?:/|sur|over|-)\s*(?P<low>{_NUMBER})", re.IGNORECASE)
_SINGLE = re.compile(rf"(?<![\w.,/])(?P<sign>[<>]\s*)?(?P<value>{_NUMBER})(?![\d/])")
_CLOCK = re.compile(
    r"\b(?:à|a|vers|at|around)?\s*(?P<hour>[01]?\d|2[0-3])\s*(?:h|:|heures?\b)\s*(?P<minute>[0-5]\d)?\b"
    r"|\b(?:at|around)\s+(?P<twelve>1[0-2]|[1-9])\s*(?P<half>am|pm)\b",
    re.IGNORECASE,
)
_CIRCUMSTANCE = re.compile(
    r"\b(?:au |du |sur le |on (?:the |my )?|in (?:the |my )?)?(?:bras|poignet) (?:gauche|droit)\b"
    r"|\b(?:on |in )?(?:the |my )?(?:left|right) (?:arm|wrist)\b"
    r"|\bà jeun\b|\bfasting\b|\bau repos\b|\bat rest\b|\ballongée?\b|\bassise?\b|\bdebout\b|\bsitting\b"
    r"|\blying(?: down)?\b|\bstanding\b"
    r"|\b(?:avant|après) (?:le |mon |l')?(?:repas|petit[- ]déjeuner|déjeuner|dîner|effort)\b"
    r"|\b(?:before|after) (?:the |my )?(?:meal|breakfast|lunch|dinner|exercise)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\s*(?:quel|combien|comment|pourquoi|quand|est[- ]ce|où|que |qu'|montre|donne|affiche|compare|explique"
    r"|what|how|why|when|where|which|is |was |are |were |do |does |did |can |could |should |show|give|tell"
    r"|explain)",
    re.IGNORECASE,
)
_NOT_A_READING = re.compile(
    # a change, an aim, a wish, a denial: not what was measured
    r"\b(?:pris|perdu|gagn[ée]e?|grossi|maigri|baiss[ée]e?|augment[ée]e?|passée?|objectif|cible|voudrais|veux|pas"
    r"|lost|gained|dropped|went|goal|target|want|would|should|not|never|jamais|environ|about|entre|between"
    # somebody else's
    r"|p[èe]re|m[èe]re|mari|femme|fils|fille|enfant|b[ée]b[ée]|fr[èe]re|s(?:œ|oe)ur|son|sa|ses|lui|elle|il"
    r"|dad|mum|mom|father|mother|husband|wife|son|daughter|child|baby|brother|sister|his|her|their|she|he)\b",
    re.IGNORECASE,
)
_FEVER = re.compile(r"\b(?:fièvre|fievre|fever)\b", re.IGNORECASE)
_FEVER_KEY = "temperature"
_STATING = (Aim.LATEST, Aim.LOOKUP, Aim.SEARCH, Aim.LIST)
_USUAL_UNIT = {"weight": "kg", _FEVER_KEY: "°C", "heart_rate": "/min", "oxygen_saturation": "%"}
"""What a person means who names no unit, where one unit is meant by all."""
_POSSIBLE = {
    "weight": (Decimal("0.4"), Decimal(500)), _FEVER_KEY: (Decimal(30), Decimal(45)),
    "heart_rate": (Decimal(20), Decimal(300)), "oxygen_saturation": (Decimal(40), Decimal(100)),
    "height": (Decimal(20), Decimal(260)), SYSTOLIC: (Decimal(40), Decimal(300)),
    DIASTOLIC: (Decimal(20), Decimal(200)),
}  # fmt: skip
"""Beyond these, in the canonical unit, a typed value is a slip of the finger."""
_CENTIMETRES_BELOW = Decimal(30)
"""No blood pressure in mmHg is that low; French speakers say it in centimetres of mercury."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A statement understood, not yet kept.

    Attributes:
        facts: One, or systolic and diastolic.
        assumed_unit: The unit was not said; to be shown before the person agrees.
    """

    facts: tuple[Fact, ...]
    assumed_unit: str | None = None


def noted(text: str, language: Language, today: date) -> Noted | None:
    """The measurement that a message states; None when it states none, or not surely one.

    >>> noted("ma tension ce matin 13,2/8,4 au bras gauche", "fr", date(2026, 11, 24)).facts[0].value_text
    '13,2'

    Args:
        text: The message.
        language: Of the message; the facts' labels are in it.
        today: The day it is said.
    """
    if len(text) > MESSAGE_MAX or "?" in text or _ASKING.search(text) or _NOT_A_READING.search(text):
        return None
    query = plan(text, language, today=today)
    if query.aim not in _STATING:
        return None
    rest, when, detail = _around(text, today)
    if when is None:
        return None
    low = fold(rest)
    said = understand(tokens(rest, low if len(low) == len(rest) else rest.lower()))
    keys = list(said.analytes) or ([_FEVER_KEY] if _FEVER.search(rest) else [])
    for start, end in said.spans:  # "vitamine B12 : 210": the name's digits are not the value
        rest = rest[:start] + "\N{HORIZONTAL ELLIPSIS}" * (end - start) + rest[end:]
    if SYSTOLIC in keys and DIASTOLIC in keys:
        return _blood_pressure(rest, language, when, detail)
    return _one_value(rest, keys, language, when, detail)


def measured(
    key: str, value_text: str, unit_text: str, language: Language, when: When, detail: str | None
) -> Fact | None:
    """A typed value of an analyte; None when it is no number, in no unit of it, or not possible in a body."""
    row, number = analytes.get(key), parse_number(value_text)
    code = units.ucum(unit_text, key) if unit_text else "1"
    if row is None or number is None or code is None:
        return None
    quantity = Quantity(number.value, code, number.comparator)
    exact = quantity if code == row.unit else units.canonical(quantity, key)
    if exact is None:
        return None
    for bounds in (row.plausible, _POSSIBLE.get(key)):
        if bounds is not None and not bounds[0] <= exact.value <= bounds[1]:
            return None
    return Fact(
        kind=Kind.OBSERVATION,
        label=analytes.name(key, language),
        source=Source(Entry()),
        analyte=key,
        quantity=quantity,
        value_text=value_text,
        unit_text=unit_text or None,
        start=when,
        detail=detail,
        extraction=Extraction.TYPED,
        confirmed=True,
    )


def pressure(
    high: str, low: str, unit_text: str, language: Language, when: When, detail: str | None
) -> tuple[Fact, ...] | None:
    """A blood pressure as systolic and diastolic; None when it is none.

    Args:
        high: Systolic, as typed.
        low: Diastolic, as typed.
        unit_text: As typed; empty when it was not said: mmHg, or cmHg below 30.
        language: Of the labels.
        when: Of the measurement.
        detail: Which arm, at rest.
    """
    upper, lower = parse_number(high), parse_number(low)
    if upper is None or lower is None or lower.value >= upper.value:
        return None
    unit = unit_text or ("cmHg" if upper.value < _CENTIMETRES_BELOW else "mmHg")
    facts = [
        measured(key, text, unit, language, when, detail)
        for key, text in ((SYSTOLIC, high), (DIASTOLIC, low))
    ]
    found = tuple(fact for fact in facts if fact is not None)
    return found if len(found) == len(facts) else None


def _around(text: str, today: date) -> tuple[str, When | None, str | None]:
    """The message without its date, hour and circumstance, and what these say; no date means today.

    A date that is not one day gives None.
    """
    rest, clock = text, _CLOCK.search(text)
    if clock is not None:
        rest = _without(rest, clock.start(), clock.end())
    named = find(rest.lower(), today)
    day = today
    if named is not None:
        if (
            named.period.first is None
            or named.period.first != named.period.last
            or named.period.first > today
        ):
            return rest, None, None
        day = named.period.first
        rest = _without(rest, named.start, named.end)
    found = list(_CIRCUMSTANCE.finditer(rest))
    for match in found:
        rest = _without(rest, match.start(), match.end())
    detail = ", ".join(match[0].strip() for match in found) or None
    return rest, _moment(day, clock), detail


def _moment(day: date, clock: re.Match[str] | None) -> When | None:
    if clock is None:
        return When.of_day(day)
    hour = int(clock["hour"] or clock["twelve"])
    if clock["half"]:
        hour = hour % 12 + (12 if clock["half"].lower() == "pm" else 0)
    return When.parse(f"{day.isoformat()}T{hour:02}:{clock['minute'] or '00'}")


def _without(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _blood_pressure(rest: str, language: Language, when: When, detail: str | None) -> Noted | None:
    pairs = list(_PAIR.finditer(rest))
    if len(pairs) != 1:
        return None
    pair = pairs[0]
    others = rest[: pair.start()] + rest[pair.end() :]
    if re.search(r"\d", others):
        return None
    said = _unit_after(rest[pair.end() :], SYSTOLIC)
    facts = pressure(pair["high"], pair["low"], said, language, when, detail)
    if facts is None:
        return None
    return Noted(facts, None if said else facts[0].unit_text)


def _one_value(
    rest: str, keys: list[str], language: Language, when: When, detail: str | None
) -> Noted | None:
    values = list(_SINGLE.finditer(rest))
    if len(values) != 1 or not keys:
        return None
    value = values[0]
    if re.search(r"\d", rest[: value.start()] + rest[value.end() :]):
        return None
    text = (value["sign"] or "").strip() + value["value"]
    found: list[Noted] = []
    for key in keys:
        said = _unit_after(rest[value.end() :], key)
        if not said and _UNKNOWN_UNIT.match(rest[value.end() :]):
            continue
        unit = said or _USUAL_UNIT.get(key, "")
        fact = measured(key, text, unit, language, when, detail)
        if fact is not None:
            found.append(Noted((fact,), None if said else fact.unit_text))
    chosen = [one for one in found if one.assumed_unit is None] or found
    if len(chosen) > 1:  # "saturation": of oxygen, for somebody who measures at home
        chosen = [one for one in chosen if analytes.get(one.facts[0].analyte or "") in _at_home()]
    return chosen[0] if len(chosen) == 1 else None


def _at_home() -> tuple[analytes.Analyte, ...]:
    return tuple(row for row in analytes.analytes() if row.group == "vitals")


def _unit_after(rest: str, key: str) -> str:
    """The unit that stands right behind a number; empty when none does."""
    words = rest.split()
    for count in (2, 1):
        candidate = " ".join(words[:count]).rstrip(".;,!")
        if len(words) >= count and candidate and units.ucum(candidate, key) is not None:
            return candidate
    first = fold(words[0].rstrip(".;,!")) if words else ""
    return _SPOKEN_UNITS.get(first, "")


_UNKNOWN_UNIT = re.compile(
    r"\s*(?:°|[A-Za-zµ]+/|(?!(?:de|le|la|et|ce|au|on|in|at|by|mais|but)\b)[A-Za-z]{1,3}\b)"
)
"""Something that looks like a unit: then the usual one was not meant."""
_SPOKEN_UNITS = {
    "kilos": "kg", "kilo": "kg", "kilogrammes": "kg", "pounds": "lb", "livres": "lb", "degres": "°C",
    "degre": "°C", "c": "°C", "f": "°F", "°c": "°C", "°f": "°F", "battements": "/min", "bpm": "/min",
    "pulsations": "/min", "percent": "%", "pourcent": "%",
}  # fmt: skip
"""Units as they are said rather than printed."""
