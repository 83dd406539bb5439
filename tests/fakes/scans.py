"""Pictures of small reports, drawn here: people, laboratory and values are made up."""

import io

import cv2
import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

Picture = NDArray[np.uint8]

ROWS = (
    ("Glycémie à jeun", "0,93", "g/L", "0,70 - 1,05"),
    ("Créatinine", "8,2", "mg/L", "5,0 - 9,5"),
    ("Ferritine", "41", "µg/L", "15 - 150"),
    ("TSH", "2,14", "mUI/L", "0,40 - 4,00"),
    ("ALAT (TGP)", "23", "UI/L", "< 55"),
)
"""Label, value, unit and range as printed."""
WIDTH, HEIGHT = 480.0, 300.0
"""Of the sheet, in points."""


def sheet(rows: tuple[tuple[str, str, str, str], ...] = ROWS) -> bytes:
    """The upper part of a report as PDF with text."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(40, 268, "Laboratoire des Tilleuls")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(40, 246, "Nom : EXEMPLE  Camille")
    canvas.drawString(260, 246, "Née le 02/01/1963")
    canvas.drawString(40, 230, "Date de prélèvement : 26/03/2024 08:10")
    for x, heading in ((40, "Analyse"), (220, "Résultat"), (290, "Unité"), (360, "Valeurs de référence")):
        canvas.drawString(x, 198, heading)
    for row, (label, value, unit, normal) in enumerate(rows):
        for x, text in ((40, label), (220, value), (290, unit), (360, normal)):
            canvas.drawString(x, 176 - 18 * row, text)
    canvas.save()
    return out.getvalue()


def picture(data: bytes | None = None, *, dpi: int = 200, turn: float = 0.0) -> Picture:
    """The first page of a PDF in grey, turned by so many degrees."""
    document = pdfium.PdfDocument(data if data is not None else sheet())
    page = document[0].render(scale=dpi / 72, grayscale=True).to_numpy()
    grey = np.ascontiguousarray(page.reshape(page.shape[:2]))
    document.close()
    if not turn:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn, 1)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), borderValue=255), np.uint8)


def file(grey: Picture, form: str = "JPEG", *, orientation: int | None = None, quality: int = 60) -> bytes:
    """A picture as a file, with a note of how the camera was held."""
    out = io.BytesIO()
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
        exif[0x010E] = "a note that must not be kept"
    image = Image.fromarray(grey)
    if form == "PNG":
        image.save(out, form, exif=exif, optimize=True)
    else:
        image.save(out, form, exif=exif, quality=quality)
    return out.getvalue()


def scanned_pdf(grey: Picture, *, unseen: str | None = None, letter: str | None = None) -> bytes:
    """A PDF of a picture, over unseen words, after a page with text, as asked."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), invariant=1)
    if letter is not None:
        canvas.drawString(40, 250, letter)
        canvas.showPage()
    if unseen is not None:
        text = canvas.beginText(40, 250)
        text.setTextRenderMode(3)
        for _ in range(12):
            text.textLine(unseen)
        canvas.drawText(text)
    canvas.drawImage(ImageReader(io.BytesIO(file(grey))), 0, 0, WIDTH, HEIGHT)
    canvas.save()
    return out.getvalue()
