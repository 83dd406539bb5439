"""One PDF from bytes to records, in numbered steps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from connectors.base import About
from connectors.pdf_report import head
from connectors.pdf_report.dates import calendar
from connectors.pdf_report.flow import reading_order
from connectors.pdf_report.layout import Page, read_page
from connectors.pdf_report.lexer import Lexer, Piece, Sort, without_mark
from connectors.pdf_report.numerals import Numerals
from connectors.pdf_report.passages import Sheet, passages
from connectors.pdf_report.results import Result, Results, evidence_of_report, read_results
from connectors.pdf_report.vocabulary import ANIMAL, LETTER, NO_PATIENT, plain
from connectors.prose import pharmacopoeia
from connectors.prose.moments import Moments, document_date
from connectors.prose.pages import of_pages
from connectors.prose.sections import column_names
from core.errors import UnreadableFileError
from core.language import of_document
from records.model import Extraction, Fact, Kind, Problem, Record, ReferenceRange
from records.quantity import Quantity
from records.source import Source
from records.when import When

MAX_PAGES = 300
_TAIL = 4096
_FRENCH = re.compile(
    r"\b(?:le|la|les|du|des|et|une?|sur|par|pour|avec|dans|résultats?|valeurs?|analyses?|examens?|unités?|normes?|antériorités?|"
    r"laboratoire|née?|prélev\w+|édit\w+|dossier|sexe|prénom|nom|naissance|docteur|hémat\w+|biochimie|bilan|sang\w*)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|and|of|to|with|for|from|by|is|are|results?|values?|tests?|units?|ranges?|reference|collected|received|"
    r"reported|specimen|sample|name|sex|gender|birth|dob|age|requested|laboratory|blood|hospital|h[ae]+matology|panel|"
    r"chemistry|biochemistry|printed|flag)\b",
    re.IGNORECASE,
)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """The document.

    Raises:
        UnreadableFileError: ``file_encrypted``: it asks for a password; ``file_truncated``: it cannot be
            parsed, or it ends before its end, so that pages may be missing.
    """
    try:
        document = pdfium.PdfDocument(data)
        len(document)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnreadableFileError("file_encrypted" if locked else "file_truncated") from None
    if b"%%EOF" not in data[-_TAIL:] and b"startxref" not in data[-_TAIL:]:
        document.close()
        raise UnreadableFileError("file_truncated")
    return document


def pages(data: bytes, *, limit: int) -> list[Page]:
    """The text of every page.

    Raises:
        UnreadableFileError: As `open_pdf`, or ``file_too_complex``: more than `limit` pages.
    """
    document = open_pdf(data)
    try:
        if len(document) == 0:
            raise UnreadableFileError("file_truncated")
        if len(document) > limit:
            raise UnreadableFileError("file_too_complex", pages=len(document), limit=limit)
        read = []
        for index in range(len(document)):
            page = document[index]
            read.append(read_page(page, index + 1))
            page.close()
        return read
    except pdfium.PdfiumError:
        raise UnreadableFileError("file_truncated") from None
    finally:
        document.close()


def records(
    read: Sequence[Page], *, extraction: Extraction = Extraction.TEXT, prose: bool = True
) -> Iterator[Record | Problem | About]:
    """Everything the pages say.

    Args:
        read: Pages, in order.
        extraction: How their words were read.
        prose: Whether facts are also looked for in sentences; otherwise only in results.
    """
    # (1) how this document writes numbers and dates
    text = "\n".join(line.spaced for page in read for line in page.lines)
    french = _is_french(text)
    lexer = Lexer(Numerals.of(text, french=french))
    days = calendar(text, french=french)

    # (2) rows in reading order
    sheets = [Sheet(page, reading_order(page, lexer, days)) for page in read]
    rows = [row for sheet in sheets for row in sheet.rows]

    # (3) what it says of itself
    dated = list(head.dated(rows, days))
    who = head.person(rows, dated)
    laboratory = head.laboratory(rows)

    # (4) results, when it is a report of results
    results = read_results(rows, lexer, days)
    sampled = any(each.meaning is head.Meaning.SAMPLED for each in dated)
    nobody = _is_about_nobody(text, named=who is not None)
    if (
        not evidence_of_report(results, sampled=sampled)
        or _is_letter(text, results, sampled=sampled)
        or nobody
    ):
        results = Results()
        laboratory = laboratory if sampled else None
    letter = LETTER.search(plain(text)) is not None
    if letter:
        results.found = [result for result in results.found if not _is_of_medicines(result)]
    when = None if letter else head.best(dated)
    if when is None and (letter or not results.found):
        when = document_date([plain(row.text) for row in rows], Moments(days), head.best(dated))

    # (5) out
    yield About(when=when, pages=len(read))
    if who is not None:
        yield who
    places = {page.number: page for page in read}
    undated = 0
    for result in results.found:
        taken = None  # a letter's own date is not that of the samples it tells of
        if sampled or not letter:
            taken = head.taken(dated, result.lines[0], results.found[0].lines[0])
        fact = _fact(result, places, laboratory, taken)
        fact = replace(fact, extraction=extraction)
        undated += fact.start is None
        yield fact
    if prose and not nobody and (not results.found or letter):
        yield from of_pages(
            sheets,
            language="fr" if french else "en",
            document_date=when,
            extraction=extraction,
            taken=[line for result in results.found for line in result.lines],
        )
    yield from passages(sheets, laboratory, when)
    yield from _problems(read, results, undated)


def _is_french(text: str) -> bool:
    """By the words that reports of each language are full of; by `detect` when they do not decide."""
    french, english = len(_FRENCH.findall(text)), len(_ENGLISH.findall(text))
    if french != english:
        return french > english
    return of_document(text[:4000], "en") == "fr"


def _is_letter(text: str, results: Results, *, sampled: bool) -> bool:
    """Whether it is prose, and no list of results of a dated sample, each with its range."""
    return LETTER.search(plain(text)) is not None and results.tables == 0 and not (sampled and results.lists)


def _is_of_medicines(result: Result) -> bool:
    """Whether a row of a letter's table names a medicine and its dose, or the columns of such a table."""
    unit = result.slot.unit or ""
    dose = pharmacopoeia.surely(plain(result.name)) and "/" not in unit
    return dose or column_names((result.name, result.slot.text))


def _is_about_nobody(text: str, *, named: bool) -> bool:
    """Whether the results are those of an animal, or of water, control material, a study and names no one."""
    words = plain(text)
    return ANIMAL.search(words) is not None or (not named and NO_PATIENT.search(words) is not None)


def _problems(read: Sequence[Page], results: Results, undated: int) -> Iterator[Problem]:
    places = {page.number: page for page in read}
    for page in read:
        if page.is_picture:
            yield Problem("page_is_picture", Source(page.boxes(())))
        unread = [line for line in results.unread if line.page == page.number]
        if unread:
            yield Problem("line_unreadable", Source(places[page.number].boxes(unread)), len(unread))
    if undated:
        yield Problem("date_missing", count=undated)


def _fact(result: Result, places: dict[int, Page], laboratory: str | None, taken: When | None) -> Fact:
    slot = result.slot
    unit = slot.unit or None
    number = slot.value.number if slot.value.sort is Sort.NUMBER else None
    page = places[result.lines[0].page]
    return Fact(
        kind=Kind.OBSERVATION,
        label=result.name,
        source=Source(page.boxes(result.lines), laboratory, result.method),
        quantity=Quantity(number.value, unit or "1", number.comparator) if number is not None else None,
        value_text=slot.text,
        unit_text=unit,
        reference=_reference(slot.range_, unit),
        interpretation=_flag_text(slot.flag),
        start=slot.when if slot.when is not None or slot.earlier else taken,
        detail=_detail(result),
        extraction=Extraction.TEXT,
    )


def _reference(piece: Piece | None, unit: str | None) -> ReferenceRange | None:
    if piece is None:
        return None

    def limit(value: Decimal | None) -> Quantity | None:
        return Quantity(value, unit or "1") if value is not None else None

    low, high = piece.low, piece.high
    if piece.sort is Sort.NUMBER and piece.number is not None:
        comparator, bound = piece.number.comparator, piece.number.value
        low = bound if comparator in (">", ">=") else None
        high = bound if comparator in ("<", "<=") else None
    text = piece.text if piece.low is None and piece.high is None else without_mark(piece.text)
    if text[:1] in ("(", "[") and text[-1:] in (")", "]"):
        text = text[1:-1].strip()
    return ReferenceRange(text, limit(low), limit(high))


def _flag_text(flag: str | None) -> str | None:
    return flag.strip("()[] ") or None if flag else None


def _detail(result: Result) -> str | None:
    """The same result in the unit printed first."""
    if result.same_as is None:
        return None
    return f"= {result.same_as.text} {result.same_as.unit}"
