"""One question, from the person's words to the last sentence. The main path: read it from top to bottom.

The order is the safety of it. The screen reads before anything is opened or sent; a card is shown before
anything else is tried; a sentence is shown only after it was checked; what leaves the house is shown and kept
before it goes.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Literal

from chains import worry
from chains.answer import Outcome, answer, drafted
from chains.checking import Checks
from chains.drafts import Asked
from chains.events import Done, Event, Screened
from chains.guidance import banner, card, education, guided
from chains.judging import Judging
from chains.missing import question as question_missing
from chains.rewriting import Rewriting
from chains.router import Route, route
from chains.sending import Reviewer
from chains.services import Services
from chains.wording import Wording
from core.clock import today
from core.errors import LockedError
from core.language import Language, detect
from retrieval import hybrid
from retrieval.period import Period
from retrieval.query import Query, plan
from retrieval.room import Room
from safety.critical import LISTED, RECENT_DAYS, WATCHED, RecordFlags, flags
from safety.verdict import Intent, Verdict

_FOUND_MAX = 12
_EARLIER = 3
"""Questions before this one that it may lean on."""
_OF_NOW = frozenset({Intent.SYMPTOM, Intent.SYMPTOM_RELIEF, Intent.EMERGENCY_SELF, Intent.EMERGENCY_OTHER})
"""What somebody feels leans on no question before it: "since this morning" is no period of a result."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message and what is known around it.

    Attributes:
        text: As the person wrote it.
        setting: The person's language; decides when the message is too short to tell.
        country: ISO code of the person's setting; chooses the numbers on a card.
        history: Who said what before, oldest first.
        reviewer: Asks the person before anything is sent to a model; None where nobody can be asked.
    """

    text: str
    setting: Language
    country: str
    history: tuple[tuple[Literal["person", "carnet"], str], ...] = ()
    reviewer: Reviewer | None = None

    @property
    def said(self) -> tuple[str, ...]:
        """What Carnet said before this message, oldest first."""
        return tuple(text for who, text in self.history if who == "carnet")

    @property
    def earlier(self) -> tuple[str, ...]:
        """The person's own messages before this one, oldest first."""
        return tuple(text for who, text in self.history if who == "person")


async def run_turn(turn: Turn, room: Room | None, services: Services) -> AsyncGenerator[Event, None]:
    """Answer one message.

    Closing the generator stops it, and a model's connection with it; what was yielded stays true.

    Args:
        turn: The message.
        room: The person's opened memory; None when it is locked: a card still comes.
        services: The parts.

    Raises:
        LockedError: ``locked``, after any card, when the rest needs records and none are open.
        ConfigError: A signed text is missing.
    """
    started = time.monotonic()
    language = detect(turn.text, turn.setting)

    # (1) The screen, before the room or a model is touched; a card before anything else.
    verdict = await asyncio.to_thread(_screen, turn, language, services, RecordFlags())
    if verdict.card is None and room is not None:
        verdict = await asyncio.to_thread(_screen, turn, language, services, await _flags(room, services))
    yield Screened(verdict)
    care = services.care(turn.country)
    if verdict.card is not None:
        yield card(verdict.card, care, language, services.prompts)
    elif verdict.banner:
        yield banner(care, language, services.prompts, crisis=verdict.crisis)

    # A model reads it too, where there is one and it may: it can only raise, and no card waited for it.
    outcome = Outcome()
    if room is not None:
        judging = Judging(verdict, room, services, outcome, turn.reviewer)
        async with aclosing(judging.events(turn.text, turn.earlier, care, language)) as raising:
            async for event in raising:
                yield event
        verdict = judging.verdict

    # (2) Which way: nothing more, guidance, what code works out, or an answer that a model may word.
    question = turn.text if verdict.card is None or _asked_anew(verdict) else verdict.rest
    checks = Checks(verdict, language)
    way = Route.CARD_ONLY
    if question.strip():
        if room is None:
            raise LockedError("locked")
        leaning = () if verdict.intent in _OF_NOW else turn.earlier[-_EARLIER:]
        query = await asyncio.to_thread(_plan, question, language, leaning, room, services)
        way = route(verdict, query)

        # (3) What the record holds on it.
        found = await asyncio.to_thread(hybrid.search, room, query, _FOUND_MAX)
        wording = Wording.of(services.prompts, language)
        asked = Asked(query, room, wording, today(services.clock), care, found)

        # With a model, when nothing bears on it: once more in the words of documents.
        # Nothing is sent of a fear that is met with calm.
        times = await asyncio.to_thread(worry.again, asked, verdict)
        wider = Rewriting(asked, services, outcome, turn.reviewer)
        async with aclosing(wider.events(question if way is Route.ANSWER and not times else "")) as sent:
            async for event in sent:
                yield event
        asked = wider.asked

        # (4) and (5) Words, composed or a model's through the signed prompt; each sentence bound and checked.
        async with aclosing(_said(way, question, asked, checks, services, outcome, turn, times)) as events:
            async for event in events:
                yield event
        if missing := question_missing(asked, verdict, turn.said):
            yield missing
        elif times or (verdict.intent is Intent.EDUCATION and query.also and not query.analytes):
            yield education(care, language, services.prompts)

    # (6) What it rests on, which signed text, what was sent where.
    yield Done(
        language=language,
        verdict=verdict,
        redirected=way is Route.GUIDANCE,
        refused="out_of_scope" if _nothing_of_ours(verdict, checks) else None,
        model=outcome.model,
        prompt=outcome.prompt,
        evidence_ids=checks.citations.ids,
        sent=tuple(outcome.sent),
        seconds=round(time.monotonic() - started, 3),
    )


def _said(
    way: Route,
    question: str,
    asked: Asked,
    checks: Checks,
    services: Services,
    outcome: Outcome,
    turn: Turn,
    times: int,
) -> AsyncGenerator[Event, None]:
    """The words of an answer: calm for a fear that came `times` times, guidance, or what the record says."""
    if times:
        return drafted(partial(worry.calmed, asked, times), checks)
    if way is Route.GUIDANCE:
        return guided(asked, checks, services, outcome)
    return answer(
        asked, checks, services, outcome,
        question=question if way is Route.ANSWER else "", history=turn.history, reviewer=turn.reviewer,
    )  # fmt: skip


def _nothing_of_ours(verdict: Verdict, checks: Checks) -> bool:
    return verdict.intent is Intent.OUT_OF_SCOPE and not checks.citations.ids


def _asked_anew(verdict: Verdict) -> bool:
    """Whether the card is an earlier message's, shown again, and this message asks something of its own.

    It is answered below the card. Not in a crisis: there nothing may follow that could be used as a means.
    """
    return not verdict.crisis and any(reason.startswith("carried:") for reason in verdict.reasons)


def _screen(turn: Turn, language: Language, services: Services, record: RecordFlags) -> Verdict:
    return services.screen.question(turn.text, language=language, previous=turn.earlier, record=record)


async def _flags(room: Room, services: Services) -> RecordFlags:
    """What the record says that raises urgency; it lowers nothing."""
    return await asyncio.to_thread(_read_flags, room, today(services.clock))


def _read_flags(room: Room, day: date) -> RecordFlags:
    """From the few facts that can set one, whatever the size of the record."""
    recent = Period(day - timedelta(days=RECENT_DAYS + 1), day)
    facts = (*room.facts.select(kinds=LISTED), *room.facts.select(WATCHED, period=recent))
    return flags(facts, day)


def _plan(question: str, language: Language, earlier: Sequence[str], room: Room, services: Services) -> Query:
    """The question understood, leaning on the ones before it where it does."""
    labels, held, day = room.facts.labels(), room.samples.held(), today(services.clock)
    previous: Query | None = None
    for text in earlier:
        spoken = detect(text, language)
        previous = plan(text, spoken, today=day, labels=labels, held=held, previous=previous)
    return plan(question, language, today=day, labels=labels, held=held, previous=previous)
