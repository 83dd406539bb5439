"""What devices of a made-up person measured, and imports of it, admitted as the pipeline admits them."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from records.metrics import metrics
from records.model import Document
from records.samples import Row, Samples
from records.source import Lines, Source
from retrieval.ingest import dense
from retrieval.ingest.segment import Imported
from retrieval.room import Room

WATCH, PHONE, APP = "Apple Watch de Zoé", "iPhone de Zoé", "Health Mate"
HOUR, DAY = 3600, 86_400


def at(text: str) -> int:
    """A moment as a clock shows it, as seconds since 1970 on that clock."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def batch(metric: str, device: str | None, rows: Iterable[Row]) -> Samples:
    """Rows of one metric from one device."""
    return Samples.of(metric, metrics()[metric].unit, Source(Lines(1, 9), device=device), list(rows))


def daily(
    first: str, count: int, value: Callable[[int], float], *, hours: range = range(8, 20), offset: int = 60
) -> list[Row]:
    """A value an hour on each of `count` days, measured for ten minutes."""
    start = at(first) - offset * 60
    return [
        (start + day * DAY + hour * HOUR, 600, offset, float(value(day)))
        for day in range(count)
        for hour in hours
    ]


def admit(room: Room, name: str, *batches: Samples, connector: str = "apple_health") -> str:
    """Import a file that holds these samples; the file's id."""
    blob = room.vault.put_blob(name.encode())
    sealed = tuple(dense.gathered(batches, blob.id, name))
    segments = tuple(segment for segment, _ in sealed)
    document = Document(blob.id, name, "application/zip", 2, "2026-11-24T09:00:00+00:00", connector)
    imported = Imported(blob.id, name, None, (), (), samples=segments)
    room.admit(document, imported, done=(), samples=tuple(body for _, body in sealed))
    return blob.id
