"""How far a source reaches: first and newest date, and silences longer than its own habit."""

from records.coverage import coverage
from records.when import When


def whens(*texts: str) -> list[When | None]:
    return [When.parse(text) for text in texts]


def test_first_and_newest_whatever_the_order_and_precision() -> None:
    found = coverage([*whens("2024-03-12", "2021", "2026-10"), None])
    assert (found.count, found.first, found.newest) == (4, When.parse("2021"), When.parse("2026-10"))


def test_a_silence_longer_than_usual_is_a_gap() -> None:
    found = coverage(whens("2024-01-10", "2024-02-10", "2024-03-10", "2025-06-01", "2025-07-01"))
    assert [(gap.after.day, gap.before.day) for gap in found.gaps] == [("2024-03-10", "2025-06-01")]


def test_a_yearly_visit_is_no_gap() -> None:
    assert coverage(whens("2021-03-01", "2022-03-05", "2023-02-20", "2024-03-12")).gaps == ()


def test_several_things_of_one_day_are_one_date() -> None:
    assert coverage(whens(*["2024-01-10"] * 40, "2024-01-20", *["2024-02-01"] * 9)).gaps == ()


def test_nothing_has_neither_date_nor_gap() -> None:
    assert coverage([]).newest is None
    assert coverage([None]).count == 1


def test_the_longest_silences_are_told_in_order() -> None:
    days = [
        "2015-01-01",
        "2015-02-01",
        "2016-02-01",
        "2016-03-01",
        "2018-03-01",
        "2018-04-01",
        "2018-12-01",
        "2018-12-20",
    ]
    gaps = coverage(whens(*days, "2022-01-01", "2022-01-20", "2022-02-10", "2022-03-01")).gaps
    assert [gap.after.day for gap in gaps] == ["2015-02-01", "2016-03-01", "2018-12-20"]
