"""Plain text and Markdown: words with their lines."""

import io

import pytest

from connectors.base import About
from connectors.plain_text import connector
from connectors.plain_text.dates import printed_date
from core.errors import UnreadableFileError
from records.model import Passage
from records.source import Lines


def _passages(text: str | bytes) -> list[Passage]:
    data = text if isinstance(text, bytes) else text.encode()
    return [record for record in connector.extract(io.BytesIO(data)) if isinstance(record, Passage)]


def _lines(passage: Passage) -> tuple[int, int]:
    assert isinstance(passage.source.locator, Lines)
    return passage.source.locator.first, passage.source.locator.last


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_passage_is_the_lines_it_cites(end: str) -> None:
    """Whatever ends a line, the cited lines hold the words."""
    text = end.join(["# Suivi", "", "Fatigue.", "Tension 12/8.", "", "", "Revoir dans 3 mois."])
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    passages = _passages(text)

    assert [_lines(passage) for passage in passages] == [(3, 4), (7, 7)]
    for passage in passages:
        first, last = _lines(passage)
        assert passage.text == "\n".join(lines[first - 1 : last])


def test_a_heading_stands_over_what_follows_it() -> None:
    """Both ways of Markdown; a list dash or a hash without space is none."""
    passages = _passages(
        "avant\n\n## Allergies ##\npénicilline\n\nSommeil\n-------\n5 h\n\n#42 rue des Lilas\n\n- un\n"
    )

    assert [(passage.heading, passage.text) for passage in passages] == [
        (None, "avant"),
        ("Allergies", "pénicilline"),
        ("Sommeil", "5 h"),
        ("Sommeil", "#42 rue des Lilas"),
        ("Sommeil", "- un"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_accents_survive_every_encoding(encoding: str) -> None:
    """As people's programs write it."""
    text = "Fièvre à 39,5 °C — œdème léger, « très fatigué »."

    assert connector.identify(text.encode(encoding), "note")
    assert [passage.text for passage in _passages(text.encode(encoding))] == [text]


def test_a_form_feed_does_not_shift_the_lines() -> None:
    """An editor counts line feeds only."""
    assert [_lines(passage) for passage in _passages("a\x0cb\n\nc")] == [(1, 1), (3, 3)]


def test_a_paragraph_without_end_is_cut_with_its_lines() -> None:
    """No passage swallows the file."""
    passages = _passages("\n".join(f"ligne {number}" for number in range(500)))

    assert max(last - first for first, last in map(_lines, passages)) < 60
    assert sum(last - first + 1 for first, last in map(_lines, passages)) == 500


@pytest.mark.parametrize("data", [b"   \n\n", b"---\n***\n"])
def test_a_text_without_a_word_is_empty(data: bytes) -> None:
    """Nothing to search is nothing read."""
    assert not connector.identify(data, "x.txt")
    with pytest.raises(UnreadableFileError, match="file_empty"):
        list(connector.extract(io.BytesIO(data)))


def test_text_that_turns_into_bytes_is_damaged() -> None:
    """A head of words does not make the rest readable."""
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        list(connector.extract(io.BytesIO(b"words\n" * 20_000 + b"\x00\x01\x02")))


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Compte rendu du 12 mars 2024", "2024-03-12"),
        ("Le 1er août 2023, consultation", "2023-08-01"),
        ("March 5th, 2024", "2024-03-05"),
        ("2024-06-02 10:00", "2024-06-02"),
        ("Consultation du 03/04/2024", "2024-04-03"),
        ("Visit on 03/04/2024", "2024"),
        ("Visit on 25/04/2024", "2024-04-25"),
        ("Visit on 04/25/2024", "2024-04-25"),
        ("juin 2022", "2022-06"),
        ("Patiente née le 02/05/1980", None),
        ("DOB 1980-05-02", None),
        ("30/02/2024", None),
        ("tel 01.02.2024.55", None),
    ],
)
def test_a_date_is_no_more_precise_than_it_is_sure(line: str, date: str | None) -> None:
    """A birth is no visit, and 03/04 is April only in French."""
    found = printed_date([line])

    assert (found.local if found else None) == date


def test_the_document_says_its_date_once() -> None:
    """For the whole file, and on each passage."""
    records = list(connector.extract(io.BytesIO(b"Visit of 2024-05-02\n\nTired.\n")))

    assert isinstance(records[0], About)
    assert records[0].when is not None
    assert {record.when for record in records[1:] if isinstance(record, Passage)} == {records[0].when}
