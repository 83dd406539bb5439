"""Laboratory reports made by the seed, with their truth known. Nobody in them exists.

``make(layout, seed)`` draws one; `LAYOUTS` names those the extractor's rules were written with, `HELD_OUT`
those written afterwards, whose first run is in the connector's README.
"""

from tests.reports.make import HELD_OUT, LAYOUTS, make
from tests.reports.paper import Report, Truth

__all__ = ["HELD_OUT", "LAYOUTS", "Report", "Truth", "make"]
