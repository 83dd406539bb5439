"""Vital signs and laboratory values written in words: ``TA 132/84 mmHg``, ``HbA1c à 7,2 % le 12/03/2026``.

A number is a value only with its name right before it and, except for vital signs that have one usual unit,
its unit right behind it. Limits, aims and changes ("perte de 4 kg", "< 140/90") are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from connectors.prose import context
from connectors.prose.lines import Span, Stretch, plain, tidy
from connectors.prose.moments import Moments
from records.analytes import by_label, get
from records.quantity import Quantity
from records.units import ucum
from records.when import When

_FILLER = (
    r"(?:\s*(?:\([^)\d]{0,25}\))?\s*(?:[:=|]|[-–](?=\s?\d)|\bestimee?\b|\bestimated(?: at)?\b|"
    r"\bconservee?\b|\baltere?e?\b|"
    r"\bpreserved\b|\bis\b|\bwas\b|\bwere\b|\bhas (?:fallen|risen|dropped|gone (?:up|down)) to\b|\b(?:fell|"
    r"rose|dropped) to\b|\bof\b|\bat\b|\best\b|\betait\b|\bde\b|"
    r"\ba\b|\bce jour\b|\btoday\b|\bmesuree?\b|\bmeasured\b|\brecorded\b|\bregulier\b|\bregular\b|"
    r"\bactuel(?:le)?\b|\bstable\b|\bconstante?\b|\bdu jour\b|\bde sortie\b|\bd'entree\b|\ba l'(?:entree|"
    r"admission)\b|\ba la "
    r"sortie\b|\bon (?:arrival|admission|discharge)\b|\bau repos\b|\bau bras (?:droit|gauche)\b|\bat "
    r"rest\b|\bdroit\b|\bgauche\b|\bcouchee?\b|\bassise?\b|\bsitting\b|\bcontrolee?\b))*\s*"
)
_PRESSURE = re.compile(
    rf"\b(?P<name>tension arterielle|pression arterielle|tension|ta|pa|b/?p|blood pressure)\b{_FILLER}"
    r"(?P<s>\d{1,3}(?:[.,]\d)?)\s?/\s?(?P<d>\d{1,3}(?:[.,]\d)?)(?![\d/])(?:\s?(?P<unit>mm\s?hg|"
    r"cm\s?hg))?(?!\s?%)"
)
_ENGLISH_PRESSURE = ("bp", "b/p", "blood pressure")
_N = r"(?P<n>\d{1,3}(?:[.,]\d{1,2})?)(?!\d|\s?°\s?\d|\s?/\s?\d|[.,]\d|\s?\+|\s?[-–]\s?\d)"
_SIGNS: tuple[tuple[str, str, str, str | None, tuple[int, int], str], ...] = (
    (
        "heart_rate",
        r"frequence cardiaque|fc|pouls|pls|heart rate|pulse(?: rate)?|hr|pr|fcard",
        (
            r"/\s?min(?:ute)?|bpm|b/min|batt?\.?(?:ements?)?\s?(?:/|par)\s?min(?:ute)?|par minute|beats "
            r"per minute|/mn"
        ),
        "/min",
        (20, 250),
        "",
    ),
    (
        "respiratory_rate",
        r"frequence respiratoire|fr|respiratory rate|resp(?:iration)?s?(?: rate)?|rr",
        (
            r"/\s?min(?:ute)?|cycles?\s?(?:/|par)\s?min(?:ute)?|c/min|par minute|breaths?(?:/| per "
            r")min(?:ute)?|/mn|rpm"
        ),
        "/min",
        (5, 80),
        "",
    ),
    (
        "temperature",
        r"temperature(?: corporelle)?|temp\.?|t°|t",
        r"°\s?[cf]|[cf]\b|degres?|celsius",
        "",
        (30, 110),
        "",
    ),
    (
        "oxygen_saturation",
        r"saturation(?: en (?:o2|oxygene))?|spo2|sao2|sat\.?(?:\s?o2)?|sats|satu|o2 sats?|oxygen "
        r"saturations?",
        r"%",
        "%",
        (40, 100),
        "",
    ),
    (
        "weight",
        r"poids|pds|weight|wt|p(?= ?[=:])|pese|weighs|weighed|weighing",
        r"kgs?\b|kilos?\b|lbs?\b|pounds?\b",
        None,
        (1, 700),
        (
            r"dose|perte|prise|loss|gain|lost|naissance|birth|ideal|cible|target|foetal|fetal|estime|sec|dry|"
            r"max|objectif|goal|perdu|pris|losing|perdre"
        ),
    ),
    (
        "height",
        r"taille|height|ht|mesure|t(?= ?[=:] ?\d{1,3}(?:[.,]\d\d)? ?c?m\b)",
        r"cm\b|m\b",
        None,
        (1, 250),
        r"tour de|sitting|uterine|lesion|nodule|fundal|tumeur|kyste|rein|foie",
    ),
    (
        "bmi",
        r"imc|bmi|indice de masse corporelle|body mass index",
        r"kg/m(?:2|²|\^2)",
        "kg/m2",
        (8, 90),
        "cible|target|objectif",
    ),
    (
        "",
        r"fevg|lvef|f\.?e\.?(?: vg)?(?= ?[:=]? ?\d\d ?%)|ef|(?:left ventricular |lv )?ejection fraction|"
        r"fraction d'ejection(?: du ventricule gauche| ventriculaire gauche| vg)?",
        r"%",
        None,
        (5, 90),
        "cible|target|objectif",
    ),
    ("", r"vems|fev-?1|vems1?", r"%|l\b|ml\b", None, (0, 9000), "ratio|rapport|/"),
    (
        "",
        r"pefr?|peak flow(?: rate)?|debit (?:expiratoire )?de pointe|dep",
        r"l/min(?:ute)?",
        "L/min",
        (50, 900),
        "best|theoret",
    ),
)
"""Without a key: not in the table of analytes, kept as printed."""
_READ = [
    (
        key,
        re.compile(rf"\b(?P<name>{names})(?!\w){_FILLER}{_N}(?:\s?(?P<unit>{units}))?"),
        usual,
        limits,
        re.compile(rf"\b(?:{never})\b") if never else None,
    )
    for key, names, units, usual, limits, never in _SIGNS
]
_WITH_DEGREES = re.compile(
    rf"\b(?P<name>temperature|temp\.?|t°|t)(?!\w){_FILLER}(?P<whole>3[5-9]|4[0-2])\s?°\s?(?P<tenth>\d)(?!\d)"
)
"""``T° 37°9``, as the French write it."""
_WITH_WEIGHT = re.compile(
    r"\s?(?:kg|kilos?)\s?(?:,|pour|/|et|-|for)\s?(?:une taille de )?(?P<n>[12][.,]\d{2}|"
    r"1\d{2})\s?(?P<unit>m|cm)\b"
)
_AIMED = re.compile(
    r"[<>≤≥]|\b(?:objectifs?|cibles?|seuils?|targets?|goals?|aims?|aim|above|below|over|under|"
    r"superieure?s?|inferieure?s?|plus de|moins de|more than|less than|at least|au moins|maintenir|"
    r"keep|keeping|entre|between|"
    r"normal(?:e|es|s)? (?:is|range|values?|:)|normes?|si|if|should|ideal|considered|maximum|max|"
    r"minimum|consigne|until|jusqu'a|baseline range|ranging|range)\b"
)
_AT_ENTRY = re.compile(
    r"\b(?:a l'(?:entree|admission|arrivee|accueil)|d'entree|d'admission|initiale?s?|on (?:arrival|"
    r"admission|presentation)|at (?:presentation|triage|admission)|admission|arrival|triage|ioa|iao)\b"
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_AT_EXIT = re.compile(r"\b(?:a la sortie|de sortie|au conge|(?:on|at) discharge|discharge)\b")
_VALUE = re.compile(
    r"(?P<sign>[<>≤≥]\s?)?(?<![\d.,/-])(?P<n>\d{1,3}(?:[ \u00a0\u202f]\d{3})+|"
    r"\d+(?:[.,]\d+)?)\s?(?P<unit>%|x?\s?10\s?[\^*e]?\s?(?:9|12|6|3)\s?/\s?[µu]?l\b|/\s?(?:cumm|mm3|µl|ul)\b|"
    r"[a-zµμ°][\w²³µμ]*(?:[./](?:\d+(?:[.,]\d+)?\s?)?[\w²³µμ*^]+)*(?:/1[.,]73\s?m(?:2|²))?)(?![\w/])"
)
_JOINS = re.compile(
    r"(?:\s*(?:\([^)\d]{0,20}\)\s*)?(?:[:=]|\best\b|\bsont\b|\betait\b|\ba\b|\bde\b|\bdosee?s?\b|"
    r"\ba j ?\d+\b|\b(?:on|at|de|a la|a l') ?(?:discharge|admission|arrival|sortie|entree|arrivee)\b|"
    r"\bau conge\b|"
    r"\b(?:on|le|du) \d{1,2}(?:er|st|nd|rd|th)? [a-z]{3,9}\b|\bcontrolee?s?\b|\bmesuree?s?\b|\bis\b|"
    r"\bwas\b|\bof\b|\bat\b|\bpeaked\b|\bcame back\b|\bthis "
    r"time\b|\blevel\b|\bretrouvee?s?\b|\bstable\b|\bce jour\b|\btoday\b|\bremains?\b))*\s*\Z"
)
_TAKEN = re.compile(
    r"\s*(?:\w+ )?(?:oral|injectable|injection|solution|suspension|tablets?|capsules?|comprimes?|cp|"
    r"gelules?|ampoules?|sirop|syrup|spray|cream|drops|gouttes|daily|par jour|x ?\d|/j)\b"
)
_WORD = re.compile(r"[^\s,;:()]+")
_NEAR = 160
"""Signs before a number in which its name stands."""
_BEHIND = re.compile(r"\d\s?[a-z%/²µ°]*\s*\(\s*(?:le|du|on|dated)?\s*\Z")
_OF_ALL = re.compile(r"[\w%²]\s*\(?(?:on|le|du|dated)\s*\Z")
"""Before a date that ends a row of values: it is the date of all."""
_OPEN = re.compile(r"\s*[(,]?\s*(?:le|on|du|dated|en date du)?\s*\Z")


_AT_THE_BEDSIDE = re.compile(r"\b(?:dextro|capillaire|capillary|cbg|rbs|grbs|bm|du jour|ce jour|today)\b")


@dataclass(frozen=True, slots=True)
class Measure:
    """A value as printed."""

    label: str
    quantity: Quantity
    value_text: str
    unit_text: str | None
    start: When | None
    place: Stretch
    analyte: str | None = None


@dataclass(frozen=True, slots=True)
class Dates:
    """When values were taken that have no date of their own.

    Attributes:
        seen: The day of the visit; None where the document is about a stay of several days.
        entry: The day a stay began.
        exit: The day it ended.
        same_day: Whether what is measured in the laboratory is of the visit too, as in an emergency.
    """

    seen: When | None = None
    entry: When | None = None
    exit: When | None = None
    same_day: bool = False

    def taken(self, plain: str, end: int, heading: str) -> When | None:
        """The date of the value that ends at `end` of `plain`, under `heading`.

        In a letter about a stay: entry or end, as the words nearest before it say, else those behind it.
        """
        if self.entry is None and self.exit is None:
            return self.seen
        for words in (_IN_BRACKETS.sub(" ", plain[:end]), re.split(r"[,;(]", plain[end:])[0], heading):
            said = [
                (match.start(), when)
                for pattern, when in ((_AT_ENTRY, self.entry), (_AT_EXIT, self.exit))
                for match in pattern.finditer(words)
            ]
            if said:
                return max(said, key=lambda one: one[0])[1]
        return None


_TITLED = re.compile(r"(?P<name>[^(]+?)\s*(?:[(\[](?P<unit>[^)\]]+)[)\]])?\s*\Z")
_SIGN_NAMES = "|".join(names for _, names, *_ in _SIGNS)
_A_SIGN = re.compile(
    rf"(?:tension(?: arterielle)?|pression arterielle|ta|pa|b/?p|blood pressure|{_SIGN_NAMES})\s*\Z"
)


def titled(column: str) -> tuple[str, str]:
    """The name of a column and the unit in its brackets."""
    match = _TITLED.match(column)
    return (match["name"], match["unit"] or "") if match else (column, "")


def a_sign(name: str) -> bool:
    """Whether a column's name is that of a vital sign."""
    return _A_SIGN.match(plain(name)) is not None


def begins_with_sign(folded: str) -> bool:
    """Whether a line begins with a vital sign and its number."""
    return _PRESSURE.match(folded) is not None or any(pattern.match(folded) for _, pattern, *_ in _READ)


def vitals(sentence: Stretch, moments: Moments, dates: Dates, heading: str) -> Iterator[Measure]:
    """The vital signs of a sentence, a line or a row."""
    text = sentence.plain
    if context.of_another(text):
        return
    taken = partial(_taken, text, moments, dates, heading)
    for match in _PRESSURE.finditer(text):
        if not _aimed(text, match.start()):
            yield from _pressure(sentence, match, taken(match.end()))
    for key, pattern, usual, limits, never in _READ:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 30) : match.start()]
            if _aimed(text, match.start()) or (never and (never.search(before) or never.search(match[0]))):
                continue
            when = taken(match.end()) if key else _of_an_examination(text, moments, dates)
            measure = _sign(sentence, match, key, usual, limits, when)
            if measure is not None:
                yield measure
                break
    degrees = _WITH_DEGREES.search(text)
    if degrees is not None and not _aimed(text, degrees.start()):
        value = Decimal(f"{degrees['whole']}.{degrees['tenth']}")
        printed = sentence.text[degrees.start("whole") : degrees.end()]
        name = tidy(sentence.text[degrees.start("name") : degrees.end("name")])
        place = sentence.part(Span(*degrees.span()))
        yield Measure(name, Quantity(value, "Cel"), printed, None, taken(degrees.end()), place, "temperature")
    beside = _WITH_WEIGHT.search(text)
    if beside is not None:
        yield from _height_beside_weight(sentence, beside, taken(beside.end()))


def _of_an_examination(text: str, moments: Moments, dates: Dates) -> When | None:
    """The only date of a sentence; the day of the visit only where it says so."""
    when = moments.all(text)
    if not when and re.search(r"\b(?:ce jour|today|aujourd'hui)\b", text):
        return dates.seen
    return when[0].when if len(when) == 1 else None


def _taken(text: str, moments: Moments, dates: Dates, heading: str, end: int) -> When | None:
    """The date of the vital sign that ends at `end`: its own, the sentence's, the heading's, the visit's."""
    days = moments.days(text)
    behind = (day for day in days if day.start >= end and _OPEN.fullmatch(text[end : day.start]))
    own = next(behind, None)
    if own is None and len(days) == 1 and not _of_a_value(text, days[0].start):
        own = days[0]
    if own is not None or len(days) > 1:
        return own.when if own is not None else None
    return _of_the_title(heading, moments) or dates.taken(text, end, heading)


def _aimed(text: str, place: int) -> bool:
    clause = re.split(r"[.;]\s|\n\n", text[max(0, place - _NEAR) : place])[-1]
    return _AIMED.search(clause[-45:]) is not None


def _in_centimetres(high: Decimal, low: Decimal) -> bool:
    """Whether a pressure is written in cmHg, as French doctors often do: ``13/8``."""
    return 6 <= high <= 28 and 3 <= low < high  # noqa: PLR2004  cmHg of a living person


def _pressure(sentence: Stretch, match: re.Match[str], start: When | None) -> Iterator[Measure]:
    high, low = (Decimal(match[part].replace(",", ".")) for part in "sd")
    unit = re.sub(r"\s", "", match["unit"] or "")
    if 60 <= high <= 280 and 30 <= low < high and unit in ("", "mmhg"):  # noqa: PLR2004  mmHg of a living person
        code = "mm[Hg]"
    elif _in_centimetres(high, low) and unit in ("", "cmhg") and match["name"] not in _ENGLISH_PRESSURE:
        code = "cm[Hg]"
    else:
        return
    name = sentence.text[match.start("name") : match.end("name")]
    french = match["name"] in ("ta", "pa", "tension", "tension arterielle", "pression arterielle")
    for part, label, key in (
        ("s", "systolique" if french else "systolic", "systolic"),
        ("d", "diastolique" if french else "diastolic", "diastolic"),
    ):
        value = sentence.text[match.start(part) : match.end(part)]
        yield Measure(
            f"{tidy(name)} {label}", Quantity(Decimal(value.replace(",", ".")), code), value,
            sentence.text[match.start("unit") : match.end("unit")] if match["unit"] else None,
            start, sentence.part(Span(*match.span())), key,
        )  # fmt: skip


_CAPITALS = frozenset("fr t rr hr ht wt fc pr ef fe pef pefr dep".split())
"""Short names that are other words in small letters."""


def _sign(
    sentence: Stretch,
    match: re.Match[str],
    key: str,
    usual: str | None,
    limits: tuple[int, int],
    start: When | None,
) -> Measure | None:
    name = sentence.text[match.start("name") : match.end("name")]
    value = Decimal(match["n"].replace(",", "."))
    printed = sentence.text[match.start("unit") : match.end("unit")] if match["unit"] else None
    if match["name"] in _CAPITALS and not name[0].isupper():
        return None
    if match["name"] == "mesure" and (printed is None or value < 1):
        return None
    if not limits[0] <= value <= limits[1] and not (key == "height" and 0 < value < 3):  # noqa: PLR2004  metres
        return None
    code = _code(key, value, printed, usual)
    if code is None:
        return None
    text = sentence.text[match.start("n") : match.end("n")]
    return Measure(
        tidy(name),
        Quantity(value, code),
        text,
        printed,
        start,
        sentence.part(Span(*match.span())),
        key or None,
    )


def _code(key: str, value: Decimal, printed: str | None, usual: str | None) -> str | None:
    """The unit of a sign in UCUM; None where it is not sure."""
    unit = plain(printed) if printed else None
    if printed is None and usual is None:
        return None
    if key == "temperature":
        return _degrees(value, unit)
    if key == "height":
        return _length(value, unit or "")
    if key == "weight":
        return "[lb_av]" if (unit or "").startswith(("lb", "pound")) else "kg"
    return usual or (ucum(printed) if printed else None)


def _degrees(value: Decimal, unit: str | None) -> str | None:
    letter = (unit or "").strip("° ")[:1]
    if 32 <= value <= 43 and letter in ("", "c", "d"):  # noqa: PLR2004  Celsius of a living person
        return "Cel"
    return "[degF]" if 90 <= value <= 110 and letter == "f" else None  # noqa: PLR2004  Fahrenheit of a living person


def _length(value: Decimal, unit: str) -> str | None:
    if unit == "m":
        return "m" if Decimal("0.4") <= value <= Decimal("2.4") else None
    return "cm" if 40 <= value <= 240 else None  # noqa: PLR2004  height of a person


def _height_beside_weight(sentence: Stretch, match: re.Match[str], start: When | None) -> Iterator[Measure]:
    """``71,5 kg pour 1,64 m``: its name is not printed, its place is."""
    if not re.search(r"\b(?:poids|pese|weighs?|weight)\b", sentence.plain[: match.start()]):
        return
    value = Decimal(match["n"].replace(",", "."))
    code = _length(value, match["unit"])
    if code is not None:
        text = sentence.text[match.start("n") : match.end("n")]
        french = re.search(r"\bpour\b|\bpoids\b|\bpese\b", sentence.plain) is not None
        place = sentence.part(Span(match.start("n"), match.end()))
        yield Measure(
            "taille" if french else "height",
            Quantity(value, code),
            text,
            match["unit"],
            start,
            place,
            "height",
        )


def _of_a_value(text: str, start: int) -> bool:
    """Whether a date stands in a bracket right behind a value: it is the date of that one."""
    return _BEHIND.search(text[:start]) is not None


def _of_the_title(heading: str, moments: Moments) -> When | None:
    """The day in a heading: ``Bilan du 20/04/2026``."""
    days = moments.days(heading)
    return days[0].when if len(days) == 1 else None


def laboratory(sentence: Stretch, moments: Moments, dates: Dates, heading: str) -> Iterator[Measure]:
    """Laboratory values of a sentence: a known analyte, its number, a unit it can have."""
    text = sentence.plain
    if context.of_another(text):
        return
    days = moments.days(text)
    for match in _VALUE.finditer(text):
        if (
            any(day.start <= match.start("n") < day.end for day in days)
            or _aimed(text, match.start())
            or match["sign"]
        ):
            continue
        printed = sentence.text[match.start("unit") : match.end("unit")]
        code = ucum(printed)
        if _TAKEN.match(text, match.end()):
            continue
        if code is None or match["unit"] in (
            "m",
            "mm",
            "cm",
            "kg",
            "g",
            "mg",
            "ml",
            "h",
            "j",
            "mn",
            "min",
            "s",
            "l",
        ):
            continue
        named = _analyte_before(sentence, match.start(), code, days)
        if named is None:
            continue
        label, key, begin = named
        number = sentence.text[match.start("n") : match.end("n")]
        value = Decimal(re.sub(r"\s", "", number).replace(",", "."))
        when, end = _dated(text, begin, match.start(), match.end(), days)
        if when is None and not days:
            when = _of_the_title(heading, moments)
        at_once = dates.same_day or _AT_THE_BEDSIDE.search(f"{plain(label)} {text} {heading}")
        if when is None and not days and at_once:
            when = dates.seen
        if when is None and not days and dates.seen is None:  # of a stay: its entry or its end, where said
            when = dates.taken(text, match.end(), heading)
        yield Measure(
            label, Quantity(value, code), number, printed, when, sentence.part(Span(begin, end)), key
        )


def _analyte_before(sentence: Stretch, end: int, code: str, days: list) -> tuple[str, str, int] | None:  # type: ignore[type-arg]  # moments
    """The name right before a number: its words, its key, where it starts."""
    before = sentence.plain[:end]
    for day in reversed(days):  # "haemoglobin on 27 February 2026 was": the date stands between
        if day.end <= end and end - day.end <= 16:  # noqa: PLR2004  characters
            lead = re.search(r"\s*(?:\(|,)?\s*(?:du|le|on|of|dated|en date du)?\s*\Z", before[: day.start])
            if _JOINS.match(before[day.end :].lstrip(" ),")) and lead is not None:
                found = _name(sentence, lead.start(), code)
                if found is not None:
                    return found
    joint = _JOINS.search(before, max(0, end - _NEAR))
    return _name(sentence, joint.start(), code) if joint is not None else None


def _name(sentence: Stretch, end: int, code: str) -> tuple[str, str, int] | None:
    head = sentence.text[:end].rstrip()
    words = list(_WORD.finditer(head, max(0, len(head) - _NEAR)))[-4:]
    while words:
        begin = words[0].start()
        label = tidy(re.sub(r"^[ldLD]['’]", "", head[begin:]))
        if not re.search(r"[,;:()]|[\w%]\s[-–]\s|%\s", head[begin:]) and not re.match(
            r"(?i)(?:la|le|les|l|the|his|her|son|sa|une?|and|et|with|avec|contre|vs|on|a|of|de|d|du)\b", label
        ):
            key = by_label(label, code)
            row = get(key) if key else None
            if row is not None and key is not None and row.group != "vitals":
                begin += head[begin:].find(label)
                return label, key, begin
        words = words[1:]
    return None


def _dated(text: str, begin: int, start: int, end: int, days: list) -> tuple[When | None, int]:  # type: ignore[type-arg]  # moments
    """The date of a value: right behind it, between name and number, or the one that opens the sentence."""
    for day in days:
        if day.start >= end and _OPEN.fullmatch(text[end : day.start]):
            return day.when, day.end
        if begin <= day.start < start:
            return day.when, end
    if (
        len(days) == 1
        and days[0].start > end
        and not text[days[0].end :].strip(" .)")
        and _OF_ALL.search(text[: days[0].start])
    ):
        return days[0].when, end
    leading = [day for day in days if day.end <= begin and not _of_a_value(text, day.start)]
    if len(days) == 1 and leading:
        return days[0].when, end
    return None, end
