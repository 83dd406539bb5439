"""Draws a report of a layout by its seed."""

import random

from tests.reports.held_out import held_out_layouts
from tests.reports.held_out_eighth import eighth_held_out
from tests.reports.held_out_fifth import fifth_held_out
from tests.reports.held_out_fourth import fourth_held_out
from tests.reports.held_out_ninth import ninth_held_out
from tests.reports.held_out_second import second_held_out
from tests.reports.held_out_seventh import seventh_held_out
from tests.reports.held_out_sixth import sixth_held_out
from tests.reports.held_out_third import third_held_out
from tests.reports.layouts import LAYOUTS as _KNOWN
from tests.reports.paper import Report

_HELD_OUT = {
    **held_out_layouts(),
    **second_held_out(),
    **third_held_out(),
    **fourth_held_out(),
    **fifth_held_out(),
    **sixth_held_out(),
    **seventh_held_out(),
    **eighth_held_out(),
    **ninth_held_out(),
}
LAYOUTS: tuple[str, ...] = tuple(_KNOWN)
HELD_OUT: tuple[str, ...] = tuple(_HELD_OUT)


def make(layout: str, seed: int) -> Report:
    """The report of `layout` that `seed` gives; the same bytes each time."""
    draw = {**_KNOWN, **_HELD_OUT}[layout]
    return draw(random.Random(f"{layout}:{seed}"), layout)  # noqa: S311  a seed, no secret
