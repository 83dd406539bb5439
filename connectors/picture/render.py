"""Draws a picture for the source viewer, turned as the camera says and without anything but its pixels."""

from connectors.limits import Limits
from connectors.ocr.picture import open_picture
from core.errors import UnreadableFileError

MAX_WIDTH_PX = 4000


def render(data: bytes, page: int, width_px: int) -> bytes:
    """A page of the picture as PNG.

    Args:
        data: The file.
        page: From 1; always 1 but for scans of several pages in one TIFF.
        width_px: Of the drawing, 1 to `MAX_WIDTH_PX`.

    Raises:
        UnreadableFileError: ``page_missing``, ``page_too_large``, ``file_too_complex``, ``file_truncated``,
            ``file_damaged``.
    """
    if not 1 <= width_px <= MAX_WIDTH_PX:
        raise UnreadableFileError("page_too_large", width=width_px)
    opened = open_picture(data, Limits().pixels)
    if not 1 <= page <= opened.pages:
        raise UnreadableFileError("page_missing", page=page)
    return opened.png(page, width_px)
