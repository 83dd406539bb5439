"""Whatever is done to a log's bytes, either they are the same or a line is named; and the first one."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from prompts.log import Log, check
from tests.fakes.vaults import StillClock

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
whats = st.dictionaries(text, st.one_of(text, st.integers(-9, 9), st.booleans(), st.none()), max_size=3)


def written(rows: list[tuple[str, dict[str, object]]]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        log = Log(Path(folder) / "log.jsonl", StillClock())
        for who, what in rows:
            log.append("signed", who, what)
        return log.path.read_bytes()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(text, whats), min_size=1, max_size=5))
def test_whatever_is_written_holds(rows: list[tuple[str, dict[str, object]]]) -> None:
    data = written(rows)

    assert check(data) is None
    assert data.count(b"\n") == len(rows)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(text, whats), min_size=2, max_size=5), st.data())
def test_a_changed_byte_is_told_at_its_line(
    rows: list[tuple[str, dict[str, object]]], draw: st.DataObject
) -> None:
    data = written(rows)
    place = draw.draw(st.integers(0, len(data) - 1))
    other = draw.draw(st.integers(0, 255).filter(lambda byte: byte != data[place]))
    changed = data[:place] + bytes([other]) + data[place + 1 :]

    fault = check(changed)
    assert fault is not None
    assert fault.line == data[:place].count(b"\n") + 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(text, whats), min_size=2, max_size=6), st.data())
def test_lines_taken_out_or_moved_are_told_at_the_first(
    rows: list[tuple[str, dict[str, object]]], draw: st.DataObject
) -> None:
    data = written(rows)
    lines = data.splitlines(keepends=True)
    order = draw.draw(
        st.lists(st.integers(0, len(lines) - 1), max_size=len(lines) + 1).filter(
            lambda order: order != list(range(len(order))) and order != list(range(len(lines)))
        )
    )
    fault = check(b"".join(lines[number] for number in order))

    assert fault is not None
    assert fault.line == next(place for place, number in enumerate(order, 1) if number != place - 1)
