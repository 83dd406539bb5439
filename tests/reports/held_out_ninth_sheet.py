# ruff: noqa: E501  layouts read better whole
"""A ninth set of 24 layouts from ten countries, drawn by a hand that had never seen the reader, nor the fuzzer.

Here is the sheet they are drawn on; the layouts are in `held_out_ninth_fr` and `held_out_ninth_en`.
"""

import io
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.reports.paper import Report, Truth, register

H, HB, HI, T, TB, TI, C, CB = (
    "Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Times-Roman", "Times-Bold", "Times-Italic", "Courier", "Courier-Bold",
)  # fmt: skip
GREY = Color(0.88, 0.9, 0.94)


@dataclass(frozen=True)
class Row:
    """An examination: label, unit, limits as printed ("" for none); `head` is a title instead."""

    label: str
    unit: str = ""
    low: str = ""
    high: str = ""
    head: bool = False
    note: str = ""

    @property
    def limits(self) -> str:
        if self.low and self.high:
            return f"{self.low} - {self.high}"
        return f"< {self.high}" if self.high else f"> {self.low}" if self.low else ""


def rows(text: str) -> list[Row]:
    """Rows of ``label|unit|low|high|note`` lines; ``# title``."""
    found = []
    for line in map(str.strip, text.strip().splitlines()):
        if line.startswith("#"):
            found.append(Row(line[1:].strip(), head=True))
        elif line:
            label, unit, low, high, note = ([cell.strip() for cell in line.split("|")] + [""] * 4)[:5]
            found.append(Row(label, unit, low, high, note=note))
    return found


def value(rng: random.Random, row: Row) -> tuple[str, str]:
    """A value as its limits are printed, and ``H``, ``L`` or nothing."""
    printed = row.high or row.low
    mark = "," if "," in printed else "."
    places = len(printed.rpartition(mark)[2]) if mark in printed else 0
    grouped = "'" if "'" in printed else " " if " " in printed else ""

    def number(text: str) -> float:
        return float(text.replace(" ", "").replace("'", "").replace(",", "."))

    high = number(row.high) if row.high else number(row.low) * 1.8
    low = number(row.low) if row.low else high * 0.25
    where = rng.random()
    x = low + (high - low) * rng.uniform(0.06, 0.94)
    if where > 0.88 and row.high:
        x = high * rng.uniform(1.06, 1.3)
    elif where < 0.1 and row.low:
        x = low * rng.uniform(0.75, 0.93)
    text = f"{x:.{places}f}"
    flag = "H" if row.high and float(text) > high else "L" if row.low and float(text) < low else ""
    if grouped:
        text = f"{float(text):,.{places}f}".replace(",", grouped)
    return text.replace(".", mark) if mark == "," else text, flag


class Sheet:
    """Pages of one report. `y` goes down; `frame` draws header and footer of each page."""

    def __init__(self, rng: random.Random, size: tuple[float, float] = A4) -> None:
        register()
        self.rng = rng
        self.width, self.height = size
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=1)
        self.truth: list[Truth] = []
        self.optional: list[Truth] = []
        self.frame: Callable[[int], None] = lambda _: None
        self.top, self.bottom = self.height - 60, 70.0
        self.page = 0
        self.y = self.top

    def begin(self, frame: Callable[[int], None], top: float, bottom: float = 70) -> None:
        """The first page; `top` is where the rows begin, from the upper edge."""
        self.frame, self.top, self.bottom = frame, self.height - top, bottom
        self._page()

    def _page(self) -> None:
        self.page += 1
        self.frame(self.page)
        self.y = self.top

    def turn(self) -> None:
        """The next page."""
        self.canvas.showPage()
        self._page()

    def need(self, room: float) -> bool:
        """Turns the page when there is no room; True when it did."""
        if self.y - room < self.bottom:
            self.turn()
            return True
        return False

    def at(
        self, x: float, text: str, font: str = H, size: float = 9, align: str = "l", y: float | None = None
    ) -> None:
        """Text at `x`; `align` l, r or c; on the current line unless `y` (from the upper edge) is given."""
        place = self.y if y is None else self.height - y
        self.canvas.setFont(font, size)
        draw = {
            "l": self.canvas.drawString,
            "r": self.canvas.drawRightString,
            "c": self.canvas.drawCentredString,
        }
        draw[align](x, place, text)

    def step(self, points: float = 13) -> None:
        self.y -= points

    def say(self, x: float, lines: Sequence[str], font: str = H, size: float = 8, step: float = 10) -> None:
        """Lines under each other."""
        for line in lines:
            self.need(step)
            self.at(x, line, font, size)
            self.step(step)

    def block(
        self, x: float, y: float, lines: Sequence[str], font: str = H, size: float = 8, step: float = 10
    ) -> None:
        """Lines under each other from `y` (from the upper edge), which leave `self.y` alone."""
        for number, line in enumerate(lines):
            self.at(x, line, font, size, y=y + number * step)

    def rule(self, x0: float, x1: float, drop: float = 3, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.y - drop, x1, self.y - drop)

    def band(self, x0: float, x1: float, height: float = 12, color: Color = GREY) -> None:
        self.canvas.setFillColor(color)
        self.canvas.rect(x0, self.y - 3, x1 - x0, height, stroke=0, fill=1)
        self.canvas.setFillColorRGB(0, 0, 0)

    def box(self, x0: float, x1: float, height: float) -> None:
        self.canvas.setLineWidth(0.5)
        self.canvas.rect(x0, self.y - 4, x1 - x0, height, stroke=1, fill=0)

    def true(
        self, label: str, text: str, unit: str | None, date: str, row: Row | None = None, flag: str | None = None, optional: bool = False,
    ) -> None:  # fmt: skip
        """Note what has just been printed."""
        low, high = ((row.low or None), (row.high or None)) if row else (None, None)
        told = Truth(label, text, unit or "", date, low, high, flag or None)
        (self.optional if optional else self.truth).append(told)

    def done(self, layout: str) -> Report:
        self.canvas.save()
        return Report(
            layout, self.buffer.getvalue(), tuple(self.truth), "", "", "", "", "", tuple(self.optional)
        )
