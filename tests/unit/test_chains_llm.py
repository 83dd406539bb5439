"""One door to a model: its words as they come, and every way to fail told by a code."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import aclosing

import pytest
from pydantic import SecretStr

from chains.llm import ChatModel, Message, Tool, ToolCall
from core.errors import ConfigError, UpstreamError
from core.settings import Settings
from tests.fakes import model as fake
from tests.fakes.model import FakeModel

MESSAGES = (
    Message("rules", "Word the lines."),
    Message("person", "<records>\n[F1] Ferritine : 8 µg/L (5 octobre 2026); x\n</records>"),
)
SENTENCE = "Ferritine : 8 µg/L (5 octobre 2026) [F1]. "


def model_at(url: str) -> ChatModel:
    return ChatModel(url, "fake", quiet_s=0.5, timeout_s=4.0, wait_cap_s=1.0)


async def read(chat: ChatModel, *, most: int = 400) -> str:
    """What it says; at most so many pieces."""
    said = []
    async with aclosing(chat.stream(MESSAGES)) as words:
        async for piece in words:
            said.append(piece)
            if len(said) == most:
                break
    return "".join(said)


def ask(behaviour: fake.Behaviour) -> tuple[str, FakeModel]:
    with FakeModel(behaviour) as model:
        return asyncio.run(read(model_at(model.url))), model


def fail(behaviour: fake.Behaviour) -> tuple[UpstreamError, FakeModel]:
    with FakeModel(behaviour) as model, pytest.raises(UpstreamError) as caught:
        asyncio.run(read(model_at(model.url)))
    return caught.value, model


def test_words_arrive_as_the_model_says_them() -> None:
    text, model = ask(fake.faithful)

    assert text == SENTENCE
    assert [message["role"] for message in model.calls[0].body["messages"]] == ["system", "user"]


def test_nothing_is_asked_to_be_stored_and_nothing_else_is_sent() -> None:
    _, model = ask(fake.faithful)

    assert model.calls[0].body.keys() == {"model", "messages", "stream", "store"}
    assert model.calls[0].body["store"] is False


def test_an_endpoint_that_refuses_unknown_parameters_is_asked_without_them() -> None:
    text, model = ask(fake.strict_about_parameters)

    assert text == SENTENCE
    assert "store" not in model.calls[1].body


@pytest.mark.parametrize(
    ("behaviour", "code", "calls"),
    [
        (fake.hang, "model_timeout", 1),
        (fake.hang_midway, "model_timeout", 1),
        (fake.break_off, "model_broke_off", 1),
        (fake.end_unfinished, "model_broke_off", 1),
        (fake.too_many, "model_rate_limited", 1),
        (fake.unauthorised, "model_refused_request", 1),
        (fake.saying(fake.Status(429, {"Retry-After": "0.1"})), "model_rate_limited", 3),
        (fake.saying(fake.Status(503, {"Retry-After": "0.1"})), "model_unreachable", 3),
    ],
)
def test_each_way_to_fail_has_its_code_and_its_number_of_tries(
    behaviour: fake.Behaviour, code: str, calls: int
) -> None:
    error, model = fail(behaviour)

    assert (error.code, len(model.calls)) == (code, calls)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_a_long_retry_after_is_told_and_not_waited_for() -> None:
    started = time.monotonic()
    error, _ = fail(fake.too_many)

    assert error.retry_after_s == 3600.0
    assert time.monotonic() - started < 2


def test_a_passing_failure_is_tried_again_before_the_first_word() -> None:
    busy = fake.saying(fake.Status(429, {"Retry-After": "0.1"}))
    text, model = ask(fake.after(busy, busy))

    assert text == SENTENCE
    assert len(model.calls) == 3


def test_nobody_listening_is_unreachable() -> None:
    with FakeModel() as model:
        url = model.url

    with pytest.raises(UpstreamError, match="model_unreachable"):
        asyncio.run(read(model_at(url)))


def test_the_whole_answer_has_a_deadline() -> None:
    with FakeModel(fake.slow) as model:
        chat = ChatModel(model.url, "fake", quiet_s=0.5, timeout_s=0.8)
        started = time.monotonic()
        with pytest.raises(UpstreamError, match="model_timeout"):
            asyncio.run(read(chat))

    assert time.monotonic() - started < 3


@pytest.mark.parametrize("behaviour", [fake.slow, fake.hang_midway])
def test_stopping_closes_the_connection(behaviour: fake.Behaviour) -> None:
    with FakeModel(behaviour) as model:
        asyncio.run(read(model_at(model.url), most=2))

        assert model.hung_up.wait(20)


def test_cancelling_closes_the_connection() -> None:
    async def cancelled(url: str) -> None:
        task = asyncio.create_task(read(ChatModel(url, "fake", quiet_s=60)))
        await asyncio.sleep(0.5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with FakeModel(fake.hang) as model:
        asyncio.run(cancelled(model.url))

        assert model.hung_up.wait(20)


@pytest.mark.parametrize(
    "variables",
    [
        {
            "HTTP_PROXY": "http://127.0.0.1:9",
            "http_proxy": "http://127.0.0.1:9",
            "ALL_PROXY": "http://127.0.0.1:9",
        },
        {"OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_ORG_ID": "org", "OPENAI_API_KEY": "other"},
        {
            "LANGSMITH_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
            "LANGSMITH_API_KEY": "k",
        },
    ],
)
def test_the_process_environment_changes_nothing(
    variables: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    with FakeModel() as model:
        text = asyncio.run(read(ChatModel(model.url, "fake", SecretStr("mine"))))

    assert text == SENTENCE
    assert model.calls[0].authorization == "Bearer mine"


def test_a_model_is_made_from_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("CARNET_") or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    local = ChatModel.of(Settings(model="m", model_url="http://localhost:8080/v1/"))
    hosted = ChatModel.of(Settings(model="m", openai_api_key=SecretStr("k")))

    assert (local.url, local.host, local.key) == ("http://localhost:8080/v1", "localhost:8080", None)
    assert (hosted.url, hosted.host) == ("https://api.openai.com/v1", "api.openai.com")
    with pytest.raises(ConfigError, match="model_not_configured"):
        ChatModel.of(Settings())
    with pytest.raises(ConfigError, match="model_url_invalid"):
        ChatModel.of(Settings(model="m", model_url="localhost"))


# --- tools --------------------------------------------------------------------------------------------------

TOOL = Tool("work_out", "Works out.", {"type": "object", "properties": {"subject": {"type": "string"}}})


def converse(
    behaviour: fake.Behaviour, messages: tuple[Message, ...] = MESSAGES, **more: float
) -> tuple[list[str | ToolCall], FakeModel]:
    async def pieces(chat: ChatModel) -> list[str | ToolCall]:
        async with aclosing(chat.converse(messages, (TOOL,), **more)) as found:
            return [piece async for piece in found]

    with FakeModel(behaviour) as model:
        return asyncio.run(pieces(model_at(model.url))), model


def test_a_call_arrives_whole_whatever_the_pieces() -> None:
    asked = (("work_out", '{"subject": "ferritin"}'), ("work_out", '{"subject": "tsh"}'))
    pieces, model = converse(fake.saying("Un instant. ", fake.Ask(asked)))

    assert "".join(piece for piece in pieces if isinstance(piece, str)) == "Un instant. "
    assert [piece for piece in pieces if isinstance(piece, ToolCall)] == [
        ToolCall("call_0", "work_out", '{"subject": "ferritin"}'),
        ToolCall("call_1", "work_out", '{"subject": "tsh"}'),
    ]
    assert model.calls[0].body.keys() == {"model", "messages", "stream", "store", "tools"}
    assert model.calls[0].tools == {"work_out": TOOL.parameters}


def test_calls_and_their_arguments_have_a_limit() -> None:
    pieces, _ = converse(fake.saying(fake.Ask((("work_out", "x" * 6_000),) * 6)))

    assert len(pieces) == 4
    assert all(isinstance(piece, ToolCall) and len(piece.arguments) == 4_000 for piece in pieces)


def fails_with_tools(code: int) -> fake.Behaviour:
    def behaviour(call: fake.Call) -> Iterator[fake.Step]:
        if call.tools:
            yield fake.Status(code)
        else:
            yield from fake.faithful(call)

    return behaviour


@pytest.mark.parametrize("code", [400, 422, 500])
def test_an_endpoint_that_knows_no_tools_is_asked_without_them(code: int) -> None:
    pieces, model = converse(fails_with_tools(code))

    assert "".join(str(piece) for piece in pieces) == SENTENCE
    assert [(bool(call.tools), "store" in call.body) for call in model.calls] == [
        (True, True), (True, False), (False, True),
    ]  # fmt: skip


def test_what_was_asked_and_answered_is_sent_as_the_protocol_writes_it() -> None:
    calls = (ToolCall("a", "work_out", '{"subject": "tsh"}'), ToolCall("b", "work_out", "{not json"))
    answers = (Message("tool", "[F2] TSH", answers="a"), Message("tool", "Non.", answers="b"))
    _, model = converse(fake.faithful, (*MESSAGES, Message("carnet", "", calls), *answers))
    *_, asked, one, other = model.calls[0].body["messages"]

    assert [call["function"]["arguments"] for call in asked["tool_calls"]] == ['{"subject": "tsh"}', "{}"]
    assert (one["role"], one["tool_call_id"], one["content"]) == ("tool", "a", "[F2] TSH")
    assert (other["tool_call_id"], other["content"]) == ("b", "Non.")


def test_a_round_ends_when_the_answer_must_be_whole() -> None:
    with pytest.raises(UpstreamError, match="model_timeout"):
        converse(fake.slow, until=time.monotonic() + 0.5)
