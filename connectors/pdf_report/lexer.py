"""The parts of a cell with their places: numbers, ranges, units, flags, dates, result words, other text."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from connectors.pdf_report import dates
from connectors.pdf_report.layout import Cell
from connectors.pdf_report.numerals import Numerals
from connectors.pdf_report.units import is_strong, is_unit
from connectors.pdf_report.vocabulary import FLAG_WORDS, QUALITATIVE, plain, plain_same_length
from records.quantity import Number


class Sort(StrEnum):
    """What a piece is by its form."""

    TEXT = "text"
    NUMBER = "number"
    RANGE = "range"
    UNIT = "unit"
    FLAG = "flag"
    WORD = "word"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a cell.

    Attributes:
        sort: By form.
        text: As printed.
        left: Left edge on the page.
        right: Right edge.
        cell: Which cell of the line, from 0.
        number: Of a NUMBER.
        low: Of a RANGE.
        high: Of a RANGE.
        date: Of a DATE.
        enclosed: It stood in brackets.
        marked: A RANGE announced by a word such as ``N :`` or ``VR``.
        unit: Of a RANGE that prints one.
    """

    sort: Sort
    text: str
    left: float
    right: float
    cell: int
    number: Number | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    date: dates.Printed | None = None
    enclosed: bool = False
    marked: bool = False
    unit: str | None = None

    @property
    def middle(self) -> float:
        """Between its edges."""
        return (self.left + self.right) / 2


_NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:\.\d{3})+,\d+|"
    r"\d{1,3}(?:[ ]\d{3})+(?![\d])(?:[.,]\d+)?|\d{1,3}(?:,\d{3}){2,}|"
    r"\d{1,3}(?:['’]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|(?<![\d.,])[.,]\d+)"
)
_SIGNED = rf"[-+−–]?{_NUMBER}"
_LESS = (
    r"(?:<\s?=|=\s?<|<\s?(?:ou|or)\s?=|≤|⩽|<|"
    r"inf(?:[ée]rieure?s?)?\.?\s?(?:(?:ou [ée]gale?s?\s?)?[àa]\s)?|moins\sde\s|"
    r"less\sthan(?:\sor\sequal\sto)?\s|below\s|under\s|up\sto\s|jusqu['’][àa]\s|max\.?\s?:?|"
    r"maximum\s?:?)"
)
_MORE = (
    r"(?:>\s?=|=\s?>|>\s?(?:ou|or)\s?=|≥|⩾|>|"
    r"sup(?:[ée]rieure?s?)?\.?\s?(?:(?:ou [ée]gale?s?\s?)?[àa]\s)?|plus\sde\s|(?:greater|"
    r"more)\sthan(?:\sor\sequal\sto)?\s|above\s|over\s|at\sleast\s|au\smoins\s|min\.?\s?:?|minimum\s?:?)"
)
_TO = r"\s?(?:;|-|–|—|−|‑|à|a|to|bis|tot|hasta|at[ée]|~|\.\.\.?|…|and|et|÷)\s?"
_MARK = (
    r"(?:(?:valeurs?|val\.?|intervalles?|bornes|limites?|plages?|norm(?:e|al|ale|aux|"
    r"ales)s?)?\s?(?:de\s)?(?:r[ée]f(?:[ée]rences?)?\.?|normales?|usuelles?|habituelles?|attendues?|normes?)"
    r"|(?:biological\s|normal\s)?(?:ref(?:erence)?s?\.?)\s?(?:ranges?|intervals?|limits?|values?)?|"
    r"normal(?:\srange)?|range|(?:v\.?\s?[rnu]|n|rr|ri|nl|r)\.?(?=\s?[:=(\[<>≤≥\d])"
    r"|attendue?s?|habituelle?s?|usual(?:\svalues?)?|cible|objectif|target|desirable|optimal|entre|between|(?:de|from)(?=\s[\d.,])|"
    r"(?:valeurs?\s)?souhait[ée]e?s?|d[ée]sirable)\s?[:=]?\s?(?:(?:below|above|under|over)\s(?=[<>≤≥=]))?"
)
_UNITISH = r"(?:\s?[^\s\d()\[\];,]+)"

_RANGE = re.compile(
    rf"(?P<mark>{_MARK})?(?P<open>[(\[]\s?)?(?P<mark2>{_MARK})?"
    rf"(?:(?P<low>{_SIGNED})(?P<u1>{_UNITISH})?{_TO}(?P<high>{_SIGNED})|"
    rf"(?P<less>{_LESS})\s?(?P<top>{_SIGNED})|(?P<more>{_MORE})\s?(?P<bottom>{_SIGNED}))"
    r"(?![\d,.]\d|\d|[-/]\d)",
    re.IGNORECASE,
)
_ANNOUNCES = re.compile(_MARK, re.IGNORECASE)
_SEX = r"(?:hommes?|femmes?|males?|females?|men|women|man|woman|[hfmw])"
_ONE = rf"(?:{_SIGNED}{_TO}{_SIGNED}|{_LESS}\s?{_SIGNED}|{_MORE}\s?{_SIGNED})(?:\s?[^\s\d()\[\];:]+)?"
_SEXES = re.compile(
    (
        rf"(?P<mark>{_MARK})?(?P<open>[(\[]\s?)?{_SEX}\s?[:=]?\s?{_ONE}(?:\s?[;,/|"
        rf"-]?\s?{_SEX}\s?[:=]?\s?{_ONE})+\s?[)\]]?(?=\s|\Z|[;,.])"
    ),
    re.IGNORECASE,
)
_ONE_SEX = re.compile(rf"(?P<open>[(\[]\s?)?{_SEX}\s?[:=]\s?{_ONE}\s?[)\]]?(?=\s|\Z|[;,.])", re.IGNORECASE)
_SINGLE = re.compile(
    (
        rf"(?P<cmp>[<>]\s?(?:ou|or)\s?=|<=|>=|=<|=>|[<>≤≥]|inf(?:[ée]rieure?)?\.?\s?[àa]\s|"
        rf"sup(?:[ée]rieure?)?\.?\s?[àa]\s)?\s?(?P<number>{_SIGNED})"
    ),
    re.IGNORECASE,
)
_TITRE = re.compile(r"1\s?[:/]\s?\d{1,4}(?=\s|\Z)")
_CROSSES = re.compile(r"(?:\+{1,4}|[1-4]\+)(?=\s|\Z)")
_FLAG = re.compile(
    r"\(?\[?(?:\*+|[↑↓▲▼△▽⇧⇩➚➘↗↘⬆⬇]+|!+|\+{1,3}|-{1,3}|HH|LL|H|L|A|N|E|B)[)\]]?(?=\s|\Z)|"
    r"[*↑↓▲▼⇧⇩↗↘]+(?=[<>\d])"
)
_CLOSE_FLAG = re.compile(
    r"\s?(?P<flag>\((?:HH|LL|H|L|\*+|\+|-|↑|↓|A)\)|\*+|[↑↓▲▼⇧⇩↗↘]+|(?:HH|H|LL)(?![\w/])|L(?=\s+[^\s\d]*/))"
)
_FLAG_BEHIND = re.compile(r"\s?(?P<flag>\((?:HH|LL|H|L)\))")
_ENCLOSED_UNIT = re.compile(
    r"(?:[(\[]\s?(?P<round>[^()\[\]]+?(?:\([^()]*\))?)\s?[)\]]|,\s(?P<comma>\S+))(?=\s|\Z|:)"
)
_CHUNK = re.compile(r"\S+")
_TRANSLATED = re.compile(r"/\s[^\W\d_]{4,}")  # ``Creatinine / Créatinine``: the name again, no ratio
_GERMS = re.compile(r"10\s?\^\s?(?P<power>\d)(?=\s(?:ufc|cfu|germes|bact)\w*)", re.IGNORECASE)
_LONGEST_CELL = 300  # characters; longer text is prose, and a hostile file must not make the search slow
_ALONE_SIGN = re.compile(r"(?:[<>]\s?=?|[≤≥])\Z")
_MEASURED = re.compile(rf"{_NUMBER}(?:\s|\Z)")
_JOINERS = re.compile(
    r"(?:\A|\s)(?:CA|Ca|B|T|C|D|D2|CD|IgG|IgA|Om[ée]ga|omega|type|HPV|facteur|factor|oméga|vitamine?|apo|"
    r"anti|GAD)\Z"
)


_INSIDE = re.compile(r"[^\W\d_]{2}\S*\s*\([^\W\d_][^()]*\Z")
"""The end of words that stand in brackets within a name: what follows belongs to them."""
_BEFORE_COLON = re.compile(r"\d{1,3}\s?[:=]\s+[<>≤≥*]?\s?\d")
"""A number of a name, before the colon that parts it from its value."""


@dataclass(frozen=True, slots=True)
class Lexer:
    """Reads cells with the decimal sign of one document."""

    numerals: Numerals
    known: dict[str, tuple[tuple[Piece, int, int], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    seen: dict[tuple[int, int], tuple[Cell, list[Piece]]] = field(
        default_factory=dict, compare=False, repr=False
    )
    """Cells are looked at by several readings of a page; kept with the cell, so that its id stays its own."""

    def line(self, cells: tuple[Cell, ...]) -> list[Piece]:
        """The pieces of a line, left to right."""
        return [piece for index, cell in enumerate(cells) for piece in self.cell(cell, index)]

    def text(self, text: str) -> list[Piece]:
        """The pieces of words without a place."""
        return _announced(
            [
                replace(bare, text=text[start:end].strip())
                for bare, start, end in self._scan(text)
                if text[start:end].strip()
            ]
        )

    def cell(self, cell: Cell, index: int = 0) -> list[Piece]:
        """The pieces of one cell. Words that follow each other are one piece."""
        key = id(cell), index
        if key not in self.seen:
            self.seen[key] = cell, self._pieces(cell, index)
        return list(self.seen[key][1])

    def _pieces(self, cell: Cell, index: int) -> list[Piece]:
        pieces = []
        for bare, start, end in self._scanned(cell.text):
            if bare.sort is Sort.TEXT and not any(sign.isalnum() for sign in cell.text[start:end]):
                continue
            left, right = cell.part(start, end)
            pieces.append(
                replace(bare, text=cell.text[start:end].strip(), left=left, right=right, cell=index)
            )
        return _announced(pieces)

    def _scanned(self, text: str) -> tuple[tuple[Piece, int, int], ...]:
        """The pieces of `text`, worked out once: a line is looked at several times."""
        if text not in self.known:
            self.known[text] = tuple(self._scan(text))
        return self.known[text]

    def _scan(self, text: str) -> Iterator[tuple[Piece, int, int]]:
        if len(text) > _LONGEST_CELL:
            yield _bare(Sort.TEXT), 0, len(text)
            return
        printed = {date.start: date for date in dates.find(text)}
        at = 0
        words: tuple[int, int] | None = None
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            piece, end = self._next(text, at, printed, in_words=words is not None)
            if piece is None:
                end = _chunk_end(text, at)
                words = (words[0] if words else at, end)
                at = end
                continue
            if words:
                yield _bare(Sort.TEXT), *words
                words = None
            yield piece, at, end
            at = end
            if piece.sort is Sort.NUMBER:
                at = yield from self._after_number(text, at)
        if words:
            yield _bare(Sort.TEXT), *words

    def _after_number(self, text: str, at: int) -> Generator[tuple[Piece, int, int], None, int]:
        """A flag and a unit that follow a number closely."""
        flag = _CLOSE_FLAG.match(text, at)
        if flag:
            yield _bare(Sort.FLAG), flag.start("flag"), flag.end("flag")
            at = flag.end()
        start = _skip_space(text, at)
        end = _unit_end(text, start)
        if end:
            yield _bare(Sort.UNIT), start, end
            at = end
            if not flag and (flag := _FLAG_BEHIND.match(text, at)):
                yield _bare(Sort.FLAG), flag.start("flag"), flag.end("flag")
                at = flag.end()
        return at

    def _next(
        self, text: str, at: int, printed: dict[int, dates.Printed], *, in_words: bool
    ) -> tuple[Piece | None, int]:
        opened = text[at] in "(["
        date = printed.get(at) or (printed.get(at + 1) if opened else None)
        if date is not None:
            closed = opened and text[date.end : date.end + 1] in (")", "]")
            return replace(_bare(Sort.DATE), date=date, enclosed=opened), date.end + closed
        if in_words and _named_number(text, at):
            return None, at
        readers = (self._sexes, self._range, self._number, self._unit, self._flag, self._word)
        for read in readers:
            piece, end = read(text, at)
            if piece is not None and not (in_words and _is_part_of_words(piece, text, at, end)):
                return piece, end
        return None, at

    def _sexes(self, text: str, at: int) -> tuple[Piece | None, int]:
        match = _SEXES.match(text, at) or _ONE_SEX.match(text, at)
        return (replace(_bare(Sort.RANGE), marked=True), match.end()) if match else (None, at)

    def _range(self, text: str, at: int) -> tuple[Piece | None, int]:
        match = _RANGE.match(text, at)
        if match is None or (match["u1"] and not is_unit(match["u1"].strip())):
            return None, at
        end = match.end()
        start = _skip_space(text, end)
        after = _unit_end(text, start)
        unit = text[start:after] if after else (match["u1"] or "").strip()
        end = after or end
        if match["open"]:
            closing = _skip_space(text, end)
            end = closing + 1 if text[closing : closing + 1] in (")", "]") else end
        if end < len(text) and not text[end].isspace() and text[end] not in ";,.*)":
            return None, at
        marked = bool(match["mark"] or match["mark2"])
        low = self.numerals.read(match["low"] or match["bottom"], unit)
        high = self.numerals.read(match["high"] or match["top"], unit)
        if match["low"] and (low is None or high is None or low > high):
            return None, at
        sign = match["less"] or match["more"]
        if sign and sign[0] in "<>≤≥=" and not (marked or match["open"]):
            return None, at  # a comparator alone is a number until its place says otherwise
        bare = _bare(Sort.RANGE)
        return replace(
            bare, low=low, high=high, enclosed=bool(match["open"]), marked=marked, unit=unit or None
        ), end

    def _number(self, text: str, at: int) -> tuple[Piece | None, int]:
        germs = _GERMS.match(text, at)
        if germs:
            return replace(
                _bare(Sort.NUMBER), number=Number(Decimal(10) ** int(germs["power"]), None)
            ), germs.end()
        match = _SINGLE.match(text, at)
        if match is None or _TITRE.match(text, at) or _CROSSES.match(text, at):
            return None, at
        end = match.end("number")
        rest = text[end:]
        if (
            rest
            and not re.match(
                (
                    r"\s|[;)]|:(?=\s|\Z)|\*(?!\d)|[↑↓▲▼⇧⇩↗↘]|\((?:HH|LL|H|L|\*+|[-+↑↓A])\)|(?:HH|LL|H|L)(?![\w/])|"
                    r"[.,](?=\s|\Z)"
                ),
                rest,
            )
            and not _unit_end(text, end)
        ):
            return None, at
        if at and not text[at - 1].isspace() and text[at - 1] not in "(:[=*↑↓▲▼" and not match["cmp"]:
            return None, at
        value = self.numerals.number(match["cmp"], match["number"], rest.strip())
        if value is None:
            return None, at
        return replace(_bare(Sort.NUMBER), number=value), end

    def _unit(self, text: str, at: int) -> tuple[Piece | None, int]:
        match = _ENCLOSED_UNIT.match(text, at)
        if match and is_unit((match["round"] or match["comma"]).strip()):
            return replace(_bare(Sort.UNIT), enclosed=True), match.end()
        end = _unit_end(text, at)
        if end is None or not (is_strong(text[at:end]) or (at == 0 and end == len(text))):
            return None, at
        return _bare(Sort.UNIT), end

    def _flag(self, text: str, at: int) -> tuple[Piece | None, int]:
        match = _FLAG.match(text, at)
        if match:
            return _bare(Sort.FLAG), match.end()
        word = _CHUNK.match(text, at)
        if (
            word
            and word.group().islower() is False
            and plain(word.group()) in FLAG_WORDS
            and len(word.group()) > 1
        ):
            return _bare(Sort.FLAG), word.end()
        return None, at

    def _word(self, text: str, at: int) -> tuple[Piece | None, int]:
        words = plain_same_length(text)
        opened = text[at] in "(["
        match = QUALITATIVE.match(words, at + opened)
        if match is None:
            return None, at
        if not opened:
            return _bare(Sort.WORD), match.end()
        closed = text[match.end() : match.end() + 1] in (")", "]")  # the usual result behind the result
        return (
            (replace(_bare(Sort.RANGE), enclosed=True, marked=True), match.end() + 1)
            if closed
            else (None, at)
        )


def without_mark(text: str) -> str:
    """A range without the words that announce it.

    >>> without_mark("N : 4 à 10")
    '4 à 10'
    """
    match = _ANNOUNCES.match(text)
    return text[match.end() :].strip() if match and match.end() < len(text) else text


def signed(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, a comparator that stands alone before the first number joined to that number."""
    found: list[Cell] = []
    numbers = 0
    for cell in cells:
        is_number = _MEASURED.match(cell.text) is not None
        if is_number and numbers == 0 and found and _ALONE_SIGN.match(found[-1].text):
            cell = found.pop().joined(cell)  # noqa: PLW2901
        numbers += is_number
        found.append(cell)
    return found


def _bare(sort: Sort) -> Piece:
    return Piece(sort, "", 0.0, 0.0, 0)


def _announced(pieces: list[Piece]) -> list[Piece]:
    """A result word after ``Réf :`` is the normal one, not the result."""
    for index, piece in enumerate(pieces[:-1]):
        follower = pieces[index + 1]
        if piece.sort is Sort.TEXT and follower.sort is Sort.WORD and _ANNOUNCES.fullmatch(piece.text):
            joined = replace(
                follower, sort=Sort.RANGE, text=f"{piece.text} {follower.text}", left=piece.left, marked=True
            )
            return [*pieces[:index], joined, *pieces[index + 2 :]]
    return pieces


def _skip_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _chunk_end(text: str, at: int) -> int:
    match = _CHUNK.match(text, at)
    return match.end() if match else at + 1


def _named_number(text: str, at: int) -> bool:
    """Whether the number here belongs to a name: ``CA 125``, ``vitamine B 12``."""
    if _INSIDE.search(text[:at]) or _BEFORE_COLON.match(text, at):
        return True
    number = re.compile(r"\d{1,3}(?=,?(?:\s|\Z))").match(text, at)
    if number is None or not _JOINERS.search(text[:at].rstrip()):
        return False
    rest = text[number.end() :].strip()
    return not rest or (_unit_end(rest, 0) is None and not rest.startswith(("(", "[")))


def _is_part_of_words(piece: Piece, text: str, at: int, end: int) -> bool:
    """Whether what looks like a flag, unit or range is a word of the name before it: ``Vitamine A``."""
    if _INSIDE.search(text[:at]):
        return True
    if piece.sort is Sort.FLAG:
        return text[at] not in "*↑↓▲▼⇧⇩↗↘"
    if piece.sort is Sort.UNIT and not piece.enclosed:
        if _TRANSLATED.match(text, at):
            return True
        rest = text[end:].strip()
        if rest[:1] in ("", ":", "=") and text[:at].rstrip().endswith(","):
            return False
        return "/" not in text[at:end] or bool(rest and not re.match(r"[\d<>(*]", rest))
    return False


def _stops(text: str, at: int, end: int) -> list[int]:
    """Where a unit may end inside a word: before closing punctuation, or before a range that touches it."""
    stops = [end - cut for cut in (1, 2) if text[end - cut] in ",;.)]:*(["]
    touching = re.compile(r"[<>≤≥(\[]").search(text, at + 1, end)
    return [*stops, touching.start()] if touching else stops


def _unit_end(text: str, at: int) -> int | None:
    """Where the longest unit that starts at `at` ends; None when none does."""
    best = None
    for word in re.finditer(r"\S+", text[at : at + 40]):
        end = at + word.end()
        for stop in (end, *_stops(text, at, end)):
            if stop > at and is_unit(text[at:stop]) and text[at:stop].count("(") == text[at:stop].count(")"):
                best = max(best or 0, stop)
        if word.end() > 30:  # noqa: PLR2004  no unit is longer
            break
    return best
