"""Which connectors there are, and which one reads a file. Folders with a manifest; no list to keep."""

import importlib
import sys
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import cast

from connectors import archive, sniff
from connectors.base import Connector
from connectors.limits import Limits
from connectors.manifest import Manifest
from core.errors import AmbiguousFileError
from core.log import fault

CONNECTORS = Path(__file__).parent
"""The folder that holds our connectors, one folder each."""


@lru_cache(maxsize=8)
def manifests(folder: Path = CONNECTORS) -> tuple[Manifest, ...]:
    """Every connector of `folder`, by id.

    Raises:
        ConfigError: A manifest cannot be read.
    """
    return tuple(Manifest.load(path.parent) for path in sorted(folder.glob("*/manifest.toml")))


def module_name(manifest: Manifest, module: str) -> str:
    """The dotted name of a module of a connector; its folder's parent is a package or on the path."""
    package = f"{CONNECTORS.name}." if manifest.folder.parent == CONNECTORS else ""
    return f"{package}{manifest.id}.{module}"


def identify_file(data: bytes, name: str, *, folder: Path = CONNECTORS) -> Manifest:
    """The one connector that reads a file, told by the bytes of the whole.

    Args:
        data: The file.
        name: Its name; a hint only.
        folder: Another folder of connectors, for tests.

    Raises:
        AmbiguousFileError: As `identify`.
    """
    head = data[: sniff.HEAD_BYTES]
    members = archive.names(BytesIO(data), Limits()) if sniff.media_type(head) == sniff.ZIP else ()
    return identify(head, name, members=members, folder=folder)


def identify(head: bytes, name: str, *, members: Sequence[str] = (), folder: Path = CONNECTORS) -> Manifest:
    """The one connector that reads a file.

    Args:
        head: The first 64 KiB of the file, or all of it.
        name: Its name; a hint only.
        members: Paths of the files in it, when it is an archive.
        folder: Another folder of connectors, for tests.

    Raises:
        AmbiguousFileError: ``file_unknown`` when none recognises it, ``file_ambiguous`` when more than one
            does; `candidates` counts them. Never the first of several, but one that says it is a fallback
            steps back before one that does not.
    """
    kind = sniff.media_type(head, members)
    asked = [manifest for manifest in manifests(folder) if kind in manifest.media_types]
    for fallback in (False, True):
        found = [
            manifest
            for manifest in asked
            if manifest.fallback is fallback and _recognises(manifest, kind, head, name, members)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            raise AmbiguousFileError("file_ambiguous", candidates=len(found))
    raise AmbiguousFileError("file_unknown", candidates=0)


def connector(manifest: Manifest) -> Connector:
    """The module of a connector."""
    home = str(manifest.folder.parent)
    if manifest.folder.parent != CONNECTORS and home not in sys.path:
        sys.path.append(home)
    return cast(Connector, importlib.import_module(module_name(manifest, "connector")))


def _recognises(manifest: Manifest, kind: str, head: bytes, name: str, members: Sequence[str]) -> bool:
    try:
        module = connector(manifest)
        if kind == sniff.ZIP:
            return module.identify_archive(members, name)
        return module.identify(head, name)
    except Exception as error:  # noqa: BLE001  one connector's fault must not hide the others
        fault("connector_identify_failed", error, connector=manifest.id)
        return False
