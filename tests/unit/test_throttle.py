"""Guesses are counted before their outcome is known, per key, in a window that slides."""

from datetime import timedelta

import pytest

from core.errors import InputError
from tests.fakes.vaults import StillClock
from ui.throttle import Throttle


def test_tries_run_out_and_come_back_with_time() -> None:
    """The third try of two waits for the first to leave the window."""
    clock = StillClock()
    throttle = Throttle(clock, tries=2, window_s=60)
    throttle.admit("marie")
    clock.instant += timedelta(seconds=20)
    throttle.admit("marie")

    with pytest.raises(InputError, match="too_many_tries") as refused:
        throttle.admit("marie")
    assert refused.value.facts["retry_after_s"] == 40
    throttle.admit("paul")
    clock.instant += timedelta(seconds=40)
    throttle.admit("marie")


def test_right_guess_forgets_the_wrong_ones() -> None:
    """Somebody who mistyped and then got it right starts anew."""
    throttle = Throttle(StillClock(), tries=2, window_s=60)
    throttle.admit("marie")
    throttle.forgive("marie")
    throttle.admit("marie")

    throttle.admit("marie")


def test_keys_are_not_kept_as_typed() -> None:
    """A name that was typed cannot be read back from memory held by the throttle."""
    throttle = Throttle(StillClock(), tries=2, window_s=60)
    throttle.admit("marie-canari")

    assert "canari" not in repr(vars(throttle))
