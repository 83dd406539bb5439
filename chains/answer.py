"""The words of an answer: a model's through the signed prompt when there is one, else composed; all checked.

A model's sentence is held until it is whole, bound to the lines it cites, checked, and only then yielded.
When the model fails, refuses, or says nothing that may be said, the composing responder answers.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field

import orjson

from chains import lines
from chains.checking import Checks
from chains.compose_answer import compose
from chains.drafts import Asked, Draft
from chains.events import Chart, Event, Notice, PromptRef, Sending, Sentence
from chains.llm import ChatModel
from chains.phrases import Cutter, Phrase
from chains.sending import Reviewer, agreed
from chains.services import Services
from core.errors import UpstreamError
from prompts.template import Prompt
from records.evidence import Evidence
from vault.unlocked import Item, new_id

_PHRASES_MAX = 40
_CHARS_MAX = 12_000
"""Of a model's answer; more is rambling."""


@dataclass(slots=True)
class Outcome:
    """What an answer was made with; filled as it is made.

    Attributes:
        prompt: The signed text behind its sentences.
        model: Name of the model, once one of its sentences was said.
        sent: Ids of what was sent.
    """

    prompt: PromptRef | None = None
    model: str | None = None
    sent: list[str] = field(default_factory=list)


def reference(prompt: Prompt) -> PromptRef:
    """The version and signers of a text, to show."""
    return PromptRef(prompt.id, prompt.version, prompt.signed_by)


async def answer(
    asked: Asked,
    checks: Checks,
    services: Services,
    outcome: Outcome,
    *,
    question: str = "",
    history: Sequence[tuple[str, str]] = (),
    reviewer: Reviewer | None = None,
) -> AsyncGenerator[Event, None]:
    """The answer as checked sentences and charts.

    Args:
        asked: The question, with what was found.
        checks: Of this answer.
        services: The model is used when there is one and there is something to word.
        outcome: Filled on the way.
        question: The person's words for the model; empty when code works the answer out by itself.
        history: The last turns.
        reviewer: Asks the person before anything is sent; None where nobody can be asked.
    """
    said = 0
    prompt = services.prompts.get(lines.PROMPT, asked.wording.language)
    if services.model is not None and question:
        prepared = await asyncio.to_thread(lines.call, asked, checks.verdict, prompt, question, history)
        struck = None
        if prepared is not None:
            struck = await agreed(prepared, asked.room, services.model, reviewer)
        if struck:
            prepared = await asyncio.to_thread(
                lines.call, asked, checks.verdict, prompt, question, history, struck
            )
        if prepared is not None and struck is not None:
            async with aclosing(_by_model(prepared, asked, checks, services.model, outcome)) as events:
                async for event in events:
                    said += isinstance(event, Sentence)
                    yield event
            if said:
                outcome.prompt, outcome.model = reference(prompt), services.model.name
    if not said:
        outcome.prompt = reference(asked.wording.prompt)
        for event in await asyncio.to_thread(composed, asked, checks):
            yield event
    if checks.dropped:
        yield Notice("sentences_dropped", checks.dropped)


def composed(asked: Asked, checks: Checks) -> list[Sentence | Chart]:
    """Everything the composing responder may say."""
    return list(checked(compose(asked, checks.verdict), checks))


def checked(drafts: Iterable[Draft | Chart], checks: Checks) -> Iterator[Sentence | Chart]:
    """Charts as they are, and the drafts that pass."""
    for draft in drafts:
        event = draft if isinstance(draft, Chart) else checks.admit(draft)
        if event is not None:
            yield event


async def _by_model(
    prepared: lines.Call, asked: Asked, checks: Checks, model: ChatModel, outcome: Outcome
) -> AsyncGenerator[Event, None]:
    sending = prepared.sending(new_id(), model)
    await asyncio.to_thread(_keep, sending, asked)
    outcome.sent.append(sending.id)
    yield sending
    cited: list[Evidence] = []
    cutter, seen, size, notice = Cutter(), 0, 0, None
    try:
        async with aclosing(model.stream(prepared.messages)) as words:
            async for piece in words:
                size += len(piece)
                for phrase in cutter.feed(piece):
                    seen += 1
                    if sentence := _admitted(phrase, prepared, checks, cited):
                        yield sentence
                if seen >= _PHRASES_MAX or size >= _CHARS_MAX:
                    notice = "answer_cut_short" if cited else None
                    break
            else:
                for phrase in cutter.close():
                    if sentence := _admitted(phrase, prepared, checks, cited):
                        yield sentence
    except UpstreamError:
        notice = "answer_cut_short" if cited else "model_unavailable"
    if cited:
        for event in await asyncio.to_thread(lambda: list(checked(lines.caveats(asked, cited), checks))):
            yield event
    if notice is not None:
        yield Notice(notice)


def _admitted(phrase: Phrase, prepared: lines.Call, checks: Checks, cited: list[Evidence]) -> Sentence | None:
    """The model's sentence when it may be said; `cited` grows by what it rests on."""
    draft = lines.drafted(prepared.said(phrase), prepared.lines, first=not cited)
    if draft is None:
        checks.dropped += not phrase.lead_in
        return None
    sentence = checks.admit(draft, by_model=True)
    if sentence is not None:
        cited.extend(draft.evidence)
    return sentence


def _keep(sending: Sending, asked: Asked) -> None:
    """Seal what is about to be sent, so that it can always be found."""
    body = {
        "v": 1,
        "when": asked.room.clock.now().isoformat(),
        "to": sending.to,
        "model": sending.model,
        "text": sending.text,
        "evidence_ids": list(sending.evidence_ids),
    }
    asked.room.vault.put_many([Item("sent", sending.id, orjson.dumps(body))])
