"""A long list in a JSON file, read piece by piece."""

import io
import json
from typing import Any

import pytest

from connectors import long_list


class Counting(io.BytesIO):
    """Remembers the most that was asked for at once."""

    most = 0

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size > 0
        self.most = max(self.most, size)
        return super().read(size)


def _items(count: int) -> list[dict[str, Any]]:
    """Objects with objects in lists in them, and with text that looks like the end of one."""
    return [
        {"at": at, "in": [{"a": 1}, {"b": [2]}], "text": '}, {"Points": [' if at % 3 else "é"}
        for at in range(count)
    ]


def _whole(items: list[dict[str, Any]], indent: int | None) -> bytes:
    whole = {"Source": '"Points": [1', "Points": items, "after": {"n": [1, 2]}}
    return json.dumps(whole, indent=indent, ensure_ascii=False).encode()


@pytest.mark.parametrize("piece", [7, 64, 1000, 1_000_000])
@pytest.mark.parametrize("indent", [None, 2])
def test_the_items_are_those_of_the_whole(
    monkeypatch: pytest.MonkeyPatch, piece: int, indent: int | None
) -> None:
    """Wherever a piece happens to end: inside a text, a number, an inner list."""
    monkeypatch.setattr(long_list, "PIECE", piece)
    items = _items(60)
    file = Counting(_whole(items, indent))

    assert list(long_list.objects(file, "Points")) == items
    assert file.most == piece


def test_an_empty_list_has_no_items() -> None:
    """And is no error."""
    assert list(long_list.objects(io.BytesIO(b'{"Points": []}'), "Points")) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b'{"Points": 1}',
        b'{"Points": [{"a": 1}',
        b'{"Points": [{"a": 1}, {"a": ]}',
        b'["Points": [1]]',
    ],
)
def test_what_is_no_such_file_is_an_error(data: bytes) -> None:
    """Never a shorter list."""
    with pytest.raises(ValueError, match="list"):
        list(long_list.objects(io.BytesIO(data), "Points"))


def test_an_item_without_an_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given up once it is longer than any."""
    monkeypatch.setattr(long_list, "PIECE", 10)
    monkeypatch.setattr(long_list, "_LONGEST", 200)
    file = io.BytesIO(b'{"Points": [{"a": "' + b"x" * 10_000)

    with pytest.raises(ValueError, match="too long"):
        list(long_list.objects(file, "Points"))
    assert file.tell() < 1000
