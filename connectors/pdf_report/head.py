"""What a report says of itself: whom it is about, who measured, and when the sample was taken."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from connectors.pdf_report.dates import Calendar, find
from connectors.pdf_report.layout import Cell, Line
from connectors.pdf_report.vocabulary import SECTION, Role, plain, plain_same_length, role_of
from records.model import Person
from records.when import When


class Meaning(IntEnum):
    """What a date is the date of; the first that a report has is the date of its results."""

    SAMPLED = 1
    EXAMINED = 2
    RECEIVED = 3
    GENERAL = 4
    PRINTED = 5
    EARLIER = 6
    BIRTH = 7


_KEYS: tuple[tuple[Meaning, str], ...] = (
    (
        Meaning.BIRTH,
        r"\bnee?(?:\s?\(?e\)?)?\s?(?:le|:)|\bnaiss\w*|\bgeb(?:urt\w*|oren|\.)|\bnacim\w*|\bnascita|\bnascimento|\bddn\b|\bd\.?o\.?b\b|\bbirth|\bborn\b|\bne\(e\)",
    ),
    (
        Meaning.SAMPLED,
        r"prelev\w*|\bprel\b\.?|collect\w*|\bdrawn\b|\bsampl\w*|specimen(?! received)|\btaken\b|"
        r"prise de sang|echantillon|\bextrac[tc]ion|toma de muestra|\bcoleta\b|"
        r"\bafname|\w*(?:entnahme|abnahme)\w*|\bprelievo|\bcolheita",
    ),
    (Meaning.RECEIVED, r"\brecue?s?\b|reception|receiv\w*|enregistr\w*|registered|arriv\w*|accession"),
    (
        Meaning.PRINTED,
        r"edit[ei]\w*|imprim\w*|print\w*|issued|report\w*|valid\w*|authori[sz]ed|released|transmis\w*|"
        r"\brapport\b|druck\w*|ausgabe\w*|befund\w*|signe|signed|rendu le|sorti|completed|published|verified",
    ),
    (Meaning.EARLIER, r"anter\w*|precedent\w*|previous|prior|last (?:result|visit)"),
    (
        Meaning.EXAMINED,
        r"demande|dossier|prescri\w*|ordonnance|request\w*|order\w*|exam(?:en|in)\w*|visit|consultation|"
        r"analyses? du|bilan du|resultats? du|compte[- ]rendu du|encounter|service date|"
        r"date of service",
    ),
    (Meaning.GENERAL, r"\bdate\b|\ble\b|\bdu\b|\bon\b"),
)  # fmt: skip
_SAME_EDGE = 1.0  # points
_PLACE = re.compile(r"\b(?:service|laborato\w+|labo?|unit|department|hopital|hospital|centre|center)\b")
_KEY = re.compile("|".join(f"(?P<m{meaning.value}>{pattern})" for meaning, pattern in _KEYS))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and what it is the date of."""

    meaning: Meaning
    when: When
    page: int
    base: float


def dated(lines: Sequence[Line], calendar: Calendar) -> Iterator[Dated]:
    """Every labelled date of the document, in reading order."""
    titles = _titles(lines)
    for index, line in enumerate(lines):
        if _heads_columns(line):
            continue
        last: tuple[int, Meaning | None] = (0, None)
        text = line.text
        for printed in find(text):
            keys = list(_KEY.finditer(plain_same_length(text[last[0] : printed.start])))
            if printed.start == 0 and _is_section(text[printed.end :]) and (read := calendar.read(printed)):
                yield Dated(Meaning.SAMPLED, read, line.page, line.base)
                break
            meaning = _meaning(keys[-1]) if keys else _above(lines, index, printed.start)
            meaning = Meaning.SAMPLED if meaning is None and id(line) in titles else meaning
            if meaning is Meaning.GENERAL and len(keys) > 1 and _follows(keys):
                meaning = _meaning(keys[-2])
            when = calendar.read(printed)
            if meaning is not None and when is not None:
                yield Dated(meaning, when, line.page, line.base)
            last = (printed.end, meaning)


def _titles(lines: Sequence[Line]) -> set[int]:
    """The ids of lines that are a date and nothing else, where several dates head groups at one edge."""
    alone = [
        (line, line.text) for line in lines
        if any(printed.start == 0 and printed.end == len(line.text) for printed in find(line.text))
    ]  # fmt: skip
    return {
        id(line) for line, text in alone
        if any(text != said and abs(line.left - other.left) < _SAME_EDGE for other, said in alone)
    }  # fmt: skip


def _heads_columns(line: Line) -> bool:
    """Whether a line is the heading of a table: its dates are those of earlier results."""
    roles = {role_of(cell.text) for cell in line.cells}
    return len(line.cells) > 3 and len(roles & {Role.NAME, Role.VALUE, Role.UNIT, Role.RANGE}) > 1  # noqa: PLR2004  a row


def _is_section(words: str) -> bool:
    """Whether the words behind a date are the title of a group of results, and not a place or a sentence."""
    bare = plain(words)
    if any(sign.isdigit() for sign in bare) or len(bare.split()) > 6 or _PLACE.search(bare):  # noqa: PLR2004
        return False
    return SECTION.match(bare.strip(" :-")) is not None


def _meaning(match: re.Match[str]) -> Meaning:
    return Meaning(int((match.lastgroup or "m4")[1:]))


def _follows(keys: Sequence[re.Match[str]]) -> bool:
    """Whether the general word (``le``) only joins the date to the word before: ``Prélevé ce jour le``."""
    return keys[-1].start() - keys[-2].end() <= 40  # noqa: PLR2004  characters: the same phrase


def _above(lines: Sequence[Line], index: int, start: int) -> Meaning | None:
    """The meaning that stands over a date, in the line above."""
    line = lines[index]
    cell, offset = _cell_at(line, start)
    left, right = cell.part(start - offset, start - offset + 1)
    for above in reversed(lines[max(0, index - 2) : index]):
        if above.page != line.page or line.base - above.base > 2.5 * line.size:
            continue
        for other in above.cells:
            if other.left - 2 <= right and left <= other.right + 2 and next(find(other.text), None) is None:
                keys = list(_KEY.finditer(plain_same_length(other.text)))
                keys.sort(key=lambda key: _meaning(key) is Meaning.GENERAL)
                if keys:
                    return _meaning(keys[0])
    return None


def _cell_at(line: Line, at: int) -> tuple[Cell, int]:
    offset = 0
    for cell in line.cells:
        if at < offset + len(cell.text):
            return cell, offset
        offset += len(cell.text) + 1
    return line.cells[-1], offset - len(line.cells[-1].text) - 1


def _year(each: Dated) -> int:
    return int(each.when.local[:4])


def best(dates: Sequence[Dated]) -> When | None:
    """The date of the results: sampling, else examination, reception, or the date the report gives itself."""
    latest = max((_year(each) for each in dates if each.meaning < Meaning.EARLIER), default=0)
    usable = [
        each
        for each in dates
        if each.meaning < Meaning.GENERAL
        or (each.meaning is Meaning.GENERAL and latest - _year(each) <= _OLD)
    ]
    if not usable:
        return None
    return min(usable, key=lambda each: each.meaning).when


# --- the person ---

_NAME_WORD = r"[^\W\d_][\w'’.-]*"
_STOP = (
    r"(?=\s{2,}|\Z|[,;(|]|\s(?:née?|n[ée]\(e\)|sexe|sex|gender|age|[âa]ge|ddn|dob|d\.o\.b|date|birth|"
    r"born|id|n°|no\b|mrn|nhs|dossier|ipp|"
    r"pr[ée]nom|nom|first|last|surname|given|patient|dr\.?|page|tel|t[ée]l)\b)"
)
_STOP_AFTER_NAMES = _STOP.replace("[,;(|]", "[;(|]")
_TITLES = r"(?:m\.|mr\.?|mme|mrs\.?|ms\.?|mlle|miss|madame|monsieur)"
_NAMES = (
    re.compile(
        r"(?:\A|\s)(?:patiente?|full\sname|patient\sname|name|nom\s(?:et|,)\spr[ée]noms?|nom\sdu\spatient|assur[ée]e?|"
        rf"identit[ée])\s*[:=]\s*(?P<name>(?:{_TITLES}\s+)?{_NAME_WORD}(?:[ ,]+{_NAME_WORD}){{0,4}}?)"
        rf"{_STOP_AFTER_NAMES}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:\A|\s)(?P<name>(?:M\.|Mr\.?|MME|Mme|Mrs\.?|Ms\.?|Mlle|Madame|Monsieur|MADAME|MONSIEUR|MR)\s+"
        rf"{_NAME_WORD}(?:\s{_NAME_WORD}){{1,3}}){_STOP}"
    ),
)
_LAST = re.compile(
    (
        rf"(?:\A|\s)(?:nom(?:\s(?:de\s(?:famille|naissance|l['’]usage)|usuel|patronymique))?|last\sname|"
        rf"surname|family\sname)\s*:\s*(?P<name>{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,2}}?){_STOP}"
    ),
    re.IGNORECASE,
)
_FIRST = re.compile(
    (
        rf"(?:\A|\s)(?:pr[ée]noms?|first\sname|given\snames?|"
        rf"forenames?)\s*:\s*(?P<name>{_NAME_WORD}(?:[ -]{_NAME_WORD}){{0,2}}?){_STOP}"
    ),
    re.IGNORECASE,
)
_TITLE = re.compile(r"\A(?:m\.|mr\.?|mme|mrs\.?|ms\.?|mlle|miss|madame|monsieur)\s+", re.IGNORECASE)
_SEX = re.compile(
    r"\b(?:sexe|sex|gender)\s*:?\s*(?P<sex>f(?:[ée]minin|emale|emme)?|m(?:asculin|ale)?|h(?:omme)?)\b",
    re.IGNORECASE,
)
_DOCTOR = re.compile(
    (
        r"\b(?:dr|docteur|doctor|pr|professeur|prescri\w*|m[ée]decin|physician|biologiste|ordering|referr\w*|"
        r"consultant|requested|validated?|valid[ée])\b"
    ),
    re.IGNORECASE,
)
_HEAD_LINES = 45
_OLD = 2  # years: a date that only calls itself one, this long before the others, is rather a birth date
_LONGEST_LINE = 300  # characters


def person(lines: Sequence[Line], dates: Sequence[Dated]) -> Person | None:
    """Whom the document is about; None when it does not say."""
    birth = _birth(dates)
    names: list[str] = []
    sex: str | None = None
    last = first = None
    for line in lines[:_HEAD_LINES]:
        text = line.spaced[:_LONGEST_LINE]
        if sex is None and (match := _SEX.search(text)):
            sex = "male" if match["sex"][0].lower() in "mh" else "female"
        last = last or _found(_LAST, text)
        first = first or _found(_FIRST, text)
        if not names and not _DOCTOR.search(text.split("   ")[0] if "   " in text else text):
            name = next((found for pattern in _NAMES if (found := _found(pattern, text))), None)
            if name:
                names.append(name)
    if last and first:
        names = [f"{first} {last}"]
    elif not names and last:
        names = [last]
    if not names and birth is None:
        return None
    return Person(tuple(names), birth, sex)


def _birth(dates: Sequence[Dated]) -> When | None:
    """The birth date; of two-digit years, the century that lies before the report."""
    birth = next((each.when for each in dates if each.meaning is Meaning.BIRTH), None)
    others = [each.when.local for each in dates if each.meaning is not Meaning.BIRTH]
    if birth is None or not others or birth.local <= max(others):
        return birth
    return When.parse(f"{int(birth.local[:4]) - 100}{birth.local[4:]}")


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    if match is None:
        return None
    return _TITLE.sub("", match["name"]).strip(" .,-") or None


# --- the laboratory ---

_LABORATORY = re.compile(
    r"\b(?:laboratoires?|laboratory|laboratories|labo|labs?|biolog\w*|patholog\w*|diagnostics?|biogroup|"
    r"cerballiance|synlab|eurofins|unilabs|inovie|"
    r"medipath|bioclinic|labcorp|quest|hopital|hospitals?|chu|chru|nhs|clinique|clinic|medical cent(?:er|"
    r"re)|biolab|bio\w+|medlab|infirmary|institut\w*)\b"
)
_LABORATORY_LABEL = re.compile(
    r"\A\s*(?:laboratoire|laboratory|lab|performed (?:at|by)|performing lab\w*|effectu[ée] par)\s*:\s*",
    re.IGNORECASE,
)
_NOT_LABORATORY = re.compile(
    r"\b(?:compte[- ]rendu|rapport|report|resultats?|results?|analyses? (?:de|du)|examens?|"
    r"\Abiologie medicale\Z|page|patient|docteur|dr|date|accredit\w*|www|tel|fax)\b|@|\d{5}"
)
_TOP_LINES = 8


def laboratory(lines: Sequence[Line]) -> str | None:
    """Who measured, as printed at the top of the first page; None when no line there says so."""
    top = [line for line in lines if line.page == lines[0].page][:_TOP_LINES] if lines else []
    for line in top:
        for cell in line.cells:
            words = plain(cell.text)
            if _LABORATORY.search(words) and not _NOT_LABORATORY.search(words):
                return _LABORATORY_LABEL.sub("", cell.text).strip(" -–:")
    largest = max(top, key=lambda line: line.size, default=None)
    if largest is not None and largest is top[0]:
        cell = largest.cells[0]
        words = plain(cell.text)
        others = [line.size for line in top[1:]]
        if (
            others
            and largest.size > 1.2 * max(others)
            and not _NOT_LABORATORY.search(words)
            and not any(sign.isdigit() for sign in words)
        ):
            return cell.text.strip()
    return None


def taken(dates: Sequence[Dated], line: Line, first: Line) -> When | None:
    """When the sample of the results at `line` was taken: the last sampling date before it, else `best`.

    Where several sampling dates stand below the `first` result and none above it, each closes its block: the
    next one counts.
    """
    sampled = [each for each in dates if each.meaning is Meaning.SAMPLED]
    closing = all((each.page, each.base) > (first.page, first.base) for each in sampled)
    if closing and len({each.when for each in sampled}) > 1:
        below = (each.when for each in sampled if (each.page, each.base) >= (line.page, line.base))
        return next(below, None)
    before = [each for each in sampled if (each.page, each.base) <= (line.page, line.base)]
    if before:
        return before[-1].when
    return sampled[0].when if sampled else best(dates)
