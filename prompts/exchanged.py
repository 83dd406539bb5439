"""Released versions and their log as files elsewhere: written out for review, checked, taken over."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from core.clock import SystemClock
from core.errors import AppError, ConfigError, InputError, IntegrityError
from prompts.log import Head
from prompts.release import LOG, Releases, Version, signers_of, wrong_acts
from prompts.signing import Signer, cover, report_of, sig_of, signatures


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a library of released versions that does not hold.

    Attributes:
        place: Number of the log's line; None for a file.
        name: Of the text it is about; empty for the log itself.
        version: Of the text.
        wrong: What: a word of `prompts.log.Wrong`, ``signature`` or ``file``.
    """

    place: int | None
    name: str
    version: str
    wrong: str

    def plain(self) -> dict[str, object]:
        """JSON-ready."""
        return asdict(self)

    def line(self) -> str:
        """For a terminal."""
        where = f"line {self.place}: " if self.place is not None else ""
        what = f" ({self.name} v{self.version})" if self.name else ""
        return f"{where}{self.wrong}{what}"


def faults(
    releases: Releases, trusted: Mapping[str, Signer], known: Iterable[Head] = (), *, alone: bool = False
) -> tuple[Fault, ...]:
    """Everything that does not hold: the chain, signatures of acts, files that are not what was handed in.

    Args:
        releases: The versions and their log.
        trusted: Keys that are known apart from the log; those that the log says were entered count too.
        known: Heads noted elsewhere.
        alone: The log may lie somewhere without the versions it tells of.
    """
    broken = releases.log.verify(known)
    if broken is not None:
        return (Fault(broken.line, "", "", broken.wrong),)
    try:
        entries = releases.log.entries()
        signers = signers_of(entries) | dict(trusted)
        wrong = wrong_acts(entries, releases.folder, signers)
        versions = releases.versions()
    except IntegrityError as error:
        return (Fault(int(str(error.facts["line"])), "", "", "unreadable"),)
    found = [
        Fault(entry.sequence, str(entry.what["name"]), str(entry.what["version"]), "signature")
        for entry in wrong
    ]
    found += [
        Fault(None, one.name, one.version, "file")
        for one in versions
        if not _as_handed_in(one) and not (alone and not one.path.parent.exists())
    ]
    return tuple(found)


def export(releases: Releases, folder: Path) -> int:
    """Write every version handed in, with its signatures, and the log to a new or empty folder.

    Returns:
        How many versions.

    Raises:
        InputError: ``export_not_empty``.
        IntegrityError: ``log_broken``.
    """
    versions = releases.versions()
    if folder.exists() and any(folder.iterdir()):
        raise InputError("export_not_empty")
    folder.mkdir(parents=True, exist_ok=True)
    for version in versions:
        target = folder / version.path.relative_to(releases.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        for path in _files(version.path):
            shutil.copyfile(path, target.with_name(path.name))
    for path in (releases.log.path, releases.log.path.with_suffix(".head")):
        if path.exists():
            shutil.copyfile(path, folder / path.name)
    return len(versions)


def take_over(
    releases: Releases, folder: Path, signers: Mapping[str, Signer], today: date, by: str
) -> tuple[tuple[Version, int], ...]:
    """Hand in here what was exported elsewhere, with those of its signatures that hold by keys known here.

    Nothing speaks because of it: that needs a signed act in this log. Versions known here already, and texts
    that are not of this package, are left out.

    Returns:
        Each version with how many signatures it brought.

    Raises:
        InputError: ``export_unreadable``: no exported library, or its log or a file does not hold.
    """
    source = Releases(folder, releases.package, SystemClock())
    if not (folder / LOG).exists() or source.log.verify() is not None:
        raise InputError("export_unreadable")
    taken = []
    for version in source.versions():
        if not _as_handed_in(version):
            raise InputError("export_unreadable")
        try:
            mine = releases.propose(
                version.name,
                version.version,
                version.path.read_bytes(),
                cases=_cases(version.path),
                report=report_of(version.path).read_bytes() if report_of(version.path).exists() else None,
                authors=version.authors,
                by=by,
                note=version.note,
            )
        except InputError:
            continue
        taken.append((mine, _signatures(releases, mine, version, signers, today)))
    return tuple(taken)


def _signatures(
    releases: Releases, mine: Version, theirs: Version, signers: Mapping[str, Signer], today: date
) -> int:
    count = 0
    for signature in signatures(theirs.path):
        try:
            releases.sign(mine, signature, signers, today, made=True)
            count += 1
        except AppError:  # a key unknown here, over by now, or not allowed: it does not come along
            continue
    return count


def _as_handed_in(version: Version) -> bool:
    try:
        covered = cover(version.path, version.name)
    except (ConfigError, ValueError):
        return False
    return (covered.digest, covered.report) == (version.digest, version.report)


def _files(path: Path) -> tuple[Path, ...]:
    beside = (path, sig_of(path), report_of(path), path.with_name("cases.yaml"))
    return tuple(one for one in beside if one.exists())


def _cases(path: Path) -> bytes:
    file = path.with_name("cases.yaml")
    return file.read_bytes() if file.exists() else b""
