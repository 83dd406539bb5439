"""The parser process: reads one file and ends. Started by `connectors.sandbox`, never imported by the house.

Standard input: one line of JSON (the job), then the pieces of the file that were asked for. Standard output:
frames, among them what is asked. The process closes itself in before it asks for the first byte.
"""

import gc
import importlib
import json
import os
import sys
import time
from typing import Any

from connectors import confine, frames
from connectors.base import About
from connectors.limits import Distant, Limits
from core.errors import UnreadableFileError
from records.model import Problem, Record
from records.samples import Samples

_GARBAGE_AFTER = 1_000_000
"""Objects between two looks for circular garbage: a file makes millions that stay, and the process ends."""
_BATCH_S = 0.2


class _Pipe:
    """Standard output, out of reach of whatever prints."""

    def __init__(self) -> None:
        self._end = os.dup(1)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)

    def send(self, frame: bytes) -> None:
        view = memoryview(frame)
        while view:
            view = view[os.write(self._end, view) :]

    def fetch(self, at: int, count: int) -> bytes:
        """A piece of the file from the house."""
        self.send(frames.pack_want(at, count))
        piece = sys.stdin.buffer.read(count)
        if len(piece) != count:
            raise EOFError
        return piece


def main() -> None:
    """Do the one job on standard input."""
    pipe = _Pipe()
    job = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**job["limits"])
    confine.restrict_resources(limits)
    gc.set_threshold(_GARBAGE_AFTER, 20, 20)
    try:
        module = importlib.import_module(job["module"])
        walls = confine.close_in(bytes.fromhex(job["filter"]), job["readable"])
        file = Distant(pipe.fetch, job["size_bytes"], limits, job.get("chosen"))
        if job["kind"] == "probe":
            pipe.send(frames.pack(frames.WALLS, " ".join(walls).encode()))
        elif job["kind"] == "render":
            pipe.send(frames.pack(frames.PICTURE, module.render(file.read(), job["page"], job["width_px"])))
        elif job["kind"] == "part":
            pipe.send(frames.pack(frames.PART, module.bytes_of(file.read(), job["member"])))
        elif job["kind"] == "outline":
            pipe.send(frames.pack(frames.PART, module.outline(file.read(), job["path"])))
        else:
            _extract(module, file, limits, pipe)
        pipe.send(frames.pack(frames.DONE, b""))
    except UnreadableFileError as error:
        pipe.send(frames.pack(frames.ERROR, error.code.encode()))
    except (MemoryError, RecursionError):
        pipe.send(frames.pack(frames.ERROR, b"file_too_complex"))
    except Exception as error:  # noqa: BLE001  its text may hold content; only where it broke leaves the process
        pipe.send(frames.pack(frames.ERROR, f"parser_died {_where(error)}".encode()))
    os._exit(0)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    name = trace.tb_frame.f_code.co_filename.rsplit("/", 1)[-1]
    return f"{type(error).__name__}:{name}:{trace.tb_lineno}"


def _extract(module: Any, stream: Distant, limits: Limits, pipe: _Pipe) -> None:
    batch: list[Record | Problem] = []
    records = samples = 0
    sent = time.monotonic()
    for record in module.extract(stream):
        if isinstance(record, Samples):
            samples += len(record)
            if samples > limits.samples:
                raise UnreadableFileError("file_too_complex")
            pipe.send(frames.pack(frames.SAMPLES, record.to_bytes()))
            continue
        if isinstance(record, About):
            pipe.send(frames.pack_about(record))
            continue
        records += 1
        if records > limits.records:
            raise UnreadableFileError("file_too_complex")
        batch.append(record)
        if len(batch) >= frames.MOST_RECORDS or time.monotonic() - sent > _BATCH_S:
            pipe.send(frames.pack_records(batch))
            batch, sent = [], time.monotonic()
    if batch:
        pipe.send(frames.pack_records(batch))
