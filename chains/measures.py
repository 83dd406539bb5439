"""Words, numbers and pages of what devices measured: what every sentence about it is made with.

Every number is one that `retrieval.samples` worked out, stated with the days it stands for.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from chains.drafts import PARAGRAPH, Asked, Draft
from chains.events import Basis
from chains.wording import shown
from records.evidence import Evidence
from records.metrics import Aggregate, Metric, grouped
from records.when import When
from retrieval.period import Period
from retrieval.samples import Summary
from safety import answer_check
from safety.figures import values

_PAGES_MAX = 12
_SOURCES_MAX = 4
_COUNTED = (None, "jours", "jour", "days", "day", "semaines", "weeks", "mois", "months")


# --- words --------------------------------------------------------------------------------------------------


def label(asked: Asked, metric: Metric) -> str:
    """The metric's name at the head of a line, as Markdown."""
    return shown(metric.title(asked.wording.language))


def text_of(asked: Asked, metric: Metric, value: float) -> str:
    """A value as answers print it, with its unit."""
    return metric.shown(value, asked.wording.language)


def counted(asked: Asked, number: int) -> str:
    """How many, with a narrow space between thousands."""
    return grouped(Decimal(number), asked.wording.language)


def day_of(asked: Asked, day: date) -> str:
    """A calendar day in words."""
    return asked.wording.day(When.of_day(day))


def on(asked: Asked, metric: Metric, day: date) -> str:
    """``le 3 mars 2026``; of sleep the night that ends on it."""
    on = asked.wording.on(When.of_day(day))
    return asked.wording.say("metric.night_of", date=on) if metric.aggregate is Aggregate.DURATION else on


def quoted(source: str, asked: Asked) -> str:
    """The name of a device or app, as printed, in quotation marks."""
    opens, closes = ("« ", " »") if asked.wording.language == "fr" else ("“", "”")
    return f"{opens}{shown(source)}{closes}"


def sources_of(found: Summary, asked: Asked) -> tuple[str, list[int]]:
    """Who measured, with the days of each where there are several; and these numbers of days."""
    names = list(found.sources.items())[:_SOURCES_MAX]
    if len(found.sources) == 1:
        return quoted(names[0][0], asked), []
    key = "metric.source_night" if found.metric.aggregate is Aggregate.DURATION else "metric.source_day"
    say = asked.wording
    said = [
        say.say(key if days == 1 else f"{key}s", text=quoted(name, asked), count=str(days))
        for name, days in names
    ]
    return say.joined(said), [days for _, days in names]


# --- what holds it ------------------------------------------------------------------------------------------


def draft(
    asked: Asked,
    found: Summary,
    text: str,
    numbers: Sequence[str | int],
    days: Iterable[date],
    lead: str = PARAGRAPH,
) -> Draft:
    """A sentence over the days of `found`, with the months that show them and the numbers it may state."""
    period = Period(found.first, found.last)
    pages = cited(asked, found.metric.key, period)
    return Draft(text, pages, bound(numbers, days), Basis.WORKED_OUT, lead)


def cited(asked: Asked, key: str, period: Period) -> tuple[Evidence, ...]:
    """The months or years that show the days of a period, newest first."""
    pages = asked.room.samples.pages_of(key, period)[:_PAGES_MAX]
    return tuple(asked.room.evidence(page.id) for page in pages)


def bound(numbers: Sequence[str | int], days: Iterable[date]) -> tuple[answer_check.Statistic, ...]:
    """What a sentence may state: values as answers print them, counts (also of days), the days it names."""
    texts = [text for text in numbers if isinstance(text, str)]
    found = [answer_check.Statistic(one.value, one.unit) for text in texts for one in values(text)]
    counts = [number for number in numbers if isinstance(number, int)]
    found += [answer_check.Statistic(Decimal(count), unit) for count in counts for unit in _COUNTED]
    dated = [answer_check.Statistic(Decimal(0), None, when, when, 0) for when in _whens(days)]
    return (*found, *dated)


def _whens(days: Iterable[date]) -> tuple[When, ...]:
    return tuple(When.of_day(day) for day in dict.fromkeys(days))


def ends(period: Period) -> tuple[date, ...]:
    """The first and the last day of a period, as far as it has them."""
    return tuple(day for day in (period.first, period.last) if day is not None)
