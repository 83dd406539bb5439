"""What of the record, or of a figure the person types, raises urgency: critical values, pregnancy, and more.

Pure: facts or words in, flags or concepts out. Neither lowers anything.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from records.model import Fact, Kind
from safety.normalise import fold

RECENT_DAYS = 14
"""A critical value older than this is history, not an alarm."""
_PREGNANCY_DAYS = 300
_TREATMENT_DAYS = 120
_INFANT_DAYS = 92


@dataclass(frozen=True, slots=True)
class RecordFlags:
    """What the record says that changes urgency.

    Attributes:
        pregnant: A pregnancy is stated in the last ten months, not ended.
        infant: The person is younger than three months.
        anticoagulant: An anticoagulant or strong antiplatelet is active.
        immunosuppressed: Chemotherapy, transplant, immunosuppressant or neutropenia.
        critical: Analytes with a critical value in the last `RECENT_DAYS`.
    """

    pregnant: bool = False
    infant: bool = False
    anticoagulant: bool = False
    immunosuppressed: bool = False
    critical: tuple[str, ...] = ()

    def has(self, names: Iterable[str]) -> bool:
        """True when one of the flags `names` is set."""
        return any(bool(getattr(self, name)) for name in names)


# Canonical units of records/data/analytes.toml. Source: RCPath G158 (2017) "The communication of critical and
# unexpected pathology results", adult limits, from general knowledge; not reviewed by a clinician.
_CRITICAL: dict[str, tuple[str, Decimal | None, Decimal | None]] = {
    "potassium": ("mmol/L", Decimal("2.5"), Decimal("6.5")),
    "sodium": ("mmol/L", Decimal(120), Decimal(155)),
    "calcium": ("mmol/L", Decimal("1.8"), Decimal("3.5")),
    "glucose": ("mmol/L", Decimal("2.5"), Decimal(25)),
    "hemoglobin": ("g/dL", Decimal(6), None),
    "platelets": ("10*9/L", Decimal(20), None),
    "neutrophils": ("10*9/L", Decimal("0.5"), None),
    "inr": ("1", None, Decimal(8)),
    "creatinine": ("umol/L", None, Decimal(500)),
}
_ANTICOAGULANT = re.compile(
    r"warfarin|coumad|previscan|fluindione|acenocoumarol|sintrom|apixaban|eliquis|rivaroxaban|xarelto|dabigatran"
    r"|pradaxa|edoxaban|lixiana|enoxaparin|lovenox|tinzaparin|heparin|clopidogrel|plavix|ticagrelor|prasugrel"
)
_IMMUNO = re.compile(
    r"chimio|chemo|cyclophosphamid|methotrexat|rituximab|tacrolimus|ciclosporin|cyclosporin|mycophenolat|azathioprin"
    r"|imurel|docetaxel|paclitaxel|cisplatin|carboplatin|oxaliplatin|5-fu|capecitabin|doxorubicin|neutropeni"
    r"|aplasie|greffe|transplant|splenectom|leucemie|leukaemia|leukemia|infliximab|adalimumab|humira"
)
_PREGNANT = re.compile(r"\benceinte|\bgrossesse|\bpregnan|\bgestation")
_PREGNANCY_OVER = re.compile(r"accouch|postpartum|delivery|fausse couche|miscarr|ivg|test|contracept")
_ENDED = frozenset("stopped completed inactive resolved entered-in-error cancelled not-taken".split())


LISTED = (Kind.MEDICATION, Kind.CONDITION, Kind.PROCEDURE)
"""Kinds of record that set a flag by their words."""
WATCHED = tuple(_CRITICAL)
"""Analytes whose values of the last `RECENT_DAYS` set one. Nothing else of a record does."""


def flags(facts: Iterable[Fact], today: date, *, born: date | None = None) -> RecordFlags:
    """The flags that `facts` set on the day `today`.

    Args:
        facts: Live facts (amendments applied); negated, ended and entered-in-error ones set nothing.
        today: The person's calendar day.
        born: Day of birth, when known.
    """
    pregnant = anticoagulant = immunosuppressed = False
    critical: list[str] = []
    for fact in facts:
        if fact.negated or (fact.status or "") in _ENDED:
            continue
        if fact.kind not in LISTED and fact.analyte not in _CRITICAL:
            continue
        words = fold(" ".join(filter(None, (fact.label, fact.value_text, fact.detail))))
        if fact.kind is Kind.MEDICATION and _current(fact, today, _TREATMENT_DAYS):
            anticoagulant = anticoagulant or bool(_ANTICOAGULANT.search(words))
        if fact.kind in (Kind.MEDICATION, Kind.CONDITION, Kind.PROCEDURE) and _current(fact, today, 365):
            immunosuppressed = immunosuppressed or bool(_IMMUNO.search(words))
        if fact.kind is Kind.CONDITION and _current(fact, today, _PREGNANCY_DAYS):
            pregnant = pregnant or bool(_PREGNANT.search(words) and not _PREGNANCY_OVER.search(words))
        if fact.analyte is not None and _is_critical(fact, today):
            critical.append(fact.analyte)
    infant = born is not None and timedelta(0) <= today - born < timedelta(days=_INFANT_DAYS)
    return RecordFlags(pregnant, infant, anticoagulant, immunosuppressed, tuple(dict.fromkeys(critical)))


def _current(fact: Fact, today: date, days: int) -> bool:
    """Not ended before `today`, and active or begun within `days`."""
    if fact.end is not None and fact.end.last_day < today:
        return False
    if fact.status == "active":
        return True
    return fact.start is not None and today - fact.start.last_day <= timedelta(days=days)


def _is_critical(fact: Fact, today: date) -> bool:
    limits = _CRITICAL.get(fact.analyte or "")
    if limits is None or fact.canonical is None or fact.start is None or fact.extraction.value == "ocr":
        return False
    unit, low, high = limits
    age = today - fact.start.last_day
    if fact.canonical.unit != unit or not timedelta(0) <= age <= timedelta(days=RECENT_DAYS):
        return False
    value = fact.canonical.value
    return (low is not None and value < low) or (high is not None and value >= high)


# -- figures that a person types -----------------------------------------------------------------------

_REACH = 5
"""Words between the name of a measure and its figure."""
_SPOKEN = {
    "potassium": "potassium", "kaliemie": "potassium", "sodium": "sodium", "natremie": "sodium",
    "calcium": "calcium", "calcemie": "calcium", "hemoglobine": "hemoglobin", "hemoglobin": "hemoglobin",
    "haemoglobin": "hemoglobin", "hb": "hemoglobin", "plaquettes": "platelets", "platelets": "platelets",
    "platelet": "platelets", "neutrophiles": "neutrophils", "neutrophils": "neutrophils",
    "neuts": "neutrophils", "anc": "neutrophils", "pnn": "neutrophils", "inr": "inr",
    "creatinine": "creatinine", "creat": "creatinine", "glycemie": "glucose", "glycemies": "glucose",
    "glucose": "glucose", "sugar": "glucose", "sugars": "glucose", "sucre": "glucose", "dextro": "glucose",
    "bg": "glucose",
    "spo2": "saturation", "sat": "saturation", "sats": "saturation", "saturation": "saturation",
    "sature": "saturation", "satu": "saturation", "oxygen": "saturation", "oxygene": "saturation",
    "o2": "saturation", "oximetre": "saturation", "oximeter": "saturation",
    "pulse": "pulse", "pouls": "pulse", "bpm": "pulse", "heartbeat": "pulse", "hr": "pulse",
    "coeur": "pulse", "heart": "pulse", "fc": "pulse",
    "tension": "pressure", "ta": "pressure", "bp": "pressure", "pressure": "pressure",
    "systolic": "pressure", "systolique": "pressure",
}  # fmt: skip
"""Words for a measure, folded."""
_CRITICAL_FIGURE = "figure_critical"
_MEASURED: dict[str, tuple[tuple[str, str, str], ...]] = {
    "potassium": (("1", "2.5", _CRITICAL_FIGURE), ("6.5", "12", _CRITICAL_FIGURE)),
    "sodium": (("90", "120", _CRITICAL_FIGURE), ("155", "200", _CRITICAL_FIGURE)),
    "calcium": (("1", "1.8", _CRITICAL_FIGURE), ("3.5", "5", _CRITICAL_FIGURE)),
    "hemoglobin": (("2", "7", _CRITICAL_FIGURE), ("20", "70", _CRITICAL_FIGURE)),
    "platelets": (("1", "20", _CRITICAL_FIGURE), ("1000", "20000", _CRITICAL_FIGURE)),
    "neutrophils": (("0", "0.5", _CRITICAL_FIGURE), ("20", "500", _CRITICAL_FIGURE)),
    "inr": (("8", "25", _CRITICAL_FIGURE),),
    "creatinine": (("500", "2500", _CRITICAL_FIGURE),),
    "glucose": (("0.2", "0.55", "sugar_low"), ("20", "54", "sugar_low"), ("300", "1500", "sugar_high")),
    "glucose mmol": (("0.9", "3", "sugar_low"), ("20", "60", "sugar_high")),
    "glucose g": (("0.2", "0.55", "sugar_low"), ("3", "15", "sugar_high")),
    "saturation": (("50", "90.5", "sat_low"),),
    "pulse": (("15", "40", "pulse_bad"), ("135", "280", "pulse_bad")),
    "pressure": (
        ("40", "90", "low_pressure"), ("180", "300", "high_pressure"),
        ("5", "9", "low_pressure"), ("18", "28", "high_pressure"),
    ),
    "temperature": (("38", "42.6", "fever"), ("100.4", "108", "fever")),
}  # fmt: skip
"""From (included) to (excluded) per measure, whatever the usual units, and the concept it makes.

Source: `_CRITICAL`; haemoglobin 7 g/dL as transfusion guidance has it; BTS oxygen 2017; NEWS2 (RCP 2017) for
pulse, pressure and saturation; ADA level 2 hypoglycaemia (3.0 mmol/L, 54 mg/dL). Ranges where two units
overlap are left out: rather absent than wrong.
"""
_OTHER_MEASURES = frozenset(
    "tsh crp ferritine ferritin ldl hdl cholesterol vitamine vitamin d imc bmi poids weight score asat alat "
    "alt ast ggt uree urea hematocrite hematocrit eos psa".split()
)
_NO_FEVER = frozenset(
    "mg g kg ug ml l cm mm m kcal ans an mois jours semaines euros years weeks days mmol ui iu bpm min "
    "percent % ng pg fl pmol".split()
)
_DURATION = frozenset(
    "ans an mois jours heures minutes semaines years year weeks days hours hour hrs".split()
)


def typed(words: Sequence[str]) -> tuple[tuple[str, int, int], ...]:
    """Concepts that the figures of a message make, each with its first token and the one after its last.

    Args:
        words: Folded words of the message, figures with their point or comma (``38,6``).
    """
    found = []
    for place in range(len(words)):
        value, last = _figure(words, place)
        if value is None:
            continue
        unit = words[last] if last < len(words) else ""
        measure, start = _measure_before(words, place)
        if measure is None and value != int(value) and unit not in _NO_FEVER:
            measure = None if words[place - 1] in _OTHER_MEASURES and place else "temperature"
        if measure is not None and unit not in _DURATION and (concept := _concept_of(measure, value, unit)):
            found.append((concept, start, last))
    return tuple(found)


def _figure(words: Sequence[str], place: int) -> tuple[Decimal | None, int]:
    """The figure at `place` and the place after it; ``12 000`` is one figure."""
    word = words[place].replace(",", ".")
    if not word.replace(".", "", 1).isdigit() or (place and words[place - 1] in ("/", "<", ">")):
        return None, place + 1
    follows = words[place + 1] if place + 1 < len(words) else ""
    if word.isdigit() and len(word) < 4 and len(follows) == 3 and follows.isdigit():  # noqa: PLR2004  thousands
        return Decimal(word + follows), place + 2
    return Decimal(word), place + 1


def _measure_before(words: Sequence[str], place: int) -> tuple[str | None, int]:
    """The measure named last before `place`, no other figure between, and where."""
    for back in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if words[back] in _SPOKEN:
            return _SPOKEN[words[back]], back
        if words[back][:1].isdigit() or words[back] in (".", "?", "!"):
            break
    return None, place


def _concept_of(measure: str, value: Decimal, unit: str) -> str | None:
    if measure == "glucose" and unit.startswith("mmol"):
        measure = "glucose mmol"
    elif measure == "glucose" and unit in ("g", "gr", "grammes"):
        measure = "glucose g"
    return next(
        (concept for low, high, concept in _MEASURED[measure] if Decimal(low) <= value < Decimal(high)), None
    )
