"""A letter as a PDF and as text, in ways of its own: font, width, bullets, tables with and without lines."""

import io
import textwrap
from collections.abc import Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import letter as us_letter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from tests.letters.letter import Letter

_FONTS = (("Helvetica", "Helvetica-Bold"), ("Times-Roman", "Times-Bold"), ("Courier", "Courier-Bold"))
_SIZES = (10.0, 11.0, 9.0)
_BULLETS = ("-", "•", "*")
_MARGIN = 56.0


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The cells of table lines."""
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def as_text(letter: Letter) -> str:
    """The letter as a text file: Markdown when its number is even, as typed when it is odd."""
    markdown = letter.number % 2 == 0
    out: list[str] = []
    table: list[str] = []
    for line in [*letter.body.split("\n"), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            out += table if markdown else _padded(rows_of(table))
            table = []
        out += _text_line(line, markdown=markdown)
    return "\n".join(out).strip() + "\n"


def _text_line(line: str, *, markdown: bool) -> list[str]:
    if line.startswith("^ "):
        return []
    if line.startswith("#"):
        return [line] if markdown else [line.lstrip("# ").upper() if line.startswith("# ") else line[3:]]
    if line.startswith("> "):
        return [line[2:]]
    return textwrap.wrap(line, 88, subsequent_indent="  " if line.startswith(("- ", "* ", "• ")) else "") or [
        ""
    ]


def _padded(rows: list[list[str]]) -> list[str]:
    widths = [
        max(len(row[index]) for row in rows if index < len(row)) for index in range(max(map(len, rows)))
    ]
    return [
        "    ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in rows
    ]


class _Sheet:
    def __init__(self, letter: Letter) -> None:
        self.plain, self.bold = _FONTS[letter.number % 3]
        self.size = _SIZES[letter.number % 3]
        self.bullet = _BULLETS[(letter.number // 2) % 3]
        self.ruled = letter.number % 2 == 0
        self.width, self.height = us_letter if letter.language == "en" and letter.number % 2 else A4
        self.bytes = io.BytesIO()
        self.canvas = Canvas(self.bytes, pagesize=(self.width, self.height), invariant=1)
        self.y = self.height - _MARGIN
        self.foot = ""

    def turn(self) -> None:
        """Ends a page with the foot it has, if any."""
        self.canvas.setFont(self.plain, 7)
        self.canvas.drawCentredString(self.width / 2, _MARGIN / 2, self.foot)
        self.canvas.showPage()
        self.y = self.height - _MARGIN

    def line(
        self, text: str, left: float = _MARGIN, *, bold: bool = False, size: float | None = None
    ) -> None:
        size = size or self.size
        if self.y < _MARGIN:
            self.turn()
        self.canvas.setFont(self.bold if bold else self.plain, size)
        self.canvas.drawString(left, self.y, text)

    def step(self, share: float = 1.3) -> None:
        self.y -= self.size * share

    def wrapped(self, text: str, left: float) -> list[str]:
        lines, current = [], ""
        for word in text.split(" "):
            longer = f"{current} {word}" if current else word
            if current and stringWidth(longer, self.plain, self.size) > self.width - _MARGIN - left:
                lines.append(current)
                current = word
            else:
                current = longer
        return [*lines, current]


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF with a text layer."""
    sheet = _Sheet(letter)
    table: list[str] = []
    for line in [*letter.body.split("\n"), ""]:
        if line.startswith("|"):
            table.append(line)
            continue
        if table:
            _draw_table(sheet, rows_of(table))
            table = []
        _draw_line(sheet, line)
    if sheet.foot:
        sheet.turn()
    sheet.canvas.save()
    return sheet.bytes.getvalue()


def _draw_line(sheet: _Sheet, line: str) -> None:
    if not line.strip():
        sheet.step(0.9)
    elif line.startswith("^ "):
        sheet.foot = line[2:]
    elif line.startswith("# "):
        sheet.line(line[2:], bold=True, size=sheet.size * 1.3)
        sheet.step(1.7)
    elif line.startswith("## "):
        sheet.line(line[3:], bold=True)
        sheet.step()
    elif line.startswith("> "):
        sheet.line(line[2:], sheet.width / 2)
        sheet.step()
    else:
        left = _MARGIN
        if line.startswith(("- ", "* ", "• ")):
            sheet.line(sheet.bullet, _MARGIN + 8)
            left, line = _MARGIN + 8 + 1.3 * sheet.size, line[2:]
        for part in sheet.wrapped(line, left):
            place = left
            for piece in part.replace("   ", "\t").split("\t"):
                sheet.line(piece.strip(), place)
                place += stringWidth(piece, sheet.plain, sheet.size) + 3 * sheet.size
            sheet.step()


def _draw_table(sheet: _Sheet, rows: list[list[str]]) -> None:
    count = max(map(len, rows))
    weights = [max(len(row[index]) for row in rows if index < len(row)) + 3 for index in range(count)]
    room = sheet.width - 2 * _MARGIN
    needed = [
        max(stringWidth(row[i], sheet.bold, sheet.size) for row in rows if i < len(row)) + 12
        for i in range(count)
    ]
    scale = room / sum(weights)
    widths = needed if sum(needed) < room else [weight * scale for weight in weights]
    for number, row in enumerate(rows):
        left = _MARGIN
        for index, cell in enumerate(row):
            sheet.line(cell, left + 3, bold=number == 0 and count > 2)
            left += widths[index]
        if sheet.ruled:
            sheet.canvas.setLineWidth(0.5)
            sheet.canvas.line(
                _MARGIN, sheet.y - 0.4 * sheet.size, _MARGIN + sum(widths), sheet.y - 0.4 * sheet.size
            )
        sheet.step(1.6)
