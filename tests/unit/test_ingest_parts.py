"""The parts of an import: pieces that cite what they say, columns that lose nothing, whose file it is."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import IntegrityError
from records.codes import Coding
from records.model import Extraction, Fact, Kind, Passage, Person, ReferenceRange
from records.quantity import Quantity
from records.source import Entry, JsonPointer, Lines, Locator, PageBoxes, Source, XPath
from records.when import When
from retrieval.ingest.chunk import LONGEST, split
from retrieval.ingest.person import differs
from retrieval.ingest.segment import Imported
from retrieval.ingest.text import fact_line, fact_words, topic_key, topic_words

lines = st.lists(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=300), min_size=1, max_size=40
)


@settings(max_examples=150, deadline=None)
@given(lines, st.booleans())
def test_pieces_lose_only_white_space_and_point_at_their_own_lines(
    written: list[str], on_a_page: bool
) -> None:
    text = "\n".join(written)
    boxes = tuple((0.1, row / 100, 0.9, (row + 1) / 100) for row in range(len(written)))
    place = PageBoxes(2, boxes) if on_a_page else Lines(5, 4 + len(written))

    pieces = split(Passage(text, Source(place), heading="Titre"))

    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    for piece in pieces:
        assert piece.text.strip()
        assert len(piece.text) <= LONGEST
        assert piece.heading == "Titre"
        where = piece.source.locator
        if isinstance(where, Lines):
            assert piece.text in "\n".join(written[where.first - 5 : where.last - 4])
        if isinstance(where, PageBoxes):
            first = boxes.index(where.boxes[0])
            assert piece.text in "\n".join(written[first : first + len(where.boxes)])


def test_pieces_end_where_a_reader_would_pause() -> None:
    sentence = "Le patient se plaint de fatigue depuis trois mois, sans fièvre. "

    pieces = split(Passage(sentence * 40, Source(Lines(1, 1))))

    assert all(piece.text.endswith("fièvre.") for piece in pieces)


def test_a_passage_whose_lines_are_not_known_keeps_its_whole_place() -> None:
    pieces = split(Passage("mot " * 900, Source(PageBoxes(1, ((0, 0, 1, 1), (0, 0, 1, 0.5))))))

    assert {piece.source.locator for piece in pieces} == {PageBoxes(1, ((0, 0, 1, 1), (0, 0, 1, 0.5)))}


FULL = Fact(
    kind=Kind.OBSERVATION,
    label="Ferritine",
    source=Source(JsonPointer("/entry/3"), "Labo", "CLIA", "X200", file_id="f", file_name="é.json"),
    id="a",
    analyte="ferritin",
    codings=(Coding("http://loinc.org", "2276-4", "Ferritin"), Coding("", "FER")),
    quantity=Quantity(Decimal("5.40"), "ug/L", "<"),
    value_text="< 5,40",
    unit_text="µg/L",
    canonical=Quantity(Decimal("5.40"), "ug/L", "<"),
    reference=ReferenceRange("15 - 150", Quantity(Decimal(15), "ug/L"), None),
    interpretation="L",
    start=When.parse("2024-03-12T08:00:00+01:00"),
    end=When.parse("2024"),
    status="final",
    negated=True,
    detail="à jeun",
    extraction=Extraction.OCR,
    confirmed=True,
    identifiers=("s|1", "s|2"),
    same_as="b",
    conflict_with=("c", "d"),
    corrects="e",
)
places = st.sampled_from(
    [JsonPointer("/a/0"), Lines(1, 3), PageBoxes(1, ((0.1, 0.2, 0.3, 0.4),)), PageBoxes(2), XPath("/a/b"),
     Entry()]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(places, st.integers(0, 5), st.booleans()), max_size=30))
def test_an_import_is_read_back_exactly(rows: list[tuple[Locator, int, bool]]) -> None:
    bare = Fact(Kind.NOTE, "n", FULL.source, id="n")
    facts = tuple(
        replace(
            FULL if full else bare,
            id=f"{number}",
            source=replace(FULL.source, locator=place, method=f"m{value}" if value else None),
            quantity=Quantity(Decimal(value).scaleb(-2), "g/L") if value else None,
        )
        for number, (place, value, full) in enumerate(rows)
    )
    passages = tuple(Passage(f"t{f.id}", f.source, id=f"p{f.id}", when=f.start) for f in facts)
    imported = Imported("f", "é.json", Person(("Marie",), When.parse("1980")), facts, passages, ("z",))

    assert Imported.from_bytes(imported.to_bytes()) == imported


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"v": 2}', FULL.label.encode(),
     Imported("f", "n", None, (FULL,), ()).to_bytes().replace(b'"label"', b'"lapel"'),
     Imported("f", "n", None, (FULL, FULL), ()).to_bytes().replace(b'"n":2', b'"n":3', 1)],
)  # fmt: skip
def test_a_body_that_is_no_import_stops_the_unlock(body: bytes) -> None:
    with pytest.raises(IntegrityError, match="import_shape"):
        Imported.from_bytes(body)


def person(names: str, birth: str | None = None) -> Person:
    return Person((names,), When.parse(birth) if birth else None)


@pytest.mark.parametrize(
    ("one", "known", "account", "expected"),
    [
        (person("LUNE Marie"), [person("Mme Marie Lune")], "x", False),
        (person("Marie LUNE-SOLEIL"), [person("Marie Lune")], "x", False),
        (person("Paul Terre"), [person("Marie Lune")], "x", True),
        (person("Paul Terre"), [person("Marie Lune"), person("Paul Terre")], "x", False),
        (person("Marie Lune", "1980"), [person("Marie Lune", "1980-05-02")], "x", False),
        (person("Marie Lune", "1951"), [person("Marie Lune", "1980-05-02")], "x", True),
        (person("Marie Lune"), [], "zouzou", False),
        (person("Paul Terre"), [], "Marie Lune", True),
        (Person(), [person("Marie Lune")], "x", False),
    ],
)
def test_only_a_clear_difference_makes_another_person(
    one: Person, known: list[Person], account: str, expected: bool
) -> None:
    assert differs(one, known, account) is expected


def test_a_line_says_absent_and_dates_follow_the_reader() -> None:
    assert fact_line(FULL, "fr").startswith(
        "Ferritine < 5,40 µg/L (absent) (15 - 150) L · à jeun · 12/03/2024"
    )
    assert "2024-03-12" in fact_line(FULL, "en")


def test_a_fact_is_found_by_its_codes_names_and_dates_and_embedded_without_its_value() -> None:
    words = fact_words(FULL)
    later = replace(FULL, value_text="80", start=When.parse("2025"))

    assert {"2276-4", "Ferritin", "12/03/2024", "2024-03-12"} <= set(words.replace(" · ", " ").split(" "))
    assert topic_words(later) == topic_words(FULL)
    assert topic_key(later) == topic_key(FULL)
    assert "80" not in topic_words(later)
