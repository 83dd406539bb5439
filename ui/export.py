"""Everything a person keeps here, as plain files to take elsewhere: for the page and the command line."""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from chains.visit_kept import Visits
from core.language import Language
from records.metrics import metrics
from records.model import Document
from records.samples import OFFSET_UNKNOWN
from retrieval.room import Room
from ui.conversations import Conversations
from ui.export_fhir import bundle
from ui.told import Strings, strings
from ui.words import moment
from vault.audit import Event
from vault.unlocked import Item

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u202a-\u202e\u2066-\u2069]+')
_NAME_MAX_BYTES = 200


def to_directory(room: Room, directory: Path) -> dict[str, int]:
    """Write everything in clear below `directory`, which is made private when it is new.

    Returns:
        How many of each part: ``originals``, ``facts``, ``samples`` where there are any, ``conversations``,
        ``sent``.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path, content in files(room):
        target = directory / path
        target.parent.mkdir(exist_ok=True, mode=0o700)
        target.write_bytes(content)
    return counts(room)


def zip_stream(room: Room) -> Iterator[bytes]:
    """The same files as one zip archive, made as it is read: one file is in memory at a time."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files(room):
            archive.writestr(zipfile.ZipInfo(path, _now(room).timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
            yield sink.take()
    yield sink.take()


def files(room: Room) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file, originals first."""
    words = strings(room.profile.language)
    now = moment(_now(room).isoformat(), words.language)
    title, text = words.text("export.readme_title"), words.text("export.readme", when=now)
    yield "README.md", f"# {title}\n\n{text}\n".encode()
    paths = dict(_paths(room.documents()))
    for document in room.documents():
        yield paths[document.id], room.original(document.id)
    documents = [(document, paths[document.id]) for document in room.documents()]
    yield "fhir.json", bundle(room.profile.name, documents, room.facts.all())
    for metric in room.samples.measured():
        yield f"samples/{metric}.csv", _measured(room, metric)
    yield from _conversations(room, words)
    visits = Visits(room)
    for name, kept in (("visits.json", visits.all()), ("tasks.json", visits.tasks())):
        rows = [asdict(one) for one in kept if not one.deleted]
        if rows:
            yield name, orjson.dumps(rows, option=orjson.OPT_INDENT_2)
    for item in room.vault.items("sent"):
        yield f"sent/{_safe(item.id)}.md", _sent(item, words).encode()
    room.vault.record(Event.EXPORTED, len(documents))


def counts(room: Room) -> dict[str, int]:
    """How much an export holds."""
    table = room.samples
    samples = sum(len(columns) for metric in table.measured() for _, columns in table.raw(metric))
    return {
        "originals": len(room.documents()),
        "facts": len(room.facts.all()),
        **({"samples": samples} if samples else {}),
        "conversations": len(Conversations(room.vault, room.clock).threads()),
        "sent": sum(1 for _ in room.vault.items("sent")),
    }


def rows_in_words(rows: dict[str, int], language: Language) -> tuple[tuple[str, int], ...]:
    """Sealed rows by kind, as a person reads them: messages of all threads together, unknown kinds last."""
    words, together = strings(language), Counter[str]()
    for kind, count in rows.items():
        stem = {"steps": "step", "elements": "element"}.get(kind.split("/")[0], kind)
        key = f"rows.{stem}" if words.has(f"rows.{stem}") else "rows.other"
        together[words.text(key)] += count
    return tuple(
        sorted(((name, count) for name, count in together.items() if count), key=lambda row: -row[1])
    )


def _paths(documents: tuple[Document, ...]) -> Iterator[tuple[str, str]]:
    for number, document in enumerate(documents, start=1):
        yield document.id, f"originals/{number:03d} {_safe(document.name)}"


def _safe(name: str) -> str:
    """A name any file system takes, as close to the person's own as possible."""
    clean = _UNSAFE.sub("_", name).strip(" .") or "document"
    stem, suffix = PurePosixPath(clean).stem, PurePosixPath(clean).suffix[:16]
    kept = stem.encode()[: _NAME_MAX_BYTES - len(suffix.encode())].decode(errors="ignore")
    return kept + suffix


def _conversations(room: Room, words: Strings) -> Iterator[tuple[str, bytes]]:
    kept = Conversations(room.vault, room.clock)
    for number, head in enumerate(reversed(kept.threads()), start=1):
        thread = kept.thread(str(head["id"]))
        if thread is None:
            continue
        name = str(thread.get("name") or words.text("export.untitled"))
        yield f"conversations/{number:03d} {_safe(name[:60])}.md", _talk(name, thread, words).encode()


def _measured(room: Room, metric: str) -> bytes:
    """All samples of one metric: local start (with its offset, if known), seconds, value, unit, source."""
    sheet = io.StringIO()
    table, unit = csv.writer(sheet), metrics()[metric].unit
    table.writerow(["start", "duration_s", "value", "unit", "source"])
    for source, columns in room.samples.raw(metric):
        starts = columns.local_s().astype("datetime64[s]").astype(str).tolist()
        offsets, durations = columns.offset_min.tolist(), columns.duration_s.tolist()
        for start, offset, duration, value in zip(
            starts, offsets, durations, columns.values.tolist(), strict=True
        ):
            table.writerow([start + _offset(offset), duration, f"{value:.15g}", unit, source])
    return sheet.getvalue().encode()


def _offset(minutes: int) -> str:
    if minutes == OFFSET_UNKNOWN:
        return ""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _talk(name: str, thread: dict[str, Any], words: Strings) -> str:
    lines = [f"# {name}", ""]
    for step in thread["steps"]:
        speaker = {"user_message": "person", "assistant_message": "carnet"}.get(str(step.get("type")))
        if speaker is None:
            continue
        when = moment(str(step["createdAt"]), words.language)
        lines += [f"## {words.text(f'export.{speaker}')}, {when}", "", str(step.get("output", "")), ""]
    return "\n".join(lines)


def _sent(item: Item, words: Strings) -> str:
    body = orjson.loads(item.body)
    when = moment(str(body["when"]), words.language)
    head = words.text("export.sent_to", host=body["to"], model=body["model"], when=when)
    return f"# {head}\n\n```text\n{body['text']}\n```\n"


def _now(room: Room) -> datetime:
    return room.clock.now().astimezone()


class _Sink(io.RawIOBase):
    """Takes what the archive writes until it is sent on. Cannot seek, so nothing is rewritten."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """Keep a copy."""
        self._waiting.append(bytes(data))
        return len(self._waiting[-1])

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._waiting = b"".join(self._waiting), []
        return taken
