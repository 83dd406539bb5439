"""What must hold of merging, whatever is imported."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from records.merge import VOID, merge
from records.model import Fact, Kind
from records.normalise import normalise
from records.quantity import Quantity
from records.source import Lines, Source
from records.when import When

SOURCE = Source(Lines(1, 1))
LABELS = ["Glucose", "Glycémie à jeun", "Ferritine", "Zorgine", "Lp(a)", "Tension artérielle systolique"]
WHEN = [
    None,
    "2024",
    "2024-03",
    "2024-03-12",
    "2024-03-13",
    "2024-03-12T08:00:00+01:00",
    "2024-03-12T09:30:00Z",
]


def _observation(label: str, value: str, unit: str, when: str | None, identifier: str, status: str) -> Fact:
    start = When.parse(when) if when else None
    return Fact(
        Kind.OBSERVATION,
        label,
        SOURCE,
        quantity=Quantity(Decimal(value), unit),
        value_text=value,
        unit_text=unit,
        start=start,
        identifiers=(identifier,) if identifier else (),
        status=status,
    )


def _named(kind: Kind, label: str, when: str | None, negated: bool, detail: str | None) -> Fact:
    start = When.parse(when) if when else None
    return Fact(kind, label, SOURCE, start=start, negated=negated, detail=detail)


observations = st.builds(
    _observation,
    st.sampled_from(LABELS),
    st.sampled_from(["0.88", "4.89", "4.885", "12", "12.4", "140", "141"]),
    st.sampled_from(["g/L", "mmol/L", "ug/L", "mg/dL", "nmol/L", "mm[Hg]"]),
    st.sampled_from(WHEN),
    st.sampled_from(["", "lab|1", "lab|2"]),
    st.sampled_from(["final", "corrected", "entered-in-error"]),
)
named = st.builds(
    _named,
    st.sampled_from([Kind.MEDICATION, Kind.ALLERGY, Kind.CONDITION]),
    st.sampled_from(["Metformine", "metformine", "Pollen"]),
    st.sampled_from(WHEN),
    st.booleans(),
    st.sampled_from([None, "500 mg", "850 mg"]),
)
records = st.lists(st.one_of(observations, named), max_size=25).map(
    lambda facts: [normalise(replace(fact, id=f"f{number}")) for number, fact in enumerate(facts)]
)


@settings(max_examples=120, deadline=None)
@given(facts=records)
def test_importing_twice_equals_importing_once(facts: list[Fact]) -> None:
    once = merge([], facts)
    record = {fact.id: fact for fact in (*once.new, *once.same)}
    again = merge(list(record.values()), [replace(fact, id=f"again-{fact.id}") for fact in facts])

    assert [fact for fact in again.new if fact.status not in VOID and fact.status != "corrected"] == []
    assert len(facts) == len(again.new) + len(again.same)


@settings(max_examples=120, deadline=None)
@given(facts=records, cut=st.integers(0, 25))
def test_one_import_or_two_say_the_same(facts: list[Fact], cut: int) -> None:
    whole = merge([], facts)
    first = merge([], facts[:cut])
    kept = {fact.id: fact for fact in (*first.new, *first.same)}
    second = merge(list(kept.values()), facts[cut:])
    kept |= {fact.id: fact for fact in (*second.new, *second.same, *second.changed)}

    assert {fact.id: fact for fact in (*whole.new, *whole.same)} == kept


@settings(max_examples=120, deadline=None)
@given(facts=records)
def test_nothing_is_lost_and_links_hold_both_ways(facts: list[Fact]) -> None:
    merged = merge([], facts)
    kept = {fact.id: fact for fact in (*merged.new, *merged.same)}

    assert kept.keys() == {fact.id for fact in facts}
    for fact in kept.values():
        assert fact.same_as is None or kept[fact.same_as].same_as is None
        assert all(fact.id in kept[rival].conflict_with for rival in fact.conflict_with)
        assert fact.value_text == next(given.value_text for given in facts if given.id == fact.id)
