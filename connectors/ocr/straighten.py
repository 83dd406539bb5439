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
_ON_SHEET = 0.97
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
        left, top, right, bottom = (round(float(edge), 5) for edge in (*low, *high))
        return left, top, right, bottom


def straighten(picture: Grey) -> tuple[Grey, Way]:
    """A picture of a page made level and evenly lit, dark on light; and the way back.

    Args:
        picture: Grey, as the person sees it.
    """
    height, width = picture.shape
    even = evenly_lit(picture)
    forward = np.eye(3)
    size = (float(width), float(height))
    look = _fit(forward, size, _LOOK_PX)
    boxes = networks.find(_drawn(even, look), side=_LOOK_PX)
    sheet = _sheet(picture)
    if sheet is not None and _holds(sheet, boxes, look[0]):
        forward, size = sheet
        look = _fit(forward, size, _LOOK_PX)
        boxes = networks.find(_drawn(even, look), side=_LOOK_PX)

    # (1) lying on its side: most words are taller than wide
    shapes = [_extent(box) for box in boxes]
    if sum(down > 2 * across for across, down in shapes) > sum(across > 2 * down for across, down in shapes):
        forward = _quarter(*size) @ forward
        size = (size[1], size[0])
        look = _fit(forward, size, _LOOK_PX)
        boxes = networks.find(_drawn(even, look), side=_LOOK_PX)

    # (2) level
    turn = slope(boxes)
    if abs(turn) > _LEVEL:
        around, size = _turned(*size, turn)
        forward = around @ forward

    # (3) upside down: read both ways, the surer one is right
    if _upside_down(even, forward, size, boxes, look):
        forward = np.array([[-1.0, 0, size[0]], [0, -1.0, size[1]], [0, 0, 1]]) @ forward

    scale = _scale(size, boxes, look)
    forward = np.diag([scale, scale, 1.0]) @ forward
    size = (round(size[0] * scale), round(size[1] * scale))
    drawn = without_rules(_drawn(even, (forward, size)))
    return drawn, Way(np.linalg.inv(forward), width, height)


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
    even: Grey = cv2.divide(picture, np.maximum(wide, 24), scale=_PAPER)
    darkest = float(np.percentile(even[:: max(1, height // 800), :: max(1, width // 800)], 0.5))
    if darkest > 40:  # noqa: PLR2004  faint print: stretched to full contrast
        table = np.clip((np.arange(256) - darkest) * _PAPER / (_PAPER - darkest), 0, 255).astype(np.uint8)
        even = cv2.LUT(even, table)
    return even


def without_rules(picture: Grey) -> Grey:
    """A level picture without the drawn lines of its tables, which are read as ones and small Ls."""
    ink = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 25)
    long = int(_RULE * networks.READ_HEIGHT * max(1.0, max(picture.shape) / LONGEST_PX))
    upright = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((5, 3), np.uint8))
    upright = cv2.morphologyEx(upright, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 2 * long), np.uint8))
    rules = cv2.dilate(upright | level, np.ones((3, 3), np.uint8))
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
    out: NDArray[np.float64] = moved[:, :2] / moved[:, 2:]
    return out


def _fit(forward: Matrix, size: tuple[float, float], longest: float) -> tuple[Matrix, tuple[float, float]]:
    scale = longest / max(size)
    return np.diag([scale, scale, 1.0]) @ forward, (size[0] * scale, size[1] * scale)


def _drawn(picture: Grey, view: tuple[Matrix, tuple[float, float]]) -> Grey:
    """The picture through a matrix; smoothed first where it shrinks, so that thin strokes stay."""
    matrix, size = view
    if np.allclose(matrix, np.eye(3)):
        return picture
    shrink = 1 / max(float(np.sqrt(abs(np.linalg.det(matrix[:2, :2])))), 1e-6)
    if shrink > 1.3:  # noqa: PLR2004
        picture = cv2.GaussianBlur(picture, (0, 0), 0.35 * shrink)
    out: Grey = cv2.warpPerspective(
        picture, matrix, (max(1, round(size[0])), max(1, round(size[1]))), flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT, borderValue=_PAPER,
    )  # fmt: skip
    return out


def _quarter(width: float, height: float) -> Matrix:  # noqa: ARG001
    """A quarter turn clockwise."""
    return np.array([[0, -1.0, height], [1.0, 0, 0], [0, 0, 1]])


def _turned(width: float, height: float, degrees: float) -> tuple[Matrix, tuple[float, float]]:
    radians = np.radians(degrees)
    cos, sin = float(np.cos(radians)), float(np.sin(radians))
    around = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1.0]])
    corners = _through(around, np.array([[0, 0], [width, 0], [width, height], [0, height]]))
    low, high = corners.min(axis=0), corners.max(axis=0)
    around[:2, 2] = -low
    return around, (float(high[0] - low[0]), float(high[1] - low[1]))


def _upside_down(
    even: Grey,
    forward: Matrix,
    size: tuple[float, float],
    boxes: Sequence[Points],
    look: tuple[Matrix, tuple[float, float]],
) -> bool:
    longest = sorted(
        (box for box in boxes if _extent(box)[0] > 2 * _extent(box)[1]), key=lambda box: -_extent(box)[0]
    )
    middling = [box for box in longest if _extent(box)[0] < 25 * _extent(box)[1]][:_JUDGED]
    if not middling:
        return False
    to_original = np.linalg.inv(look[0])
    upright, turned = [], []
    for box in middling:
        strip = networks.cut(even, _through(to_original, box).astype(np.float32))
        upright.append(networks.read(strip).chance)
        turned.append(networks.read(np.ascontiguousarray(strip[::-1, ::-1])).chance)
    return statistics.mean(turned) > statistics.mean(upright)


def _scale(
    size: tuple[float, float], boxes: Sequence[Points], look: tuple[Matrix, tuple[float, float]]
) -> float:
    """No larger than words need: their boxes 48 pixels high are as large as the network looks at them."""
    longest = max(size)
    scale = min(1.0, LONGEST_PX / longest)
    heights = [_extent(box)[1] for box in boxes]
    if heights:
        typical = statistics.median(heights) * longest / max(look[1])
        scale = min(scale, 1.4 * networks.READ_HEIGHT / max(typical, 1.0))
    if longest * scale < _SMALLEST_PX:
        scale = min(_SMALLEST_PX / longest, 2.0)
    return scale


def _holds(sheet: tuple[Matrix, tuple[float, float]], boxes: Sequence[Points], look: Matrix) -> bool:
    """Whether the words are on the sheet: a shadow across a page also has an edge."""
    if not boxes:
        return True
    matrix, (width, height) = sheet
    middles = np.array([box.mean(axis=0) for box in boxes])
    placed = _through(matrix, _through(np.linalg.inv(look), middles)) / (width, height)
    inside = ((placed > 0) & (placed < 1)).all(axis=1)
    return float(inside.mean()) > _ON_SHEET


def _sheet(picture: Grey) -> tuple[Matrix, tuple[float, float]] | None:
    """The matrix that makes a sheet photographed on a darker ground fill the picture; None without one."""
    height, width = picture.shape
    scale = 500 / max(height, width)
    small = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(
        cv2.GaussianBlur(small, (5, 5), 0), cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)
    )
    level, mask = cv2.threshold(closed, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark, light = closed[mask == 0], closed[mask > 0]
    if not dark.size or not light.size or float(light.mean()) - float(dark.mean()) < 50:  # noqa: PLR2004
        return None
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    outline = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(outline)
    if not 0.25 < area / mask.size < 0.97:  # noqa: PLR2004
        return None
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True).reshape(-1, 2)
    if len(corners) != 4 or area < 0.9 * cv2.contourArea(corners):  # noqa: PLR2004
        return None
    quad = networks.clockwise(corners.astype(np.float32)) / scale
    across = float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])))
    down = float(max(np.linalg.norm(quad[3] - quad[0]), np.linalg.norm(quad[2] - quad[1])))
    edge = 0.01 * max(across, down)  # the outline was found coarsely: a little more than the sheet
    target = np.array(
        [[edge, edge], [across + edge, edge], [across + edge, down + edge], [edge, down + edge]], np.float32
    )
    matrix = np.asarray(cv2.getPerspectiveTransform(quad.astype(np.float32), target), np.float64)
    return matrix, (across + 2 * edge, down + 2 * edge)
