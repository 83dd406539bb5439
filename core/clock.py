"""Time, as something that can be handed in. Everything that asks for the time takes a `Clock`."""

from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time in UTC."""

    def now(self) -> datetime:
        """The present instant, time zone UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, time zone UTC."""
        return datetime.now(UTC)


def today(clock: Clock) -> date:
    """The local calendar date of the machine that runs Carnet."""
    return clock.now().astimezone().date()
