"""Draws a page as a picture, for the source viewer. Nothing is written to a disk."""

import struct
import zlib

import pypdfium2 as pdfium

from connectors.pdf_report.document import open_pdf
from core.errors import UnreadableFileError

MAX_WIDTH_PX = 4000
MAX_PIXELS = 24_000_000
_RGB = 2  # PNG colour type
_CHANNELS = 3


def render(data: bytes, page: int, width_px: int) -> bytes:
    """A page as PNG.

    Args:
        data: The PDF.
        page: From 1.
        width_px: Of the picture, 1 to `MAX_WIDTH_PX`; less when a long page would pass `MAX_PIXELS`.

    Raises:
        UnreadableFileError: ``page_missing``: there is no such page; ``page_too_large``: the width is out of
            bounds; ``file_encrypted`` or ``file_truncated``: the file cannot be opened.
    """
    if not 1 <= width_px <= MAX_WIDTH_PX:
        raise UnreadableFileError("page_too_large", width=width_px)
    document = open_pdf(data)
    try:
        if not 1 <= page <= len(document):
            raise UnreadableFileError("page_missing", page=page)
        sheet = document[page - 1]
        width, height = sheet.get_size()
        if width <= 0 or height <= 0:
            raise UnreadableFileError("page_too_large", page=page)
        scale = min(width_px / width, (MAX_PIXELS / (width * height)) ** 0.5)
        bitmap = sheet.render(scale=scale, rev_byteorder=True, force_bitmap_format=pdfium.raw.FPDFBitmap_BGR)
        return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
    except pdfium.PdfiumError:
        raise UnreadableFileError("file_truncated") from None
    finally:
        document.close()


def _png(pixels: bytes, width: int, height: int, stride: int) -> bytes:
    """RGB rows as a PNG file (ISO/IEC 15948): no filter, one IDAT."""
    rows = b"".join(
        b"\x00" + pixels[row * stride : row * stride + width * _CHANNELS] for row in range(height)
    )
    header = struct.pack(">IIBBBBB", width, height, 8, _RGB, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, body)
        for kind, body in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
