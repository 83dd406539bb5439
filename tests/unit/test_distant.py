"""A file that stays in the house: what its reader fetches of it, and how much of it is ever in memory."""

import io
import random

import pytest

from connectors import archive
from connectors.limits import Distant, Limits
from tests.fakes.zips import zipped

PIECE = 256 * 1024


class Shop:
    """Gives out pieces and remembers which."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.given: list[tuple[int, int]] = []

    def fetch(self, at: int, count: int) -> bytes:
        assert 0 <= at <= at + count <= len(self.data)
        self.given.append((at, count))
        return self.data[at : at + count]


def _open(data: bytes) -> tuple[Distant, Shop]:
    shop = Shop(data)
    return Distant(shop.fetch, len(data), Limits()), shop


def test_a_distant_file_reads_like_one_at_hand() -> None:
    """Any walk of seeks and reads gives what the same walk gives in memory."""
    dice = random.Random(11)  # noqa: S311  a walk, not a key
    data = dice.randbytes(3 * PIECE + 17)
    near = io.BytesIO(data)
    far, _ = _open(data)
    for _ in range(300):
        if dice.random() < 0.5:
            place = dice.choice(((dice.randrange(len(data)), 0), (-dice.randrange(len(data)), 2)))
            assert far.seek(*place) == near.seek(*place)
        size = dice.choice((0, 1, 100, PIECE, 2 * PIECE, -1, None))
        assert far.read(size) == near.read(size)
        assert far.tell() == near.tell()


def test_the_whole_is_fetched_at_once() -> None:
    """So that it is in memory once, also after a look at its beginning."""
    data = bytes(range(256)) * 5000
    file, shop = _open(data)
    file.read(4)
    file.seek(0)

    assert file.read() == data
    assert shop.given == [(0, PIECE), (0, len(data))]
    assert file.read() == b""


@pytest.mark.parametrize("stored", [True, False])
def test_an_archive_is_fetched_piece_by_piece(stored: bool) -> None:
    """No piece is large, and what is read of the archive comes to little more than its size."""
    inside = random.Random(5).randbytes(40 * PIECE)  # noqa: S311  what no zip makes smaller
    data = zipped({"a.bin": b"first", "b.bin": inside}, stored=stored)
    file, shop = _open(data)

    assert [member.path for member in archive.members(file)] == ["a.bin", "b.bin"]
    with archive.open_member(file, "b.bin") as stream:
        found = b"".join(iter(lambda: stream.read(1000), b""))

    assert found == inside
    assert max(count for _, count in shop.given) <= PIECE
    assert sum(count for _, count in shop.given) < len(data) + 8 * PIECE


def test_a_broken_line_to_the_house_is_not_an_end_of_file() -> None:
    """A piece that does not come ends the reading; it is never taken for a shorter file."""

    def fetch(at: int, count: int) -> bytes:
        raise EOFError

    file = Distant(fetch, 1000, Limits())
    with pytest.raises(EOFError):
        file.read(10)
