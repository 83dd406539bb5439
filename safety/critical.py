"""What of the record raises urgency: critical values, pregnancy, a young infant, anticoagulants, and more.

Pure: facts in, flags out. Flags never lower anything.
"""

import re
from collections.abc import Iterable
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
