"""One fresh, closed-in process per job: starts it, feeds it, hears it, ends it.

The process gets the bytes it asks for through a pipe; they are never on disk. Whatever happens to it (crash,
hang, hunger, nonsense on the pipe) comes out as one `UnreadableFileError`, and it is gone when this returns.
"""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from connectors import confine, frames
from connectors.limits import Limits
from core.errors import UnreadableFileError
from core.log import fault

_TICK_S = 0.05
_CHUNK = 256 * 1024
_START = "import sys; sys.path[:0] = sys.argv[1:]; from connectors.parser import main; main()"
_ROOMS = ("core", "records", "connectors")


@dataclass(frozen=True, slots=True)
class Job:
    """What the process is to do with the bytes.

    Attributes:
        module: Dotted name of the connector's module that does it.
        home: The folder that module's package lies in.
        kind: ``extract``, ``render``, ``part``, ``outline``, or ``probe`` (tells which walls stand).
        options: Further arguments of that kind, by name.
    """

    module: str
    home: Path
    kind: str = "extract"
    options: Mapping[str, object] | None = None


def run(
    job: Job, data: bytes, limits: Limits, *, cancelled: Callable[[], bool] | None = None
) -> Iterator[tuple[bytes, bytes]]:
    """The frames of one job, as they come.

    Raises:
        UnreadableFileError: ``file_timeout``, ``parser_died``, ``file_too_complex``, ``reading_cancelled``,
            or the code that the connector gave.
    """
    deadline = time.monotonic() + limits.wall_s
    process = _start(job)
    try:
        yield from _hear(process, _header(job, limits, len(data)) + b"\n", data, deadline, cancelled)
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.wait()


def _start(job: Job) -> subprocess.Popen[bytes]:
    paths = dict.fromkeys((*_code_roots(job), *(path for path in sys.path if Path(path).is_absolute())))
    # -I: no environment, no current folder. -S: no .pth files, which cost 25 ms; the paths come as arguments.
    return subprocess.Popen(  # noqa: S603  our own interpreter and a constant program, no shell
        [sys.executable, "-I", "-S", "-B", "-c", _START, *paths],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={"OMP_NUM_THREADS": "1"}, close_fds=True, start_new_session=True, bufsize=0,
    )  # fmt: skip


def _code_roots(job: Job) -> tuple[str, ...]:
    root = Path(__file__).resolve().parent.parent
    return (str(root), str(job.home)) if job.home != Path(__file__).parent else (str(root),)


def _readable(job: Job) -> Sequence[str]:
    root = Path(__file__).resolve().parent.parent
    libraries = [path for path in sys.path if Path(path).is_absolute() and Path(path) != root]
    return (*(str(root / room) for room in _ROOMS), str(job.home), *libraries, str(Path(os.__file__).parent))


def _header(job: Job, limits: Limits, size_bytes: int) -> bytes:
    plan = {
        "kind": job.kind, "module": job.module, "limits": asdict(limits), "readable": _readable(job),
        "size_bytes": size_bytes, "filter": confine.filter_program().hex(), **(job.options or {}),
    }  # fmt: skip
    return json.dumps(plan).encode()


def _hear(
    process: subprocess.Popen[bytes],
    header: bytes,
    data: bytes,
    deadline: float,
    cancelled: Callable[[], bool] | None,
) -> Iterator[tuple[bytes, bytes]]:
    if process.stdin is None or process.stdout is None:
        raise UnreadableFileError("parser_died")
    unpacker = frames.Unpacker()
    with selectors.DefaultSelector() as selector:
        os.set_blocking(process.stdout.fileno(), False)
        selector.register(process.stdout, selectors.EVENT_READ)
        feed = _Feed(selector, process.stdin.fileno(), header, data)
        while True:
            if cancelled is not None and cancelled():
                raise UnreadableFileError("reading_cancelled")
            left = deadline - time.monotonic()
            if left <= 0:
                raise UnreadableFileError("file_timeout")
            for key, _ in selector.select(min(left, _TICK_S)):
                if key.fileobj is not process.stdout:
                    feed.write()
                    continue
                chunk = os.read(process.stdout.fileno(), _CHUNK)
                if not chunk:
                    raise _death(process)
                for kind, payload in _frames(unpacker, chunk):
                    if kind == frames.DONE:
                        return
                    if kind == frames.WANT:
                        feed.want(payload)
                    else:
                        yield kind, payload


class _Feed:
    """Writes to the process: the job, then each piece of the file that it wants."""

    def __init__(self, selector: selectors.BaseSelector, pipe: int, job: bytes, file: bytes) -> None:
        self._selector, self._pipe, self._file = selector, pipe, memoryview(file)
        os.set_blocking(pipe, False)
        self._waiting = memoryview(b"")
        self._put(memoryview(job))

    def _put(self, data: memoryview) -> None:
        self._waiting = data
        if data:
            self._selector.register(self._pipe, selectors.EVENT_WRITE)

    def want(self, payload: bytes) -> None:
        """The process asks for a piece; an honest one asks for the next once it has it."""
        try:
            start, end = frames.unpack_want(payload, len(self._file))
        except ValueError:
            raise UnreadableFileError("parser_died") from None
        if self._waiting:
            raise UnreadableFileError("parser_died")
        self._put(self._file[start:end])

    def write(self) -> None:
        """Write what the pipe takes."""
        try:
            while self._waiting:
                self._waiting = self._waiting[os.write(self._pipe, self._waiting[:_CHUNK]) :]
        except BlockingIOError:
            return
        except BrokenPipeError:  # nobody reads any more: why is heard on the other pipe
            self._waiting = self._waiting[:0]
        self._selector.unregister(self._pipe)


def _frames(unpacker: frames.Unpacker, chunk: bytes) -> Iterator[tuple[bytes, bytes]]:
    try:
        for kind, payload in unpacker.feed(chunk):
            if kind == frames.ERROR:
                raise _told(payload)
            yield kind, payload
    except ValueError:
        raise UnreadableFileError("parser_died") from None


def _told(payload: bytes) -> UnreadableFileError:
    """The error a parser reports of itself: a code, and for a fault of ours where it broke."""
    code, _, where = payload.decode("ascii", "replace").partition(" ")
    try:
        error = UnreadableFileError(code)
    except TypeError:
        return UnreadableFileError("parser_died")
    if where:
        fault(code, kind=where[:80])
    return error


def _death(process: subprocess.Popen[bytes]) -> UnreadableFileError:
    status = process.wait()
    out_of_time = status == -signal.SIGXCPU
    fault("file_timeout" if out_of_time else "parser_died", status=status)
    return UnreadableFileError("file_timeout" if out_of_time else "parser_died")
