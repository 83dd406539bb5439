"""Pictures from files: opened within bounds, turned as the camera says; grey to read, coloured to look at.

Nothing that a file says besides its pixels (place, device, time of the photo) is kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin

from connectors.ocr.networks import Grey
from core.errors import UnreadableFileError

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # the bound is ours, looked at before anything is decoded

_READERS = (JpegImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
"""Imported, they are known to `Image.open`."""
FORMATS = ("JPEG", "PNG", "HEIF", "TIFF", "WEBP")
_JPEG = ("JPEG", "MPO")
_LONGEST_READ = 4200
_DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")


class Picture:
    """One opened file of one or more pictures."""

    def __init__(self, image: Image.Image, pixels: int) -> None:
        self._image = image
        self._pixels = pixels

    @property
    def pages(self) -> int:
        """How many pictures are in the file: the pages of a scan in TIFF; 1 for every photo."""
        return int(getattr(self._image, "n_frames", 1)) if self._image.format == "TIFF" else 1

    def grey(self, page: int) -> Grey:
        """A page for reading, as the person sees it, its longest side bounded.

        Raises:
            UnreadableFileError: ``file_too_complex``: more pixels than allowed; ``file_truncated``,
                ``file_damaged``: it cannot be decoded.
        """
        with _faults():
            image = self._frame(page, _LONGEST_READ)
            flat = _on_white(image)
            out: Grey = np.ascontiguousarray(np.asarray(flat.convert("L"), np.uint8))
            return out

    def png(self, page: int, width_px: int) -> bytes:
        """A page for looking at, `width_px` wide, as PNG without anything but pixels.

        Raises:
            UnreadableFileError: As `grey`.
        """
        with _faults():
            image = _on_white(self._frame(page, max(width_px, _LONGEST_READ))).convert("RGB")
            height = max(1, round(image.height * width_px / image.width))
            if height * width_px > self._pixels:
                raise UnreadableFileError("page_too_large", width=width_px)
            out = BytesIO()
            image.resize((width_px, height), Image.Resampling.LANCZOS).save(out, "PNG", compress_level=3)
            return out.getvalue()

    def _frame(self, page: int, longest: int) -> Image.Image:
        image = self._image
        if self.pages > 1:
            image.seek(page - 1)
        if image.width * image.height > self._pixels:
            raise UnreadableFileError("file_too_complex", pixels=image.width * image.height)
        if image.format in _JPEG:
            image.draft(None, (longest, longest))  # decodes at half or a quarter of the size: less memory
        upright = ImageOps.exif_transpose(image)
        if max(upright.size) > longest:
            upright.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=None)
        return upright


def open_picture(data: bytes, pixels: int) -> Picture:
    """A picture, its header read, nothing decoded.

    Args:
        data: The file.
        pixels: More than these are refused.

    Raises:
        UnreadableFileError: ``file_too_complex``, ``file_damaged``, ``file_truncated``.
    """
    with _faults():
        image = Image.open(BytesIO(data), formats=FORMATS)
        if image.width * image.height > pixels:
            raise UnreadableFileError("file_too_complex", pixels=image.width * image.height)
        return Picture(image, pixels)


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
    """Transparent places are paper; sixteen bits become eight."""
    if image.mode in _DEEP:
        deep = np.asarray(image, np.float64)
        top = 65535.0 if image.mode.startswith("I") and deep.max(initial=0) > 255 else 255.0  # noqa: PLR2004
        return Image.fromarray((deep.clip(0, top) * (255 / top)).astype(np.uint8))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        paper = Image.new("RGBA", layered.size, "white")
        paper.alpha_composite(layered)
        return paper.convert("RGB")
    return image.convert("RGB") if image.mode not in ("L", "RGB") else image
