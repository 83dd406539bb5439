"""Signed fixed texts with the country's numbers: cards, the soft line, guidance beside the record's lines."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

from chains.answer import Outcome, checked, reference
from chains.checking import Checks, withheld
from chains.compose_answer import what_the_record_says
from chains.drafts import Asked, Draft
from chains.events import Banner, Basis, Card, Chart, Event, Notice, Sentence
from chains.services import Services
from chains.wording import Wording, spoken
from core.language import Language
from prompts.registry import Registry
from prompts.template import Prompt, fill, places
from safety.care import KINDS, Care, Line
from safety.verdict import CardKind, Urgency

_BANNERS = {True: "banner_crisis", False: "banner_emergency"}
_EDUCATION = "line_education"
_REDIRECTS = {True: "redirect_treatment", False: "redirect_diagnosis"}


def card(kind: CardKind, care: Care, language: Language, prompts: Registry) -> Card:
    """The full card of a kind, with the country's numbers.

    Raises:
        ConfigError: ``prompt_missing``.
    """
    prompt = prompts.get(f"card_{kind.value}", language)
    return Card(kind, with_numbers(prompt, care, prompts), reference(prompt))


def banner(care: Care, language: Language, prompts: Registry, *, crisis: bool = False) -> Banner:
    """The soft line: if this is happening now, whom to call; in a crisis of self-harm, its line first."""
    prompt = prompts.get(_BANNERS[crisis], language)
    return Banner(with_numbers(prompt, care, prompts), reference(prompt))


def education(care: Care, language: Language, prompts: Registry) -> Sentence:
    """The line under every general answer: if it is happening now, whom to call."""
    prompt = prompts.get(_EDUCATION, language)
    return Sentence(with_numbers(prompt, care, prompts), basis=Basis.GUIDANCE)


def with_numbers(prompt: Prompt, care: Care, prompts: Registry, some_of_it: str | None = None) -> str:
    """A fixed text with the numbers it asks for; where a country lacks a kind, its emergency line.

    Args:
        prompt: Signed.
        care: Of the country.
        prompts: To say that a number was not verified.
        some_of_it: Sections of it, where not all are said.
    """
    body = prompt.body if some_of_it is None else some_of_it
    lines: dict[str, tuple[Line, ...]] = {
        kind: getattr(care, kind) or care.emergency for kind in KINDS if kind in places(body)
    }
    text = fill(body, {kind: spoken(some, prompt.language) for kind, some in lines.items()})
    unsure = [line.shown(prompt.language) for some in lines.values() for line in some if not line.verified]
    if not unsure:
        return text
    wording = Wording.of(prompts, prompt.language)
    return f"{text}\n\n{wording.say('care.unverified', items=', '.join(dict.fromkeys(unsure)))}"


async def guided(
    asked: Asked, checks: Checks, services: Services, outcome: Outcome
) -> AsyncGenerator[Event, None]:
    """A diagnosis or treatment was asked: what the record says, then whom to see, how soon, what to ask.

    No model takes part: what is said here is either signed as it stands or a line of the record.
    """
    prompt = services.prompts.get(_REDIRECTS[checks.verdict.treatment_change], asked.wording.language)
    outcome.prompt = reference(prompt)
    lines = await asyncio.to_thread(lambda: list(checked(_record(asked), checks)))
    for event in lines if not checks.withheld else [withheld(asked.wording)]:
        yield event
    text = "\n\n".join(prompt.sections[key] for key in _parts(prompt, checks.verdict.urgency))
    yield Sentence(with_numbers(prompt, asked.care, services.prompts, text), basis=Basis.GUIDANCE)
    if checks.dropped > checks.withheld:
        yield Notice("sentences_dropped", checks.dropped - checks.withheld)


def _parts(prompt: Prompt, urgency: Urgency) -> list[str]:
    """The sections to say: one on when, never later than the verdict; "now" says whom to call itself."""
    when = "when.now" if urgency <= Urgency.U1 else "when.today" if urgency is Urgency.U2 else "when.days"
    left_out = {"when.now", "when.today", "when.days", "call" if when == "when.now" else ""} - {when}
    return [key for key in prompt.sections if key not in left_out]


def _record(asked: Asked) -> Iterator[Draft | Chart]:
    lines = list(what_the_record_says(asked))
    if lines:
        yield asked.stated("redirect.lead")
        yield from lines
    else:
        yield asked.stated("redirect.nothing")
