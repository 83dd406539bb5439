"""PDF files to hand to Carnet: laboratory reports by seed, a letter, a scan, a locked and a cut file."""

import io

from reportlab.lib import pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.reports import make

LETTER = (
    "Centre Hospitalier des Marronniers",
    "Service de cardiologie - Dr Alix BERNARD",
    "",
    "Lyon, le 14 novembre 2025",
    "",
    "Concernant : Madame Camille EXEMPLE, née le 03/05/1979",
    "",
    "Cher confrère,",
    "",
    "J'ai vu en consultation votre patiente pour des palpitations. L'examen est normal, la tension est à",
    "128/76 mmHg. L'électrocardiogramme s'inscrit en rythme sinusal à 68/min.",
    "",
    "Au total, extrasystoles bénignes. Je propose un Holter des 24 heures et de revoir la patiente",
    "dans six mois. Le LDL-cholestérol était à 1,42 g/L en mars.",
    "",
    "Bien confraternellement,",
    "Dr Alix BERNARD",
)


def lab_report(language: str = "fr", *, cumulative: bool = False, seed: int = 3) -> bytes:
    """A laboratory report of two or three sections."""
    layout = "fr_cumulative" if cumulative else "fr_columns" if language == "fr" else "en_pathology"
    return make(layout, seed).data


def letter(lines: tuple[str, ...] = LETTER) -> bytes:
    """A letter of one page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setFont("Times-Roman", 11)
    for index, line in enumerate(lines):
        canvas.drawString(60, 780 - 16 * index, line)
    canvas.save()
    return out.getvalue()


def picture_only() -> bytes:
    """A page with something drawn and no text: what a scanner gives."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.rect(80, 300, 400, 300, fill=1)
    canvas.save()
    return out.getvalue()


def encrypted() -> bytes:
    """A letter that asks for a password."""
    out = io.BytesIO()
    canvas = Canvas(
        out, pagesize=A4, encrypt=pdfencrypt.StandardEncryption("secret", canPrint=0), invariant=1
    )
    canvas.drawString(60, 780, LETTER[0])
    canvas.save()
    return out.getvalue()


def truncated() -> bytes:
    """The first half of a report."""
    data = lab_report()
    return data[: len(data) // 2]
