"""What devices measured densely, worked out for a day, a night, a period: by code, from sealed columns.

A projection like the fact table: the room hands it what is sealed (`retrieval.ingest.dense`), a metric's
columns are opened when it is first asked about, and what is worked out of them is kept until the room closes.

Rules, in this order (`retrieval.days`):

1. A sample that two exports of one device hold counts once.
2. **One source per metric and hour**, never a sum over apps. What is worn or sits in the skin goes before the
   phone, the phone before any other app; among equals the one that measured in more hours of that day. So a
   copy that another app wrote back is dropped. Hours are those of UTC: a flight doubles nothing. A day that
   some source states as a whole has one source for all of it; so has a night of sleep.
3. Stretches of time that overlap count once. A source that states a day as a whole and in parts says the same
   thing twice: the larger counts.
4. A day is one of the clock on the wall, by the offset of each sample. A night belongs to the day it ends on:
   what begins at 18:00 or later counts for the next day.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median

import numpy as np

from core.language import LANGUAGES, Language
from records.metrics import Aggregate, Metric, metrics
from records.model import Passage
from records.source import Source
from records.when import When
from retrieval import months
from retrieval.days import DAY_S, Array, Day, Origin, among, days
from retrieval.ingest.dense import Columns, Segment
from retrieval.period import Period
from retrieval.spans import Step as Step
from retrieval.spans import begins

ASLEEP, SENSOR = "sleep_asleep", "glucose_sensor"
_MADE_OF: Mapping[str, tuple[str, ...]] = {ASLEEP: (ASLEEP, "sleep_light", "sleep_deep", "sleep_rem")}
"""Time asleep is the time in any stage of sleep: a device that names stages says it no other way."""
_EPOCH = date(1970, 1, 1)
_ID = 32


@dataclass(frozen=True, slots=True)
class Summary:
    """A metric over some days. Values are in the metric's unit, exact; `Metric.shown` rounds them.

    Attributes:
        metric: Which.
        days: The days measured, oldest first; at least one.
        n: Samples.
        total: Sum of them, or minutes.
        mean: Of what a day comes to, for sums and durations; of all samples otherwise.
        low: Smallest day, for sums and durations; smallest sample otherwise.
        low_on: Its day.
        high: Largest, likewise.
        high_on: Its day.
        sources: On how many days each source was the main one; the most frequent first.
    """

    metric: Metric
    days: tuple[Day, ...]
    n: int
    total: float
    mean: float
    low: float
    low_on: date
    high: float
    high_on: date
    sources: Mapping[str, int]

    @property
    def first(self) -> date:
        """The first day measured."""
        return self.days[0].day

    @property
    def last(self) -> date:
        """The last day measured."""
        return self.days[-1].day


@dataclass(frozen=True, slots=True)
class Target:
    """How many of a sensor's readings lay where (`retrieval.days.TARGET`)."""

    within: int
    under: int
    over: int
    days: tuple[Day, ...]

    @property
    def n(self) -> int:
        """Readings."""
        return self.within + self.under + self.over


@dataclass(frozen=True, slots=True)
class Page:
    """A month or a year of one metric: what a citation opens.

    Attributes:
        id: Says nothing; the same at every unlock.
        metric: Key.
        span: ``2026-03`` or ``2026``.
    """

    id: str
    metric: str
    span: str


@dataclass(frozen=True, slots=True)
class _Body:
    """A sealed body, and a name for who measured where no device is named."""

    segment: Segment
    origin: str

    @property
    def name(self) -> str:
        return " ".join((self.segment.source.device or self.origin).split())


@dataclass(slots=True)
class _Worked:
    days: tuple[Day, ...]
    spans: dict[str, tuple[Day, ...]] = field(default_factory=dict)


class SampleTable:
    """All dense measurements of one opened vault. Safe to call from several threads.

    Args:
        load: The sealed body of an id.
        opaque: Turns a page's key into an id that says nothing and is the same at every unlock.
    """

    def __init__(self, load: Callable[[str], bytes], opaque: Callable[[str], str]) -> None:
        self._load, self._opaque = load, opaque
        self._lock = threading.RLock()
        self._bodies: dict[str, tuple[_Body, ...]] = {}
        self._worked: dict[str, _Worked] = {}
        self._pages: dict[str, Page] | None = None

    # -- what is held -----------------------------------------------------------------------------------

    def put(self, file_id: str, origin: str, segments: Sequence[Segment]) -> None:
        """Take a file's samples, or what is there of them now.

        Args:
            file_id: The file.
            origin: What names the source of samples without a device: the same for each export of one kind.
            segments: What is sealed of it.
        """
        with self._lock:
            self._forget(file_id)
            if segments:
                self._bodies[file_id] = tuple(_Body(segment, origin) for segment in segments)
                self._changed(segment.metric for segment in segments)

    def take(self, file_id: str) -> None:
        """Let go of a file's samples and of what was worked out with them."""
        with self._lock:
            self._forget(file_id)

    def _forget(self, file_id: str) -> None:
        gone = self._bodies.pop(file_id, ())
        self._changed(body.segment.metric for body in gone)

    def _changed(self, keys: Iterable[str]) -> None:
        changed = set(keys)
        for key in [key for key in self._worked if changed & set(_made_of(key))]:
            del self._worked[key]
        if changed:
            self._pages = None

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            self._bodies.clear()
            self._worked.clear()
            self._pages = None

    def held(self) -> tuple[str, ...]:
        """Keys of the metrics there are samples of, in the order of the table of metrics. Opens nothing."""
        with self._lock:
            present = {body.segment.metric for bodies in self._bodies.values() for body in bodies}
        return tuple(key for key in metrics() if present & set(_made_of(key)))

    def segments(self, file_id: str) -> tuple[Segment, ...]:
        """What is sealed of one file's samples."""
        with self._lock:
            return tuple(body.segment for body in self._bodies.get(file_id, ()))

    def measured(self) -> tuple[str, ...]:
        """Keys of the metrics as the files state them: time asleep only where a file calls it that."""
        with self._lock:
            found = {body.segment.metric for bodies in self._bodies.values() for body in bodies}
        return tuple(key for key in metrics() if key in found)

    def raw(self, metric: str) -> Iterator[tuple[str, Columns]]:
        """Everything that was measured of one metric, source by source, each sample once, nothing chosen."""
        with self._lock:
            origins = self._origins((metric,))
        yield from ((origin.name, origin.columns) for origin in origins)

    # -- working out ------------------------------------------------------------------------------------

    def days(self, metric: str, period: Period | None = None) -> tuple[Day, ...]:
        """Every day (or night) of a metric that was measured, oldest first; those of the period, if any."""
        found = self._work(metric).days
        return found if period is None else tuple(day for day in found if _holds(period, day.day))

    def summary(self, metric: str, period: Period | None = None, source: str | None = None) -> Summary | None:
        """A metric over a period, of one main source when named; None when nothing was measured in it."""
        found = self.days(metric, period)
        return summed(metrics()[metric], [day for day in found if source in (None, day.sources[0])])

    def median(self, found: Summary) -> float:
        """In the metric's unit: of the days, for what adds up over a day; of all samples otherwise."""
        if found.metric.aggregate is not Aggregate.MEAN:
            return median(day.value for day in found.days)
        wanted = np.array([_number(day.day) for day in found.days])

        def holds(day: Array) -> Array:
            return np.isin(day, wanted)

        with self._lock:
            origins = self._origins(_made_of(found.metric.key))
        return float(np.median(among(origins, found.metric.aggregate, holds)))

    def target(self, period: Period | None = None) -> Target | None:
        """How many sensor readings lay in the target range; None without any."""
        found = self.days(SENSOR, period)
        if not found:
            return None
        within, under = sum(day.within for day in found), sum(day.under for day in found)
        return Target(within, under, sum(day.n for day in found) - within - under, found)

    def stretches(
        self, metric: str, step: Step, period: Period | None = None, source: str | None = None
    ) -> tuple[Summary, ...]:
        """The days of a metric by week (from Monday), month or year; those of one main source when named."""
        grouped: dict[date, list[Day]] = {}
        for day in self.days(metric, period):
            if source is None or day.sources[0] == source:
                grouped.setdefault(begins(day.day, step), []).append(day)
        found = (summed(metrics()[metric], group) for group in grouped.values())
        return tuple(one for one in found if one is not None)

    def _work(self, metric: str) -> _Worked:
        with self._lock:
            worked = self._worked.get(metric)
            if worked is None:
                worked = _Worked(days(self._origins(_made_of(metric)), metrics()[metric].aggregate))
                for day in worked.days:
                    for span in (day.day.isoformat()[:7], day.day.isoformat()[:4]):
                        worked.spans[span] = (*worked.spans.get(span, ()), day)
                self._worked[metric] = worked
            return worked

    def _origins(self, keys: Sequence[str]) -> list[Origin]:
        """Every source with its samples of these metrics, those of all files together, each once."""
        parts: dict[str, list[_Body]] = {}
        for body in self._of(keys):
            parts.setdefault(body.name, []).append(body)
        made = []
        for name, bodies in sorted(parts.items()):
            columns = Columns.joined([Columns.from_bytes(self._load(body.segment.id)) for body in bodies])
            made.append(Origin(name, columns.ordered() if len(bodies) > 1 else columns))
        return made

    def _of(self, keys: Sequence[str]) -> list[_Body]:
        return [body for bodies in self._bodies.values() for body in bodies if body.segment.metric in keys]

    # -- pages to cite ----------------------------------------------------------------------------------

    def pages(self) -> Mapping[str, Page]:
        """Every month and year of every metric, by id. Opens what was not opened yet."""
        with self._lock:
            if self._pages is None:
                found = [
                    self._page(metric, span) for metric in self.held() for span in self._work(metric).spans
                ]
                self._pages = {page.id: page for page in found}
            return self._pages

    def page(self, id: str) -> Page | None:
        """The page of that id."""
        return self.pages().get(id)

    def _page(self, metric: str, span: str) -> Page:
        return Page(self._opaque(f"{metric}|{span}")[:_ID], metric, span)

    def month_rows(self, metric: str, span: str) -> tuple[Day, ...]:
        """The days of a month (``2026-03``) or a year (``2026``): value, samples and sources of each."""
        return self._work(metric).spans.get(span, ())

    def pages_of(self, metric: str, period: Period | None = None) -> tuple[Page, ...]:
        """The months a period touches, newest first; years, when it touches more than twelve months."""
        found = self.days(metric, period)
        spans = dict.fromkeys(day.day.isoformat()[:7] for day in found)
        if len(spans) > 12:  # noqa: PLR2004  months of a year
            spans = dict.fromkeys(day.day.isoformat()[:4] for day in found)
        return tuple(self._page(metric, span) for span in reversed(spans))

    def passage(self, page: Page, language: Language) -> Passage:
        """A page in one line of words, at the newest file that it was worked out from."""
        found = summed(metrics()[page.metric], self.month_rows(page.metric, page.span))
        if found is None:
            raise KeyError(page.id)
        text = months.line(found, page.span, language)
        source = self._source(found, next(iter(found.sources)))
        return Passage(text, source, page.id, found.metric.title(language), When.parse(page.span))

    def words(self, page: Page) -> str:
        """What a page is found by: what was measured, when, by what; no word that every page has."""
        metric = metrics()[page.metric]
        found = summed(metric, self.month_rows(page.metric, page.span))
        when = (months.spoken(page.span, language) for language in LANGUAGES)
        return " ".join((metric.fr, metric.en, *when, page.span, *(found.sources if found else ())))

    def _source(self, found: Summary, name: str) -> Source:
        """The newest file with samples of that source on these days."""
        with self._lock:
            mine = [body for body in self._of(_made_of(found.metric.key)) if body.name == name]
        first, last = _number(found.first), _number(found.last)
        there = [
            body.segment
            for body in mine
            if body.segment.last_s // DAY_S + 1 >= first and body.segment.first_s // DAY_S <= last
        ]
        return replace((there or [body.segment for body in mine])[-1].source, device=name)


def summed(metric: Metric, found: Sequence[Day]) -> Summary | None:
    """Some days of a metric taken together; None without any."""
    if not found:
        return None
    n, total = sum(day.n for day in found), sum(day.total for day in found)
    by_day = metric.aggregate is not Aggregate.MEAN
    low = min(found, key=lambda day: day.value if by_day else day.low)
    high = max(found, key=lambda day: day.value if by_day else day.high)
    mean = sum(day.value for day in found) / len(found) if by_day else total / n
    return Summary(
        metric=metric, days=tuple(found), n=n, total=total, mean=mean,
        low=low.value if by_day else low.low, low_on=low.day,
        high=high.value if by_day else high.high, high_on=high.day,
        sources=dict(Counter(day.sources[0] for day in found).most_common()),
    )  # fmt: skip


def _made_of(metric: str) -> tuple[str, ...]:
    return _MADE_OF.get(metric, (metric,))


def _holds(period: Period, day: date) -> bool:
    return (period.first is None or day >= period.first) and (period.last is None or day <= period.last)


def _number(day: date) -> int:
    return (day - _EPOCH).days
