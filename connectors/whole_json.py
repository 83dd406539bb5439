"""A JSON file that is small enough to be read as a whole."""

from typing import Any

import orjson

from core.errors import UnreadableFileError


def loaded(data: bytes) -> Any:
    """A JSON document.

    Raises:
        UnreadableFileError: ``file_damaged``: not JSON.
    """
    try:
        return orjson.loads(data)
    except ValueError:
        raise UnreadableFileError("file_damaged") from None
