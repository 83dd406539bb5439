"""Plain text and Markdown: words with their lines."""

import io

import pytest

from connectors.base import About
from connectors.plain_text import connector
from connectors.plain_text.dates import printed_date
from core.errors import UnreadableFileError
from records.model import Fact, Kind, Passage
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


# Results ---------------------------------------------------------------------------------------------------

RESULTS = (
    ("Hémoglobine", "14,6", "g/dL", "13,0 - 17,0"),
    ("Ferritine", "312", "µg/L", "30 - 400"),
    ("TSH", "2,35", "mUI/L", "0,40 - 4,00"),
    ("CRP", "< 1", "mg/L", "< 5"),
    ("Cholestérol LDL", "1,52", "g/L", "< 1,30"),
)


def _facts(text: str) -> list[Fact]:
    return [record for record in connector.extract(io.BytesIO(text.encode())) if isinstance(record, Fact)]


def _said(facts: list[Fact]) -> list[tuple[str, str | None, str | None, str | None]]:
    return [
        (fact.label, fact.value_text, fact.unit_text, fact.reference.text if fact.reference else None)
        for fact in facts
    ]


@pytest.mark.parametrize("gap", [2, 5, 9])
@pytest.mark.parametrize("heading", ["", "Analyse|Résultat|Unité|Valeurs de référence"])
def test_columns_by_spaces_are_results_with_their_lines(gap: int, heading: str) -> None:
    rows = [tuple(heading.split("|"))] if heading else []
    rows += list(RESULTS)
    widths = [max(len(row[column]) for row in rows) + gap for column in range(4)]
    table = ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines = ["LABORATOIRE DES TILLEULS", "Prélevé le 20/10/2026 à 08:10", "", *table]

    facts = _facts("\n".join(lines))

    assert _said(facts) == list(RESULTS)
    first = len(lines) - len(RESULTS) + 1
    assert [fact.source.locator for fact in facts] == [
        Lines(first + index, first + index) for index in range(len(RESULTS))
    ]
    assert {fact.start.local for fact in facts if fact.start} == {"2026-10-20"}


def test_results_of_a_message_stand_one_space_apart() -> None:
    lines = [f"{name} {value} {unit} ({span})" for name, value, unit, span in RESULTS]
    text = "\n".join(["Bonjour, vos résultats du 12/11/2026 :", *lines, "Bonne journée"])

    assert _said(_facts(text)) == list(RESULTS)


def test_a_long_report_keeps_its_line_numbers() -> None:
    """Longer than the sheets it is read on."""
    lines = ["Prélevé le 20/10/2026", ""]
    for block in range(40):
        for name, value, unit, span in RESULTS:
            lines.append(f"{name:<30}{value + str(block % 10):<10}{unit:<10}{span}")
        lines.append("")

    facts = _facts("\n".join(lines))

    assert len(facts) == 40 * len(RESULTS)
    for fact in facts:
        assert isinstance(fact.source.locator, Lines)
        line = lines[fact.source.locator.first - 1]
        assert line.split("  ")[0] == fact.label
        assert str(fact.value_text) in line


@pytest.mark.parametrize(
    "text",
    [
        "Gâteau\nFarine   250 g\nSucre    150 g\nCuisson : 35 minutes à 180 °C",
        "Monday 12/10/2026\nBench press   80 kg   3 x 8\nRun           5.2 km  28 min",
        "FACTURE du 03/11/2026\nGlycémie           4,50 €    x 1\nFerritine          12,30 €   x 1",
        "Nutrition facts per 100 g\nProtein 8.2 g\nSodium 0.4 g\nIron 7 mg  (50 % NRV)",
        "Normal ranges I found\nSodium 135 - 145 mmol/L\nTSH 0.4 - 4.0 mIU/L",
        "Mes médicaments\nMetformine 500 mg  matin et soir\nRamipril 5 mg  matin",
    ],
)
def test_other_lists_with_numbers_are_no_results(text: str) -> None:
    assert not [fact for fact in _facts(text) if fact.kind is Kind.OBSERVATION]
