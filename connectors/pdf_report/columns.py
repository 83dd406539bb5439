"""The columns of a table, from its heading lines: which role each has and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from connectors.pdf_report.dates import Calendar, find
from connectors.pdf_report.layout import Line
from connectors.pdf_report.lexer import Piece
from connectors.pdf_report.units import is_strong
from connectors.pdf_report.vocabulary import LABELS, Role, plain, role_of
from records.when import When

_NEAR_LINES = 1.7  # heading lines stand closer than this many line heights
_MAX_HEADING_LINES = 3
_FAR = 60.0  # points: nothing that far from a heading stands under it
_AMBIGUOUS = 3.0  # points
_CLEARLY = 0.6  # of the distance to the next column
_NAME_WIDTH = 30.0  # points: no column of names is narrower

VALUES = (Role.VALUE, Role.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        role: What it holds. A column headed by a date holds values of that date.
        left: Left edge of its heading.
        right: Right edge.
        when: Its date, when the heading has one.
        heading: Its words.
        unit: That the heading gives to all its values.
    """

    role: Role
    left: float
    right: float
    when: When | None = None
    heading: str = ""
    unit: str | None = None

    @property
    def untold(self) -> bool:
        """Whether the heading gives a unit and its other words are not known: the cells tell its role."""
        return self.role is Role.OTHER and self.unit is not None

    def distance(self, left: float, right: float) -> float:
        """How badly something from `left` to `right` stands under this heading; below 0 when it does well."""
        overlap = min(right, self.right) - max(left, self.left)
        edges = min(
            abs(left - self.left),
            abs(right - self.right),
            abs((left + right) / 2 - (self.left + self.right) / 2),
        )
        return edges - _FAR if overlap > 0 else max(edges, -overlap)


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a table, left to right.

    Attributes:
        columns: Left to right.
        cuts: Where a cell that runs across two columns is parted.
    """

    columns: tuple[Column, ...]
    cuts: tuple[float, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether some columns have dates of their own."""
        return any(column.when is not None for column in self.columns)

    def has(self, role: Role) -> bool:
        """Whether there is such a column."""
        return any(column.role is role for column in self.columns)

    def under(self, piece: Piece, roles: Sequence[Role]) -> Column | None:
        """The column of one of `roles` that `piece` stands under; None when none is near, or two are."""
        ranked = sorted(
            (
                (column.distance(piece.left, piece.right), index)
                for index, column in enumerate(self.columns)
                if column.role in roles
            )
        )
        if not ranked or ranked[0][0] > _FAR:
            return None
        if len(ranked) > 1 and _undecided(ranked[0][0], ranked[1][0]):
            first, second = self.columns[ranked[0][1]], self.columns[ranked[1][1]]
            if first.role in VALUES and second.role in VALUES:
                return None
        return self.columns[ranked[0][1]]

    @property
    def body_left(self) -> float:
        """Where the columns after the names begin."""
        return min(column.left for column in self.columns if column.role is not Role.NAME)


def _undecided(near: float, far: float) -> bool:
    """Whether two columns are about as near: by points when one overlaps, by proportion when neither does."""
    return far - near < _AMBIGUOUS or near > _CLEARLY * far > 0


def heading(lines: Sequence[Line], at: int, calendar: Calendar) -> tuple[Table, int] | None:
    """The table whose heading starts at line `at`, and how many lines that takes; None when none does."""
    found = _heading(lines, at, calendar)
    if found is not None and found[1] > 1:
        below = _heading(lines, at + 1, calendar)
        if below is not None and len(below[0].columns) > len(found[0].columns):
            return None  # the first line is a title that stands over the heading
    return found


def _heading(lines: Sequence[Line], at: int, calendar: Calendar) -> tuple[Table, int] | None:
    best: tuple[Table, int] | None = None
    run = [lines[at]]
    if sum(_is_figures(cell.text) for cell in lines[at].cells) > 1:
        return None
    cells = lines[at].cells
    titled = len(cells) == 1 and len(columns_of((cells[0].left, cells[0].right), cells[0].text, calendar)) > 1
    for count in range(1, _MAX_HEADING_LINES + 1):
        if count > 1 and titled:
            break  # ``Lab Results`` above a heading is a title, and heads no columns of its own
        table = _table(run, calendar)
        if table is not None and only_dates(table) and not _over_names(table, lines, at):
            table = None
        if table is not None and (best is None or len(table.columns) >= len(best[0].columns)):
            best = table, count
        follower = at + count
        if follower >= len(lines) or lines[follower].page != lines[at].page:
            break
        if lines[follower].base - run[-1].base > _NEAR_LINES * max(run[-1].size, lines[follower].size):
            break
        run.append(lines[follower])
    return best


@lru_cache(maxsize=4096)
def _is_figures(text: str) -> bool:
    """Whether a cell is a number or a range, and no date."""
    figures = any(map(str.isdigit, text)) and not any(map(str.isalpha, text))
    return figures and next(find(text), None) is None


def only_dates(table: Table) -> bool:
    """Whether dates are all that its heading says."""
    return all(column.role in VALUES for column in table.columns)


def _over_names(table: Table, lines: Sequence[Line], at: int) -> bool:
    """Whether names stand left of the first date below, and no words above say what the dates are."""
    above = lines[at - 1] if at and lines[at - 1].page == lines[at].page else None
    if (
        above is not None
        and lines[at].base - above.base < _NEAR_LINES * lines[at].size
        and LABELS.search(plain(above.text))
    ):
        return False
    below = [line for line in lines[at + 1 : at + 8] if line.page == lines[at].page]
    return sum(line.left < table.body_left - _NAME_WIDTH for line in below) > len(below) / 2


def _table(lines: Sequence[Line], calendar: Calendar) -> Table | None:
    columns: list[Column] = []
    measured: list[Column] = []
    strangers: list[Column] = []
    for stack in stacked(lines):
        place, text = (stack.left, stack.right), " ".join(stack.texts)
        found = columns_of(place, text, calendar)
        if any(column.untold for column in found):
            measured.extend(replace(column, role=Role.VALUE) for column in found)
            continue
        if not found:
            strangers.append(Column(Role.NAME, *place, heading=text))
            if columns or len(plain(text).split()) > 4:  # noqa: PLR2004  words: a heading, not a sentence
                return None
        columns.extend(found)
    if (
        len(measured) == 1
        and _heads_results(measured[0], strangers)
        and not {*VALUES} & {column.role for column in columns}
    ):
        columns = sorted([*strangers, *measured, *columns], key=lambda column: column.left)
        strangers = []
    values = [column for column in columns if column.role in VALUES]
    others = {column.role for column in columns} - {Role.OTHER}
    if others == {Role.DATE, Role.VALUE} and all(column.when is not None for column in values):
        return None  # a date behind the word for it
    if len(strangers) > 1 or not values or len(columns) < 2:  # noqa: PLR2004  one column is no table
        return None
    if len(others) < 2 and sum(column.when is not None for column in values) < 2:  # noqa: PLR2004  a pair
        return None
    return Table(tuple(columns))


def _heads_results(measured: Column, strangers: Sequence[Column]) -> bool:
    """Whether unknown words with a unit in brackets, behind other words for the names, head results."""
    named = len(strangers) == 1 and strangers[0].right < measured.left
    return named and measured.heading.endswith((")", "]")) and not any(map(str.isdigit, strangers[0].heading))


@dataclass(slots=True)
class Stack:
    """Cells of a heading that stand above each other."""

    left: float
    right: float
    texts: list[str]


def stacked(lines: Sequence[Line]) -> list[Stack]:
    """The cells of heading lines, those above each other joined; left to right.

    A cell above several, such as *Previous results* over two dates, belongs to each of them.
    """
    stacks: list[Stack] = []
    for line in reversed(lines):
        row = []
        for cell in line.cells:
            under = [stack for stack in stacks if min(cell.right, stack.right) > max(cell.left, stack.left)]
            for stack in under:
                stack.texts.insert(0, cell.text)
            if len(under) == 1:
                under[0].left, under[0].right = min(under[0].left, cell.left), max(under[0].right, cell.right)
            elif not under:
                row.append(Stack(cell.left, cell.right, [cell.text]))
        stacks.extend(row)
    return sorted(stacks, key=lambda stack: stack.left)


def columns_of(place: tuple[float, float], text: str, calendar: Calendar) -> list[Column]:
    """The columns of one heading cell; empty when its words are no heading."""
    printed = list(find(text))
    if len(printed) > 1:
        return []
    when = calendar.read(printed[0]) if printed else None
    words = f"{text[: printed[0].start]} {text[printed[0].end :]}" if printed else text
    bare = plain(words).strip(" :.()[]-/à")
    if when is not None and not _says_something(bare):
        return [Column(Role.VALUE, *place, when=when, heading=text)]
    role = role_of(bare)
    if role is None and when is None and (measured := _measured(words)) is not None:
        role, unit = measured
        return [Column(role, *place, heading=text, unit=unit)]
    if role is None:
        return _run_together(place, text)
    if when is not None and role in (*VALUES, Role.DATE):
        return [
            Column(Role.PREVIOUS if role is Role.PREVIOUS else Role.VALUE, *place, when=when, heading=text)
        ]
    return [Column(role, *place, heading=text)] if when is None else []


@lru_cache(maxsize=4096)
def _measured(text: str) -> tuple[Role, str] | None:
    """The role and unit of a heading that ends with a unit: ``g/L``, ``Résultat (mmol/L)``, ``Réf. %``."""
    words = text.split()
    for cut in range(len(words)):
        unit, before = " ".join(words[cut:]).strip("()[]"), " ".join(words[:cut])
        if is_strong(unit) and not any(map(str.isdigit, before)):
            role = role_of(before) if before else Role.VALUE
            return (role or Role.OTHER, unit) if role in (*VALUES, Role.RANGE, None) else None
    return None


def _says_something(bare: str) -> bool:
    """Whether words beside a date say more than a time of day or "on"."""
    rest = [word for word in bare.replace("h", ":").split() if not word.strip(":").replace(":", "").isdigit()]
    return any(word not in ("le", "du", "on", "of", "a", "at", "au") for word in rest)


def _run_together(place: tuple[float, float], text: str) -> list[Column]:
    """Headings with only a word space between them, such as ``Unités Normes``."""
    words = text.split()
    if not 2 <= len(words) <= 7:  # noqa: PLR2004  words of a heading
        return []
    width = (place[1] - place[0]) / max(len(text), 1)
    for cut in range(1, len(words)):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        role, rest = role_of(first), role_of(second)
        if role is None:
            continue
        middle = place[0] + width * len(first)
        left = Column(role, place[0], middle, heading=first)
        tail_place = (middle + width, place[1])
        if rest is not None:
            return [left, Column(rest, *tail_place, heading=second)]
        tail = _run_together(tail_place, second)
        if tail:
            return [left, *tail]
    return []
