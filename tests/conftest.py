"""For every test: the chat framework works in its private folder, and an unlisted log fact is an error."""

import pytest

from core import log
from ui import runtime

runtime.prepare()
log.strict()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the browser journeys last.

    The browser's driver keeps an event loop running in this thread, and a child process, from its first use
    to the end of the session: nothing that comes after it could run a loop of its own.
    """
    items.sort(key=lambda item: "journeys" in item.path.parts)
