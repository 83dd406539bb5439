"""What one line of a report is made of, and the name it begins with."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from connectors.pdf_report.dates import find
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Piece, Sort
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import (
    ADMINISTRATIVE,
    BLOOD_GROUP,
    CONNECTIVE,
    DECIDED,
    NOT_YET,
    SENTENCE,
    VERDICT,
    Role,
    plain,
    role_of,
)
from records.when import When

_NO_NAMES = (Role.UNIT, Role.RANGE, Role.LOW, Role.HIGH, Role.PREVIOUS, Role.METHOD, Role.DATE, Role.OTHER)

MEASURES = (Sort.NUMBER, Sort.WORD)
EARLIER = re.compile(r"\b(?:anter\w*|ant\b|preced\w*|prec\.|previous\w*|prior|last|dernier\w*|historique)\b")
_SHORT_NAMES = re.compile(
    r"[A-Za-z]\d?[+-]{0,2}\Z|(?:ph|na|cl|fe|ca|mg|k|cu|zn|ck|pt|tp|t3|t4|c3|c4)\Z", re.IGNORECASE
)
_FOOTNOTE = re.compile(
    r"\s*(?:\*+|\(\d{1,2}\)|[⁰¹²³⁴⁵⁶⁷⁸⁹§#†‡°]+|\[\d{1,2}\]|[:;…_=]+|-{2,}|(?<=\s)-|\.{2,}|(?<=\S\s)0\d)\s*\Z"
)
CROSSES = re.compile(r"\+{1,4}\Z|-\Z")
GROUP_NAME = re.compile(r"\b(?:groupe?|group|abo|rh(?:esus)?|blood type)\b")
_LEAD = re.compile(r"\A\s*(?:[-–•·*#>§►▪■o+]\s+|[*#•·►▪■§]+)\s*")
_NAME_LABEL = re.compile(
    r"(?:analyses?|examens?|tests?|test names?|parametres?|analytes?|components?|investigations?)\Z"
)
_REMARK = re.compile(r"(?:commentaires?|comments?|remarques?|remarks?|notes?|nota bene)\s?:")
_OPEN_END = re.compile(
    r"\b(?:à|de|du|des|par|et|of|to|at|than|and|by|le|la|the|un|une)\Z"
)  # small letters: not "Vitamine A"
_RATE = re.compile(r"[\d:.,\s]*/")  # ``6:40 /km``: a number and its unit, or the rest of one
_MAX_LINK = 3  # words
_MAX_NAME = 90
_MAX_TEXT_VALUE = 45
_MOST_DIGITS = 5


@dataclass(slots=True)
class Slot:
    """One value of a row.

    Attributes:
        text: As printed.
        value: The piece it came from.
        when: Its own date; None when it is the sampling date's.
        earlier: Its column or words say that it is an earlier result.
    """

    text: str
    value: Piece
    unit: str | None = None
    range_: Piece | None = None
    flag: str | None = None
    when: When | None = None
    earlier: bool = False
    worded_unit: bool = False
    """A unit follows plain words in their cell: a title (``Cholesterol in mg/dL``), no result."""


@dataclass(slots=True)
class Row:
    """What a line says."""

    line: Line
    name: str = ""
    name_left: float = 0.0
    slots: list[Slot] = field(default_factory=list)
    spare: list[Slot] = field(default_factory=list)
    """Earlier values without a date so far; it may stand on the next line."""
    dates: list[tuple[Piece, When]] = field(default_factory=list)
    unit: str | None = None
    range_: Piece | None = None
    flag: str | None = None
    method: str | None = None
    talks: bool = False
    """Words run on after the value: a sentence, not a row."""
    sure: bool = False
    """The evidence is enough: under a result heading, or a unit, range or flag stands beside the number."""
    mark: str | None = None
    """A sign in front of the name: a flag, a bullet or a footnote's; the range tells which."""
    cut: bool = False
    """The name ends in the middle of a word or phrase: ``Anticorps anti-``."""
    divided: bool = False
    """Several measured values, or several ranges, stand in cells of their own."""
    looks_like_result: bool = False
    """A name and a number with unit or range, whether or not it could be tied."""


def clean_name(text: str) -> str:
    """The name of an analysis without leaders, bullets and footnote marks.

    >>> clean_name("- Ferritine (1) :")
    'Ferritine'
    """
    text = _LEAD.sub("", text.strip())
    while (shorter := _FOOTNOTE.sub("", text)) != text and shorter:
        text = shorter
    return text.strip()


def joined(lines: Sequence[str]) -> str:
    """The lines of one name; a hyphen at the end of a line stays and takes no space.

    >>> joined(["DFG (CKD-", "EPI)"])
    'DFG (CKD-EPI)'
    """
    text = ""
    for line in lines:
        text += line if not text or re.search(r"[^\W_]-\Z", text) else f" {line}"
    return text


def mark_before(pieces: Sequence[Piece]) -> str | None:
    """The sign that stands before the name."""
    if len(pieces) < 2 or pieces[0].sort is not Sort.FLAG or pieces[1].sort is not Sort.TEXT:  # noqa: PLR2004
        return None
    return pieces[0].text if pieces[0].cell == pieces[1].cell and not pieces[0].text.isalpha() else None


def bounds(piece: Piece) -> Piece | None:
    """The limits that a range or a number with a comparator states; None for any other piece."""
    if piece.sort is Sort.RANGE:
        return piece
    if piece.number is None or piece.number.comparator is None:
        return None
    below = piece.number.comparator[0] == "<"
    low, high = (None, piece.number.value) if below else (piece.number.value, None)
    return replace(piece, sort=Sort.RANGE, low=low, high=high)


def is_outside(slot: Slot, mark: str) -> bool:
    """Whether the value lies outside the range printed beside it, on the side that `mark` points to."""
    number, range_ = slot.value.number, slot.range_
    if number is None or number.comparator is not None or range_ is None:
        return False
    below = range_.low is not None and number.value < range_.low
    above = range_.high is not None and number.value > range_.high
    if mark[0] in "-↓▼⇩↘⬇":
        return below
    return above if mark[0] in "+↑▲⇧↗⬆" else below or above


def is_cut(name: str) -> bool:
    """Whether a printed name goes on below.

    >>> is_cut("Anticorps anti-"), is_cut("Sodium -")
    (True, False)
    """
    return re.search(r"[^\W\d_]-\Z", name.strip()) is not None or _OPEN_END.search(name.strip()) is not None


def may_name(name: str) -> bool:
    """Whether `name` can be the name of an analysis."""
    words = plain(name)
    letters = sum(sign.isalpha() for sign in words)
    if len(name) > _MAX_NAME or letters == 0 or (letters < 2 and not _SHORT_NAMES.match(name)):  # noqa: PLR2004
        return False
    if name.endswith((".", "?", "!")) and len(name.split()) > 3:  # noqa: PLR2004  a sentence
        return False
    if is_strong(name.strip("()[] ")) or _RATE.match(name) or DECIDED.match(words):
        return False
    if name.count("(") != name.count(")") or _REMARK.match(words):
        return False  # cut off in the middle, or no name
    if next(find(name), None) is not None or words in CONNECTIVE or role_of(name) in _NO_NAMES:
        return False
    return not (_OPEN_END.search(name) or ADMINISTRATIVE.search(words) or SENTENCE.search(words))


def low_flags(pieces: Sequence[Piece]) -> list[Piece]:
    """``L`` beside a proper unit is the flag *low*, not litres."""
    units = [piece.unit or piece.text for piece in pieces if piece.sort is Sort.UNIT or piece.unit]
    if not any(unit != "L" for unit in units):
        return list(pieces)
    return [
        replace(piece, sort=Sort.FLAG) if piece.sort is Sort.UNIT and piece.text == "L" else piece
        for piece in pieces
    ]


def named_by_label(pieces: list[Piece]) -> list[Piece]:
    """The pieces of ``Analyse : Sodium`` without the label, so that the line begins with the name."""
    first = pieces[0] if pieces else None
    if first is None or first.sort is not Sort.TEXT or ":" not in first.text:
        return pieces
    label, _, rest = first.text.partition(":")
    if not _NAME_LABEL.match(plain(label).strip()):
        return pieces
    if rest.strip():
        return [replace(first, text=rest.strip()), *pieces[1:]]
    return [replace(piece, cell=piece.cell - 1) if piece.cell else piece for piece in pieces[1:]]


def take_name(pieces: list[Piece], limit: float | None) -> tuple[str, float, list[Piece], str | None]:
    """The name, its left edge, the other pieces, and a unit that stood in the name's brackets.

    `limit` is where the columns after the names begin; None without headings.
    """
    if not pieces:
        return "", 0.0, [], None
    first = [piece for piece in pieces if piece.cell == 0]
    rest = [piece for piece in pieces if piece.cell != 0]
    lead = None
    if first and first[0].sort is Sort.FLAG and len(first) == 1 and rest and rest[0].sort is Sort.TEXT:
        lead, first = first[0], [piece for piece in rest if piece.cell == rest[0].cell]
        rest = [piece for piece in rest if piece.cell != first[0].cell]
    if len(first) > 1 and first[0].sort is Sort.FLAG and first[1].sort is Sort.TEXT:
        first = (
            first if first[0].text.isalpha() else first[1:]
        )  # a bullet or footnote mark goes, a letter stays
    if limit is not None and first and first[0].left > limit - 2:
        return "", 0.0, list(pieces), None
    other_value = any(
        (piece.sort in MEASURES and bounds(piece) is None) or is_text_value(piece) for piece in rest
    )
    inline = _inline_at(first, other_value)
    named, values = first[:inline], first[inline:]
    if not named or not any(sign.isalpha() for piece in named for sign in piece.text):
        return "", 0.0, list(pieces), None
    if all(DECIDED.match(plain(piece.text)) for piece in named):
        return "", 0.0, list(pieces), None
    unit = None
    if len(named) > 1 and named[-1].sort is Sort.UNIT and (named[-1].enclosed or "/" in named[-1].text):
        unit = bare_unit(named[-1])
        named = [*named[:-2], replace(named[-2], text=named[-2].text.rstrip(", "))]
    if len(named) > 1 and named[-1].sort is Sort.RANGE and named[-1].marked:
        values = [named.pop(), *values]
    if len(named) > 1 and named[-1].sort is Sort.FLAG:
        named = named[:-1]
    text = " ".join(piece.text for piece in named).replace(" ,", ",")
    others = [*([lead] if lead else []), *values, *rest]
    return text, named[0].left, others, unit


def _inline_at(first: list[Piece], other_value: bool) -> int:
    """Where in the first cell its value starts; its length when the cell is all name."""
    whole = len(first)
    texts = [index for index, piece in enumerate(first) if piece.sort is Sort.TEXT]
    if not texts:
        words = [index for index, piece in enumerate(first) if piece.sort not in (Sort.UNIT, Sort.WORD)]
        return whole if not words else 0
    start = texts[0] + 1
    tail = first[start:]
    spoken = max(
        (
            index
            for index, piece in enumerate(tail)
            if piece.sort is Sort.TEXT and not links(piece) and not VERDICT.match(plain(piece.text))
        ),
        default=-1,
    )
    if any(piece.sort in (Sort.UNIT, Sort.RANGE) for piece in tail[: spoken + 1]):
        return whole  # words go on after a measured value: a sentence
    values = [index for index, piece in enumerate(tail) if piece.sort in MEASURES and index > spoken]
    if not values:
        ranges = [index for index, piece in enumerate(tail) if piece.sort is Sort.RANGE and not piece.marked]
        return whole if not ranges or other_value or spoken >= 0 else start + ranges[0]
    at = values[0]
    before = first[start + at - 1]
    if before.text.endswith((":", "=")) or (before.sort is Sort.UNIT and before.enclosed):
        return start + at  # ``CA 19-9 (kU/L) 4,4``
    has_unit = any(piece.sort is Sort.UNIT and not piece.enclosed for piece in tail[at:])
    if other_value and not has_unit:
        return whole
    while at > 0 and tail[at - 1].sort in (Sort.FLAG, Sort.DATE):
        at -= 1
    return start + at


def is_group(piece: Piece) -> bool:
    """Whether it is one of the blood groups of the ABO system."""
    return bool(BLOOD_GROUP.match(plain(piece.text)))


def is_text_value(piece: Piece) -> bool:
    """Whether plain text is a result: a blood group."""
    return piece.sort is Sort.TEXT and is_group(piece)


def is_value(slot: Slot) -> bool:
    """Whether a result was given: not "in progress", not a remark."""
    text = plain(slot.text)
    if slot.value.sort is Sort.NUMBER:
        return True
    if slot.worded_unit:
        return False
    if not text or len(slot.text) > _MAX_TEXT_VALUE or ADMINISTRATIVE.search(text):
        return False
    if slot.value.sort is Sort.TEXT and slot.text.startswith("("):
        return False  # a remark
    return not NOT_YET.match(text)


def is_code(slot: Slot) -> bool:
    """Whether a long number with neither unit nor range is rather the number of a file or a sample."""
    digits = sum(sign.isdigit() for sign in slot.text)
    if re.fullmatch(r"0\d{3,}", slot.text):
        return True
    return slot.text.isdigit() and digits > _MOST_DIGITS and not slot.unit and slot.range_ is None


def settle_unit(slot: Slot, shared: str | None) -> None:
    """Give a value without unit the `shared` one. ``8 L`` beside another unit is *low*, not litres."""
    if slot.unit in ("L", "H") and slot.flag is None and (shared or _is_low(slot)):
        slot.flag, slot.unit = slot.unit, None
    slot.unit = slot.unit or shared


def _is_low(slot: Slot) -> bool:
    low, number = slot.range_.low if slot.range_ else None, slot.value.number
    return low is not None and number is not None and number.value < low


def gap(one: Piece, other: Piece) -> float:
    """Points between two pieces of a row; 0 when they overlap."""
    return max(one.left - other.right, other.left - one.right, 0.0)


def links(piece: Piece) -> bool:
    """Whether words only lead to the next number: ``soit``, ``Antériorité du``."""
    words = plain(piece.text).strip(" :.-()=/")
    return (
        len(words) <= 1
        or words in CONNECTIVE
        or (len(words.split()) <= _MAX_LINK and bool(EARLIER.search(words)))
    )


def bare_unit(piece: Piece) -> str:
    """The unit without the brackets it stands in."""
    text = piece.text.strip(", ")
    return text[1:-1].strip() if text[:1] in ("(", "[") and text[-1:] in (")", "]") else text
