"""The two networks of PP-OCRv6, run by onnxruntime in one thread; the `rapidocr` package holds the weights.

The package's own pipeline is not used: it hides the chance of each character, which is what tells a sure
digit from a doubtful one, and it can download. Its angle classifier turns short numbers over (a clean 58
read as 89), so it is left out.
"""

import ctypes
import importlib.util
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Points = NDArray[np.float32]
"""Shape (n, 2): x, y."""

READ_HEIGHT = 48
"""Height in pixels of what the reading network looks at."""
MAX_READ_WIDTH = 1600
_MIN_READ_WIDTH = 64
_STRIDE = 8
_FIND_SIDE = 1664
_FIND_PIXELS = 1_600_000
"""More would not fit into 1 GiB of address space."""
_STEP = 32
_INK, _BOX_INK = 0.3, 0.5
_GROW = 1.6
_THINNEST = 3.0
_MOST_BOXES = 2500
_EXTRA = frozenset("µμαβγδ°²³¹⁰⁴⁵⁶⁷⁸⁹⁻±×≤≥<>–—‘’“”«»€£§œŒ•·…™↑↓")
_MARKS = ".,"
_M_ARENA_MAX = -8


@dataclass(frozen=True, slots=True)
class Reading:
    """What one strip says.

    Attributes:
        text: Latin letters, digits, signs; nothing else is ever read.
        places: Centre of each character, in shares of the strip's width.
        chances: Of each character, 0 to 1.
        hidden: For each character, the chance of a decimal mark between it and the one before that was
            seen but not read.
    """

    text: str
    places: tuple[float, ...]
    chances: tuple[float, ...]
    hidden: tuple[float, ...]

    @property
    def chance(self) -> float:
        """Of the whole, on average; 0 when nothing is read."""
        return sum(self.chances) / len(self.chances) if self.chances else 0.0


@dataclass(frozen=True, slots=True)
class _Network:
    session: Any
    name: str

    def run(self, tensor: NDArray[np.float32]) -> NDArray[np.float32]:
        try:
            out: NDArray[np.float32] = self.session.run(None, {self.name: tensor})[0]
        except ort.capi.onnxruntime_pybind11_state.RuntimeException as error:
            if "bad_alloc" in str(error):
                raise MemoryError from None
            raise
        return out


@lru_cache(maxsize=2)
def _network(file: str) -> _Network:
    _one_heap()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it keeps what it once took
    options.enable_mem_pattern = False
    options.log_severity_level = 4
    session = ort.InferenceSession(str(_weights() / file), options, providers=["CPUExecutionProvider"])
    return _Network(session, session.get_inputs()[0].name)


def _one_heap() -> None:
    """Keep the C library from reserving 64 MiB of address space for each of several heaps."""
    with suppress(AttributeError, OSError):  # other C libraries have no such switch
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def _weights() -> Path:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ImportError("rapidocr")
    return Path(spec.origin).parent / "models"


def load() -> None:
    """Read the weights, before a page is looked at."""
    cv2.setNumThreads(1)
    _network("PP-OCRv6_det_small.onnx")
    _alphabet()


@lru_cache(maxsize=1)
def _alphabet() -> tuple[tuple[str, ...], NDArray[np.int64], tuple[int, ...]]:
    """The characters, the classes of those that we read, and where the decimal marks are among them."""
    known = _network("PP-OCRv6_rec_small.onnx").session.get_modelmeta().custom_metadata_map["character"]
    characters = ["", *known.splitlines(), " "]
    kept = np.array([index for index, each in enumerate(characters) if not each or _ours(each)])
    ours = tuple(characters[index] for index in kept)
    return ours, kept, tuple(ours.index(mark) for mark in _MARKS)


def _ours(character: str) -> bool:
    if len(character) != 1:
        return False
    return character in _EXTRA or (
        ord(character) < 0x250 and unicodedata.category(character)[0] in "LNPSZ"  # noqa: PLR2004  Latin
    )


def find(picture: Grey, *, side: int = _FIND_SIDE) -> list[Points]:
    """Where words stand: rectangles of four corners from top left clockwise, in pixels of `picture`.

    Args:
        picture: Grey, dark on light.
        side: Longest side at which it is looked at.
    """
    height, width = picture.shape
    scale = min(side / max(height, width), (_FIND_PIXELS / (height * width)) ** 0.5, 2.0)
    rows, columns = (max(_STEP, round(edge * scale / _STEP) * _STEP) for edge in (height, width))
    small = cv2.resize(
        picture, (columns, rows), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    )
    plane = small.astype(np.float32) / 127.5 - 1.0
    ink = _network("PP-OCRv6_det_small.onnx").run(np.repeat(plane[None, None], 3, axis=1))[0, 0]
    mask = cv2.dilate((ink > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    ratio = np.array([width / columns, height / rows], np.float32)
    found = []
    for contour in contours[:_MOST_BOXES]:
        box = _box(contour, ink)
        if box is not None:
            found.append(clockwise(box * ratio))
    return found


def _box(contour: cv2.typing.MatLike, ink: NDArray[np.float32]) -> Points | None:
    centre, (across, along), angle = cv2.minAreaRect(contour)
    if min(across, along) < _THINNEST or _mean_ink(contour, ink) < _BOX_INK:
        return None
    # The network marks the core of a word; what it leaves off on all sides is a share of area over outline.
    grow = 2 * _GROW * across * along / (2 * (across + along))
    corners: Points = cv2.boxPoints((centre, (across + grow, along + grow), angle)).astype(np.float32)
    return corners


def _mean_ink(contour: cv2.typing.MatLike, ink: NDArray[np.float32]) -> float:
    left, top, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [contour], -1, 1, -1, offset=(-left, -top))
    return float(cv2.mean(ink[top : top + height, left : left + width], mask)[0])


def clockwise(corners: Points) -> Points:
    """Four corners, from top left on."""
    by_x = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (pair[np.argsort(pair[:, 1], kind="stable")] for pair in (by_x[:2], by_x[2:]))
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def cut(picture: Grey, corners: Points, *, pad: float = 0.0, stretch: float = 1.0) -> Grey:
    """The strip between four corners, `READ_HEIGHT` high.

    Args:
        picture: Grey.
        corners: From top left clockwise, in pixels.
        pad: Taken in above and below besides, as a share of the height.
        stretch: How much wider than it is.
    """
    across, down = corners[1] - corners[0], corners[3] - corners[0]
    height = float(np.linalg.norm(down)) * (1 + 2 * pad)
    width = float(np.linalg.norm(across))
    columns = int(min(max(round(width * READ_HEIGHT / max(height, 1.0) * stretch), 8), MAX_READ_WIDTH))
    start = corners[0] - down * pad
    source = np.array([start, start + across, start + down * (1 + 2 * pad)], np.float32)
    target = np.array([[0, 0], [columns, 0], [0, READ_HEIGHT]], np.float32)
    shrink = height / READ_HEIGHT
    if shrink > 2:  # noqa: PLR2004  sampling alone would skip strokes
        blurred = _window(picture, source)
        if blurred is not None:
            window, offset = blurred
            smooth = np.asarray(cv2.GaussianBlur(window, (0, 0), shrink / 3), np.uint8)
            return _warp(smooth, source - offset, target, columns)
    return _warp(picture, source, target, columns)


def _window(picture: Grey, corners: Points) -> tuple[Grey, Points] | None:
    (left, top), (right, bottom) = corners.min(axis=0) - 8, corners.max(axis=0) + 8
    height, width = picture.shape
    across = corners[1] - corners[0]
    bottom, right = bottom + abs(across[1]), right + 8
    left, top = int(max(left, 0)), int(max(top, 0))
    window = picture[top : int(min(bottom, height)), left : int(min(right, width))]
    return (window, np.array([left, top], np.float32)) if window.size else None


def _warp(picture: Grey, source: Points, target: Points, columns: int) -> Grey:
    matrix = cv2.getAffineTransform(source.astype(np.float32), target)
    strip = cv2.warpAffine(
        picture, matrix, (columns, READ_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, np.uint8)


def read(strip: Grey) -> Reading:
    """What a strip says, character by character."""
    width = strip.shape[1]
    full = max(_MIN_READ_WIDTH, -(-width // _STRIDE) * _STRIDE)
    plane = np.zeros((READ_HEIGHT, full), np.float32)
    plane[:, :width] = strip.astype(np.float32) / 127.5 - 1.0
    chances = _network("PP-OCRv6_rec_small.onnx").run(np.repeat(plane[None, None], 3, axis=1))[0]
    characters, kept, marks = _alphabet()
    return _decoded(chances[:, kept], characters, marks, full / width)


def _decoded(
    chances: NDArray[np.float32], characters: Sequence[str], marks: Sequence[int], widen: float
) -> Reading:
    """The most likely character of each column; the same in neighbouring columns is one (CTC)."""
    best = chances.argmax(axis=1)
    columns = len(best)
    text: list[str] = []
    places: list[float] = []
    sure: list[float] = []
    hidden: list[float] = []
    seen, index = 0.0, 0
    while index < columns:
        end = index + 1
        while end < columns and best[end] == best[index]:
            end += 1
        if best[index] == 0:
            seen = max(seen, float(chances[index:end][:, list(marks)].max()))
        else:
            text.append(characters[best[index]])
            places.append(min((index + end) / 2 / columns * widen, 1.0))
            sure.append(float(chances[index:end, best[index]].max()))
            hidden.append(seen)
            seen = 0.0
        index = end
    return Reading("".join(text), tuple(places), tuple(sure), tuple(hidden))
