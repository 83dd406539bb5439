"""Labelled messages: whole topics in one part, a message with a broken label is refused."""

from pathlib import Path

import pytest

from core.errors import ConfigError
from safety import labelled
from safety.labelled.__main__ import kappa


def test_a_topic_is_in_one_part() -> None:
    parts: dict[tuple[str, bool], set[str]] = {}
    for message in labelled.read():
        parts.setdefault((message.topic, message.file.startswith("apart")), set()).add(message.part)
    assert all(len(found) == 1 for found in parts.values())


def test_what_was_written_apart_only_tests() -> None:
    assert labelled.part_of("anything", "apart_test.tsv") == "test"
    assert {labelled.part_of(f"topic_{index}", "first_x.tsv") for index in range(99)} == {
        "train",
        "calibration",
        "test",
    }


def test_no_text_stands_in_two_parts() -> None:
    seen: dict[str, str] = {}
    for message in labelled.read():
        assert seen.setdefault(message.text.casefold(), message.part) == message.part


@pytest.mark.parametrize(
    "row", ["t\tplain\tde\tusual\t0\tsymptom\tHallo", "t\tplain\ten\tusual\t7\tsymptom\tHi"]
)
def test_a_broken_label_is_refused(row: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "first_x.tsv").write_text("\t".join(labelled.COLUMNS) + "\n" + row + "\n")
    monkeypatch.setattr(labelled, "HOME", tmp_path)
    with pytest.raises(ConfigError, match="labelled_unreadable"):
        labelled.read()


def test_kappa_takes_chance_away() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0
