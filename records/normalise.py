"""A fact as its connector read it, given the words of medicine: UCUM unit, analyte key, canonical value.

What is printed is never changed: `value_text` and `unit_text` stay, and what is not certain stays empty.
"""

from dataclasses import replace
from functools import lru_cache
from typing import Any

from records.analytes import Analyte, by_code, by_label, get
from records.codes import LOINC
from records.model import Fact, Kind, ReferenceRange, revised
from records.quantity import Quantity
from records.units import canonical, ucum

_BARE = frozenset({"1", "[pH]", "{score}"})
"""Units that reports leave out because the number is complete without them."""


def normalise(fact: Fact, **further: Any) -> Fact:
    """Fill `analyte`, the UCUM unit of `quantity` and of the range's limits, `canonical`, and the method.

    A method is taken from the label ("LDL calculé", "DFG (MDRD)") when the source names none beside it.
    A code decides before a label. A LOINC code that is not in the table means another thing than ours, so the
    label is not asked. Running it twice changes nothing more.

    Args:
        fact: As read.
        further: Other fields to set while it is made anew, `source` apart from its method.
    """
    if fact.kind is not Kind.OBSERVATION:
        return revised(fact, **further) if further else fact
    key = fact.analyte or by_code(fact.codings)
    coded = key is not None
    if key is None and not any(coding.system == LOINC for coding in fact.codings):
        key = _by_words(fact)
    quantity = _with_ucum(fact.quantity, fact.unit_text, key)
    exact = canonical(quantity, key) if quantity is not None and key is not None else None
    row = get(key) if key else None
    if row is not None and not coded and exact is not None and not _plausible(exact, row):
        key, exact = None, None
        quantity = _with_ucum(fact.quantity, fact.unit_text, None)
    method = fact.source.method or (row.method(fact.label) if row is not None and key is not None else None)
    source = further.pop("source", fact.source)
    return revised(
        fact,
        source=replace(source, method=method) if method != source.method else source,
        analyte=key,
        quantity=quantity,
        canonical=exact,
        reference=_reference(fact.reference, quantity),
        **further,
    )


def _by_words(fact: Fact) -> str | None:
    """By label and unit; where no unit is printed by a pure number, or else by the label alone."""
    section = fact.detail or ""
    printed = fact.unit_text or (fact.quantity.unit if fact.quantity else "")
    alone = by_label(fact.label, section=section)
    if fact.quantity is None:
        return alone
    if printed in ("", "1"):
        return by_label(fact.label, "1", section=section) or alone
    readings = dict.fromkeys((ucum(printed) or printed, ucum(printed, alone) or printed))
    return next((key for unit in readings if (key := by_label(fact.label, unit, section=section))), None)


def _with_ucum(quantity: Quantity | None, unit_text: str | None, key: str | None) -> Quantity | None:
    return None if quantity is None else _in(_unit(unit_text, quantity.unit, key), quantity)


def _in(unit: str, quantity: Quantity) -> Quantity:
    return quantity if unit == quantity.unit else Quantity(quantity.value, unit, quantity.comparator)


@lru_cache(maxsize=1024)
def _unit(unit_text: str | None, unit: str, key: str | None) -> str:
    if not unit_text and unit in ("", "1"):
        row = get(key) if key else None
        return row.unit if row is not None and row.unit in _BARE else "1"
    codes = (ucum(printed, key) for printed in (unit_text, unit) if printed)
    return next((code for code in codes if code is not None), unit)


def _plausible(exact: Quantity, row: Analyte) -> bool:
    return row.plausible is None or row.plausible[0] <= exact.value <= row.plausible[1]


def _reference(reference: ReferenceRange | None, quantity: Quantity | None) -> ReferenceRange | None:
    """The limits in the fact's own unit, where the report prints none beside them."""
    if reference is None or quantity is None:
        return reference

    low, high = (
        None if bound is None else _in(_limit_unit(bound.unit, quantity.unit), bound)
        for bound in (reference.low, reference.high)
    )
    return ReferenceRange(reference.text, low, high)


@lru_cache(maxsize=1024)
def _limit_unit(unit: str, of_value: str) -> str:
    own = ucum(unit) if unit not in ("", "1") else None
    return own if own is not None and own[0] != "1" else of_value
