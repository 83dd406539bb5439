"""The words of a straight picture, with their places and what is doubtful about them."""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from connectors.ocr import networks
from connectors.ocr.networks import Grey, Points, Reading

_READABLE = 0.5
"""Mean chance below which a strip is a stain, a logo, handwriting."""
_EM = 0.73
"""Of a found box's height: the size of its font."""
_MARGIN = 0.17
"""Of a found box's height: by how much it is wider than its word at each end."""
_ALONE = "%‰*+<>-:↑↓"
"""Signs that mean something without a letter or digit beside them."""
_STROKES = frozenset("1lI|!iJ/\\.,;'`-_")
"""What a drawn line, an arrow or dirt may be taken for."""
_WIDE_GAP = 0.55  # of the font size: no two letters of a word are so far apart
_GAP = 0.2  # beyond the usual gap between two letters of that strip
_MARKS = ".,'"
_SAME_ROW = 0.4
_SURE_MARK, _SURE_DIGIT, _SURE_SIGN = 0.85, 0.93, 0.5
_HIDDEN = 0.03


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        left: Pixels of the straight picture, as are the other edges.
        row: Number of the row of the page it stands in.
        sure: Both readings agree on every character of it, and each digit, mark and sign was clear.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    sure: bool
    row: int = 0

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2


def words(picture: Grey) -> list[Word]:
    """Every word, row by row from the top, left to right."""
    boxes = networks.find(picture)
    found = [word for box in boxes for word in _read(picture, box)]
    return _in_rows(_levelled(found, boxes, picture.shape[1]))


def _read(picture: Grey, box: Points) -> Iterator[Word]:
    strip = networks.cut(picture, box)
    first = networks.read(strip)
    if first.chance < _READABLE or not any(each.isalnum() or each in _ALONE for each in first.text):
        return
    # Wider and with more margin: what the first cut squeezes together stands apart, and the network
    # sees every stroke in another column.
    second = networks.read(networks.cut(picture, box, pad=0.06, stretch=1.17))
    sure = agreed(first, second)
    ink = _ink(strip)
    for start, end, left, right in _split(first, ink):
        word = _placed(first.text[start:end], box, left, right, all(sure[start:end]))
        if word.sure or word.text not in _STROKES:
            yield word


def agreed(first: Reading, second: Reading) -> list[bool]:
    """For each character of the first reading, whether the second says the same and both are clear."""
    sure = [False] * len(first.text)
    for mine, theirs, length in SequenceMatcher(
        None, first.text, second.text, autojunk=False
    ).get_matching_blocks():
        for step in range(length):
            sure[mine + step] = _clear(first, mine + step) and _clear(second, theirs + step)
        # Where one reading has more than the other, the characters on both sides of it are doubtful too.
        if length and mine + length < len(first.text):
            sure[mine + length - 1] = False
        if length and theirs + length < len(second.text):
            sure[mine + length - 1] = False
        if length and (mine > 0 or theirs > 0):
            sure[mine] = sure[mine] and (mine == 0) == (theirs == 0) and length > 1
    return (
        sure
        if first.text != second.text
        else [_clear(first, i) and _clear(second, i) for i in range(len(sure))]
    )


def _clear(reading: Reading, index: int) -> bool:
    character, chance = reading.text[index], reading.chances[index]
    if character.isdigit():
        return chance >= _SURE_DIGIT and reading.hidden[index] <= _HIDDEN
    if character in ".,":
        return chance >= _SURE_MARK
    return chance >= _SURE_SIGN


def _ink(strip: Grey) -> NDArray[np.bool_]:
    """Which columns of a strip hold ink."""
    core = strip[networks.READ_HEIGHT // 8 : -networks.READ_HEIGHT // 8].astype(np.int16)
    dark, light = np.percentile(core, (2, 90))
    drawn: NDArray[np.bool_] = (core < light - 0.35 * max(float(light - dark), 30.0)).sum(axis=0) > 0
    return drawn


def _split(reading: Reading, ink: NDArray[np.bool_]) -> Iterator[tuple[int, int, float, float]]:
    """The words of a reading: first and last character, left and right edge as shares of the strip."""
    width = len(ink)
    em = networks.READ_HEIGHT * _EM
    drawn = [index for index, character in enumerate(reading.text) if not character.isspace()]
    gaps = [
        _blank(ink, reading.places[last] * width, reading.places[next_] * width)
        for last, next_ in pairwise(drawn)
    ]
    usual = statistics.median(end - start for start, end in gaps) if gaps else 0
    first, left = drawn[0], 0.0
    for (last, next_), (start, end) in zip(pairwise(drawn), gaps, strict=True):
        gap = (end - start - usual) / em
        between = reading.text[last] + reading.text[next_]
        within = any(each in _MARKS for each in between) and any(each.isdigit() for each in between)
        enough = _WIDE_GAP if within or between.isdigit() else _GAP
        if next_ > last + 1 or gap >= enough:
            middle = (reading.places[last] + reading.places[next_]) / 2 * width
            # Between two letters of a typewriter is much air; a word ends with its share of it.
            air = min(usual, end - start) / 2
            yield first, last + 1, left, (start + air if end > start else middle) / width
            first, left = next_, (end - air if end > start else middle) / width
    yield first, drawn[-1] + 1, left, 1.0


def _blank(ink: NDArray[np.bool_], start: float, end: float) -> tuple[int, int]:
    """The longest run of columns without ink between two places."""
    best, run = (0, 0), None
    low, high = int(max(start, 0)), int(min(end, len(ink) - 1)) + 1
    for column in range(low, high + 1):
        if column < high and not ink[column]:
            run = column if run is None else run
        elif run is not None:
            if column - run > best[1] - best[0]:
                best = (run, column)
            run = None
    return best


def _placed(text: str, box: Points, left: float, right: float, sure: bool) -> Word:
    across, down = box[1] - box[0], box[3] - box[0]
    tall = float(np.linalg.norm(down))
    inset = _MARGIN * tall / max(float(np.linalg.norm(across)), 1.0)  # the box is larger than the ink
    begin = box[0] + across * (left if left > 0 else inset)
    end = box[0] + across * (right if right < 1 else 1 - inset)
    middle = (begin + end) / 2 + down / 2
    half = tall * _EM * 1.17 / 2
    return Word(text, float(begin[0]), float(middle[1] - half), float(end[0]), float(middle[1] + half), sure)


def _levelled(found: Sequence[Word], boxes: Sequence[Points], width: int) -> list[Word]:
    """Words moved up or down to where they would stand were the page flat, without its folds and curls."""
    slopes = []
    for box in boxes:
        across, down = box[1] - box[0], box[3] - box[0]
        if np.linalg.norm(across) >= 4 * np.linalg.norm(down):
            middle = box.mean(axis=0)
            edge = (box[1] - box[0] + box[2] - box[3]) / 2
            slopes.append((float(middle[0]), float(middle[1]), float(edge[1] / edge[0]), float(edge[0])))
    if len(slopes) < 12:  # noqa: PLR2004  too few to tell a curl from chance
        return list(found)
    x, y, fall, weight = np.array(slopes).T
    terms = np.c_[np.ones_like(x), x / width - 0.5, y / width]
    for _ in range(2):
        root = np.sqrt(weight)[:, None]
        fit = np.linalg.lstsq(terms * root, fall * root[:, 0], rcond=None)[0]
        off = np.abs(terms @ fit - fall)
        weight = weight * (off <= 3 * np.median(off) + 1e-4)

    def level(word: Word) -> Word:
        at, height = (word.left + word.right) / 2, word.middle
        steps = 4
        stride = (width / 2 - at) / steps
        for step in range(steps):
            place = at + (step + 0.5) * stride
            height += stride * float(fit @ (1.0, place / width - 0.5, height / width))
        moved = height - word.middle
        return replace(word, top=word.top + moved, bottom=word.bottom + moved)

    return [level(word) for word in found]


def _in_rows(found: Sequence[Word]) -> list[Word]:
    """The same words, those of one row with the same top and bottom."""
    rows: list[list[Word]] = []
    for word in sorted(found, key=lambda word: word.middle):
        row = next((row for row in reversed(rows[-4:]) if _belongs(word, row)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    rows.sort(key=lambda row: statistics.median(word.middle for word in row))
    return [word for number, row in enumerate(rows) for word in _aligned(row, number)]


def _belongs(word: Word, row: Sequence[Word]) -> bool:
    middle = statistics.median(other.middle for other in row)
    size = min(word.bottom - word.top, statistics.median(other.bottom - other.top for other in row))
    if abs(word.middle - middle) > _SAME_ROW * size:
        return False
    return not any(min(word.right, other.right) - max(word.left, other.left) > 0.3 * size for other in row)


def _aligned(row: Sequence[Word], number: int) -> Iterator[Word]:
    middle = statistics.median(word.middle for word in row)
    half = statistics.median(word.bottom - word.top for word in row) / 2
    for word in sorted(row, key=lambda word: word.left):
        yield replace(word, top=middle - half, bottom=middle + half, row=number)
