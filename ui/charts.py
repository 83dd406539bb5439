"""A trend as the chat shows it: a Plotly figure, the table that says the same, and both as files to keep.

Each point carries its own report's range. A limit (``< 5``) is an open triangle that points where the value
lies, and no line runs through it. Series that may not be compared have no line between them, and series of
different units stand one above the other. Words from documents are escaped: Plotly reads markup in texts.
Nothing here asks for anything outside: the page draws the picture and writes the files by itself.
"""

import csv
import io
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from math import ceil
from typing import Any

import orjson
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from chains.events import Chart, Mark, Point, Series
from core.language import Language
from records.words import words
from ui.render import plain
from ui.told import Strings, strings
from ui.words import day, decimal_mark

_ROWS_MAX = 60
_INK = ("#0d9488", "#d97706", "#8b5cf6", "#e11d48", "#3b82f6")
"""Each at least three to one on the paper of both themes."""
_SHAPES = ("circle", "square", "diamond", "cross", "x")
_GREY = "#78716c"
_BAND, _GRID = "rgba(120,113,108,.36)", "rgba(120,113,108,.2)"
_DOWN, _UP = ("<", "<="), (">", ">=")
_PANEL, _MORE, _FRAME, _ENTRY = 250, 200, 90, 22
"""Heights in pixels: the first panel, each further one, what stands around them, a line of the legend."""
_NAME_WIDTH, _MARK_WIDTH = 40, 26
_CROWDED = 40
_MONTHS_DAYS, _YEARS_DAYS = 100, 1100
_TICKS = 5
_PAD = 0.12


def figure(chart: Chart, language: Language) -> go.Figure:
    """The trend drawn; legible on a phone and on either theme's paper."""
    say = strings(language)
    panels = list(dict.fromkeys(series.unit for series in chart.series))
    drawing = make_subplots(rows=len(panels), cols=1, shared_xaxes=True, vertical_spacing=0.12)
    for row, unit in enumerate(panels, start=1):
        shown = [series for series in chart.series if series.unit == unit]
        low, high = _reach(shown)
        _add_ranges(drawing, shown, (low, high), row, say, named=row == 1)
        drawing.update_yaxes(range=[low, high], row=row, col=1)
    for index, series in enumerate(chart.series):
        named = len(chart.series) > 1 or bool(series.origin)
        _add_series(drawing, series, index, panels.index(series.unit) + 1, say, language, named=named)
    for mark in chart.marks:
        _add_mark(drawing, mark, language)
    legend = [trace.name for trace in drawing.data if trace.showlegend]
    lines = sum(name.count("<br>") + 1 for name in legend)
    drawing.update_layout(
        title={"text": _title(chart, panels), "font": {"size": 15}, "x": 0, "xref": "paper", "y": 0.98,
               "yanchor": "top"},
        margin={"l": 46, "r": 12, "t": 52 if not chart.marks else 66, "b": 30 + _ENTRY * lines},
        height=_PANEL + _MORE * (len(panels) - 1) + _FRAME + _ENTRY * lines,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": "system-ui, sans-serif", "size": 13, "color": _GREY},
        legend={"orientation": "v", "yref": "container", "y": 0, "yanchor": "bottom", "x": 0, "xref": "paper",
                "bgcolor": "rgba(0,0,0,0)"},
        showlegend=bool(legend),
        hovermode="closest",
        dragmode=False,
        separators=decimal_mark(language) + "\u202f",
        meta={"carnet": _told(chart, language)},
    )  # fmt: skip
    drawing.update_xaxes(gridcolor=_GRID, zeroline=False, fixedrange=True, **_ticks(chart, language))
    drawing.update_yaxes(gridcolor=_GRID, zeroline=False, fixedrange=True)
    if len(panels) > 1:
        for row, unit in enumerate(panels, start=1):
            drawing.update_yaxes(title={"text": escape(unit, quote=False)}, row=row, col=1)
    return drawing


def configured(content: str, chart: Chart) -> str:
    """The figure's JSON with what the page may do with it: keep it as a picture, nothing else.

    Args:
        content: As the framework wrote it.
        chart: Names the file.
    """
    config = {
        "displaylogo": False,
        "displayModeBar": True,
        "modeBarButtons": [["toImage"]],
        "responsive": True,
        "toImageButtonOptions": {"format": "png", "filename": file_name(chart), "scale": 2},
    }
    return orjson.dumps({**orjson.loads(content), "config": config}).decode()


def file_name(chart: Chart) -> str:
    """What a kept chart is called, without an ending."""
    return "-".join(("carnet", *words(chart.title)))[:60]


# --- drawing ------------------------------------------------------------------------------------------------


def _title(chart: Chart, panels: Sequence[str]) -> str:
    unit = f" ({panels[0]})" if len(panels) == 1 and panels[0] else ""
    return f"<b>{_wrapped(f'{chart.title}{unit}')}</b>"


def _wrapped(text: str) -> str:
    """Words on lines that fit a phone, as Plotly's markup."""
    return "<br>".join(escape(line, quote=False) for line in textwrap.wrap(text, _NAME_WIDTH)) or "–"


def _reach(shown: Sequence[Series]) -> tuple[float, float]:
    """From where to where values and limits lie, with some air."""
    points = [point for series in shown for point in series.points]
    given = (value for point in points for value in (point.value, point.low, point.high))
    reached = [value for value in given if value is not None]
    low, high = min(reached), max(reached)
    air = (high - low or abs(high) or 1.0) * _PAD
    return (min(low - air, 0.0) if low < 0 else max(low - air, 0.0), high + air)


def _add_ranges(
    drawing: go.Figure,
    shown: Sequence[Series],
    reach: tuple[float, float],
    row: int,
    say: Strings,
    *,
    named: bool,
) -> None:
    """A bar behind each point over the range that its report prints; an open range runs to the edge."""
    x: list[str | None] = []
    y: list[float | None] = []
    for point in (point for series in shown for point in series.points):
        if point.low is None and point.high is None:
            continue
        x += [point.when.first_day.isoformat()] * 2 + [None]
        low, high = point.low, point.high
        y += [reach[0] if low is None else low, reach[1] if high is None else high, None]
    if x:
        width = 10 if len(x) <= 3 * _CROWDED else 4
        drawing.add_trace(
            go.Scatter(
                x=x, y=y, mode="lines", line={"color": _BAND, "width": width}, hoverinfo="skip",
                name=_wrapped(say.text("chat.range_drawn")), showlegend=named,
            ),
            row=row, col=1,
        )  # fmt: skip


def _add_series(
    drawing: go.Figure,
    series: Series,
    index: int,
    row: int,
    say: Strings,
    language: Language,
    *,
    named: bool,
) -> None:
    """A line through what is a number, and a mark for each value."""
    colour, shape = _INK[index % len(_INK)], _SHAPES[index % len(_SHAPES)]
    exact = [point.value if point.comparator is None else None for point in series.points]
    days = [point.when.first_day.isoformat() for point in series.points]
    crowded = len(days) > _CROWDED
    drawing.add_trace(
        go.Scatter(
            x=days, y=exact, mode="lines", line={"color": colour, "width": 2}, connectgaps=False,
            hoverinfo="skip", showlegend=False,
        ),
        row=row, col=1,
    )  # fmt: skip
    drawing.add_trace(
        go.Scatter(
            x=days,
            y=[point.value for point in series.points],
            mode="markers",
            name=_wrapped(series.origin or say.text("chat.origin_unknown")),
            marker={
                "color": colour,
                "opacity": 1,
                "symbol": [_symbol(point, shape) for point in series.points],
                "size": [12 if point.comparator else 5 if crowded else 9 for point in series.points],
                "line": {"color": colour, "width": [2 if point.comparator else 0 for point in series.points]},
            },
            customdata=[_hover(point, series, language) for point in series.points],
            hovertemplate="%{customdata}<extra></extra>",
            showlegend=named,
        ),
        row=row,
        col=1,
    )


def _add_mark(drawing: go.Figure, mark: Mark, language: Language) -> None:
    """A dashed line through all panels, named at its head."""
    at = mark.when.first_day.isoformat()
    drawing.add_vline(x=at, line={"color": _GREY, "width": 1, "dash": "dash"})
    text = textwrap.shorten(mark.label or day(mark.when, language), _MARK_WIDTH, placeholder="…")
    drawing.add_annotation(
        x=at, y=1, yref="paper", yanchor="bottom", text=escape(text, quote=False), showarrow=False,
        font={"size": 12},
    )  # fmt: skip


def _hover(point: Point, series: Series, language: Language) -> str:
    value = escape(f"{point.text} {series.unit}".strip(), quote=False)
    parts = [f"<b>{value}</b>", day(point.when, language)]
    if point.range_text:
        parts.append(_wrapped(f"{strings(language).text('chat.range_drawn')} : {point.range_text}"))
    return "<br>".join(parts)


def _symbol(point: Point, shape: str) -> str:
    """A limit points to where the value lies."""
    if point.comparator in _DOWN:
        return "triangle-down-open"
    return "triangle-up-open" if point.comparator in _UP else shape


def _ticks(chart: Chart, language: Language) -> dict[str, Any]:
    """Dates that no language reads wrongly, few enough for a phone."""
    days = [point.when.first_day for series in chart.series for point in series.points]
    span = (max(days) - min(days)).days
    if span > _YEARS_DAYS:
        return {"tickformat": "%Y", "dtick": f"M{12 * ceil(span / 365 / _TICKS)}"}
    months, days_ = ("%m/%Y", "%d/%m") if language == "fr" else ("%b %Y", "%d %b")
    return {"tickformat": months if span > _MONTHS_DAYS else days_, "nticks": _TICKS}


# --- the same in words --------------------------------------------------------------------------------------


def table(chart: Chart, language: Language) -> str:
    """The chart's table twin: each point, or the newest ones, with date, value as printed, range, source."""
    say = strings(language)
    header = [say.text(f"chat.table_{name}") for name in ("date", "value", "range", "origin", "source")]
    rows = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    points = list(_points(chart))
    kept = set(map(id, sorted((point for _, point in points), key=_age)[-_ROWS_MAX:]))
    for series, point in points:
        if id(point) not in kept:
            continue
        cells = [
            day(point.when, language),
            plain(f"{point.text} {series.unit}"),
            plain(point.range_text or "–"),
            plain(series.origin or "–"),
            f"[{say.text('chat.open')}](/source/{point.evidence_id})",
        ]
        rows.append("| " + " | ".join(cells) + " |")
    if len(points) > _ROWS_MAX:
        rows += ["", say.text("chat.table_newest", count=len(points))]
    return "\n".join(rows)


def sheet(chart: Chart, language: Language) -> str:
    """The chart as CSV, as a French or British spreadsheet opens it.

    Dates as ISO writes them, numbers apart from their signs, the range as its report prints it.
    """
    say = strings(language)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    names = ("date", "what", "sign", "value", "unit", "range", "low", "high", "origin")
    writer.writerow([say.text(f"chat.sheet_{name}") for name in names])
    for series, point in _points(chart):
        number = point.text.lstrip("<>=≤≥ ").replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
        limits = (_number(point.low, language), _number(point.high, language))
        writer.writerow(
            [point.when.local, _cell(series.label), point.comparator or "", number, _cell(series.unit),
             _cell(point.range_text or ""), *limits, _cell(series.origin)]
        )  # fmt: skip
    return written.getvalue()


def _points(chart: Chart) -> Iterator[tuple[Series, Point]]:
    return ((series, point) for series in chart.series for point in series.points)


def _age(point: Point) -> str:
    return point.when.local


def _number(value: float | None, language: Language) -> str:
    return "" if value is None else f"{value:.12g}".replace(".", decimal_mark(language))


def _cell(text: str) -> str:
    """Words of a document that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _told(chart: Chart, language: Language) -> dict[str, str]:
    """What the page needs besides the drawing: words for those who cannot see it, and the files to keep."""
    say = strings(language)
    days = sorted((point.when for _, point in _points(chart)), key=lambda when: when.local)
    alt = say.text(
        "chat.chart_alt",
        title=chart.title,
        count=len(days),
        first=day(days[0], language),
        last=day(days[-1], language),
    )
    return {
        "alt": alt,
        "csv": sheet(chart, language),
        "file": file_name(chart),
        "keep_csv": say.text("chat.keep_csv"),
        "keep_png": say.text("chat.keep_png"),
    }
