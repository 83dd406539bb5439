"""Pictures from files: opened within bounds, turned as the camera says; grey to read, coloured to look at.

Nothing that a file says besides its pixels (place, device, time of the photo) is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from connectors.ocr.networks import Grey
from core.errors import UnreadableFileError

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # the bound is ours, looked at before anything is decoded

_READERS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Imported, they are known to `Image.open`."""
FORMATS = ("JPEG", "PNG", "HEIF", "TIFF", "WEBP")
_JPEG = ("JPEG", "MPO")
_LONGEST_READ = 4200
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""Exif 2.32, orientation: what brings the pixels to how the camera was held."""
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


class Picture:
    """A file of one or more pictures, its header read. Pixels are decoded when asked for, and not kept."""

    def __init__(self, data: bytes, pixels: int) -> None:
        self._data = data
        self._pixels = pixels
        with _faults():
            image = self._opened()
            self.pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
            """The pages of a scan in one TIFF; 1 for every photo."""

    def grey(self, page: int) -> Grey:
        """A page for reading, as the person sees it, its longest side bounded.

        Raises:
            UnreadableFileError: ``file_too_complex``: more pixels than allowed; ``file_truncated``,
                ``file_damaged``: it cannot be decoded.
        """
        with _faults():
            image = self._frame(page, _LONGEST_READ, "L")
            return np.array(image.convert("L"), np.uint8)

    def png(self, page: int, width_px: int) -> bytes:
        """A page for looking at, `width_px` wide, as PNG without anything but pixels.

        Raises:
            UnreadableFileError: As `grey`.
        """
        with _faults():
            image = self._frame(page, max(width_px, _LONGEST_READ), "RGB")
            height = max(1, round(image.height * width_px / image.width))
            if height * width_px > self._pixels:
                raise UnreadableFileError("page_too_large", width=width_px)
            out = BytesIO()
            image.resize((width_px, height), Image.Resampling.LANCZOS).save(out, "PNG", compress_level=3)
            return out.getvalue()

    def _opened(self) -> Image.Image:
        image = Image.open(BytesIO(self._data), formats=FORMATS)
        self._bounded(image)
        return image

    def _bounded(self, image: Image.Image) -> None:
        if image.width * image.height > self._pixels:
            raise UnreadableFileError("file_too_complex", pixels=image.width * image.height)

    def _frame(self, page: int, longest: int, mode: str) -> Image.Image:
        image: Image.Image = self._opened()
        if self.pages > 1:
            image.seek(page - 1)
            self._bounded(image)
        turn = (
            image.getexif().get(_ORIENTATION) if image.format != "HEIF" else None
        )  # its reader has turned it
        if image.format in _JPEG:
            image.draft(mode, (longest, longest))  # decodes smaller, and grey at once: less memory
        image = _on_white(image)
        if max(image.size) > longest:
            image.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=None)
        step = None if turn is None else _TURNS.get(turn)
        return image.transpose(step) if step is not None else image


def open_picture(data: bytes, pixels: int) -> Picture:
    """A picture, its header read, nothing decoded.

    Args:
        data: The file.
        pixels: More than these are refused.

    Raises:
        UnreadableFileError: ``file_too_complex``, ``file_damaged``, ``file_truncated``.
    """
    return Picture(data, pixels)


@contextmanager
def _faults() -> Iterator[None]:
    """What decoders raise over broken files, as our errors."""
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Image.DecompressionBombError:
        raise UnreadableFileError("file_too_complex") from None
    except (OSError, EOFError) as error:
        cut = "truncated" in str(error) or isinstance(error, EOFError)
        raise UnreadableFileError("file_truncated" if cut else "file_damaged") from None
    except (ValueError, SyntaxError, KeyError, IndexError, TypeError, RuntimeError, ArithmeticError):
        raise UnreadableFileError("file_damaged") from None


def _on_white(image: Image.Image) -> Image.Image:
    """In grey or colour of eight bits; transparent places are paper."""
    if image.mode in _DEEP:
        deep = np.asarray(image, np.float32)
        top = 65535.0 if deep.max(initial=0) > 255 else 255.0  # noqa: PLR2004
        return Image.fromarray((deep.clip(0, top) * (255 / top)).astype(np.uint8))
    if image.mode == "P" or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode in ("RGBA", "LA", "PA"):
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image.convert("RGB"), mask=image.getchannel("A"))
        return paper
    if image.mode in ("L", "RGB"):
        image.load()
        return image
    return image.convert("L" if image.mode == "1" else "RGB")
