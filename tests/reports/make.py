"""Draws a report of a layout by its seed."""

import random

from tests.reports.layouts import LAYOUTS as _LAYOUTS
from tests.reports.paper import Report

LAYOUTS: tuple[str, ...] = tuple(_LAYOUTS)
HELD_OUT: tuple[str, ...] = ()


def make(layout: str, seed: int) -> Report:
    """The report of `layout` that `seed` gives; the same bytes each time."""
    return _LAYOUTS[layout](random.Random(f"{layout}:{seed}"), layout)
