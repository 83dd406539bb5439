"""The one door to a language model: streamed text in, an `UpstreamError` when it fails, nothing else.

No callback, tracer, cache or stored completion is involved: the wrapper's own streaming method is used below
its callback layer, each call has an HTTP client of its own that is closed with it (so stopping closes the
connection), and neither the process environment nor its proxies are consulted.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Literal, NamedTuple, Self
from urllib.parse import urlsplit

import openai
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from core import log
from core.errors import ConfigError, UpstreamError
from core.settings import Settings

OPENAI_URL = "https://api.openai.com/v1"
_OPENAI_HOST = "api.openai.com"
_ROLES = {"rules": SystemMessage, "person": HumanMessage, "carnet": AIMessage}
_BAD_REQUEST = (400, 422)
_SERVER_FAULT = 500


class Message(NamedTuple):
    """One message of a call."""

    role: Literal["rules", "person", "carnet"]
    text: str


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
        """The model's words as they come. Closing the iterator closes the connection.

        Raises:
            UpstreamError: ``model_unreachable`` (no connection, or its server failed), ``model_timeout``,
                ``model_refused_request`` (key, name or request not accepted), ``model_rate_limited``;
                ``model_broke_off`` when it ends without saying that it finished.
        """
        deadline = time.monotonic() + self.timeout_s
        store: bool | None = False
        attempt = 1
        while True:
            started = False
            try:
                async with aclosing(self._once(messages, store, deadline)) as words:
                    async for piece in words:
                        started = True
                        yield piece
                return
            except UpstreamError as error:
                log.event("model_failed", code=error.code, attempt=attempt)
                if started:
                    code = "model_timeout" if error.code == "model_timeout" else "model_broke_off"
                    raise UpstreamError(code) from None
                if store is False and error.facts.get("status") in _BAD_REQUEST and self.host != _OPENAI_HOST:
                    store = None  # not sent: some compatible servers refuse parameters that they do not know
                    continue
                pause = self._pause(error, attempt)
                if pause is None or time.monotonic() + pause >= deadline:
                    raise
                await asyncio.sleep(pause)
                attempt += 1

    def _pause(self, error: UpstreamError, attempt: int) -> float | None:
        """Seconds before another try; None when there is none."""
        if attempt >= self.attempts or error.code not in ("model_unreachable", "model_rate_limited"):
            return None
        pause = error.retry_after_s if error.retry_after_s is not None else 0.4 * 2**attempt
        return pause if pause <= self.wait_cap_s else None

    async def _once(
        self, messages: Sequence[Message], store: bool | None, deadline: float
    ) -> AsyncGenerator[str, None]:
        async with openai.DefaultAsyncHttpxClient(trust_env=False, timeout=self.timeout_s) as client:
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
                store=store,
            )
            finished = False
            async with aclosing(endpoint.words([_ROLES[role](text) for role, text in messages])) as chunks:
                while (chunk := await self._next(chunks, deadline)) is not None:
                    finished = finished or (chunk.generation_info or {}).get("finish_reason") == "stop"
                    if chunk.text:
                        yield chunk.text
            if not finished:
                raise UpstreamError("model_broke_off")

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


class _Endpoint(ChatOpenAI):
    async def words(self, messages: list[BaseMessage]) -> AsyncGenerator[ChatGenerationChunk, None]:
        """The stream below LangChain's callbacks, caches and tracers."""
        async for chunk in self._astream(messages):
            yield chunk


def _retry_after(error: openai.APIStatusError) -> float | None:
    text = error.response.headers.get("retry-after", "")
    return float(text) if text.replace(".", "", 1).isdigit() else None
