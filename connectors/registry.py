"""Which connectors there are, and which one reads a file. Folders with a manifest; no list to keep."""

import importlib
import sys
from functools import lru_cache
from pathlib import Path
from typing import cast

from connectors import sniff
from connectors.base import Connector
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


def identify(head: bytes, name: str, *, folder: Path = CONNECTORS) -> Manifest:
    """The one connector that reads a file.

    Args:
        head: The first 64 KiB of the file, or all of it.
        name: Its name; a hint only.
        folder: Another folder of connectors, for tests.

    Raises:
        AmbiguousFileError: ``file_unknown`` when none recognises it, ``file_ambiguous`` when more than one
            does; `candidates` counts them. Never the first of several.
    """
    kind = sniff.media_type(head)
    asked = [manifest for manifest in manifests(folder) if kind in manifest.media_types]
    found = [manifest for manifest in asked if _recognises(manifest, head, name)]
    if len(found) != 1:
        raise AmbiguousFileError("file_ambiguous" if found else "file_unknown", candidates=len(found))
    return found[0]


def _recognises(manifest: Manifest, head: bytes, name: str) -> bool:
    try:
        return _connector(manifest).identify(head, name)
    except Exception as error:  # noqa: BLE001  one connector's fault must not hide the others
        fault("connector_identify_failed", error, connector=manifest.id)
        return False


def _connector(manifest: Manifest) -> Connector:
    home = str(manifest.folder.parent)
    if manifest.folder.parent != CONNECTORS and home not in sys.path:
        sys.path.append(home)
    return cast(Connector, importlib.import_module(module_name(manifest, "connector")))
