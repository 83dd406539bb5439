"""Pages that are pictures: which ones, and drawing them for recognition.

A scan often carries the words of some other program's recognition, unseen, over or under the picture. How
good those are nobody knows, so such a page is read from its picture like one without words.
"""

from collections.abc import Sequence

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from connectors.pdf_report.document import open_pdf
from connectors.pdf_report.layout import Page
from core.errors import UnreadableFileError

_DPI = 220
_MOST_PIXELS = 12_000_000
_COVERS = 0.5  # of the page
_FEW = 200
"""Characters that a scanning program stamps on a page: its name, a page number, a date."""


def picture_pages(data: bytes, read: Sequence[Page]) -> tuple[int, ...]:
    """The numbers of the pages whose content is a picture.

    Args:
        data: The PDF.
        read: Its pages as their text layer says.
    """
    document = open_pdf(data)
    try:
        return tuple(
            page.number for page in read if page.is_picture or _pictured(document[page.number - 1], page)
        )
    except pdfium.PdfiumError:
        raise UnreadableFileError("file_truncated") from None
    finally:
        document.close()


def _pictured(sheet: pdfium.PdfPage, page: Page) -> bool:
    """Whether a picture covers the page and what text there is is unseen, covered or next to nothing."""
    width, height = sheet.get_size()
    seen, covered = 0, False
    for thing in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            if abs((right - left) * (top - bottom)) >= _COVERS * width * height:
                covered, seen = True, 0
        elif raw.FPDFTextObj_GetTextRenderMode(thing.raw) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            seen += 1
    if not covered:
        return False
    written = sum(len(cell.text) for line in page.lines for cell in line.cells)
    return seen == 0 or written < _FEW


def unread(page: Page) -> Page:
    """The page when nothing can be recognised on it either."""
    return Page(page.number, page.width, page.height, is_picture=True)


def drawn(data: bytes, number: int) -> NDArray[np.uint8]:
    """A page in grey, at 220 dpi or as large as memory allows.

    Raises:
        UnreadableFileError: ``file_truncated``: it cannot be drawn.
    """
    document = open_pdf(data)
    try:
        sheet = document[number - 1]
        width, height = sheet.get_size()
        scale = min(_DPI / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        grey = sheet.render(scale=scale, grayscale=True, fill_color=(255, 255, 255, 255)).to_numpy()
        out: NDArray[np.uint8] = np.ascontiguousarray(grey.reshape(grey.shape[:2]))
        return out
    except pdfium.PdfiumError:
        raise UnreadableFileError("file_truncated") from None
    finally:
        document.close()
