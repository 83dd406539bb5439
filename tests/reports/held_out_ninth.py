"""A ninth set: 24 layouts from ten countries, by a hand that had never seen the reader, nor the fuzzer.

They are drawn in `held_out_ninth_fr` and `held_out_ninth_en`, on the sheet of `held_out_ninth_sheet`.
"""

import random
from collections.abc import Callable

from tests.reports import held_out_ninth_en, held_out_ninth_fr
from tests.reports.held_out_ninth_sheet import Sheet
from tests.reports.layouts import Layout
from tests.reports.paper import Report


def _layout(draw: Callable[[Sheet], None], size: tuple[float, float]) -> Layout:
    def drawn(rng: random.Random, name: str) -> Report:
        sheet = Sheet(rng, size)
        draw(sheet)
        return sheet.done(name)

    return drawn


def ninth_held_out() -> dict[str, Layout]:
    """The layouts by name."""
    return {
        f"n9_{name}": _layout(draw, size)
        for name, (draw, size) in {**held_out_ninth_fr.LAYOUTS, **held_out_ninth_en.LAYOUTS}.items()
    }
