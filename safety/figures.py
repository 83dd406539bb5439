# ruff: noqa: E501  patterns and word lists read better whole
"""Finds the numbers, units and dates of a sentence, as French and English write them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.language import Language
from records.months import MONTH, MONTHS
from records.quantity import parse_number
from records.ucum import is_annotation
from records.when import When
from safety.normalise import fold

_DATES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?(?: of)? (?P<m>{MONTH})\.?,? (?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<m>{MONTH})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<m>{MONTH})\.?,? (?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])\b"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<m>{MONTH})\b"),
)
_YEAR = re.compile(
    r"(?<![\w.,/-])(?P<y>(?:19|20)\d\d)(?![\w/%]|[.,]\d| ?(?:[a-zµμ]+/|mg|g|kg|ml|ui|u/l|%|°|pas\b|steps))"
)
_CLOCK = re.compile(r"\b(?P<h>[01]?\d|2[0-3])(?:[:h](?P<n>[0-5]\d)|h)\b")
_VALUE = re.compile(
    r"(?P<sign><=|>=|≤|≥|<|>)?\s*"
    r"(?P<number>(?<![\w,.])[+\u2212-]?\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|(?<![\w])[+\u2212-]?\d+(?:[.,]\d+)*)"
)
_LESS = re.compile(r"(?:moins de|inferieure?s? a|less than|below|under|fewer than)\s*$")
_MORE = re.compile(r"(?:plus de|superieure?s? a|more than|greater than|above|over)\s*$")
_UNIT = re.compile(
    r"[\u00a0\u202f\u2009 ]?(?P<unit>%|‰|°\s?[CF]\b|/\s?min\b|"
    r"(?:[x×]\s?)?10(?:\^|\*|e)?\d{0,2}[⁰¹²³⁴⁵⁶⁷⁸⁹]*\s?/\s?[\wµμ³]+|"
    r"[A-Za-zµμ\[][\wµμ\]\[.²³^*·-]*(?:\s?/\s?[\wµμ()\[\].²³^*,·]+)*)"
)
_PLAIN_UNITS = frozenset(
    "mg g kg ug µg mcg ng pg mmol umol µmol nmol pmol mol mol/mol l dl cl ml ul fl pl cm mm m km bpm mmhg kpa hpa u ui iu mui miu kui ku "
    "kcal cal kj ms s sec h min degre degres mosm meq eq copies cell cells ans an mois semaines semaine jours jour heures heure "
    "minutes years year months month weeks week days day hours hour g/l gouttes comprime comprimes tablet tablets gelule "
    "gelules capsule capsules puff puffs bouffees bouffee injection injections dose doses unites units unite unit "
    "pas steps step watt w db dioptries lb lbs oz ft in inch inches stone".split()
)
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LONG_UNITS = {
    "bpm": "/min", "battements/min": "/min", "beats/min": "/min", "mm[hg]": "mmHg", "mmhg": "mmHg", "cel": "°C", "°c": "°C", "[degf]": "°F", "°f": "°F",
    "giga/l": "10*9/L", "/mm3": "/uL", "/mm³": "/uL", "1": "",
}  # fmt: skip
_COUNTED = {
    word: words[0]
    for line in (
        "tablet tablets comprime comprimes cp cpr", "capsule capsules gelule gelules", "drop drops goutte gouttes",
        "puff puffs bouffee bouffees", "unit units unite unites", "year years an ans annee annees yr yrs",
        "month months mois", "week weeks semaine semaines", "day days jour jours", "hour hours heure heures hr hrs",
        "dose doses", "injection injections", "sachet sachets", "ampoule ampoules",
    )
    if (words := line.split())
    for word in words
}  # fmt: skip
"""What is counted is the same in both languages."""
_WORDS = {
    word: number
    for number, names in enumerate(
        "zero;one un une;two deux;three trois;four quatre;five cinq;six;seven sept;eight huit;nine neuf;ten dix;"
        "eleven onze;twelve douze;thirteen treize;fourteen quatorze;fifteen quinze;sixteen seize;seventeen;eighteen;"
        "nineteen;twenty vingt".split(";")
    )
    for word in names.split()
} | {"thirty": 30, "trente": 30, "forty": 40, "quarante": 40, "fifty": 50, "cinquante": 50, "hundred": 100, "cent": 100}  # fmt: skip
_WORD_VALUE = re.compile(r"\b(?P<word>" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as written: year, and month and day when they are; the year is None in ``12 March``."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    other: tuple[int, int] | None = None
    """Day and month read the other way round (``03/12/2024`` in English)."""

    def means(self, when: When) -> bool:
        """True when `when` lies in what is written, to the precision of the coarser."""
        parts = [int(part) for part in when.day.split("-")]
        pairs = [(self.month, self.day)] + ([(self.other[1], self.other[0])] if self.other else [])
        if self.year is not None and parts[0] != self.year:
            return False
        for month, day in pairs:
            wanted = [part for part in (month, day) if part is not None]
            if wanted == parts[1 : 1 + len(wanted)] and len(wanted) <= len(parts) - 1:
                return True
        return False

    @property
    def written(self) -> str:
        """ISO, as far as it goes."""
        parts = [f"{self.year:04d}" if self.year else "", f"{self.month:02d}" if self.month else ""]
        parts.append(f"{self.day:02d}" if self.day else "")
        return "-".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Value:
    """A number as written.

    Attributes:
        value: Its decimal value.
        unit: As written; None when none follows.
        comparator: ``<``, ``>``, ``<=``, ``>=``, also from words; None without one.
        start: Where it begins in the sentence.
        end: Where it ends, unit included.
        text: The number as written.
        noun: The words that follow when they begin with no unit (``3 results``), folded.
    """

    value: Decimal
    unit: str | None
    comparator: str | None
    start: int
    end: int
    text: str
    noun: str = ""


def same_unit(first: str | None, second: str | None) -> bool:
    """True when two spellings are one unit: ``µg/L`` and ``ug/l``, ``10^9/L`` and ``G/L``. ``g/L`` is not ``G/L``."""
    return unit_key(first) == unit_key(second)


def unit_key(unit: str | None) -> str:
    """A spelling of `unit` that equal units share; empty for none."""
    if not unit or is_annotation(unit):
        return ""
    key = unit.translate(_SUPER).replace("μ", "u").replace("µ", "u").replace("mcg", "ug").replace(" ", "")
    key = re.sub(r"\{[^}]*\}", "", key).strip(".")
    key = re.sub(r"^[x×]", "", key)
    key = re.sub(r"\b[gG]iga/[lL]$|^G/[lL]$", "10*9/L", key)
    key = re.sub(r"^[tT]era/[lL]$|^T/[lL]$", "10*12/L", key)
    key = re.sub(r"^10[\^e*]?(\d+)/", r"10*\1/", key)
    key = re.sub(
        r"\[?(?:m|k)?[iI]?U\]?I?",
        lambda match: match[0].strip("[]").replace("UI", "U").replace("IU", "U").replace("iU", "U"),
        key,
    )
    key = re.sub(r"(?<=/)(\d*\.?\d*)(m|d|c|u)?l\b", lambda match: match[1] + (match[2] or "") + "L", key)
    key = re.sub(r"^(m|d|c|u)?l$", lambda match: (match[1] or "") + "L", key)
    return _COUNTED.get(fold(key)) or _LONG_UNITS.get(key.lower(), _LONG_UNITS.get(key, key))


def dates(sentence: str, language: Language) -> tuple[Day, ...]:
    """Every date in `sentence`, in order. A bare year counts unless a unit follows it."""
    folded = _flat(sentence)
    found: list[Day] = []
    taken: list[tuple[int, int]] = []
    for pattern in (*_DATES, _YEAR):
        for match in pattern.finditer(folded):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            day = _day(match, language)
            if day is not None:
                found.append(day)
                taken.append(match.span())
    return tuple(sorted(found, key=lambda day: day.start))


def _day(match: re.Match[str], language: Language) -> Day | None:
    parts = match.groupdict()
    month = parts.get("m")
    number = None if month is None else MONTHS.get(month) or (int(month) if month.isdigit() else None)
    day = int(parts["d"]) if parts.get("d") else None
    year = int(parts["y"]) if parts.get("y") else None
    other = None
    if number is not None and number > 12 and day is not None and day <= 12:  # noqa: PLR2004  03/25/2024
        number, day = day, number
    elif language == "en" and day is not None and "/" in match[0] and number is not None and day <= 12:  # noqa: PLR2004
        other = (number, day)
    if (number is not None and not 1 <= number <= 12) or (day is not None and not 1 <= day <= 31):  # noqa: PLR2004
        return None
    return Day(year, number, day, match.start(), match.end(), other)


def clocks(sentence: str) -> tuple[tuple[str, int, int], ...]:
    """Times of day, as ``HH:MM`` with their span."""
    return tuple(
        (f"{int(match['h']):02d}:{match['n'] or '00'}", match.start(), match.end())
        for match in _CLOCK.finditer(_flat(sentence))
    )


def values(sentence: str, skip: tuple[tuple[int, int], ...] = ()) -> tuple[Value, ...]:
    """Every number in `sentence` outside the spans `skip` (dates, names), in order.

    A number that sticks to letters before it (``B12``, ``HbA1c``) is a name. ``128/82`` is two numbers.
    """
    folded = _flat(sentence)
    found: list[Value] = []
    for match in _VALUE.finditer(folded):
        start, end = match.span("number")
        if any(start < last and first < end for first, last in skip) or (found and start < found[-1].end):
            continue  # a date, a name, or the ten of ``9.49 10^9/L``
        text = sentence[start:end]
        if text[0] in "+-\u2212" and folded[:start].rstrip()[-1:].isdigit():
            text, start = text[1:], start + 1
        number = parse_number(text)
        if number is None:
            continue
        sign = match["sign"] or _spelled_sign(folded[:start])
        found.append(_with_unit(sentence, number.value, sign, start, end, text))
    for match in _WORD_VALUE.finditer(folded):
        start, end = match.span()
        spelled = _with_unit(sentence, Decimal(_WORDS[match["word"]]), None, start, end, match["word"])
        measured = spelled.unit is not None and (
            "/" in spelled.unit or spelled.unit == "%" or spelled.unit in _PLAIN_UNITS
        )
        if measured and not any(start < last and first < end for first, last in skip):
            found.append(spelled)
    found.sort(key=lambda value: value.start)
    return tuple(_share_unit(found, sentence))


def _share_unit(found: list[Value], sentence: str) -> list[Value]:
    """``128/82 mmHg`` and ``4,31 à 3,60 mmol/L``: the first takes the second's unit."""
    for place in range(len(found) - 2, -1, -1):
        here, after = found[place], found[place + 1]
        between = fold(sentence[here.end : after.start]).strip()
        if (
            here.unit is None
            and after.unit is not None
            and between in ("/", "-", "–", "a", "et", "to", "and", "→", "->", "puis", "then", "or", "ou")
        ):
            found[place] = Value(here.value, after.unit, here.comparator, here.start, here.end, here.text)
    return found


def _with_unit(sentence: str, value: Decimal, sign: str | None, start: int, end: int, text: str) -> Value:
    comparator = {"≤": "<=", "≥": ">="}.get(sign or "", sign)
    match = _UNIT.match(sentence, end)
    if match is None:
        return Value(value, None, comparator, start, end, text)
    unit = _unclosed(match["unit"].strip(" .,;:*"))
    looks = "/" in unit or unit in ("%", "‰") or unit[0] == "°" or fold(unit) in _PLAIN_UNITS or "[" in unit
    if not looks:
        return Value(value, None, comparator, start, end, text, fold(sentence[end : end + 60]).strip())
    return Value(value, unit, comparator, start, match.start("unit") + len(unit), text)


def _unclosed(unit: str) -> str:
    """A unit without the bracket that was opened before its number (``(8 µg/L)``)."""
    while unit.endswith(")") and unit.count("(") < unit.count(")"):
        unit = unit[:-1]
    return unit


def _spelled_sign(before: str) -> str | None:
    if _LESS.search(before):
        return "<"
    return ">" if _MORE.search(before) else None


def _flat(sentence: str) -> str:
    """Folded, the same length as `sentence`, so that spans agree."""
    return "".join(fold(char)[:1] or " " for char in sentence)
