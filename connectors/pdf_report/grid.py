"""The columns of a table from its body: where no word stands in any row, and what each column mostly holds.

Heading words and the content of the whole column decide together what a column is; neither needs the other. A
table whose headings are unknown, or that has none, is read by its content alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from connectors.pdf_report.columns import VALUES, Column, Table
from connectors.pdf_report.layout import Cell, Line
from connectors.pdf_report.lexer import Lexer, Piece, Sort
from connectors.pdf_report.rows import clean_name, links, may_name
from connectors.pdf_report.vocabulary import CONDITION, METHOD_WORDS, Role, plain, role_of

_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_MOSTLY = 0.6
_FEW_ROWS = 3
_STRAY = 0.34  # of the rows
_BRIDGES = 14  # rows for each one that may run across a corridor
_NARROW = 0.8  # points: no corridor
_SPACE = 0.36  # of the height: wider than between two words
_WIDER = 1.5  # times the narrowest space of the cell
_FAR = 90.0  # points: a heading is not further from its column
_UNMATCHED = 60.0  # points: what it costs to leave a heading without a column


@dataclass(frozen=True, slots=True)
class Body:
    """The cells of one column, by the row they stand in."""

    left: float
    right: float
    cells: dict[int, list[Piece]]

    def share(self, *kinds: str) -> float:
        """Of the filled cells, those of one of `kinds`."""
        found = [kind_of(pieces) for pieces in self.cells.values()]
        return sum(kind in kinds for kind in found) / max(len(found), 1)


def kind_of(pieces: Sequence[Piece]) -> str:  # noqa: PLR0911  one for each form
    """What a cell is by its form: number, bound, range, unit, flag, date, word or text."""
    sorts = [piece.sort for piece in pieces]
    first = pieces[0]
    if len(pieces) > 1 and first.sort is Sort.TEXT and links(first):
        return kind_of(pieces[1:])
    if Sort.DATE in sorts and Sort.NUMBER in sorts:
        return "dated"
    if len(pieces) == 1 and first.text == "L":
        return "flag"  # no laboratory counts in litres alone
    if Sort.RANGE in sorts and Sort.NUMBER not in sorts:
        return "range"
    if Sort.TEXT in sorts and sorts[0] is Sort.TEXT:
        limits = Sort.NUMBER in sorts and CONDITION.search(plain(first.text)) is not None
        return "range" if limits else "text"
    if first.sort is Sort.FLAG and len(pieces) > 1:
        return kind_of(pieces[1:])
    if first.sort is Sort.NUMBER:
        bound = first.number is not None and first.number.comparator is not None
        return "bound" if bound and Sort.RANGE not in sorts else "number"
    return str(first.sort)


def corridors(rows: Sequence[Line]) -> list[float]:
    """The places between columns, left to right: where hardly any row has a word, and cells end."""
    edges: list[tuple[float, int]] = []
    for row in rows:
        for left, right in (span for cell in row.cells for span in _words(cell)):
            edges += [(left, 1), (right, -1)]
    edges.sort()
    found: list[float] = []
    covered, tolerance = 0, len(rows) // _BRIDGES
    free_from: float | None = None
    for at, step in edges:
        if free_from is not None and covered <= tolerance and at - free_from > _NARROW:
            found.append((free_from + at) / 2)
        covered += step
        free_from = at if covered <= tolerance else None
    return _parting(rows, found[1:] if found and edges and found[0] <= edges[0][0] else found)


def _words(cell: Cell) -> list[tuple[float, float]]:
    spans: list[tuple[float, float]] = []
    start = True
    for index, glyph in enumerate(cell.glyphs):
        if glyph is None:
            start = not _in_number(cell.text, index)
        elif start:
            spans.append((glyph.left, glyph.right))
            start = False
        else:
            spans[-1] = (spans[-1][0], max(spans[-1][1], glyph.right))
    return spans


def _in_number(text: str, space: int) -> bool:
    """Whether a space only groups the digits of a number."""
    return text[space - 1].isdigit() and _THOUSANDS.match(text, space + 1) is not None


def _parting(rows: Sequence[Line], cuts: list[float]) -> list[float]:
    """The `cuts` on whose two sides more rows have two cells than have one that runs across."""
    placed = [[_sides(cell, cuts) for cell in row.cells] for row in rows]
    kept = list(cuts)
    for index, cut in enumerate(cuts):
        across = sum(any(first <= index < last for first, last in cells) for cells in placed)
        before = max((cuts.index(other) + 1 for other in kept if other < cut), default=0)
        apart = sum(
            any(before <= last <= index for _, last in cells)
            and any(first == index + 1 for first, _ in cells)
            for cells in placed
        )
        if across and across >= apart:
            kept.remove(cut)
    return kept


def _sides(cell: Cell, cuts: Sequence[float]) -> tuple[int, int]:
    """In which strips between `cuts` the first and the last word of a cell stand."""
    words = _words(cell)
    first, last = (sum(cut < (left + right) / 2 for cut in cuts) for left, right in (words[0], words[-1]))
    return first, last


def recut(line: Line, cuts: Sequence[float]) -> Line:
    """The line with cells that run across a corridor parted there, where a wider space stands."""
    cells = [part for cell in line.cells for part in _recut(cell, cuts, line.size)]
    return replace(line, cells=tuple(cells)) if len(cells) > len(line.cells) else line


def _recut(cell: Cell, cuts: Sequence[float], size: float) -> Iterator[Cell]:
    spaces = [index for index, glyph in enumerate(cell.glyphs) if glyph is None]
    if not any(cell.left < cut < cell.right for cut in cuts) or not spaces:
        yield cell
        return
    gaps = {index: (cell.part(0, index)[1], cell.part(index, len(cell.text))[0]) for index in spaces}
    narrow = min(right - left for left, right in gaps.values())
    wide = max(_SPACE * size, _WIDER * narrow if len(gaps) > 1 else 0.0)
    start = 0
    for index, (left, right) in gaps.items():
        if (
            right - left > wide
            and any(left <= cut <= right for cut in cuts)
            and not _in_number(cell.text, index)
        ):
            yield Cell(cell.text[start:index], cell.glyphs[start:index])
            start = index + 1
    yield Cell(cell.text[start:], cell.glyphs[start:])


def bodies(rows: Sequence[Line], cuts: Sequence[float], lexer: Lexer) -> list[Body]:
    """The columns of `rows`, left to right."""
    bounds = [float("-inf"), *cuts, float("inf")]
    found: list[Body] = []
    lexed = [(row, lexer.line(row.cells)) for row in (recut(row, cuts) for row in rows)]
    for low, high in pairwise(bounds):
        cells: dict[int, list[Piece]] = {}
        left, right = float("inf"), float("-inf")
        for index, (row, pieces) in enumerate(lexed):
            inside = [
                number for number, cell in enumerate(row.cells) if low <= (cell.left + cell.right) / 2 < high
            ]
            own = [piece for piece in pieces if piece.cell in inside]
            if own:
                cells[index] = own
                left = min(left, *(row.cells[number].left for number in inside))
                right = max(right, *(row.cells[number].right for number in inside))
        if cells:
            found.append(Body(left, right, cells))
    return found


def is_row(pieces: Sequence[Piece], *, unit_below: bool = False) -> bool:
    """Whether a line may be a row of results: words, a result, and a unit or range, in any order."""
    sorts = {piece.sort for piece in pieces}
    cells = {piece.cell for piece in pieces}
    measured = Sort.NUMBER in sorts or Sort.WORD in sorts
    beside = Sort.UNIT in sorts or Sort.RANGE in sorts or sum(piece.sort is Sort.WORD for piece in pieces) > 1
    beside = beside or unit_below
    return len(cells) > 1 and Sort.TEXT in sorts and measured and beside


def matched(
    headings: Sequence[Column | None], places: Sequence[tuple[float, float]], columns: Sequence[Body]
) -> list[int | None]:
    """For each body column the heading over it, order kept and the way between them as short as possible."""
    best: dict[tuple[int, int], tuple[float, tuple[int | None, ...]]] = {}

    def solve(heading: int, column: int) -> tuple[float, tuple[int | None, ...]]:
        key = heading, column
        if key in best:
            return best[key]
        if column == len(columns):
            result: tuple[float, tuple[int | None, ...]] = (_UNMATCHED * (len(headings) - heading), ())
        else:
            cost, rest = solve(heading, column + 1)
            result = cost + 1.0, (None, *rest)
            if heading < len(headings):
                cost, rest = solve(heading + 1, column)
                if cost + _UNMATCHED < result[0]:
                    result = cost + _UNMATCHED, rest
                cost, rest = solve(heading + 1, column + 1)
                way = _way(places[heading], columns[column])
                if way <= _FAR and cost + way < result[0]:
                    result = cost + way, (heading, *rest)
        best[key] = result
        return result

    return list(solve(0, 0)[1])


def _way(place: tuple[float, float], body: Body) -> float:
    """How far a heading stands from the cells below it."""
    overlap = min(place[1], body.right) - max(place[0], body.left)
    if overlap > 0:
        return (
            min(
                abs(place[0] - body.left),
                abs(place[1] - body.right),
                abs(sum(place) - body.left - body.right) / 2,
            )
            / 10
        )
    return -overlap


def by_content(
    columns: Sequence[Body], said: Sequence[Role | None], rows: int, *, dated: int = 0
) -> list[Role]:
    """What each column holds: what its heading says, else what its cells show beside the others'."""
    roles = list(said)
    for index, body in enumerate(columns):
        if roles[index] is None:
            roles[index] = _by_form(body)
    _names(columns, roles, rows)
    _limits(columns, roles, said)
    _values(columns, roles, dated)
    for index, body in enumerate(columns):
        if roles[index] is None and Role.RANGE not in roles and body.share("range", "bound", "word") == 1:
            roles[index] = Role.RANGE
    return [role or Role.OTHER for role in roles]


def _by_form(body: Body) -> Role | None:
    if body.share("date") >= _MOSTLY:
        return Role.DATE
    if body.share("dated") >= _MOSTLY:
        return Role.PREVIOUS
    if body.share("unit") >= _MOSTLY:
        return Role.UNIT
    if body.share("flag") >= _MOSTLY:
        return Role.FLAG
    if body.share("range") >= 0.3 and body.share("range", "bound", "word") >= _MOSTLY:  # noqa: PLR2004
        return Role.RANGE
    return None


def _names(columns: Sequence[Body], roles: list[Role | None], rows: int) -> None:
    """The names: of the columns of words the one that is filled and differs from row to row."""
    free = [
        index for index, body in enumerate(columns) if roles[index] is None and body.share("text") >= _MOSTLY
    ]
    if Role.NAME not in roles and free:

        def score(index: int) -> float:
            texts = [" ".join(piece.text for piece in pieces) for pieces in columns[index].cells.values()]
            named = sum(may_name(clean_name(text)) and role_of(text) is None for text in texts)
            return (len(set(texts)) + named) / max(rows, 1) - 0.05 * index

        best = max(free, key=score)
        if score(best) >= 2 * _MOSTLY:
            roles[best] = Role.NAME
            free.remove(best)
    for index in free:
        texts = [plain(" ".join(piece.text for piece in pieces)) for pieces in columns[index].cells.values()]
        methods = sum(METHOD_WORDS.search(text) is not None for text in texts)
        roles[index] = Role.METHOD if methods * 2 > len(texts) else Role.OTHER


def _numbers(body: Body) -> list[Piece]:
    return [
        next((piece for piece in pieces if piece.sort is Sort.NUMBER), pieces[0])
        for pieces in body.cells.values()
    ]


def _limits(columns: Sequence[Body], roles: list[Role | None], said: Sequence[Role | None]) -> None:
    """Low and high limits in columns of their own under one heading for both."""
    for index, (one, two) in enumerate(pairwise(columns)):
        if {said[index], said[index + 1]} != {Role.RANGE, None}:
            continue
        if one.share("number") < _MOSTLY or two.share("number") < _MOSTLY:
            continue
        if _ascending(one, two):
            roles[index], roles[index + 1] = Role.LOW, Role.HIGH


def _ascending(one: Body, two: Body) -> bool:
    both = [
        (low.number.value, high.number.value)
        for low, high in (
            (one.cells[row][0], two.cells[row][0]) for row in one.cells.keys() & two.cells.keys()
        )
        if low.number and high.number
    ]
    return bool(both) and all(low <= high for low, high in both)


def _bounding(low: Body, high: Body) -> bool:
    """Whether the numbers of two columns without headings are limits: the first never above the second."""
    return len(low.cells.keys() & high.cells.keys()) >= _FEW_ROWS and _ascending(low, high)


def _values(columns: Sequence[Body], roles: list[Role | None], dated: int) -> None:
    """The results: of the columns of numbers without a heading the only one that can be.

    Beside one column under a date the present results may stand under words that are not known.
    """
    free = [index for index, role in enumerate(roles) if role is None]
    if roles.count(Role.VALUE) > (1 if dated == 1 else 0):
        return
    numeric = [
        index for index in free
        if columns[index].share("number", "bound", "word") >= _MOSTLY and not _codes(columns[index])
    ]  # fmt: skip
    if Role.RANGE not in roles and len(numeric) == 2:  # noqa: PLR2004  a result and its bound
        bounds = [index for index in numeric if columns[index].share("bound") >= _MOSTLY]
        if len(bounds) == 1:
            roles[bounds[0]] = Role.RANGE
            numeric.remove(bounds[0])
    if not {Role.RANGE, Role.LOW, Role.HIGH} & set(roles) and len(numeric) == 3:  # noqa: PLR2004  a result and its limits
        pairs = [pair for pair in pairwise(numeric) if _bounding(columns[pair[0]], columns[pair[1]])]
        if len(pairs) == 1:
            ((low, high),) = pairs
            roles[low], roles[high] = Role.LOW, Role.HIGH
            numeric = [index for index in numeric if index not in (low, high)]
    with_unit = [index for index in numeric if _with_unit(columns[index])]
    if len(numeric) == 1 or (numeric and len(with_unit) == len(numeric)):
        for index in numeric:
            roles[index] = (
                Role.VALUE if columns[index].share("number", "word") else None
            )  # bounds alone bound


def _with_unit(body: Body) -> bool:
    units = sum(any(piece.sort is Sort.UNIT for piece in pieces) for pieces in body.cells.values())
    return units >= _MOSTLY * len(body.cells)


def _codes(body: Body) -> bool:
    """Whether the numbers are rather codes: whole, of one length, some with a zero in front or all long."""
    texts = [piece.text for piece in _numbers(body)]
    if not all(text.isdigit() for text in texts):
        return False
    lengths = Counter(map(len, texts))
    return any(len(text) > 1 and text[0] == "0" for text in texts) or (
        len(lengths) == 1 and next(iter(lengths)) > 3 and len(texts) >= _FEW_ROWS  # noqa: PLR2004
    )


def _strays(body: Body, rows: int) -> bool:
    """Whether a few numbers stand beside the columns: nothing says what they are."""
    return body.share("number", "bound") >= _MOSTLY and len(body.cells) < max(2, rows * _STRAY)


def _undated_previous(
    columns: Sequence[Body], over: list[int | None], said: list[Column | None], told: list[Role | None]
) -> None:
    """Give a heading of earlier results that stands over their dates to the numbers left of these."""
    for index in range(1, len(columns)):
        if (
            told[index] is Role.PREVIOUS
            and over[index - 1] is None
            and columns[index].share("date") >= _MOSTLY
        ):
            said[index - 1], said[index] = said[index], None
            told[index - 1], told[index] = Role.PREVIOUS, Role.DATE


def _extent(column: Column, body: Body, before: float, after: float) -> tuple[float, float]:
    """The edges of a column: of its cells, and of its heading where that reaches over no other column."""
    left = column.left if before < column.left < body.left else body.left
    right = column.right if body.right < column.right < after else body.right
    return left, right


def _told(heading: Column | None, body: Body) -> Role | None:
    """What a heading says its column holds; unknown words that end with a unit head results."""
    if heading is not None and heading.untold:
        return Role.VALUE if body.share("number", "bound", "word") >= _MOSTLY else None
    return heading.role if heading is not None else None


def fitted(
    headings: Sequence[Column | None],
    places: Sequence[tuple[float, float]],
    rows: Sequence[Line],
    lexer: Lexer,
) -> Table | None:
    """The table of `rows` under `headings` (None: words that are no known heading); None when it is none."""
    cuts = corridors(rows)
    columns = bodies(rows, cuts, lexer)
    over = matched(headings, places, columns)
    said = [headings[index] if index is not None else None for index in over]
    told = [_told(heading, body) for heading, body in zip(said, columns, strict=True)]
    _undated_previous(columns, over, said, told)
    dated = sum(heading is not None and heading.when is not None for heading in said)
    roles = by_content(columns, told, len(rows), dated=dated)
    kept = [
        (heading, role, body)
        for heading, role, body in zip(said, roles, columns, strict=True)
        if heading is not None or role is not Role.OTHER or not _strays(body, len(rows))
    ]
    before = [float("-inf"), *(body.right for _, _, body in kept)]
    after = [*(body.left for _, _, body in kept[1:]), float("inf")]
    found = []
    for (heading, role, body), low, high in zip(kept, before, after, strict=False):
        column = heading or Column(role, body.left, body.right)
        left, right = _extent(column, body, low, high)
        found.append(replace(column, role=role, left=left, right=right))
    alone = [heading for index, heading in enumerate(headings) if heading is not None and index not in over]
    table = Table(tuple(sorted([*found, *alone], key=lambda column: column.left)), tuple(cuts))
    return table if table.has(Role.NAME) and any(column.role in VALUES for column in table.columns) else None
