"""Straightening a picture, reading it twice, and finding the way back."""

import numpy as np
import pytest

from connectors.ocr import codes, networks, reader, spelling, straighten, words
from connectors.ocr.networks import Reading
from records.model import Extraction, Fact
from records.source import PageBoxes
from tests.fakes import scans


def facts_of(sheet: reader.Sheet) -> dict[str, Fact]:
    """The facts of one page by label."""
    records = reader.records([sheet.page], {1: sheet})
    return {record.label: record for record in records if isinstance(record, Fact)}


def place_of_tsh(quarter_turns: int) -> tuple[float, float]:
    """Where its value was drawn, in shares of the picture turned so often to the left."""
    across, down = 228 / scans.WIDTH, (scans.HEIGHT - 125) / scans.HEIGHT
    for _ in range(quarter_turns):
        across, down = down, 1 - across
    return across, down


@pytest.mark.parametrize("quarter_turns", [0, 1, 2, 3])
def test_a_page_on_its_side_or_head_is_read_and_its_rows_are_found_on_the_picture(quarter_turns: int) -> None:
    picture = np.rot90(scans.picture(dpi=150, turn=1.0), quarter_turns).copy()

    found = facts_of(reader.read(picture, 1))

    assert {label: (fact.value_text, fact.unit_text) for label, fact in found.items()} == {
        label: (value, unit) for label, value, unit, _ in scans.ROWS
    }
    locator = found["TSH"].source.locator
    assert isinstance(locator, PageBoxes)
    left, top, right, bottom = locator.boxes[0]
    across, down = place_of_tsh(quarter_turns)
    assert left < across < right
    assert top < down < bottom
    assert min(right - left, bottom - top) < 0.12


def test_facts_from_a_picture_say_so_and_are_sure_when_both_readings_agree() -> None:
    found = facts_of(reader.read(scans.picture(), 1))

    assert {fact.extraction for fact in found.values()} == {Extraction.OCR}
    assert found["Glycémie à jeun"].confirmed
    assert found["Glycémie à jeun"].start is not None
    assert found["Glycémie à jeun"].start.day == "2024-03-26"


def test_a_row_with_a_date_in_it_is_never_sure() -> None:
    rows = (*scans.ROWS[:3], ("TSH", "2,14", "mUI/L", "0,40 - 4,00   02/01/2023 : 2,20"))

    found = facts_of(reader.read(scans.picture(scans.sheet(rows)), 1))

    assert not found["TSH"].confirmed
    assert found["Glycémie à jeun"].confirmed


def said(text: str, *, chances: float = 0.99, hidden: float = 0.0) -> Reading:
    """A reading, every character as clear."""
    count = len(text)
    places = tuple((index + 0.5) / count for index in range(count))
    return Reading(text, places, (chances,) * count, (hidden,) * count)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (said("1,90"), said("190")),
        (said("190"), said("1,90")),
        (said("101"), said("1001")),
        (said("7,3"), said("1,3")),
        (said("190", hidden=0.2), said("190")),
        (said("1,90", chances=0.8), said("1,90")),
    ],
    ids=[
        "mark only once",
        "mark only in the second",
        "doubled digit",
        "other digit",
        "mark half seen",
        "unclear",
    ],
)
def test_a_number_is_not_sure_when_the_readings_differ_or_are_unclear(
    first: Reading, second: Reading
) -> None:
    assert not all(words.agreed(first, second))


def test_a_number_read_twice_alike_and_clearly_is_sure() -> None:
    assert all(words.agreed(said("< 1,90"), said("< 1,90")))


def test_one_doubtful_word_leaves_the_others_of_its_strip_sure() -> None:
    sure = words.agreed(said("TSH 2,14"), said("TSH 2,74"))

    assert sure[:3] == [True] * 3
    assert not all(sure[4:])


def test_a_shadow_is_taken_out() -> None:
    page = scans.picture(dpi=100)
    light = np.linspace(1.0, 0.4, page.shape[1])
    shaded = (page * light).astype(np.uint8)

    even = straighten.evenly_lit(shaded)

    paper = even[:, :40].mean(), even[:, -40:].mean()
    assert abs(paper[0] - paper[1]) < 12
    assert min(paper) > 215


def test_the_lines_of_a_table_go_and_its_letters_stay() -> None:
    page = scans.picture(dpi=150)
    ruled = page.copy()
    ruled[20:-20, 30:33] = 0
    ruled[600:602, 20:-20] = 0

    cleaned = straighten.without_rules(ruled)

    assert cleaned[200:400, 30:33].min() > 200
    assert abs(int((cleaned < 100).sum()) - int((page < 100).sum())) < 0.05 * (page < 100).sum()


def test_a_sheet_on_a_desk_fills_the_picture_and_a_shadow_is_no_sheet() -> None:
    page = scans.picture(dpi=120)
    height, width = page.shape
    desk = np.full((height + 160, width + 160), 50, np.uint8)
    desk[80 : 80 + height, 80 : 80 + width] = page

    straight, _ = straighten.straighten(desk)
    unlit = np.where(np.arange(width) > 0.7 * width, 0.5, 1.0)
    shaded, _ = straighten.straighten((page * unlit).astype(np.uint8))

    def shape(picture: networks.Grey) -> float:
        return float(picture.shape[1] / picture.shape[0])

    assert straight[5:30].mean() > 200
    assert shape(straight) == pytest.approx(shape(page), rel=0.05)
    assert shape(shaded) == pytest.approx(shape(page), rel=0.02)


@pytest.mark.parametrize(
    "word", ["1,90", "190", "0.73", "10", "1", "< 5", "140/90", "12/03/2024", "9", "1.1"]
)
def test_spelling_never_touches_a_number(word: str) -> None:
    assert spelling.name(spelling.unit(word)) == word


def test_a_picture_of_nothing_has_no_words() -> None:
    sheet = reader.read(np.full((400, 600), 200, np.uint8), 1)

    assert not sheet.readable


def test_pieces_of_a_card_become_one_text_in_order() -> None:
    assert codes.joined(["shc:/2/2/456", "shc:/1/2/123", "shc:/789", "shc:/789"]) == [
        b"shc:/789",
        b"shc:/1/2/123\nshc:/2/2/456",
    ]
