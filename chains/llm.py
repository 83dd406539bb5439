"""The one door to a language model: streamed text and tool calls in, an `UpstreamError` when it fails.

No callback, tracer, cache or stored completion is involved: the wrapper's own streaming method is used below
its callback layer, each call has an HTTP client of its own that is closed with it (so stopping closes the
connection), and neither the process environment nor its proxies are consulted.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Self
from urllib.parse import urlsplit

import certifi
import openai
import orjson
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from core import log
from core.errors import ConfigError, UpstreamError
from core.settings import Settings

OPENAI_URL = "https://api.openai.com/v1"
_OPENAI_HOST = "api.openai.com"
_BAD_REQUEST = (400, 422)
_SERVER_FAULT = 500
_FINISHED = ("stop", "tool_calls", "function_call")
_CALLS_MAX, _ARGUMENTS_MAX = 4, 4_000
"""Of one round; a model that asks for more is heard so far."""


class ToolCall(NamedTuple):
    """What a model asks for.

    Attributes:
        id: Its own name for the call; the answer carries it.
        name: Of the tool, as the model wrote it.
        arguments: As the model wrote them, JSON or not.
    """

    id: str
    name: str
    arguments: str


class Message(NamedTuple):
    """One message of a call.

    Attributes:
        role: ``tool`` answers a call.
        text: Its words.
        calls: What the model asked for, in a ``carnet`` message.
        answers: Id of the call that a ``tool`` message answers.
    """

    role: Literal["rules", "person", "carnet", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    answers: str = ""


class Tool(NamedTuple):
    """What a model may call.

    Attributes:
        name: Of the function.
        purpose: When to call it, for the model.
        parameters: JSON Schema of its arguments.
    """

    name: str
    purpose: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatModel:
    """An OpenAI-compatible chat endpoint.

    Attributes:
        url: Base address, up to and including ``/v1``.
        name: Of the model.
        key: Sent as bearer token; None for endpoints that need none.
        timeout_s: For one whole answer, retries included.
        quiet_s: Longest wait for the first words, and between any two pieces after them.
        attempts: How often a call is tried before its first words.
        wait_cap_s: Longest pause before a retry; a longer ``Retry-After`` fails at once.
    """

    url: str
    name: str
    key: SecretStr | None = None
    timeout_s: float = 60.0
    quiet_s: float = 20.0
    attempts: int = 3
    wait_cap_s: float = 5.0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The configured model.

        Raises:
            ConfigError: ``model_not_configured``; ``model_url_invalid`` when the address has no host.
        """
        if not settings.has_model or settings.model is None:
            raise ConfigError("model_not_configured")
        url = (settings.model_url or OPENAI_URL).rstrip("/")
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise ConfigError("model_url_invalid")
        return cls(
            url=url,
            name=settings.model,
            key=settings.openai_api_key,
            timeout_s=settings.model_timeout_s,
            quiet_s=settings.model_first_token_timeout_s,
        )

    @property
    def host(self) -> str:
        """Where the text goes, as configured, without path or credentials."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[str, None]:
        """The model's words as they come, no tool offered. Closing the iterator closes the connection.

        Raises:
            UpstreamError: As `converse`.
        """
        async with aclosing(self.converse(messages)) as pieces:
            async for piece in pieces:
                if isinstance(piece, str):
                    yield piece

    async def converse(
        self, messages: Sequence[Message], tools: Sequence[Tool] = (), *, until: float | None = None
    ) -> AsyncGenerator[str | ToolCall, None]:
        """The model's words as they come, then what it calls. Closing the iterator closes the connection.

        An endpoint that refuses tools, or a parameter that it does not know, is asked again without.

        Args:
            messages: In order.
            tools: What it may call.
            until: When to give up, on the monotonic clock, for a round of a longer answer.

        Raises:
            UpstreamError: ``model_unreachable`` (no connection, or its server failed), ``model_timeout``,
                ``model_refused_request`` (key, name or request not accepted), ``model_rate_limited``;
                ``model_broke_off`` when it ends without saying that it finished.
        """
        deadline = until if until is not None else self.deadline()
        plainer = self._plainer(tools)
        asked = _Asking(tools, store=False)
        attempt = 1
        while True:
            started = False
            try:
                async with aclosing(self._once(messages, asked, deadline)) as pieces:
                    async for piece in pieces:
                        started = True
                        yield piece
                return
            except UpstreamError as error:
                log.event("model_failed", code=error.code, attempt=attempt)
                if started:
                    code = "model_timeout" if error.code == "model_timeout" else "model_broke_off"
                    raise UpstreamError(code) from None
                if plainer and _may_be_the_request(error, asked):
                    asked = plainer.pop(0)
                    continue
                pause = self._pause(error, attempt)
                if pause is None or time.monotonic() + pause >= deadline:
                    raise
                await asyncio.sleep(pause)
                attempt += 1

    def deadline(self) -> float:
        """When an answer that begins now must be whole, on the monotonic clock."""
        return time.monotonic() + self.timeout_s

    def _plainer(self, tools: Sequence[Tool]) -> list["_Asking"]:
        """How else to ask, for compatible servers that refuse parameters that they do not know."""
        ways = [_Asking(tools, store=None)] if self.host != _OPENAI_HOST else []
        if tools:
            ways += [_Asking((), store=way) for way in ((False, None) if ways else (False,))]
        return ways

    def _pause(self, error: UpstreamError, attempt: int) -> float | None:
        """Seconds before another try; None when there is none."""
        if attempt >= self.attempts or error.code not in ("model_unreachable", "model_rate_limited"):
            return None
        pause = error.retry_after_s if error.retry_after_s is not None else 0.4 * 2**attempt
        return pause if pause <= self.wait_cap_s else None

    async def _once(
        self, messages: Sequence[Message], asked: "_Asking", deadline: float
    ) -> AsyncGenerator[str | ToolCall, None]:
        async with openai.DefaultAsyncHttpxClient(
            trust_env=False, timeout=self.timeout_s, verify=_trust()
        ) as client:
            endpoint = _Endpoint(
                model=self.name,
                base_url=self.url,
                api_key=self.key or SecretStr("none"),
                organization="",
                http_async_client=client,
                max_retries=0,
                stream_chunk_timeout=None,
                stream_usage=False,
                use_responses_api=False,
                store=asked.store,
            )
            finished, calls = False, _Calls()
            stream = endpoint.words([_spoken(message) for message in messages], asked.parameters)
            async with aclosing(stream) as chunks:
                while (chunk := await self._next(chunks, deadline)) is not None:
                    finished = finished or (chunk.generation_info or {}).get("finish_reason") in _FINISHED
                    calls.add(chunk)
                    if chunk.text:
                        yield chunk.text
            if not finished:
                raise UpstreamError("model_broke_off")
            for call in calls.whole():
                yield call

    async def _next(
        self, chunks: AsyncIterator[ChatGenerationChunk], deadline: float
    ) -> ChatGenerationChunk | None:
        """The next piece, None at the end; every way to fail becomes one of ours."""
        try:
            async with asyncio.timeout(min(self.quiet_s, deadline - time.monotonic())):
                return await anext(chunks, None)
        except (TimeoutError, openai.APITimeoutError):
            raise UpstreamError("model_timeout") from None
        except openai.RateLimitError as error:
            raise UpstreamError("model_rate_limited", retry_after_s=_retry_after(error)) from None
        except openai.APIStatusError as error:
            code = "model_unreachable" if error.status_code >= _SERVER_FAULT else "model_refused_request"
            raise UpstreamError(code, status=error.status_code, retry_after_s=_retry_after(error)) from None
        except openai.APIConnectionError:
            raise UpstreamError("model_unreachable") from None
        except (openai.OpenAIError, ValueError, TypeError, LookupError):
            # An error inside the stream, or an answer that is not what the protocol says.
            raise UpstreamError("model_broke_off") from None


@dataclass(frozen=True, slots=True)
class _Asking:
    """One way to put a request."""

    tools: Sequence[Tool]
    store: bool | None

    @property
    def parameters(self) -> dict[str, Any]:
        functions = [
            {"name": tool.name, "description": tool.purpose, "parameters": dict(tool.parameters)}
            for tool in self.tools
        ]
        return {"tools": [{"type": "function", "function": one} for one in functions]} if functions else {}


class _Calls:
    """Tool calls put together from the pieces that they come in."""

    def __init__(self) -> None:
        self._parts: dict[int, list[str]] = {}

    def add(self, chunk: ChatGenerationChunk) -> None:
        message = chunk.message
        for piece in message.tool_call_chunks if isinstance(message, AIMessageChunk) else ():
            index = piece["index"] if piece["index"] is not None else len(self._parts)
            if index not in self._parts and len(self._parts) == _CALLS_MAX:
                continue
            part = self._parts.setdefault(index, ["", "", ""])
            part[0] = part[0] or piece["id"] or ""
            part[1] += piece["name"] or ""
            part[2] = (part[2] + (piece["args"] or ""))[:_ARGUMENTS_MAX]

    def whole(self) -> Iterator[ToolCall]:
        for index, (id, name, arguments) in sorted(self._parts.items()):
            yield ToolCall(id or f"call_{index}", name, arguments)


def _spoken(message: Message) -> BaseMessage:
    """A message as the protocol writes it; arguments that were no JSON are not sent back."""
    match message.role:
        case "rules":
            return SystemMessage(message.text)
        case "person":
            return HumanMessage(message.text)
        case "tool":
            return ToolMessage(message.text, tool_call_id=message.answers)
    calls = [
        {"id": call.id, "name": call.name, "args": _arguments(call.arguments), "type": "tool_call"}
        for call in message.calls
    ]
    return AIMessage(message.text, tool_calls=calls)


def _arguments(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def _may_be_the_request(error: UpstreamError, asked: _Asking) -> bool:
    """Whether a plainer request may be accepted. Some servers fail, rather than refuse, when given tools."""
    status = error.facts.get("status")
    return status in _BAD_REQUEST or (bool(asked.tools) and status == _SERVER_FAULT)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    """Whom to trust for TLS, read once: reading the authorities costs a tenth of a second."""
    return ssl.create_default_context(cafile=certifi.where())


class _Endpoint(ChatOpenAI):
    async def words(
        self, messages: list[BaseMessage], parameters: dict[str, Any]
    ) -> AsyncGenerator[ChatGenerationChunk, None]:
        """The stream below LangChain's callbacks, caches and tracers."""
        async for chunk in self._astream(messages, **parameters):
            yield chunk


def _retry_after(error: openai.APIStatusError) -> float | None:
    text = error.response.headers.get("retry-after", "")
    return float(text) if text.replace(".", "", 1).isdigit() else None


async def briefly(
    model: ChatModel,
    messages: Sequence[Message],
    *,
    timeout_s: float,
    most: int,
    quiet_s: float | None = None,
) -> str | None:
    """The answer of a model that is asked once, for a few words; None when it is late or fails.

    Args:
        model: With limits of its own, which stay where they are stricter.
        messages: In order.
        timeout_s: For the whole answer.
        most: Characters after which no more is read; a longer text tells that the answer was longer.
        quiet_s: Between two pieces; as `timeout_s` by default.
    """
    brief = replace(
        model,
        timeout_s=min(model.timeout_s, timeout_s),
        quiet_s=min(model.quiet_s, timeout_s if quiet_s is None else quiet_s),
        attempts=1,
    )
    text = ""
    try:
        async with asyncio.timeout(timeout_s), aclosing(brief.stream(messages)) as pieces:
            async for piece in pieces:
                text += piece
                if len(text) > most:
                    break
    except (UpstreamError, TimeoutError):
        return None
    return text
