"""A photo or scan made level: evenly lit, the right way up, the sheet cut out, its lines horizontal.

What was done is kept as one matrix, so that a place on the straight picture can be shown on the original.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from connectors.ocr import networks
from connectors.ocr.networks import Grey, Points
from records.source import Box

Matrix = NDArray[np.float64]

LONGEST_PX = 3600
"""Of the straight picture; more detail than 300 dpi of A4 reads no better."""
_SMALLEST_PX = 1600
_LOOK_PX = 992
_LONG = 3.0
"""Times its height that a word's box must be wide for its slope to mean something."""
_LEVEL = 0.02  # degrees
_PAPER = 235
_RULE = 1.7  # times the height of a word: the shortest drawn line; no letter is so tall
_FAINT = 40
_ON_SHEET = 0.97
_CONTRAST = 50
_FILLS = 0.9
_ACROSS, _STEP, _MOSTLY = 5.0, 35.0, 0.75
_SHEET = (0.25, 0.97)  # of the picture
_JUDGED = 6
"""Longest boxes that are read both ways up."""


@dataclass(frozen=True, slots=True)
class Way:
    """From a straight picture back to the original.

    Attributes:
        back: Takes a point of the straight picture to one of the original, both in pixels.
        width: Of the original, in pixels.
        height: Of the original, in pixels.
    """

    back: Matrix
    width: int
    height: int

    def shares(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the straight picture (pixels) as the smallest one around it on the original."""
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
        points = _through(self.back, corners) / (self.width, self.height)
        low, high = points.min(axis=0).clip(0, 1), points.max(axis=0).clip(0, 1)
        left, top, right, bottom = (round(float(edge), 3) for edge in (*low, *high))
        return left, top, right, bottom


@dataclass(frozen=True, slots=True)
class _View:
    """How the original is looked at: through which matrix, and how large that is."""

    matrix: Matrix
    width: float
    height: float

    def then(self, matrix: Matrix, width: float, height: float) -> "_View":
        """This view, and another through it."""
        return _View(np.asarray(matrix @ self.matrix, np.float64), width, height)

    def scaled(self, scale: float) -> "_View":
        """The same, larger or smaller."""
        return self.then(np.diag([scale, scale, 1.0]), self.width * scale, self.height * scale)

    def within(self, longest: float) -> "_View":
        """The same, with that longest side."""
        return self.scaled(longest / max(self.width, self.height))

    def drawn(self, picture: Grey) -> Grey:
        """The picture seen so; smoothed first where it shrinks, so that thin strokes stay."""
        if np.allclose(self.matrix, np.eye(3)):
            return picture
        shrink = 1 / max(float(np.sqrt(abs(np.linalg.det(self.matrix[:2, :2])))), 1e-6)
        if shrink > 1.3:  # noqa: PLR2004
            picture = _grey(cv2.GaussianBlur(picture, (0, 0), 0.35 * shrink))
        size = (max(1, round(self.width)), max(1, round(self.height)))
        return _grey(
            cv2.warpPerspective(
                picture,
                self.matrix,
                size,
                flags=cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=_PAPER,
            )
        )


def straighten(picture: Grey) -> tuple[Grey, Way]:
    """A picture of a page made level and evenly lit, dark on light; and the way back.

    Args:
        picture: Grey, as the person sees it.
    """
    height, width = picture.shape
    even = evenly_lit(picture)
    view = _View(np.eye(3), float(width), float(height))
    boxes = _looked_at(even, view)

    # (1) the sheet alone, when it lies on a darker ground
    sheet = _sheet(picture)
    if sheet is not None and _holds(sheet, boxes, view):
        view = sheet
        boxes = _looked_at(even, view)

    # (2) lying on its side: most words are taller than wide
    shapes = [_extent(box) for box in boxes]
    if sum(down > 2 * across for across, down in shapes) > sum(across > 2 * down for across, down in shapes):
        view = view.then(np.array([[0, -1.0, view.height], [1.0, 0, 0], [0, 0, 1]]), view.height, view.width)
        boxes = _looked_at(even, view)

    # (3) upside down: read both ways, the surer one is right
    over = _upside_down(even, boxes, view)

    # (4) level, and large enough to read
    scale = _scale(boxes, view)
    turn = slope(boxes)
    if abs(turn) > _LEVEL:
        view = _turned(view, turn)
    if over:
        view = view.then(
            np.array([[-1.0, 0, view.width], [0, -1.0, view.height], [0, 0, 1]]), view.width, view.height
        )
    view = view.scaled(scale)
    return without_rules(view.drawn(even)), Way(_inverse(view.matrix), width, height)


def _looked_at(even: Grey, view: _View) -> list[Points]:
    """Where words are, roughly, in pixels of the view."""
    small = view.within(_LOOK_PX)
    ratio = view.width / small.width
    return [box * ratio for box in networks.find(small.drawn(even), side=_LOOK_PX)]


def _grey(picture: cv2.typing.MatLike) -> Grey:
    return np.asarray(picture, np.uint8)


def evenly_lit(picture: Grey) -> Grey:
    """The picture with its paper white everywhere: shadows, folds and coloured paper taken out."""
    height, width = picture.shape
    scale = 400 / max(height, width)
    small = cv2.resize(
        picture, (max(8, round(width * scale)), max(8, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    # Paper is what remains when everything darker and thinner than a word is closed.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 15), (0, 0), 4)
    wide = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    even = _grey(cv2.divide(picture, np.maximum(wide, 24), scale=_PAPER))
    darkest = float(np.percentile(even[:: max(1, height // 800), :: max(1, width // 800)], 0.5))
    if _FAINT < darkest < _PAPER - _FAINT:  # faint print, no empty sheet: stretched to full contrast
        table = np.clip((np.arange(256) - darkest) * _PAPER / (_PAPER - darkest), 0, 255).astype(np.uint8)
        even = _grey(cv2.LUT(even, table))
    return even


def without_rules(picture: Grey) -> Grey:
    """A level picture without the drawn lines of its tables, which are read as ones and small Ls."""
    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 25)
    long = int(_RULE * networks.READ_HEIGHT * max(1.0, max(picture.shape) / LONGEST_PX))
    upright = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 3), np.uint8))
    upright = cv2.morphologyEx(upright, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 2 * long), np.uint8))
    rules = cv2.dilate(cv2.bitwise_or(upright, level), np.ones((3, 3), np.uint8))
    if not rules.any():
        return picture
    out = picture.copy()
    out[rules > 0] = _PAPER
    return out


def slope(boxes: Sequence[Points]) -> float:
    """Degrees by which the lines of words fall to the right; the longer a box, the more it says."""
    said = []
    for box in boxes:
        across, down = _extent(box)
        if across >= _LONG * down:
            edge = (box[1] - box[0] + box[2] - box[3]) / 2
            said.append((float(np.degrees(np.arctan2(edge[1], edge[0]))), across))
    if not said:
        return 0.0
    said.sort()
    half = sum(weight for _, weight in said) / 2
    for angle, weight in said:
        half -= weight
        if half <= 0:
            return angle
    return said[-1][0]


def _extent(box: Points) -> tuple[float, float]:
    return float(np.linalg.norm(box[1] - box[0])), float(np.linalg.norm(box[3] - box[0]))


def _through(matrix: Matrix, points: NDArray[np.floating]) -> NDArray[np.float64]:
    moved = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(moved[:, :2] / moved[:, 2:], np.float64)


def _inverse(matrix: Matrix) -> Matrix:
    return np.asarray(np.linalg.inv(matrix), np.float64)


def _turned(view: _View, degrees: float) -> _View:
    """Turned back by so much, on a sheet that holds all of it."""
    cos, sin = float(np.cos(np.radians(degrees))), float(np.sin(np.radians(degrees)))
    around = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1.0]])
    width, height = view.width, view.height
    corners = _through(around, np.array([[0, 0], [width, 0], [width, height], [0, height]]))
    low, high = corners.min(axis=0), corners.max(axis=0)
    around[:2, 2] = -low
    return view.then(around, float(high[0] - low[0]), float(high[1] - low[1]))


def _upside_down(even: Grey, boxes: Sequence[Points], view: _View) -> bool:
    wide = [box for box in boxes if 2 * _extent(box)[1] < _extent(box)[0] < 25 * _extent(box)[1]]
    longest = sorted(wide, key=lambda box: -_extent(box)[0])[:_JUDGED]
    if not longest:
        return False
    back = _inverse(view.matrix)
    upright, over = [], []
    for box in longest:
        strip = networks.cut(even, _through(back, box).astype(np.float32))
        upright.append(networks.read(strip).chance)
        over.append(networks.read(np.ascontiguousarray(strip[::-1, ::-1])).chance)
    return statistics.mean(over) > statistics.mean(upright)


def _scale(boxes: Sequence[Points], view: _View) -> float:
    """No larger than words need: the network looks at them 48 pixels high."""
    longest = max(view.width, view.height)
    scale = min(1.0, LONGEST_PX / longest)
    if boxes:
        typical = statistics.median(_extent(box)[1] for box in boxes)
        scale = min(scale, 1.4 * networks.READ_HEIGHT / max(typical, 1.0))
    return min(_SMALLEST_PX / longest, 2.0) if longest * scale < _SMALLEST_PX else scale


def _holds(sheet: _View, boxes: Sequence[Points], view: _View) -> bool:
    """Whether the words are on the sheet: a shadow across a page also has an edge."""
    if not boxes:
        return True
    back = _inverse(view.matrix)
    middles = _through(back, np.array([box.mean(axis=0) for box in boxes]))
    placed = _through(sheet.matrix, middles) / (sheet.width, sheet.height)
    inside = ((placed > 0) & (placed < 1)).all(axis=1)
    return float(inside.mean()) > _ON_SHEET


def _is_edge(picture: Grey, start: Points, end: Points) -> bool:
    """Whether the paper ends along this side, inside on its right; a shadow ends softer and less deep."""
    along = end - start
    outward = np.array([along[1], -along[0]]) / max(float(np.linalg.norm(along)), 1.0)
    middles = start + np.linspace(0.08, 0.92, 24)[:, None] * along
    height, width = picture.shape

    def light(points: NDArray[np.floating]) -> NDArray[np.float64]:
        columns = points[:, 0].round().astype(int).clip(0, width - 1)
        rows = points[:, 1].round().astype(int).clip(0, height - 1)
        return np.asarray(picture[rows, columns], np.float64)

    steps = light(middles - outward * _ACROSS) - light(middles + outward * _ACROSS)
    off = middles + outward * _ACROSS
    beyond = ((off < 0) | (off >= (width, height))).any(axis=1)  # the photo ends before the sheet does
    return float((beyond | (steps > _STEP)).mean()) > _MOSTLY


def _sheet(picture: Grey) -> _View | None:
    """The view that a sheet photographed on a darker ground fills; None without one."""
    height, width = picture.shape
    scale = 500 / max(height, width)
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    smooth = _grey(cv2.GaussianBlur(small, (5, 5), 0))
    closed = _grey(cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)))
    level, mask = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, light = closed[mask == 0], closed[mask > 0]
    if not dark.size or not light.size or float(light.mean()) - float(dark.mean()) < _CONTRAST:
        return None
    ground = float(dark.mean())
    # A corner of the sheet in shadow is nearer to the ground than to the paper: so also lower levels.
    for share in (1.0, 0.6, 0.35):
        quad = _outline(closed, smooth, ground + share * (float(level) - ground))
        if quad is not None:
            return _filled(quad / scale)
    return None


def _outline(closed: Grey, smooth: Grey, level: float) -> Points | None:
    """The four corners of what is lighter than a level, when it is a sheet with sharp edges."""
    _, mask = cv2.threshold(closed, level, 255, cv2.THRESH_BINARY)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(contours, key=cv2.contourArea, default=None)
    if outline is None:
        return None
    area, hull = cv2.contourArea(outline), cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    square = len(corners) == 4 and area > _FILLS * cv2.contourArea(corners)  # noqa: PLR2004
    if not square or not _SHEET[0] < area / mask.size < _SHEET[1]:
        return None
    quad = networks.clockwise(corners.astype(np.float32))
    return quad if all(_is_edge(smooth, quad[k], quad[(k + 1) % 4]) for k in range(4)) else None


def _filled(quad: Points) -> _View:
    sides = [float(np.linalg.norm(quad[k] - quad[(k + 1) % 4])) for k in range(4)]
    across, down = max(sides[0], sides[2]), max(sides[1], sides[3])
    edge = 0.01 * max(across, down)  # the outline was found coarsely: a little more than the sheet
    target = np.array([[0, 0], [across, 0], [across, down], [0, down]], np.float32) + edge
    matrix = cv2.getPerspectiveTransform(quad.astype(np.float32), target.astype(np.float32))
    return _View(np.asarray(matrix, np.float64), across + 2 * edge, down + 2 * edge)
