"""The prepared page as a PDF: A4 or Letter, embedded fonts, its language and title stated, numbered sources.

Drawn into memory. The fonts are Bitstream Vera, which come with the drawing library; what they cannot draw is
written with the nearest signs they have, never left out in silence.
"""

import io
import unicodedata
from functools import lru_cache, partial
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    HRFlowable,
    KeepTogether,
    PageTemplate,
    Paragraph,
    Spacer,
)

from chains.visit_page import Block, Page, Told

_PLAIN, _BOLD, _ITALIC = "Vera", "VeraBd", "VeraIt"
_INK, _SOFT, _ACCENT, _LINE = (
    HexColor("#1f1b18"),
    HexColor("#57504a"),
    HexColor("#0f5f58"),
    HexColor("#d8d0c5"),
)
_MARGIN = 15 * mm
_LETTER_COUNTRIES = frozenset({"US", "CA", "MX", "PH"})
_QUOTED = {"fr": "\u00ab\u00a0{}\u00a0\u00bb", "en": "\u201c{}\u201d"}
_NEAREST = {
    "\u202f": "\u00a0", "\u2009": "\u00a0", "\u03bc": "\u00b5", "\u2192": "->", "\u2190": "<-", "\u2191": "^",
    "\u2193": "v", "\u2032": "'", "\u2033": '"', "\u03b1": "alpha", "\u03b2": "bêta", "\u03b3": "gamma",
    "\u03b4": "delta", "\u0394": "delta", "\u2011": "-", "\u2010": "-",
}  # fmt: skip


def pdf(page: Page, *, name: str, country: str) -> bytes:
    """The page as PDF.

    Args:
        page: As composed.
        name: Whose page it is, as the person writes it.
        country: Chooses the size of the paper.
    """
    _fonts()
    sink = io.BytesIO()
    template = BaseDocTemplate(
        sink,
        pagesize=LETTER if country in _LETTER_COUNTRIES else A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=drawable(page.title),
        author=drawable(name),
        creator="Carnet",
        subject="",
        lang=page.language,
    )
    frame = Frame(_MARGIN, _MARGIN, template.width, template.height, 0, 0, 0, 0, id="page")
    foot = partial(_foot, drawable(f"{name} \u00b7 {page.title}"), page.numbering)
    template.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=foot)])
    template.build(_story(page, name))
    return sink.getvalue()


def drawable(text: str) -> str:
    """The text in signs that the fonts have: the nearest ones, or ``?``.

    >>> drawable("≤ 5 μmol/L, œdème")
    '≤ 5 µmol/L, œdème'
    """
    return "".join(_sign(sign) for sign in text)


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    glyphs = _fonts()
    if ord(sign) in glyphs:
        return sign
    if sign in _NEAREST:
        return _NEAREST[sign]
    base = "".join(one for one in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(one))
    return base if base and all(ord(one) in glyphs for one in base) else "?"


@lru_cache(maxsize=1)
def _fonts() -> frozenset[int]:
    """Make the fonts known; the code points that all of them draw."""
    drawn: list[set[int]] = []
    for name in (_PLAIN, _BOLD, _ITALIC):
        font = TTFont(name, f"{name}.ttf")
        pdfmetrics.registerFont(font)
        drawn.append(set(font.face.charToGlyph))
    return frozenset(set.intersection(*drawn))


def _style(name: str, size: float, *, font: str = _PLAIN, ink: Color = _INK, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=size * 1.32, textColor=ink, alignment=TA_LEFT, **more
    )


_TITLE = _style("title", 14.5, font=_BOLD, spaceAfter=2)
_SUB = _style("sub", 8.2, ink=_SOFT, spaceAfter=1.5)
_HEAD = _style("head", 9.6, font=_BOLD, ink=_ACCENT, spaceBefore=7, spaceAfter=2.5, keepWithNext=1)
_ITEM = _style("item", 8.4, leftIndent=13, bulletFontName=_PLAIN, bulletFontSize=8.4, spaceAfter=0.8)
_OWN = _style("own", 8.8, font=_ITALIC)
_NOTE = _style("note", 7.6, ink=_SOFT, spaceBefore=1.5)


def _story(page: Page, name: str) -> list[Flowable]:
    heading = [name, page.when] if page.when else [name]
    story: list[Flowable] = [
        Paragraph(_safe(page.title), _TITLE),
        Paragraph(_safe(" \u00b7 ".join(heading)), _SUB),
        HRFlowable(width="100%", thickness=0.8, color=_ACCENT, spaceBefore=3, spaceAfter=1),
    ]
    title, words = page.worries
    if words.strip():
        said = "<br/>".join(_safe(line) for line in words.strip().splitlines())
        story += [Paragraph(_safe(title), _HEAD), Paragraph(_QUOTED[page.language].format(said), _OWN)]
    for block in page.blocks:
        story += _section(page, block)
    title, asking = page.asking
    if asking:
        rows = [
            Paragraph(_safe(one.text), _ITEM, bulletText=f"{number}.") for number, one in enumerate(asking, 1)
        ]
        story += [KeepTogether([Paragraph(_safe(title), _HEAD), rows[0]]), *rows[1:]]
    title, places = page.sources
    story.append(HRFlowable(width="100%", thickness=0.5, color=_LINE, spaceBefore=9, spaceAfter=1))
    if places:
        story.append(Paragraph(_safe(title), _HEAD))
        listed = (_safe(f"[{one.number}]\u00a0{one.text}") for one in places)
        story.append(Paragraph(" &nbsp; ".join(listed), _NOTE))
    story.append(Spacer(1, 3))
    story.append(Paragraph(_safe(page.made), _NOTE))
    return story


def _section(page: Page, block: Block) -> list[Flowable]:
    head: list[Flowable] = [Paragraph(_safe(block.title), _HEAD)]
    if block.part == "changed":
        number = f" [{page.since_place.number}]" if page.since_place is not None else ""
        head.append(Paragraph(_safe(page.since + number), _NOTE))
        head.append(Spacer(1, 2))
    rows: list[Flowable] = [Paragraph(_row(told), _ITEM, bulletText="\u2022") for told in block.told]
    if block.note:
        rows.append(Paragraph(_safe(block.note), _NOTE))
    return [KeepTogether([*head, *rows[:1]]), *rows[1:]]


def _row(told: Told) -> str:
    numbers = "".join(f"[{place.number}]" for place in told.places)
    return (
        f'<font name="{_BOLD}">{_safe(told.line.label)}</font> \u2013 {_safe(told.line.text)}&nbsp;'
        f'<font size="6.8" color="#57504a">{numbers}</font>'
    )


def _safe(text: str) -> str:
    return escape(drawable(text))


def _foot(label: str, numbering: str, canvas: Canvas, document: BaseDocTemplate) -> None:
    """Whose page it is and its number, at the foot of each; the title shown by readers."""
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.saveState()
    canvas.setFont(_PLAIN, 6.8)
    canvas.setFillColor(_SOFT)
    width = document.pagesize[0] - 2 * _MARGIN
    while label and canvas.stringWidth(label, _PLAIN, 6.8) > width - 30 * mm:
        label = label[:-2]
    canvas.drawString(_MARGIN, 8 * mm, label)
    canvas.drawRightString(document.pagesize[0] - _MARGIN, 8 * mm, f"{numbering} {canvas.getPageNumber()}")
    canvas.restoreState()
