"""Saying that the record does not hold something: what was looked for, what is nearest, what there is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from chains.drafts import SPACE, Asked, Draft
from chains.events import Basis
from chains.lists import available
from chains.wording import Wording, day, shown
from records import analytes
from records.model import Fact, Kind
from records.when import Precision, When
from retrieval.period import Period
from safety.answer_check import Statistic


def absent(asked: Asked, label: str, nearest: Fact | None = None) -> Iterator[Draft]:
    """That a named thing is not there (in the period), with the nearest value when there is one.

    Args:
        asked: The question.
        label: What was looked for; as the person or a document wrote it.
        nearest: Of the same thing, outside the period.
    """
    say, period = asked.wording, asked.query.period
    if period is None:
        text = say.say("absent.label", label=shown(label))
    else:
        text = say.say("absent.period", label=shown(label), period=spoken(period, say))
    none_found = Statistic(Decimal(0), None, *_ends(period), 0)
    yield Draft(text, statistics=(none_found,), basis=Basis.WORKED_OUT)
    if nearest is not None:
        text = say.say("absent.nearest", value=say.value(nearest), date=say.on(nearest.start))
        yield Draft(text, asked.cite([nearest]), lead=SPACE)
        return
    yield asked.stated("absent.not_proof", SPACE)
    yield from there_is(asked)


def absent_kind(asked: Asked, kind: Kind) -> Iterator[Draft]:
    """That the record lists nothing of a kind."""
    say = asked.wording
    text = say.say("absent.kind", kind=say.say(f"kind.{kind.value}"))
    yield Draft(text, basis=Basis.WORKED_OUT, fixed=True)
    yield asked.stated("absent.not_proof", SPACE)


def absent_anything(asked: Asked) -> Iterator[Draft]:
    """That nothing in the record bears on the question."""
    if not asked.room.documents():
        yield asked.stated("inventory.empty")
        return
    yield asked.stated("absent.anything")
    yield asked.stated("absent.not_proof", SPACE)
    yield from there_is(asked)


def there_is(asked: Asked) -> Iterator[Draft]:
    """A few results that the record does hold."""
    if names := available(asked):
        text = asked.wording.say("absent.available", labels=", ".join(names))
        yield Draft(text, basis=Basis.WORKED_OUT)


def name(asked: Asked, analyte: str) -> str:
    """An analyte in the language of the answer."""
    return analytes.name(analyte, asked.wording.language)


def spoken(period: Period, say: Wording) -> str:
    """A period in words: ``en mars 2026``, ``between 3 March 2024 and 2 June 2024``."""
    first, last = period.first, period.last
    if first is not None and last is not None:
        for precision, text in (
            (Precision.DAY, first.isoformat()),
            (Precision.MONTH, first.isoformat()[:7]),
            (Precision.YEAR, first.isoformat()[:4]),
        ):
            when = When(text, precision)
            if (when.first_day, when.last_day) == (first, last):
                return say.on(when)
        return say.say("period.between", **{"from": _day(first, say), "to": _day(last, say)})
    if first is not None:
        return say.say("period.since", **{"from": _day(first, say)})
    return say.say("period.before", to=_day(last, say)) if last is not None else ""


def _ends(period: Period | None) -> tuple[When | None, When | None]:
    ends = (period.first, period.last) if period is not None else (None, None)
    first, last = (When.of_day(end) if end is not None else None for end in ends)
    return first, last


def _day(value: date, say: Wording) -> str:
    return day(When.of_day(value), say.language)
