"""Drawing a page for the source viewer."""

import io

import pytest
from PIL import Image

from connectors import intake
from connectors.pdf_report.render import MAX_WIDTH_PX, render
from core.errors import UnreadableFileError
from tests.fakes import reports


def picture(data: bytes, page: int = 1, width_px: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(render(data, page, width_px)))


def test_a_page_becomes_a_png_of_the_asked_width() -> None:
    drawn = picture(reports.lab_report())

    assert drawn.format == "PNG"
    assert abs(drawn.width - 300) <= 1
    assert abs(drawn.height / drawn.width - 842 / 595) < 0.02
    assert drawn.mode == "RGB"
    assert len(set(drawn.convert("L").getdata())) > 10


def test_the_words_are_where_the_boxes_say() -> None:
    """The box of a passage holds ink; the margin beside it does not."""
    data = reports.letter()
    reading = intake.read(data, "letter.pdf")
    box = next(r for r in reading.records if hasattr(r, "text")).source.locator.boxes[0]  # type: ignore[union-attr]
    drawn = picture(data, width_px=800).convert("L")
    left, top, right, bottom = (round(edge * size) for edge, size in zip(box, drawn.size * 2, strict=True))

    ink = drawn.crop((left, top, right, bottom)).tobytes()
    margin = drawn.crop((0, top, left - 2, bottom)).tobytes()

    assert min(ink) < 100
    assert min(margin) == 255


@pytest.mark.parametrize(
    ("page", "width", "code"),
    [
        (0, 100, "page_missing"),
        (2, 100, "page_missing"),
        (1, 0, "page_too_large"),
        (1, MAX_WIDTH_PX + 1, "page_too_large"),
    ],
)
def test_what_cannot_be_drawn_says_why(page: int, width: int, code: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        render(reports.letter(), page, width)

    assert refused.value.code == code


def test_a_locked_file_is_not_drawn() -> None:
    with pytest.raises(UnreadableFileError) as refused:
        render(reports.encrypted(), 1, 100)

    assert refused.value.code == "file_encrypted"
