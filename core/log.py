"""Log lines without health text: an event name and listed facts, nothing else.

`FACTS` is the allow-list. Free text is not a type on it. An unlisted fact raises when `strict()` is on
(tests) and is dropped otherwise. Framework loggers pass the same gate: `install()` replaces their
handlers by one that prints logger name, level and, for an exception, its type and frames
(``file:line:function``), never its message or arguments.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

FACTS: Mapping[str, type | tuple[type, ...]] = MappingProxyType(
    {
        "account": str, "vault": str, "session": str, "thread": str, "file": str, "item": str,
        "connector": str, "code": str, "kind": str, "stage": str, "event_id": str, "prompt": str,
        "records": int, "passages": int, "problems": int, "files": int, "bytes": int, "count": int,
        "samples": int, "sentences": int, "dropped": int, "attempt": int, "status": int, "port": int,
        "version": int,
        "seconds": float, "elapsed_ms": float, "retry_after_s": float, "share": float,
        "urgency": Enum, "intent": Enum, "language": str, "country": str, "ok": bool, "model": bool,
        "frames": tuple,
    }
)  # fmt: skip

_OPAQUE = re.compile(r"[A-Za-z0-9_.:<>/-]{0,80}\Z")
_strict = False
_logger = logging.getLogger("carnet")


def strict(on: bool = True) -> None:
    """Raise on an unlisted fact instead of dropping it."""
    globals()["_strict"] = on


def _admit(name: str, value: object) -> str | None:
    kinds = FACTS.get(name)
    ok = kinds is not None and isinstance(value, kinds)
    if ok and isinstance(value, Enum):
        return str(value.value)
    if ok and isinstance(value, str):
        ok = bool(_OPAQUE.match(value))
    if ok and isinstance(value, tuple):
        ok = all(isinstance(part, str) and _OPAQUE.match(part) for part in value)
        value = ">".join(value) if ok else value
    if not ok:
        if _strict:
            raise ValueError(f"log fact not listed: {name}")
        return None
    return str(value)


def event(name: str, **facts: object) -> None:
    """Write one line: the event and its listed facts.

    Raises:
        ValueError: In strict mode, when a fact is not on the list.
    """
    words = [name]
    for key, value in facts.items():
        admitted = _admit(key, value)
        if admitted is not None:
            words.append(f"{key}={admitted}")
    _logger.info(" ".join(words))


def fault(code: str, error: BaseException | None = None, **facts: object) -> None:
    """Write an error line: its code and the frames it came through, without values."""
    frames: tuple[str, ...] = ()
    if error is not None:
        frames = tuple(
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-6:]
        )
        facts.setdefault("kind", type(error).__name__)
    event("fault", code=code, frames=frames, **facts)


class _Gate(logging.Formatter):
    """Own lines as they are; of everyone else's, only who spoke, how loudly, and where it broke."""

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record, "%Y-%m-%dT%H:%M:%S")
        if record.name == "carnet":
            return f"{when} {record.getMessage()}"
        words = [when, "foreign", f"logger={record.name}", f"level={record.levelname}"]
        words.append(f"at={record.module}:{record.lineno}")
        if record.exc_info and record.exc_info[0] is not None:
            words.append(f"kind={record.exc_info[0].__name__}")
        return " ".join(words)


def install(level: int = logging.INFO) -> None:
    """Put every logger of this process behind the gate, on standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Gate())
    logging.captureWarnings(capture=True)
    for name in (None, *logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        for old in list(logger.handlers):
            logger.removeHandler(old)
        logger.propagate = name is not None
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.WARNING)
    _logger.setLevel(level)
