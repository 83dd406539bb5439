"""What people hold in their hands: reports, letters, scans, tables. Same call, same bytes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.fakes import scans

Row = tuple[str, str, str, str]
"""Label, value, unit and range as printed; a label alone is a heading."""


@dataclass(frozen=True)
class Report:
    """A laboratory report: who made it, for whom, when, and its rows."""

    lab: str
    person: str
    taken: str
    rows: Sequence[Row]
    english: bool = False
    notes: Sequence[str] = ()


_HEADS = {
    False: ("Analyse", "Résultat", "Unité", "Valeurs de référence"),
    True: ("Test", "Result", "Units", "Reference range"),
}
_LEFT = (50.0, 250.0, 320.0, 410.0)


def report(made: Report) -> bytes:
    """One page of text, a table without lines."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=1)
    page.setFont("Helvetica-Bold", 13)
    page.drawString(50, 790, made.lab)
    page.setFont("Helvetica", 10)
    page.drawString(50, 766, f"{'Patient' if made.english else 'Patient :'} {made.person}")
    page.drawString(50, 750, f"{'Collected:' if made.english else 'Date de prélèvement :'} {made.taken}")
    y = 716.0
    page.setFont("Helvetica-Bold", 9)
    for x, text in zip(_LEFT, _HEADS[made.english], strict=True):
        page.drawString(x, y, text)
    for label, *cells in made.rows:
        y -= 18
        page.setFont("Helvetica" if cells[0] else "Helvetica-Bold", 9.5)
        for x, text in zip(_LEFT, (label, *cells), strict=True):
            page.drawString(x, y, text)
    page.setFont("Helvetica-Oblique", 9)
    for note in made.notes:
        y -= 20
        page.drawString(50, y, note)
    page.save()
    return out.getvalue()


def letter(text: str) -> bytes:
    """A letter, line by line, on as many pages as it needs."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=1)
    lines = text.strip().split("\n")
    for start in range(0, len(lines), 44):
        page.setFont("Times-Roman", 11)
        for index, line in enumerate(lines[start : start + 44]):
            page.drawString(60, 780 - 16 * index, line)
        page.showPage()
    page.save()
    return out.getvalue()


def picture_only() -> bytes:
    """A page on which nothing can be read: a drawing, as a bad scan leaves."""
    out = io.BytesIO()
    page = Canvas(out, pagesize=A4, invariant=1)
    for step in range(40):
        page.setFillGray((step * 37 % 100) / 100)
        page.rect(60 + step * 11, 200 + step * 13, 90, 40, fill=1, stroke=0)
    page.save()
    return out.getvalue()


def photo(rows: Sequence[Row]) -> bytes:
    """A photo of a small French report of 26/03/2024 (`tests.fakes.scans`)."""
    return scans.file(scans.picture(scans.sheet(tuple(rows)), dpi=200))


def photo_in_pdf(rows: Sequence[Row]) -> bytes:
    """The same, as a scanner gives it."""
    grey = scans.file(scans.picture(scans.sheet(tuple(rows)), dpi=200))
    out = io.BytesIO()
    page = Canvas(out, pagesize=(scans.WIDTH, scans.HEIGHT), invariant=1)
    page.drawImage(ImageReader(io.BytesIO(grey)), 0, 0, scans.WIDTH, scans.HEIGHT)
    page.save()
    return out.getvalue()


def text(words: str) -> bytes:
    """A text file."""
    return (words.strip() + "\n").encode()


def table(head: str, rows: Sequence[str], end: str = "\n") -> bytes:
    """A CSV file as typed."""
    return (end.join((head, *rows)) + end).encode()
