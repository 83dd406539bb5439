"""Typed facts out of clinical prose: shared by every connector that reads words. No connector of its own."""

from connectors.prose.lines import Line
from connectors.prose.reading import facts

__all__ = ["Line", "facts"]
