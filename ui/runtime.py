"""The private folder the web framework works in, made before the framework is imported.

Chainlit reads its configuration, serves ``public/`` and keeps files of a session below one folder, in clear.
That folder is a fresh one in memory (``/dev/shm`` where there is one), readable by this process's user only,
and removed at shutdown. Python's own temporary files go there too. The checkout is never written to.
"""

import atexit
import ctypes
import json
import os
import resource
import secrets
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from core.errors import ConfigError

ROOT = Path(__file__).resolve().parent.parent
_PR_SET_DUMPABLE = 4
_MEMORY = Path("/dev/shm")  # noqa: S108  a memory file system, and the folder made in it is private

_folder: Path | None = None


def prepare() -> Path:
    """Make the private folder, point the framework and `tempfile` at it, and close the process to dumps.

    Safe to call again: the first folder is returned. Must run before anything imports chainlit.

    Returns:
        The folder (mode 0700).
    """
    global _folder  # noqa: PLW0603  one folder a process, by nature
    if _folder is not None:
        return _folder
    os.umask(0o077)
    parent = _MEMORY if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) else None
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f"carnet-{os.getpid()}-", dir=parent))
    tempfile.tempdir = str(folder)
    shutil.copytree(ROOT / "public", folder / "public")
    _configure(folder / ".chainlit")
    os.environ["CHAINLIT_APP_ROOT"] = str(folder)
    os.environ["CHAINLIT_CUSTOM_AUTH"] = "1"
    os.environ["CHAINLIT_AUTH_SECRET"] = secrets.token_urlsafe(48)  # a restart signs everybody out
    os.environ["CHAINLIT_ROOT_PATH"] = "/"
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    _no_dumps()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _folder = folder
    return folder


def _configure(folder: Path) -> None:
    """Our configuration, and our words laid over the framework's in the two languages we speak.

    Written under the language alone (``fr``) too, so that every region of it (``fr-BE``) finds them.
    """
    spec = find_spec("chainlit")  # looks it up without importing it
    if spec is None or not spec.submodule_search_locations:
        raise ConfigError("framework_missing")
    theirs = Path(spec.submodule_search_locations[0]) / "translations"
    (folder / "translations").mkdir(parents=True)
    shutil.copy(ROOT / ".chainlit" / "config.toml", folder)
    for ours in (ROOT / ".chainlit" / "translations").glob("*.json"):
        words = _over(
            json.loads((theirs / ours.name).read_text("utf-8")), json.loads(ours.read_text("utf-8"))
        )
        for name in (ours.name, ours.name.split("-")[0] + ".json"):
            (folder / "translations" / name).write_text(json.dumps(words), encoding="utf-8")


def _over(base: dict[str, Any], ours: dict[str, Any]) -> dict[str, Any]:
    """`base` with every leaf of `ours` in its place."""
    return base | {
        key: _over(base.get(key, {}), value) if isinstance(value, dict) else value
        for key, value in ours.items()
    }


def _sweep(parent: Path | None) -> None:
    """Remove what a killed server left: folders of ours whose process is gone."""
    for folder in (parent or Path(tempfile.gettempdir())).glob("carnet-*-*"):
        pid = folder.name.split("-")[1]
        if pid.isdigit() and not Path("/proc", pid).exists() and folder.stat().st_uid == os.getuid():
            shutil.rmtree(folder, ignore_errors=True)


def _no_dumps() -> None:
    """No core file; on Linux, no other process of this user may read our memory either."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    libc = ctypes.CDLL(None)
    if hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
