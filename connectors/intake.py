"""The gate every file passes: what it really is, who reads it, and reading it behind walls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from connectors import archive, frames, registry, sandbox, sniff
from connectors.base import About
from connectors.limits import Limits
from connectors.manifest import Manifest
from core.errors import AmbiguousFileError, UnreadableFileError
from core.log import fault
from records.model import Fact, Passage, Problem, Record
from records.samples import Samples
from records.when import When

__all__ = ["Limits", "Reading", "largest_bytes", "outline", "part", "read", "render", "walls"]

_DEFAULT = Limits()
_MAX_WIDTH_PX = 4000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file says.

    Attributes:
        connector: Id of the connector that read it.
        version: Of that connector.
        media_type: What the bytes are, whatever the name says.
        records: In the order of the file; a `Person` first, when the file names one.
        problems: What could not be read.
        pages: Page count, for files that have pages.
        when: The date the document gives itself.
        structured: Whether the file carries coded facts rather than words.
        samples: Dense measurements, in batches.
        identifiers: Keys of this document.
        replaces: Keys of documents whose place it takes.
    """

    connector: str
    version: str
    media_type: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    pages: int | None
    when: When | None
    structured: bool
    samples: tuple[Samples, ...] = ()
    identifiers: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()


def largest_bytes() -> int:
    """The largest file that any connector reads."""
    return max(manifest.bounds(_DEFAULT).size_bytes for manifest in registry.manifests())


def read(
    data: bytes,
    name: str,
    *,
    limits: Limits = _DEFAULT,
    options: Mapping[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    folder: Path = registry.CONNECTORS,
) -> Reading:
    """Read one file in a process of its own.

    Args:
        data: The file. Never written to disk.
        name: As the person named it; decides nothing.
        limits: What the reading may cost, where the connector's manifest does not say otherwise.
        options: What the person chose for this reading (`connectors.limits.options_of`).
        progress: Called with the number of records and samples so far.
        cancelled: Asked about twenty times a second; True ends the reading.
        folder: Another folder of connectors, for tests.

    Raises:
        UnreadableFileError: ``file_empty``, ``file_too_large``, ``file_encrypted``, ``file_truncated``,
            ``file_damaged``, ``file_too_complex``, ``file_timeout``, ``parser_died``, ``reading_cancelled``,
            or ``no_facts_in_structured_file``.
        AmbiguousFileError: ``file_unknown`` or ``file_ambiguous``.
    """
    if not data:
        raise UnreadableFileError("file_empty")
    if len(data) > max(limits.size_bytes, largest_bytes()):
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=limits.size_bytes)
    manifest = registry.identify_file(data, name, folder=folder)
    limits = manifest.bounds(limits)
    if len(data) > limits.size_bytes:
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=limits.size_bytes)
    records, problems, samples, about = _extract(manifest, data, limits, options, progress, cancelled)
    if manifest.structured and not samples and not any(isinstance(record, Fact) for record in records):
        raise UnreadableFileError("no_facts_in_structured_file", problems=len(problems))
    return Reading(
        connector=manifest.id,
        version=manifest.version,
        media_type=_media_type(data),
        records=tuple(records),
        problems=tuple(problems),
        pages=about.pages if about.pages is not None else _last_page(records),
        when=about.when if about.when is not None else _common_date(records),
        structured=manifest.structured,
        samples=tuple(samples),
        identifiers=about.identifiers,
        replaces=about.replaces,
    )


def _media_type(data: bytes) -> str:
    head = data[: sniff.HEAD_BYTES]
    kind = sniff.media_type(head)
    return sniff.media_type(head, archive.names(BytesIO(data), _DEFAULT)) if kind == sniff.ZIP else kind


def _extract(
    manifest: Manifest,
    data: bytes,
    limits: Limits,
    options: Mapping[str, str] | None,
    progress: Callable[[int], None] | None,
    cancelled: Callable[[], bool] | None,
) -> tuple[list[Record], list[Problem], list[Samples], About]:
    home = manifest.folder.parent
    job = sandbox.Job(
        registry.module_name(manifest, "connector"), home, options={"chosen": dict(options or {})}
    )
    records: list[Record] = []
    problems: list[Problem] = []
    samples: list[Samples] = []
    dense = 0
    about = About()
    for kind, payload in sandbox.run(job, data, limits, cancelled=cancelled):
        try:
            if kind == frames.ABOUT:
                about = frames.unpack_about(payload)
            elif kind == frames.SAMPLES:
                samples.append(frames.unpack_samples(payload))
                dense += len(samples[-1])
            elif kind == frames.RECORDS:
                for record in frames.unpack_records(payload):
                    problems.append(record) if isinstance(record, Problem) else records.append(record)
        except (ValueError, RecursionError) as error:
            fault("parser_died", error, connector=manifest.id)
            raise UnreadableFileError("parser_died") from None
        if len(records) + len(problems) > limits.records or dense > limits.samples:
            raise UnreadableFileError("file_too_complex")
        if progress is not None:
            progress(len(records) + dense)
    return records, problems, samples, about


def part(data: bytes, member: str, *, limits: Limits = _DEFAULT) -> tuple[bytes, str]:
    """A file that lies inside another, and its media type; taken out in a process of its own.

    Args:
        data: The file that holds it.
        member: `Source.member` of what was read there.
        limits: What taking it out may cost.

    Raises:
        UnreadableFileError: ``file_damaged``: there is no such part; other codes as for `read`.
        AmbiguousFileError: ``file_unknown``.
    """
    limits = registry.identify_file(data, "").bounds(limits)
    job = sandbox.Job("connectors.parts", registry.CONNECTORS, kind="part", options={"member": member})
    taken = _taken(job, data, limits)
    return taken, _media_type(taken)


def outline(data: bytes, path: str, *, limits: Limits = _DEFAULT) -> bytes:
    """What an XML file says around one place (`connectors.outline`), read in a process of its own.

    Raises:
        UnreadableFileError: ``file_damaged``: nothing is there; other codes as for `read`.
    """
    if len(data) > limits.size_bytes:
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=limits.size_bytes)
    job = sandbox.Job("connectors.outline", registry.CONNECTORS, kind="outline", options={"path": path})
    return _taken(job, data, limits)


def _taken(job: sandbox.Job, data: bytes, limits: Limits) -> bytes:
    for kind, payload in sandbox.run(job, data, limits):
        if kind == frames.PART:
            return payload
    raise UnreadableFileError("parser_died")


def _last_page(records: list[Record]) -> int | None:
    pages = [record.source.page for record in records if isinstance(record, Fact | Passage)]
    return max((page for page in pages if page is not None), default=None)


def _common_date(records: list[Record]) -> When | None:
    """The date that all passages with a date share."""
    dates = {record.when for record in records if isinstance(record, Passage) and record.when is not None}
    return dates.pop() if len(dates) == 1 else None


def render(data: bytes, media_type: str, page: int, *, width_px: int, limits: Limits = _DEFAULT) -> bytes:
    """A page of a file as a PNG picture, drawn in a process of its own.

    Args:
        data: The file.
        media_type: What its bytes are, as `Reading.media_type` said.
        page: From 1.
        width_px: Of the picture; up to 4000.
        limits: What drawing may cost.

    Raises:
        UnreadableFileError: The page cannot be drawn; codes as for `read`.
        AmbiguousFileError: ``file_unknown``: no connector draws files of this type.
    """
    drawing = [
        m for m in registry.manifests() if media_type in m.media_types and (m.folder / "render.py").exists()
    ]
    if len(drawing) != 1:
        raise AmbiguousFileError("file_ambiguous" if drawing else "file_unknown", candidates=len(drawing))
    if len(data) > limits.size_bytes:
        raise UnreadableFileError("file_too_large", bytes=len(data), limit_bytes=limits.size_bytes)
    manifest = drawing[0]
    job = sandbox.Job(
        registry.module_name(manifest, "render"),
        manifest.folder.parent,
        kind="render",
        options={"page": max(1, page), "width_px": max(1, min(width_px, _MAX_WIDTH_PX))},
    )
    for kind, payload in sandbox.run(job, data, limits):
        if kind == frames.PICTURE and payload.startswith(b"\x89PNG"):
            return payload
    raise UnreadableFileError("parser_died")


def walls() -> tuple[str, ...]:
    """The walls that stand around a parser on this system, beside resource limits: ``landlock``, ``seccomp``.

    For start-up and the doctor to say; where one is missing, reading goes on with those that stand.

    Raises:
        UnreadableFileError: ``parser_died``: no parser process can be started.
    """
    job = sandbox.Job("connectors.base", registry.CONNECTORS, kind="probe")
    for kind, payload in sandbox.run(job, b"", _DEFAULT):
        if kind == frames.WALLS:
            return tuple(payload.decode("ascii", "replace").split())
    raise UnreadableFileError("parser_died")
