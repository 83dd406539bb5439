"""Calendar stretches that measurements are taken together by."""

from datetime import date, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What days are taken together by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def begins(day: date, step: Step) -> date:
    """The first day of the week (a Monday), month or year that a day lies in.

    >>> begins(date(2026, 11, 24), Step.WEEK)
    datetime.date(2026, 11, 23)
    """
    if step is Step.WEEK:
        return day - timedelta(days=day.weekday())
    if step is Step.MONTH:
        return day.replace(day=1)
    return day.replace(month=1, day=1) if step is Step.YEAR else day


def ends(day: date, step: Step) -> date:
    """The last day of the week, month or year that a day lies in.

    >>> ends(date(2028, 2, 3), Step.MONTH)
    datetime.date(2028, 2, 29)
    """
    return following(begins(day, step), step) - timedelta(days=1)


def following(first: date, step: Step) -> date:
    """The first day of the next stretch, of the first day of one.

    >>> following(date(2026, 12, 1), Step.MONTH)
    datetime.date(2027, 1, 1)
    """
    longest = {Step.DAY: 1, Step.WEEK: 7, Step.MONTH: 31, Step.YEAR: 366}[step]
    return begins(first + timedelta(days=longest), step)
