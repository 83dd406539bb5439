"""The words of an answer: a model's through the signed prompt when there is one, else composed; all checked.

A model's sentence is held until it is whole, bound to the lines it cites, checked, and only then yielded.
When the model fails, refuses, or says nothing that may be said, the composing responder answers.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

import orjson

from chains import faithful, lines
from chains.checking import Checks, withheld
from chains.compose_answer import compose
from chains.drafts import Asked, Draft
from chains.events import Chart, Event, Notice, PromptRef, Sending, Sentence
from chains.llm import ChatModel, Message, Tool, ToolCall
from chains.phrases import Cutter, Phrase
from chains.sending import Reviewer, agreed
from chains.services import Services
from chains.tools import ROUNDS, Toolbox, Worked
from core.errors import UpstreamError
from prompts.template import Prompt
from records.evidence import Evidence
from retrieval.room import Room
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
    if services.model is not None and question and not checks.verdict.withholding:
        prepared = await asyncio.to_thread(lines.call, asked, checks.verdict, prompt, question, history)
        struck = None
        if prepared is not None:
            struck = await agreed(prepared, asked.room, services.model, reviewer)
        if struck:
            prepared = await asyncio.to_thread(
                lines.call, asked, checks.verdict, prompt, question, history, struck
            )
        if prepared is not None and struck is not None:
            tools = Toolbox(asked, checks.verdict, prepared, struck)
            worded = _ByModel(asked, checks, services.model, outcome, prepared, tools, reviewer)
            async with aclosing(worded.events(prompt.sections["tool"])) as events:
                async for event in events:
                    said += isinstance(event, Sentence)
                    yield event
            if said:
                outcome.prompt, outcome.model = reference(prompt), services.model.name
    if not said:
        outcome.prompt = reference(asked.wording.prompt)
        events_of_code = await asyncio.to_thread(composed, asked, checks)
        for event in events_of_code if not checks.withheld else [withheld(asked.wording)]:
            said += isinstance(event, Sentence)
            yield event
    if not said and (nothing := checks.admit(asked.stated("absent.anything"))):
        yield nothing  # everything that could have been said was held back
    if checks.dropped > checks.withheld:
        yield Notice("sentences_dropped", checks.dropped - checks.withheld)


async def drafted(
    drafts: Callable[[], Iterator[Draft | Chart]], checks: Checks
) -> AsyncGenerator[Event, None]:
    """What code wrote by itself, checked."""
    for event in await asyncio.to_thread(lambda: list(checked(drafts(), checks))):
        yield event


def composed(asked: Asked, checks: Checks) -> list[Sentence | Chart]:
    """Everything the composing responder may say."""
    return list(checked(compose(asked, checks.verdict), checks))


def checked(drafts: Iterable[Draft | Chart], checks: Checks) -> Iterator[Sentence | Chart]:
    """Charts as they are, and the drafts that pass."""
    for draft in drafts:
        event = draft if isinstance(draft, Chart) else checks.admit(draft)
        if event is not None:
            yield event


@dataclass(slots=True)
class _ByModel:
    """One answer of a model: rounds of what it asks to have worked out, and its words, each checked.

    Attributes:
        asked: The question.
        checks: Of this answer.
        model: Where it is worded.
        outcome: Filled on the way.
        prepared: What is sent first.
        tools: What the model may have worked out.
        reviewer: Asks the person before anything more is sent.
    """

    asked: Asked
    checks: Checks
    model: ChatModel
    outcome: Outcome
    prepared: lines.Call
    tools: Toolbox
    reviewer: Reviewer | None
    _said: int = 0
    _size: int = 0
    _phrases: int = 0
    _cited: list[Evidence] = field(default_factory=list)
    _marks: set[str] = field(default_factory=set)

    async def events(self, purpose: str) -> AsyncGenerator[Event, None]:
        """What goes out, before it goes; then sentences; then what must be said beside them.

        Args:
            purpose: Signed words on the tool.
        """
        notice, messages, until = None, self.prepared.messages, self.model.deadline()
        tools = await asyncio.to_thread(self.tools.offered, purpose)
        worked: tuple[tuple[str, str], ...] = ()
        try:
            for left in range(ROUNDS, -1, -1):
                offered = tools if left else ()
                sending = self._sending(messages, offered, worked)
                await asyncio.to_thread(keep, sending, self.asked.room)
                self.outcome.sent.append(sending.id)
                yield sending
                calls: list[ToolCall] = []
                async with aclosing(self._round(messages, offered, until, calls)) as sentences:
                    async for sentence in sentences:
                        yield sentence
                if not calls or not left or self._is_long:
                    break
                answered = await self._answered(calls)
                if answered is None:
                    break
                worked = answered.spoken
                messages = (*messages, Message("carnet", "", tuple(calls)), *answered.messages)
        except UpstreamError:
            notice = "answer_cut_short" if self._said else "model_unavailable"
        if self._is_long and self._said:
            notice = "answer_cut_short"
        for event in await asyncio.to_thread(self._beside):
            yield event
        if notice is not None:
            yield Notice(notice)

    @property
    def _is_long(self) -> bool:
        return self._phrases >= _PHRASES_MAX or self._size >= _CHARS_MAX

    async def _round(
        self, messages: Sequence[Message], tools: Sequence[Tool], until: float, calls: list[ToolCall]
    ) -> AsyncGenerator[Sentence, None]:
        """The sentences of one round; `calls` grows by what the model asks for."""
        cutter = Cutter()
        async with aclosing(self.model.converse(messages, tools, until=until)) as pieces:
            async for piece in pieces:
                if isinstance(piece, ToolCall):
                    calls.append(piece)
                    continue
                self._size += len(piece)
                for phrase in cutter.feed(piece):
                    self._phrases += 1
                    if sentence := self._admitted(phrase):
                        yield sentence
                if self._is_long:
                    return
        for phrase in cutter.close():
            if sentence := self._admitted(phrase):
                yield sentence

    def _admitted(self, phrase: Phrase) -> Sentence | None:
        """The model's sentence when it may be said."""
        said, worked = self.prepared.said(phrase), self.tools.lines
        draft = faithful.kept(said, self.prepared.lines, worked, first=not self._said)
        if draft is None or self.tools.misnames(phrase.marks, phrase.text):
            self.checks.dropped += not phrase.lead_in
            return None
        sentence = self.checks.admit(draft, by_model=True)
        if sentence is not None:
            self._said += 1
            self._marks.update(phrase.marks)
            self._cited += [self.prepared.lines[mark] for mark in phrase.marks if mark not in worked]
        return sentence

    async def _answered(self, calls: Sequence[ToolCall]) -> Worked | None:
        """What the model asked for, once the person agrees that it goes; None when nothing may."""
        found = await asyncio.to_thread(self.tools.answer, calls)
        shown = replace(self.prepared, spoken=found.spoken)
        struck = await agreed(shown, self.asked.room, self.model, self.reviewer)
        if struck is None:
            return None
        return await asyncio.to_thread(self.tools.without, found, struck) if struck else found

    def _sending(
        self, messages: Sequence[Message], tools: Sequence[Tool], worked: Sequence[tuple[str, str]]
    ) -> Sending:
        """Exactly what goes out in a round: every message, and the tool."""
        first = self.prepared.sending(new_id(), self.model)
        evidence = [one.id for mark, _ in worked for one in self.tools.lines[mark].evidence]
        text = lines.spelled(messages)
        if tools:
            described = orjson.dumps([tool._asdict() for tool in tools], option=orjson.OPT_INDENT_2).decode()
            text = f"{text}\n\n[tools]\n{described}"
        ids = tuple(dict.fromkeys((*first.evidence_ids, *evidence)))
        return replace(first, evidence_ids=ids, text=text)

    def _beside(self) -> list[Sentence | Chart]:
        """What must be said of what was cited, whatever the model said of it."""
        drafts: list[Draft | Chart] = list(self.tools.charts_of(self._marks))
        drafts += self.tools.riders(self._marks)
        if self._cited:
            drafts += lines.caveats(self.asked, self._cited)
        return list(checked(drafts, self.checks))


def keep(sending: Sending, room: Room) -> None:
    """Seal what is about to be sent, so that it can always be found."""
    body = {
        "v": 1,
        "when": room.clock.now().isoformat(),
        "to": sending.to,
        "model": sending.model,
        "text": sending.text,
        "evidence_ids": list(sending.evidence_ids),
    }
    room.vault.put_many([Item("sent", sending.id, orjson.dumps(body))])
