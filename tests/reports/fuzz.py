# ruff: noqa: E501, C901, PLR0915  word lists read better whole; one branch a choice that excludes another
"""Composes laboratory reports from structural choices drawn one by one, many together that nobody would draw.

``compose(seed)`` gives the report and the choices it was made of, so that a reader's faults can be counted by
choice. Nothing here is modelled on a laboratory; nobody in these reports exists.
"""

import io
import random
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from reportlab.lib.pagesizes import A4, letter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from tests.reports import fuzz_words as words
from tests.reports.catalogue import printed
from tests.reports.paper import FAMILIES, Report, Truth, case, day, register

Choices = dict[str, str]

_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_MARGIN = 40.0
_FLOOR = 70.0  # points kept free at the foot of a page

OPTIONS: dict[str, dict[str, float]] = {
    "shape": {"rows": 10, "cumulative": 3, "transposed": 1.5, "panels": 1.5, "list": 2, "stacked": 1.5},
    "language": {"fr": 5, "en": 5, "es": 0.6, "de": 0.6, "it": 0.6, "pt": 0.4},
    "header": {"full": 6, "short": 1.5, "odd": 1.5, "bilingual": 1, "none": 2.5},
    "header_lines": {"one": 4, "several": 1},
    "header_again": {"each page": 1, "first page": 1},
    "header_place": {"as cells": 3, "left": 1},
    "order": {"usual": 5, "any": 4},
    "unit": {"column": 5, "in value": 2, "in range": 0.7, "in name": 1, "in header": 0.7, "under": 0.5, "in brackets": 0.7},
    "range": {"dash": 3, "tight": 2, "words": 2, "semicolon": 0.8, "square": 0.8, "round": 1, "marked": 1, "two columns": 1,
              "below": 0.8, "by sex": 0.6, "in value": 0.5, "none": 0.7},
    "flag": {"none": 3, "letter column": 1.5, "letter": 1, "arrow": 1, "star before": 0.8, "star column": 0.6, "bold": 1, "in brackets": 0.5},
    "previous": {"none": 4, "date in heading": 1.2, "date in cell": 0.8, "date column": 0.6, "undated": 0.8},
    "extra": {"none": 4, "code": 1, "method": 1, "sample": 0.8, "date": 0.7, "comment": 0.6},
    "second": {"none": 8, "beside": 1, "below": 0.8},
    "names": {"known": 3, "mixed": 3, "unknown": 2},
    "wrap": {"no": 4, "narrow": 1},
    "indent": {"no": 4, "some": 1},
    "rules": {"none": 4, "rows": 1, "grid": 1, "shaded": 1},
    "leaders": {"no": 6, "dots": 1},
    "between": {"nothing": 5, "method lines": 1, "comments": 1},
    "sections": {"none": 2, "titles": 3},
    "samples": {"one": 6, "two": 1},
    "draw": {"rows": 5, "columns": 1.2, "words": 1, "characters": 0.7, "any order": 1},
    "font": {"helvetica": 4, "times": 2, "courier": 1, "dejavu": 3},
    "size": {"usual": 4, "small": 1, "large": 0.7},
    "width": {"full": 3, "condensed": 1},
    "page": {"upright": 6, "turned": 0.7},
    "length": {"short": 4, "long": 1.2},
    "spacing": {"loose": 3, "tight": 1},
    "worded": {"no": 2, "some": 1},
    "numbers": {"plain": 4, "comparators": 1, "grouped": 1},
    "align": {"left": 2, "right": 2, "center": 1, "mixed": 1},
    "order_of_dates": {"newest left": 1, "newest right": 1},
    "powers": {"caret": 1, "star": 1, "raised": 1, "giga": 1},
}  # fmt: skip


MORE_OPTIONS: dict[str, dict[str, float]] = {
    "graph": {"none": 4, "bar": 1},
    "old": {"bare": 1, "in brackets": 1},
    "card": {"range last": 1, "range first": 1},
    "group": {"worded": 1, "date alone": 1},
}  # fmt: skip
"""What the ninth set of layouts had and reports by earlier seeds had not."""
MORE_FROM = 10_000
"""The first seed that draws them, so that earlier figures can be measured again."""


@dataclass
class _Text:
    x: float
    y: float
    text: str
    size: float
    bold: bool


class Sheet:
    """Collects what stands on the pages, then draws it in the chosen order."""

    def __init__(self, rng: random.Random, chosen: Choices, *, us: bool) -> None:
        self.rng, self.chosen = rng, chosen
        register()
        self.family = chosen["font"]
        self.scale = rng.uniform(0.78, 0.88) if chosen["width"] == "condensed" else 1.0
        low, high = {"usual": (8.0, 10.0), "small": (5.8, 7.0), "large": (10.5, 11.5)}[chosen["size"]]
        self.size = round(rng.uniform(low, high), 1) - (0.8 if self.family in ("dejavu", "courier") else 0)
        self.width, self.height = letter if us else A4
        self.pages: list[list[_Text]] = []
        self.rules: list[list[tuple[float, float, float, float, float]]] = []
        self.y = 0.0
        self.head: Callable[[], None] = lambda: None

    def start(self) -> None:
        self.pages.append([])
        self.rules.append([])
        self.y = 50.0
        self.head()

    def room(self, height: float) -> bool:
        """Begin another page when `height` is no longer free; True when one began."""
        if self.pages and self.y + height <= self.height - _FLOOR:
            return False
        self.start()
        return True

    def measure(self, text: str, *, bold: bool = False, size: float | None = None) -> float:
        size = size or self.size
        font = FAMILIES[self.family][bold]
        return sum(
            float(pdfmetrics.stringWidth(_RAISED.get(sign, sign), font, size * (0.62 if sign in _RAISED else 1)))
            for sign in text
        ) * self.scale  # fmt: skip

    def put(
        self,
        x: float,
        y: float,
        text: str,
        *,
        align: str = "left",
        bold: bool = False,
        size: float | None = None,
    ) -> None:
        """Write `text` with its baseline at `y` from the top."""
        if not text:
            return
        wide = self.measure(text, bold=bold, size=size)
        x -= {"left": 0.0, "right": wide, "center": wide / 2}[align]
        self.pages[-1].append(_Text(x, y, text, size or self.size, bold))

    def line(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0.0) -> None:
        self.rules[-1].append((x0, y0, x1, y1, grey))

    def done(self) -> bytes:
        out = io.BytesIO()
        turned = self.chosen["page"] == "turned"
        size = (self.height, self.width) if turned else (self.width, self.height)
        canvas = Canvas(out, pagesize=size, invariant=1)
        for texts, rules in zip(self.pages, self.rules, strict=True):
            if turned:
                canvas.setPageRotation(90)
                canvas.translate(self.height, 0)
                canvas.rotate(90)
            for x0, y0, x1, y1, grey in rules:
                canvas.setFillGray(grey)
                if grey:
                    canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)
                else:
                    canvas.setLineWidth(0.4)
                    canvas.line(x0, self.height - y0, x1, self.height - y1)
            canvas.setFillGray(0)
            for text in self._in_order(texts):
                self._draw(canvas, text)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _in_order(self, texts: list[_Text]) -> list[_Text]:
        order = self.chosen["draw"]
        if order == "columns":
            return sorted(texts, key=lambda text: (round(text.x / 12), text.y))
        if order == "any order":
            return self.rng.sample(texts, len(texts))
        if order in ("words", "characters"):
            pattern = re.compile(r"\S+" if order == "words" else r"\S")
            return [
                replace(
                    text,
                    x=text.x + self.measure(text.text[: part.start()], bold=text.bold, size=text.size),
                    text=part.group(),
                )
                for text in texts
                for part in pattern.finditer(text.text)
            ]
        return texts

    def _draw(self, canvas: Canvas, text: _Text) -> None:
        x = text.x
        for part in re.findall(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[^⁰¹²³⁴⁵⁶⁷⁸⁹]+", text.text):
            raised = part[0] in _RAISED
            shown = "".join(_RAISED.get(sign, sign) for sign in part)
            run = canvas.beginText(x, self.height - text.y + (0.33 * text.size if raised else 0))
            run.setFont(FAMILIES[self.family][text.bold], text.size * (0.62 if raised else 1))
            run.setHorizScale(100 * self.scale)
            run.textOut(shown)
            canvas.drawText(run)
            x += self.measure(part, bold=text.bold, size=text.size)


@dataclass
class Entry:
    """One analysis with its results, as this report prints them."""

    name: str
    text: str
    unit: str
    low: str | None = None
    high: str | None = None
    sexes: tuple[str, str] | None = None
    usual: str = ""
    flag: str = ""
    worded: bool = False
    earlier: list[str] = field(default_factory=list)
    second: tuple[str, str, str | None, str | None] | None = None
    when: date | None = None
    section: str = ""
    group: date | None = None
    parent: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass
class Column:
    """A column: its heading lines, its cells (lines each), and how they stand."""

    kind: str
    heading: list[str]
    cells: list[list[str]]
    align: str = "left"
    bold: frozenset[int] = frozenset()


class Composer:
    """One report in the making."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(f"fuzz:{seed}")  # noqa: S311  a seed, no secret
        self.chosen = {
            name: rng.choices(list(options), list(options.values()))[0] for name, options in OPTIONS.items()
        }
        more = random.Random(f"fuzz more:{seed}")  # noqa: S311  a seed, no secret
        for name, options in MORE_OPTIONS.items():
            drawn = more.choices(list(options), list(options.values()))[0]
            self.chosen[name] = drawn if seed >= MORE_FROM else next(iter(options))
        self._agree()
        self.language = self.chosen["language"]
        self.us = self.language == "en" and rng.random() < 0.4
        self.case = case(rng, "fr" if self.language == "fr" else "en")
        self.dates = self._date_style()
        self.comma = self.language != "en"
        self.sheet = Sheet(rng, self.chosen, us=self.us)
        self.truth: list[Truth] = []
        self.range_style = self.chosen["range"]
        self.arrows = ("↑", "↓") if self.chosen["font"] == "dejavu" else ("+", "-")
        self.heading_words = words.HEADINGS[self.language]

    # --- choices ---

    def _agree(self) -> None:
        """Take back choices that cannot stand together on any sheet a person could read."""
        c, rng = self.chosen, self.rng
        if c["language"] in ("es", "de", "it", "pt"):
            c["header"] = "none" if c["header"] == "none" else "full"
        if c["shape"] != "rows":
            c["previous"] = "none"
            c["extra"] = (
                "none" if c["shape"] != "cumulative" or c["extra"] in ("date", "comment") else c["extra"]
            )
            c["second"] = "none"
        if c["shape"] in ("list", "stacked", "panels"):
            c["samples"] = "one"
        if c["shape"] in ("list", "stacked"):
            c["header"], c["order"], c["wrap"] = "none", "usual", "no"
            c["unit"] = (
                c["unit"]
                if c["unit"] in ("in name", "in range") and c["range"] not in ("none", "by sex")
                else "in value"
            )
            c["range"] = (
                "dash" if c["range"] in ("two columns", "in value", "below", "by sex") else c["range"]
            )
        if c["shape"] in ("cumulative", "transposed"):
            c["samples"], c["leaders"] = "one", "no"
            c["header"] = "full" if c["header"] in ("none", "odd") else c["header"]
            c["unit"] = c["unit"] if c["unit"] in ("column", "in name", "in range") else "column"
            c["range"] = "dash" if c["range"] in ("in value", "below", "two columns") else c["range"]
            c["flag"] = "none" if "column" in c["flag"] else c["flag"]
        if c["shape"] == "transposed":
            c["wrap"], c["indent"], c["sections"], c["between"], c["worded"] = (
                "no",
                "no",
                "none",
                "nothing",
                "no",
            )
            c["unit"], c["size"] = "column", "small" if c["size"] == "large" else c["size"]
            c["range"] = "none" if c["range"] in ("by sex", "marked") else c["range"]
        if c["shape"] == "panels":
            c["extra"], c["size"], c["wrap"] = "none", "small", "no"
            c["flag"] = "none" if "column" in c["flag"] else c["flag"]
            c["between"] = "nothing"
            c["samples"] = "one"
        if c["header"] == "none":
            c["previous"] = "none" if c["previous"] != "date in cell" else c["previous"]
            c["range"] = "dash" if c["range"] == "two columns" else c["range"]
            c["extra"] = "none" if c["extra"] == "date" else c["extra"]
            c["second"] = "none" if c["unit"] in ("in range", "in name", "under") else c["second"]
            c["unit"] = "column" if c["unit"] == "in header" else c["unit"]
        if c["unit"] == "in range" and c["range"] in ("none", "two columns", "by sex"):
            c["unit"] = "column"
        if c["range"] == "none" and c["unit"] == "in range":
            c["unit"] = "column"
        if c["unit"] == "in header":
            c["second"] = "none"
        if c["second"] != "none":
            c["unit"] = c["unit"] if c["unit"] in ("column", "in value") else "column"
            c["previous"], c["extra"], c["wrap"] = "none", "none", "no"
            c["range"] = (
                "dash" if c["range"] in ("by sex", "below", "two columns", "in value") else c["range"]
            )
        if c["previous"] != "none" and c["extra"] == "date":
            c["extra"] = "none"
        if c["unit"] == "under" or c["second"] == "below" or c["range"] in ("by sex", "below"):
            c["wrap"] = "no"
        if c["range"] == "below" and c["between"] != "nothing":
            c["between"] = "nothing"
        if c["rules"] == "grid" and (c["range"] == "below" or c["between"] != "nothing"):
            c["rules"] = "none"
        if c["extra"] == "date":
            c["samples"] = "one"
        if c["leaders"] == "dots":
            c["order"], c["wrap"] = "usual", "no"
        if c["powers"] == "raised" and c["draw"] == "any order" and rng.random() < 0.5:
            c["powers"] = "caret"

    def _date_style(self) -> str:
        if self.language == "fr":
            return self.rng.choice(["dmy/", "dmy/", "dmy/2", "dmy.", "dmY.", "fr", "iso"])
        if self.language == "en":
            return self.rng.choice(
                ["mdy/", "us", "iso", "abbr"] if self.us else ["dmy/", "uk", "dmy-", "abbr", "iso"]
            )
        return self.rng.choice(["dmy/", "dmY.", "dmy-"])

    def day(self, value: date) -> str:
        return day(value, self.dates)

    def one_of(self, name: str) -> str:
        return self.rng.choice(words.LABELS[self.language].get(name) or words.LABELS["en"][name])

    def number(self, value: float, decimals: int) -> str:
        group = {"fr": " ", "en": ",", "es": ".", "de": ".", "it": ".", "pt": "."}[self.language]
        return printed(
            value, decimals, comma=self.comma, group=group if self.chosen["numbers"] == "grouped" else ""
        )

    # --- analyses ---

    def entries(self, count: int) -> list[Entry]:
        known = self.rng.sample(words.KNOWN[self.language], min(count, len(words.KNOWN[self.language])))
        share = {"known": 1.0, "mixed": 0.6, "unknown": 0.0}[self.chosen["names"]]
        found: list[Entry] = []
        while len(found) < count:
            spec = (
                known.pop() if known and self.rng.random() < share else words.unknown(self.rng, self.language)
            )
            if spec[0] not in [each.name for each in found]:
                found.append(self.entry(*spec))
        if self.chosen["unit"] == "in header":
            common = next(each.unit for each in found)
            for each in found:
                each.unit = common
        if self.chosen["worded"] == "some" and self.chosen["unit"] != "in header":
            for name, result, usually in self.rng.sample(words.WORDED[self.language], 1):
                usual = "" if self.chosen["range"] == "none" else usually
                at = self.rng.randrange(1, len(found))
                found.insert(at, Entry(name, result, "", usual=usual, worded=True))
        if self.chosen["sections"] == "titles":
            titles = self.rng.sample(words.SECTIONS[self.language], 2)
            found[0].section = titles[0]
            found[len(found) // 2].section = titles[1]
        if self.chosen["indent"] == "some":
            start = self.rng.randrange(1, len(found) - 1)
            for each in found[start : start + 3]:
                each.parent = "dont :" if self.language == "fr" else "of which:"
        if self.chosen["between"] != "nothing":
            for each in found:
                if self.rng.random() < (0.8 if self.chosen["between"] == "method lines" else 0.3):
                    each.notes.append(self.note())
        return found

    def note(self) -> str:
        if self.chosen["between"] == "comments":
            return self.rng.choice(words.COMMENTS[self.language])
        method = self.rng.choice(words.METHODS if self.language == "fr" else words.ENGLISH_METHODS)
        return self.one_of("method_below").format(m=method)

    def entry(self, name: str, unit: str, decimals: int, low: float, high: float, limit: str) -> Entry:
        unit = self._power(unit)
        if self.chosen["font"] != "dejavu":
            name, unit = name.replace("→", "-"), unit.replace("μ", "µ")
        chance = self.rng.random()
        span = high - low
        value = low + span * self.rng.uniform(0.1, 0.9)
        if chance < 0.15:
            value = high + span * self.rng.uniform(0.1, 0.8)
        elif chance < 0.25 and low > 0:
            value = low * self.rng.uniform(0.6, 0.95)
        shown = [float(printed(each, decimals, comma=False)) for each in (value, low, high)]
        above = limit != ">" and shown[0] > shown[2]
        below = limit != "<" and shown[0] < shown[1]
        text = self.number(value, decimals)
        flag = "H" if above else "L" if below else ""
        if self.chosen["numbers"] == "comparators" and self.rng.random() < 0.25:
            sign = self.rng.choice(["<", "< ", ">", "> "])
            text, flag = sign + self.number(low if sign[0] == "<" and low else high, decimals), ""
        entry = Entry(
            name, text, unit,
            low=self.number(low, decimals) if limit != "<" else None,
            high=self.number(high, decimals) if limit != ">" else None,
            flag=flag,
        )  # fmt: skip
        if self.chosen["range"] == "by sex":
            entry.sexes = (
                self._limits(entry),
                self._limits(replace(entry, low=self.number(low * 1.2, decimals) if entry.low else None)),
            )
        entry.earlier = [self.number(value * self.rng.uniform(0.8, 1.2), decimals) for _ in range(5)]
        if self.chosen["second"] != "none":
            factor, other = self.rng.choice(
                [(18.2, "mg/dL"), (0.113, "mmol/L"), (4.7, "nmol/L"), (0.01, "g/dL")]
            )
            if other != unit:
                again = [self.number(each * factor, 2) for each in (value, low, high)]
                entry.second = (
                    again[0],
                    other,
                    again[1] if entry.low else None,
                    again[2] if entry.high else None,
                )
        return entry

    def _power(self, unit: str) -> str:
        match = re.match(r"(x?)10[*^E]?(\d+)(/.*)", unit.replace("E3", "^3"))
        if match is None:
            return unit
        times, power, rest = match.groups()
        written = {"caret": f"10^{power}", "star": f"10*{power}", "giga": f"10E{power}"}
        raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
        return times + written.get(self.chosen["powers"], "10" + power.translate(raised)) + rest

    # --- how a value, a range, a flag are printed ---

    def _limits(self, entry: Entry) -> str:
        """The limits without what surrounds them."""
        low, high, style = entry.low, entry.high, self.range_style
        if low is None or high is None:
            only = high if low is None else low
            if style == "words" and self.language in words.BELOW:
                return f"{(words.BELOW if low is None else words.ABOVE)[self.language]} {only}"
            sign = "<" if low is None else ">"
            return f"{sign}{only}" if style == "tight" else f"{sign} {only}"
        return {
            "tight": f"{low}-{high}", "words": f"{low} {words.TO[self.language]} {high}",
            "semicolon": f"{low} ; {high}", "square": f"{low} - {high}" if self.rng.random() < 0.5 else f"{low} ; {high}",
        }.get(style, f"{low} - {high}")  # fmt: skip

    def range_of(self, entry: Entry, *, second: bool = False) -> list[str]:
        """The lines of a cell of ranges."""
        unit = entry.unit
        if second:
            if entry.second is None:
                return []
            entry = replace(entry, low=entry.second[2], high=entry.second[3])
        if entry.worded:
            return [entry.usual] if entry.usual else []
        if entry.sexes:
            names = words.SEXES[self.language]
            colon = " : " if self.language == "fr" else ": "
            return [f"{name}{colon}{limits}" for name, limits in zip(names, entry.sexes, strict=True)]
        text = self._limits(entry)
        if self.chosen["unit"] == "in range":
            text = f"{text} {unit}"
        around = {
            "semicolon": "({})",
            "square": "[{}]",
            "round": "({})",
            "marked": "N : {}" if self.language == "fr" else "Ref: {}",
        }
        return [around.get(self.range_style, "{}").format(text)]

    def flagged(self, entry: Entry, text: str) -> tuple[str, str | None]:
        """The text of the value with its flag, and the flag that is printed."""
        style = self.chosen["flag"]
        if not entry.flag or style == "none" or style == "bold":
            return text, None
        high = entry.flag == "H"
        if style == "letter":
            return f"{text} {entry.flag}", entry.flag
        if style == "arrow":
            return f"{text} {self.arrows[not high]}", self.arrows[not high]
        if style == "star before":
            return (f"* {text}" if self.spaced_star else f"*{text}"), "*"
        if style == "in brackets":
            return f"{text} ({entry.flag})", entry.flag
        return text, "*" if style == "star column" else entry.flag

    @property
    def spaced_star(self) -> bool:
        return len(self.case.full) % 2 == 0

    def value_lines(self, entry: Entry) -> list[str]:
        text, _ = self.flagged(entry, entry.text)
        unit = self.chosen["unit"]
        if entry.unit and unit == "in value":
            text = (
                f"{text} {entry.unit}"
                if self.chosen["flag"] not in ("letter", "arrow", "in brackets")
                else self.with_unit(entry)
            )
        if entry.unit and unit == "in brackets":
            text = f"{text} ({entry.unit})"
        if self.range_style == "in value" and (limits := self.range_of(entry)):
            text = f"{text} ({limits[0]})"
        lines = [text]
        if entry.unit and unit == "under":
            lines.append(entry.unit)
        return lines

    def with_unit(self, entry: Entry) -> str:
        """Value, unit and then flag."""
        return self.flagged(entry, f"{entry.text} {entry.unit}")[0]

    def name_lines(self, entry: Entry, width: int) -> list[str]:
        name = entry.name
        if entry.unit and self.chosen["unit"] == "in name":
            name = f"{name} ({entry.unit})" if self.language != "en" else f"{name}, {entry.unit}"
            if self.language == "en" and "," in entry.name:
                name = f"{entry.name} [{entry.unit}]"
        return textwrap.wrap(name, width, break_long_words=False, break_on_hyphens=False) if width else [name]

    def state(
        self,
        entry: Entry,
        text: str,
        when: date,
        *,
        flag: str | None = None,
        second: bool = False,
        unit: str | None = None,
    ) -> None:
        """Write one result into the truth."""
        ranged = self.chosen["range"] != "none" and not entry.sexes and not entry.worded
        low, high = (entry.second[2], entry.second[3]) if second and entry.second else (entry.low, entry.high)
        self.truth.append(
            Truth(
                entry.name, text, entry.unit if unit is None else unit, when.isoformat(),
                low=low if ranged else None, high=high if ranged else None, flag=flag,
            )
        )  # fmt: skip

    # --- headings ---

    def heading(self, kind: str) -> list[str]:
        """The heading lines of a column."""
        style = self.chosen["header"]
        if style == "none":
            return []
        kind = {"value2": "value", "unit2": "unit", "range2": "range"}.get(kind, kind)
        if style == "bilingual":
            one = self.rng.choice(self.heading_words["full"][kind])
            two = self.rng.choice(words.HEADINGS["en" if self.language == "fr" else "fr"]["full"][kind])
            lines = [one, two] if self.chosen["header_lines"] == "several" else [f"{one} / {two}"]
            return [*lines, "({unit})"] if kind == "value" and self.chosen["unit"] == "in header" else lines
        text = self.rng.choice(self.heading_words[style][kind])
        if kind == "value" and self.chosen["unit"] == "in header":
            return [text, "({unit})"] if self.chosen["header_lines"] == "several" else [f"{text} ({{unit}})"]
        return (
            textwrap.wrap(text, 10, break_long_words=False)
            if self.chosen["header_lines"] == "several"
            else [text]
        )

    # --- the table ---

    def columns(self, entries: Sequence[Entry], when: date) -> list[Column]:
        """The columns of an ordinary table, in the chosen order, and its truth."""
        c = self.chosen
        found: dict[str, Column] = {}

        def add(kind: str, cells: Iterable[list[str]], heading: list[str] | None = None) -> None:
            found[kind] = Column(kind, self.heading(kind) if heading is None else heading, list(cells))

        wide = {"no": 0, "narrow": 16}[c["wrap"]]
        add("name", (self.name_lines(each, wide) for each in entries))
        add("value", (self.value_lines(each) for each in entries))
        found["value"].heading = [line.replace("{unit}", entries[0].unit) for line in found["value"].heading]
        if c["flag"] == "bold":
            found["value"].bold = frozenset(index for index, each in enumerate(entries) if each.flag)
        if c["flag"] == "letter column":
            add("flag", ([each.flag] for each in entries))
        if c["flag"] == "star column":
            add("flag", (["*" if each.flag else ""] for each in entries))
        if c["unit"] == "column":
            add("unit", ([each.unit] for each in entries))
        if c["range"] == "two columns":
            add("low", ([each.low or ""] for each in entries))
            add("high", ([each.high or ""] for each in entries))
        elif c["range"] not in ("none", "below", "in value"):
            add("range", (self.range_of(each) for each in entries))
        if c["second"] == "below":
            self._second_below(found, entries)
        elif c["second"] == "beside":
            add("value2", ([self._second_value(each)] for each in entries))
            if c["unit"] == "column":
                add("unit2", ([each.second[1] if each.second else ""] for each in entries))
            if "range" in found and self.rng.random() < 0.7:
                add("range2", (self.range_of(each, second=True) for each in entries))
        for each in entries:
            taken = each.group or when
            if c["extra"] == "date":
                each.when = taken - timedelta(days=self.rng.choice([0, 0, 0, 1, 35]))
            self.state(each, each.text, each.when or taken, flag=self.flagged(each, each.text)[1])
            if each.second:
                self.state(each, each.second[0], taken, second=True, unit=each.second[1])
        self._previous(add, entries)
        self._extra(add, entries)
        return self._ordered(found)

    def _second_value(self, each: Entry) -> str:
        if each.second is None:
            return ""
        return f"{each.second[0]} {each.second[1]}" if self.chosen["unit"] == "in value" else each.second[0]

    def _second_below(self, found: dict[str, Column], entries: Sequence[Entry]) -> None:
        for index, each in enumerate(entries):
            if each.second:
                found["value"].cells[index].append(self._second_value(each))
                if "unit" in found:
                    found["unit"].cells[index].append(each.second[1])
                if "range" in found:
                    found["range"].cells[index].extend(self.range_of(each, second=True))

    def _previous(self, add: Callable[..., None], entries: Sequence[Entry]) -> None:
        how = self.chosen["previous"]
        if how == "none":
            return
        before = self.case.earlier[0]
        shown = [each.earlier[0] if each.earlier and self.rng.random() < 0.75 else "" for each in entries]
        heading = self.heading("previous")
        if how == "date in heading":
            printed_day = self.day(before)
            heading = (
                [*heading, printed_day] if self.rng.random() < 0.5 else [" ".join([*heading, printed_day])]
            )
            if self.rng.random() < 0.3:
                heading = [printed_day]
        if how == "date in cell":
            style = self.rng.choice(["{v} ({d})", "{v}   {d}", "{d} : {v}"])
            add(
                "previous",
                ([style.format(v=text, d=self.day(before)) if text else ""] for text in shown),
                heading,
            )
        else:
            bare = self.chosen["old"] == "bare" or how != "undated"
            add("previous", ([text if bare or not text else f"({text})"] for text in shown), heading)
        if how == "date column":
            add("previous_date", ([self.day(before) if text else ""] for text in shown))
        if how != "undated":
            for each, text in zip(entries, shown, strict=True):
                if text:
                    self.state(each, text, before)

    def _extra(self, add: Callable[..., None], entries: Sequence[Entry]) -> None:
        kind = self.chosen["extra"]
        fr = self.language == "fr"
        make: dict[str, Callable[[Entry], str]] = {
            "code": lambda _: f"{self.rng.randrange(100, 2200):04d}" if fr else f"{self.rng.randrange(1000, 60000)}-{self.rng.randrange(1, 9)}",
            "method": lambda _: self.rng.choice(words.METHODS if fr else words.ENGLISH_METHODS),
            "sample": lambda _: self.rng.choice(["Sérum", "Plasma", "Sang total"] if fr else ["Serum", "Plasma", "Whole blood"]),
            "date": lambda each: self.day(each.when or self.case.taken),
            "comment": lambda each: ("À contrôler" if fr else "To be repeated") if each.flag else "",
        }  # fmt: skip
        if self.chosen["graph"] == "bar" and self.chosen["shape"] == "rows":
            bars = {"": "[  *  ]", "H": "[     ]*", "L": "*[     ]"}
            add("graph", ([bars[each.flag]] for each in entries), [])
        if kind in make:
            add(kind, ([make[kind](each)] for each in entries))

    def _ordered(self, found: dict[str, Column]) -> list[Column]:
        together: list[tuple[str, ...]] = [("value2", "unit2", "range2")] if "value2" in found else []
        together += [("low", "high"), ("previous", "previous_date")]
        usual = ["code", "name", "sample", "date", "flag", "value", "unit", "low", "high", "range", "graph", "value2", "unit2", "range2",
                 "previous", "previous_date", "method", "comment"]  # fmt: skip
        if self.rng.random() < 0.5:
            usual.remove("flag")
            usual.insert(usual.index("value") + 1, "flag")
        order = [kind for kind in usual if kind in found]
        if self.chosen["order"] == "any" and "value2" not in found:
            blocks: list[tuple[str, ...]] = []
            for kind in order:
                block = next((group for group in together if kind in group), (kind,))
                if block not in blocks:
                    blocks.append(block)
            self.rng.shuffle(blocks)
            order = [kind for block in blocks for kind in block if kind in found]
        return [found[kind] for kind in order]

    def place(self, columns: Sequence[Column], left: float, right: float) -> list[tuple[float, float]]:
        """Left and right edge of each column; the font is condensed or made smaller until all fit."""
        while True:
            gap = self.sheet.size * (1.25 if self.chosen["spacing"] == "tight" else 2.0)
            widths = [self._width(column) for column in columns]
            free = right - left - sum(widths) - gap * (len(columns) - 1)
            if free >= 0 or self.sheet.size < 4.2:
                break
            if self.sheet.scale > 0.8:
                self.sheet.scale -= 0.04
            else:
                self.sheet.size -= 0.3
        if self.chosen["spacing"] != "tight":
            gap += free / max(len(columns) - 1, 1) * self.rng.uniform(0.2, 0.9)
        places, x = [], left
        for width in widths:
            places.append((x, x + width))
            x += width + gap
        return places

    def _width(self, column: Column) -> float:
        lines = [line for cell in column.cells for line in cell]
        indent = 12.0 if column.kind == "name" and self.chosen["indent"] == "some" else 0.0
        heads = [self.sheet.measure(line, bold=True) for line in column.heading]
        return max([self.sheet.measure(line, bold=True) for line in lines] + heads + [8.0]) + indent

    def align(self, columns: Sequence[Column]) -> None:
        style = self.chosen["align"]
        for column in columns:
            numeric = column.kind[:5] in ("value", "low", "high", "previ") or column.kind == "flag"
            if numeric:
                column.align = self.rng.choice(["left", "right", "center"]) if style == "mixed" else style

    def table(
        self,
        columns: Sequence[Column],
        entries: Sequence[Entry],
        left: float,
        right: float,
        *,
        after: str = "",
    ) -> None:
        """Draw the table, over several pages when it is long."""
        self.align(columns)
        places = self.place(columns, left, right)
        sheet, size = self.sheet, self.sheet.size
        pitch = size * self.rng.choice([1.45, 1.7, 2.0])
        leading = size * 1.12
        self._draw_heading(columns, places, leading)
        for index, entry in enumerate(entries):
            tall = max(len(column.cells[index]) for column in columns)
            height = (tall - 1) * leading + pitch
            extra = bool(entry.section) * 2 * pitch + len(entry.notes) * leading
            if sheet.room(height + extra + pitch) and self.chosen["header_again"] == "each page":
                self._draw_heading(columns, places, leading)
            self._before(
                entry,
                entries[index - 1] if index else None,
                places[0][0] if after != "right" else left,
                pitch,
            )
            self._draw_row(columns, places, index, entry, leading, height, pitch)
            sheet.y += height
            for note in entry.notes:
                name_at = next(
                    place[0] for column, place in zip(columns, places, strict=True) if column.kind == "name"
                )
                sheet.put(name_at + 4, sheet.y - pitch + leading, note, size=size * 0.88)
                sheet.y += leading
            if self.chosen["range"] == "below" and not entry.worded:
                self._range_below(columns, places, entry, pitch, leading)

    def _range_below(
        self,
        columns: Sequence[Column],
        places: Sequence[tuple[float, float]],
        entry: Entry,
        pitch: float,
        leading: float,
    ) -> None:
        kind = "value" if self.case.birth.year % 2 else "name"
        at = next(place[0] for column, place in zip(columns, places, strict=True) if column.kind == kind)
        label = words.LABELS[self.language]["range_below"]
        text = label[self.case.birth.month % len(label)].format(r=self.range_of(entry)[0])
        self.sheet.put(at, self.sheet.y - pitch + leading, text, size=self.sheet.size * 0.9)
        self.sheet.y += leading

    def _draw_heading(
        self, columns: Sequence[Column], places: Sequence[tuple[float, float]], leading: float
    ) -> None:
        tall = max((len(column.heading) for column in columns), default=0)
        if not tall:
            return
        top = self.sheet.y
        for column, (left, right) in zip(columns, places, strict=True):
            for at, line in enumerate(column.heading):
                align = "left" if self.chosen["header_place"] == "left" else column.align
                x = {"left": left, "right": right, "center": (left + right) / 2}[align]
                self.sheet.put(
                    x, top + (tall - len(column.heading) + at) * leading, line, align=align, bold=True
                )
        self.sheet.y = top + tall * leading + self.sheet.size
        if self.chosen["rules"] in ("rows", "grid"):
            self.sheet.line(
                places[0][0],
                self.sheet.y - 1.3 * self.sheet.size,
                places[-1][1],
                self.sheet.y - 1.3 * self.sheet.size,
            )

    def _before(self, entry: Entry, last: Entry | None, left: float, pitch: float) -> None:
        sheet = self.sheet
        if entry.group and (last is None or last.group != entry.group):
            sheet.y += pitch * 0.5
            said = self.one_of("group").format(d=self.day(entry.group))
            sheet.put(left, sheet.y, self.day(entry.group) if self.chosen["group"] == "date alone" else said)
            sheet.y += pitch * 1.2
        if entry.section:
            sheet.y += pitch * 0.4
            sheet.put(left, sheet.y, entry.section, bold=True, size=sheet.size * 1.1)
            sheet.y += pitch * 1.3
        if entry.parent and (last is None or not last.parent):
            pass

    def _draw_row(
        self, columns: Sequence[Column], places: Sequence[tuple[float, float]], index: int, entry: Entry,
        leading: float, height: float, pitch: float,  # noqa: ARG002  as every way of drawing a row is called
    ) -> None:  # fmt: skip
        sheet, top = self.sheet, self.sheet.y
        if self.chosen["rules"] == "shaded" and index % 2:
            sheet.line(places[0][0] - 3, top - sheet.size, places[-1][1] + 3, top + height - sheet.size, 0.9)
        if self.chosen["rules"] in ("rows", "grid"):
            level = top + height - 1.25 * sheet.size
            sheet.line(places[0][0], level, places[-1][1], level)
        if self.chosen["rules"] == "grid":
            for (_, left), (right, _) in pairwise(places):
                middle = (left + right) / 2
                sheet.line(middle, top - 1.25 * sheet.size, middle, top + height - 1.25 * sheet.size)
        for column, (left, right) in zip(columns, places, strict=True):
            for at, cell in enumerate(column.cells[index]):
                line = cell
                x = {"left": left, "right": right, "center": (left + right) / 2}[column.align]
                bold = index in column.bold
                if column.kind == "name" and entry.parent:
                    x += 10
                    line = f"- {line}" if self.case.birth.day % 2 and not at else line
                sheet.put(x, top + at * leading, line, align=column.align, bold=bold)
        if self.chosen["leaders"] == "dots" and columns[0].kind == "name":
            start = places[0][0] + sheet.measure(columns[0].cells[index][0]) + (24 if entry.parent else 4)
            room = places[1][0] - start - 2
            dots = int(room / sheet.measure("."))
            if dots > 3:
                sheet.put(start, top, "." * dots)

    # --- the page around ---

    def head(self) -> None:
        sheet, rng = self.sheet, random.Random(self.case.full)  # noqa: S311  the same on each page
        noise = words.NOISE["us" if self.us else self.language]
        first = len(sheet.pages) == 1
        sheet.put(_MARGIN, 42, words.LABORATORIES[self.language], bold=True, size=12)
        sheet.put(_MARGIN, 54, noise[0], size=7)
        sheet.put(_MARGIN, 62, rng.choice(noise[1:]), size=7)
        y = 80.0
        who = words.PATIENT[self.language].format(self.case.full)
        if first or rng.random() < 0.6:
            sheet.put(_MARGIN, y, who, bold=True)
            sheet.put(330, y, self.labels["birth"])
            y += 13
            if self.chosen["shape"] not in ("cumulative", "transposed") and self.chosen["samples"] == "one":
                sheet.put(_MARGIN, y, self.labels["taken"])
            sheet.put(330, y, self.labels["printed"])
            y += 13
            if rng.random() < 0.5:
                sheet.put(_MARGIN, y, self.labels["received"])
            sheet.put(330, y, rng.choice(noise[1:]), size=7.5)
            y += 13
        if first and rng.random() < 0.5:
            sheet.put(sheet.width / 2, y + 6, words.TITLES[self.language], align="center", bold=True, size=11)
            y += 18
        page = {"fr": "Page {} sur {}", "en": "Page {} of {}"}.get(self.language, "{}/{}").format(
            len(sheet.pages), 3
        )
        sheet.put(_MARGIN, sheet.height - 32, rng.choice(noise), size=6.5)
        sheet.put(sheet.width - 90, sheet.height - 32, page, size=6.5)
        sheet.y = y + 14

    def prepare_head(self) -> None:
        taken = self.case.taken
        self.labels = {
            "taken": self.one_of("taken").format(d=self.day(taken)),
            "printed": self.one_of("printed").format(d=self.day(taken + timedelta(days=2))),
            "birth": self.one_of("birth").format(d=self.day(self.case.birth)),
            "received": self.one_of("received").format(d=self.day(taken)),
        }
        self.sheet.head = self.head

    # --- shapes ---

    def count(self, low: int = 5, high: int = 14) -> int:
        return (
            self.rng.randint(28, 44)
            if self.chosen["length"] == "long" and high > 10
            else self.rng.randint(low, high)
        )

    def make_rows(self) -> None:
        entries = self.entries(self.count())
        if self.chosen["samples"] == "two":
            cut = len(entries) // 2
            for index, each in enumerate(entries):
                each.group = self.case.taken if index < cut else self.case.earlier[1]
        columns = self.columns(entries, self.case.taken)
        self.table(columns, entries, _MARGIN, self.sheet.width - _MARGIN)

    def make_panels(self) -> None:
        top, lowest, middle = self.sheet.y, self.sheet.y, self.sheet.width / 2
        self.chosen["length"] = "short"
        for left, right in ((_MARGIN - 10, middle - 12), (middle + 12, self.sheet.width - _MARGIN + 10)):
            self.sheet.y = top
            entries = self.entries(self.rng.randint(5, 10))
            columns = self.columns(entries, self.case.taken)
            size, scale = self.sheet.size, self.sheet.scale
            self.table(columns, entries, left, right)
            lowest = max(lowest, self.sheet.y)
            self.sheet.size, self.sheet.scale = size, scale
        self.sheet.y = lowest

    def make_cumulative(self) -> None:
        entries = self.entries(self.count())
        days = [self.case.taken, *self.case.earlier[: self.rng.randint(1, 3)]]
        columns = {column.kind: column for column in self._plain_columns(entries)}
        dated = []
        for number, when in enumerate(days):
            cells = []
            for each in entries:
                text = each.text if number == 0 else (each.earlier[number] if each.earlier else each.text)
                if number and self.rng.random() < 0.15:
                    cells.append([""])
                    continue
                shown, flag = self.flagged(each, text) if number == 0 else (text, None)
                cells.append([shown])
                self.state(each, text, when, flag=flag)
            heading = [self.day(when)]
            if self.chosen["header_lines"] == "several":
                heading.append(f"0{self.rng.randint(7, 9)}:{self.rng.randint(10, 59)}")
            dated.append(Column(f"value@{number}", heading, cells))
        if self.chosen["order_of_dates"] == "newest right":
            dated.reverse()
        blocks = [[columns.pop("name")], dated, *([column] for column in columns.values())]
        if self.chosen["order"] == "any":
            tail = blocks[1:]
            self.rng.shuffle(tail)
            blocks = [blocks[0], *tail]
        self.table(
            [column for block in blocks for column in block], entries, _MARGIN, self.sheet.width - _MARGIN
        )

    def _plain_columns(self, entries: Sequence[Entry]) -> Iterable[Column]:
        wide = {"no": 0, "narrow": 16}[self.chosen["wrap"]]
        yield Column("name", self.heading("name"), [self.name_lines(each, wide) for each in entries])
        if self.chosen["unit"] == "column":
            yield Column("unit", self.heading("unit"), [[each.unit] for each in entries])
        if self.chosen["range"] != "none":
            yield Column("range", self.heading("range"), [self.range_of(each) for each in entries])

    def make_transposed(self) -> None:
        entries = self.entries(self.rng.randint(3, 6))
        days = [self.case.taken, *self.case.earlier]
        if self.chosen["order_of_dates"] == "newest right":
            days.reverse()
        shown_range = self.chosen["range"] != "none"
        columns = [Column("date", [self.rng.choice({"fr": ["Date", "Prélevé le"], "en": ["Date", "Collected"]}.get(
            self.language, [words.HEADINGS[self.language]["full"]["date"][0]]))], [[self.day(when)] for when in days])]  # fmt: skip
        as_rows = self.rng.random() < 0.4
        for each in entries:
            heading = textwrap.wrap(each.name, 12, break_long_words=False)
            low = [each.unit, *(self.range_of(each) if shown_range else [])]
            heading += [] if as_rows else low
            texts = [each.text, *each.earlier]
            for text, when in zip(texts, days, strict=False):
                self.state(each, text, when)
            cells = [[text] for text, _ in zip(texts, days, strict=False)]
            columns.append(Column("value", heading, ([[line] for line in low] if as_rows else []) + cells))
        if as_rows:
            labels = [
                self.rng.choice(self.heading_words["full"]["unit"]),
                self.rng.choice(self.heading_words["full"]["range"]),
            ]
            columns[0].cells[:0] = [[label] for label in labels[: 1 + shown_range]]
        rows = [Entry("", "", "") for _ in columns[0].cells]
        for column in columns[1:]:
            tall = max(len(other.heading) for other in columns)
            column.heading = [""] * (tall - len(column.heading)) + column.heading
        self.table(columns, rows, _MARGIN, self.sheet.width - _MARGIN)

    def make_list(self) -> None:
        entries = self.entries(self.count())
        colon = self.rng.choice([" : ", " = ", ": ", " ..... ", " "])
        template = self.rng.choice(["{n}{c}{v} {r}", "{n}{c}{v}   {r}", "- {n}{c}{v}   {r}", "{n}{c}{v} {r}"])
        pitch = self.sheet.size * self.rng.choice([1.4, 1.8])
        bracket = self.range_style in ("dash", "tight", "words", "none")
        for index, each in enumerate(entries):
            self.sheet.room(4 * pitch)
            self._before(each, entries[index - 1] if index else None, _MARGIN, pitch)
            ranges = " ".join(self.range_of(each)) if self.chosen["range"] != "none" else ""
            if bracket and ranges and self.case.birth.month % 2:
                ranges = f"({ranges})"
            if colon == " " and (each.worded or each.name[-1].isdigit()):
                colon = " : "
            name = self.name_lines(each, 0)[0]
            line = template.format(n=name, c=colon, v=self.value_lines(each)[0], r=ranges).rstrip()
            self.sheet.put(_MARGIN + (12 if each.parent else 0), self.sheet.y, line)
            self.state(each, each.text, each.group or self.case.taken, flag=self.flagged(each, each.text)[1])
            self.sheet.y += pitch
            for note in each.notes:
                self.sheet.put(_MARGIN + 8, self.sheet.y - pitch * 0.2, note, size=self.sheet.size * 0.88)
                self.sheet.y += pitch

    def make_stacked(self) -> None:
        entries = self.entries(self.count(4, 12))
        across = self.rng.choice([1, 2, 3])
        pitch = self.sheet.size * 1.35
        wide = (self.sheet.width - 2 * _MARGIN) / across
        own_line = self.rng.random() < 0.5
        for start in range(0, len(entries), across):
            self.sheet.room(6 * pitch)
            top = self.sheet.y
            for at, each in enumerate(entries[start : start + across]):
                x = _MARGIN + at * wide
                self.sheet.put(x, top, self.name_lines(each, 0)[0], bold=True)
                ranges = " ".join(self.range_of(each)) if self.chosen["range"] != "none" else ""
                value = self.value_lines(each)[0]
                if own_line:
                    lines = (
                        (value, ranges)
                        if self.chosen["card"] == "range last" or not ranges
                        else (ranges, value)
                    )
                    self.sheet.put(x, top + pitch, lines[0])
                    self.sheet.put(x, top + 2 * pitch, lines[1])
                else:
                    self.sheet.put(x, top + pitch, value)
                    self.sheet.put(x + max(self.sheet.measure(value) + 14, 80), top + pitch, ranges)
                self.state(each, each.text, self.case.taken, flag=self.flagged(each, each.text)[1])
            self.sheet.y = top + pitch * (4.5 if own_line else 3.5)

    def report(self, seed: int) -> Report:
        self.prepare_head()
        self.sheet.start()
        shapes: dict[str, Callable[[], None]] = {
            "rows": self.make_rows, "panels": self.make_panels, "cumulative": self.make_cumulative,
            "transposed": self.make_transposed, "list": self.make_list, "stacked": self.make_stacked,
        }  # fmt: skip
        shapes[self.chosen["shape"]]()
        return Report(
            f"fuzz {seed}", self.sheet.done(), tuple(self.truth), self.case.full, self.case.birth.isoformat(),
            words.LABORATORIES[self.language], self.case.taken.isoformat(), self.language,
        )  # fmt: skip


def compose(seed: int) -> tuple[Report, Choices]:
    """The report that `seed` gives, the same bytes each time, and the choices it is made of."""
    composer = Composer(seed)
    report = composer.report(seed)
    return report, composer.chosen
