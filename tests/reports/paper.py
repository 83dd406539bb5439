"""A sheet to draw on, and what a report truly says."""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")


@dataclass(frozen=True)
class Truth:
    """One result that is printed on the report."""

    label: str
    value: str
    unit: str
    date: str
    low: str | None = None
    high: str | None = None
    flag: str | None = None
    method: str | None = None


@dataclass(frozen=True)
class Report:
    """A PDF and all that it says."""

    layout: str
    data: bytes
    truth: tuple[Truth, ...]
    name: str
    birth: str
    laboratory: str
    taken: str
    language: str
    optional: tuple[Truth, ...] = ()
    """What is printed and right to leave out too: an earlier value without a date, a germ's antibiotics."""


FAMILIES = {
    "helvetica": ("Helvetica", "Helvetica-Bold"),
    "times": ("Times-Roman", "Times-Bold"),
    "courier": ("Courier", "Courier-Bold"),
    "dejavu": ("DejaVu", "DejaVu-Bold"),
}


def register() -> None:
    """Make the fonts known."""
    if "DejaVu" not in pdfmetrics.getRegisteredFontNames() and (_DEJAVU / "DejaVuSans.ttf").exists():
        pdfmetrics.registerFont(TTFont("DejaVu", str(_DEJAVU / "DejaVuSans.ttf")))
        pdfmetrics.registerFont(TTFont("DejaVu-Bold", str(_DEJAVU / "DejaVuSans-Bold.ttf")))


@dataclass
class Paper:
    """Draws text from the top down, in points."""

    rng: random.Random
    family: str = "helvetica"
    size: float = 9
    us: bool = False
    title: str = "report"
    header: Callable[["Paper"], None] | None = None
    footer: Callable[["Paper"], None] | None = None
    top: float = 60
    bottom: float = 70
    truth: list[Truth] = field(default_factory=list)
    page: int = 0

    def __post_init__(self) -> None:
        register()
        if self.family == "dejavu" and "DejaVu" not in pdfmetrics.getRegisteredFontNames():
            self.family = "helvetica"
        self._bytes = io.BytesIO()
        self.width, self.height = letter if self.us else A4
        self.canvas = Canvas(self._bytes, pagesize=(self.width, self.height), invariant=1)
        self.canvas.setTitle(self.title)
        self.y = 0.0

    def start(self) -> None:
        self.page += 1
        self.y = self.top
        if self.header:
            self.header(self)
        if self.footer:
            kept = self.y
            self.footer(self)
            self.y = kept

    def room(self, height: float) -> bool:
        """Begin another page when `height` is no longer free. True when a page began."""
        if self.page and self.y + height <= self.height - self.bottom:
            return False
        if self.page:
            self.canvas.showPage()
        self.start()
        return True

    def font(self, bold: bool = False, size: float | None = None) -> None:
        self.canvas.setFont(FAMILIES[self.family][1 if bold else 0], size or self.size)

    def text(
        self,
        x: float,
        text: str,
        *,
        y: float | None = None,
        bold: bool = False,
        size: float | None = None,
        align: str = "left",
        grey: float = 0.0,
    ) -> float:
        """Draw `text` with its baseline at `y` (from the top); the width drawn."""
        self.font(bold, size)
        self.canvas.setFillGray(grey)
        at = self.height - (self.y if y is None else y)
        if align == "right":
            self.canvas.drawRightString(x, at, text)
        elif align == "center":
            self.canvas.drawCentredString(x, at, text)
        else:
            self.canvas.drawString(x, at, text)
        self.canvas.setFillGray(0)
        return self.measure(text, bold=bold, size=size)

    def measure(self, text: str, *, bold: bool = False, size: float | None = None) -> float:
        return float(pdfmetrics.stringWidth(text, FAMILIES[self.family][1 if bold else 0], size or self.size))

    def line(self, x0: float, x1: float, *, y: float | None = None, width: float = 0.5) -> None:
        at = self.height - (self.y if y is None else y)
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, at, x1, at)

    def shade(self, x0: float, x1: float, top: float, bottom: float, grey: float = 0.9) -> None:
        self.canvas.setFillGray(grey)
        self.canvas.rect(x0, self.height - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def done(self) -> bytes:
        self.canvas.save()
        return self._bytes.getvalue()


@dataclass(frozen=True)
class Case:
    """Whom and when a report is about."""

    first: str
    last: str
    sex: str
    birth: date
    taken: date
    earlier: tuple[date, ...]
    laboratory: str

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}"


_FIRST_F = ("Camille", "Jeanne", "Nadia", "Sophie", "Agathe", "Helen", "Margaret", "Priya")
_FIRST_M = ("Martin", "Karim", "Louis", "Paul", "Victor", "George", "Owen", "Samuel")
_LAST = ("EXEMPLE", "MODELE", "FICTIF", "SPECIMEN", "INVENTE", "SAMPLE", "TESTER")
_LABS_FR = (
    "Laboratoire des Tilleuls",
    "BIOLAB MODÈLE",
    "Laboratoire de Biologie Médicale du Port",
    "Labo Exemple Sud",
)
_LABS_EN = (
    "Northfield Pathology Laboratory",
    "Sample City Diagnostics",
    "Riverside General Hospital",
    "Oakridge Labs",
)


def case(rng: random.Random, language: str) -> Case:
    female = rng.random() < 0.5
    taken = date(2021, 1, 4) + timedelta(days=rng.randrange(0, 1900))
    earlier = []
    at = taken
    for _ in range(3):
        at -= timedelta(days=rng.randrange(60, 380))
        earlier.append(at)
    return Case(
        first=rng.choice(_FIRST_F if female else _FIRST_M),
        last=rng.choice(_LAST),
        sex="F" if female else "M",
        birth=date(1938, 1, 1) + timedelta(days=rng.randrange(0, 24_000)),
        taken=taken,
        earlier=tuple(earlier),
        laboratory=rng.choice(_LABS_FR if language == "fr" else _LABS_EN),
    )


_MONTHS_FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_MONTHS_EN = "January February March April May June July August September October November December".split()


_STYLES = {
    "dmy/": "%d/%m/%Y",
    "dmy.": "%d.%m.%y",
    "dmY.": "%d.%m.%Y",
    "dmy-": "%d-%m-%Y",
    "dmy/2": "%d/%m/%y",
    "mdy/": "%m/%d/%Y",
    "abbr": "%d-%b-%Y",
}


def day(value: date, style: str) -> str:
    """A date in one of the styles of reports."""
    written = {
        "fr": f"{value.day} {_MONTHS_FR[value.month - 1]} {value.year}",
        "us": f"{_MONTHS_EN[value.month - 1]} {value.day}, {value.year}",
        "uk": f"{value.day} {_MONTHS_EN[value.month - 1][:3]} {value.year}",
        "iso": value.isoformat(),
    }
    return written[style] if style in written else value.strftime(_STYLES[style])
