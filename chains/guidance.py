"""Signed fixed texts with the country's numbers: cards, the soft line, guidance beside the record's lines."""

import asyncio
from collections.abc import AsyncGenerator, Iterator

from chains.answer import Outcome, checked, reference
from chains.checking import Checks
from chains.compose_answer import what_the_record_says
from chains.drafts import Asked, Draft
from chains.events import Banner, Basis, Card, Chart, Event, Notice, Sentence
from chains.services import Services
from chains.wording import Wording, spoken
from core.language import Language
from prompts.registry import Registry
from prompts.template import Prompt, render
from safety.care import KINDS, Care, Line
from safety.verdict import CardKind

_BANNER = "banner_emergency"
_EDUCATION = "line_education"
_REDIRECTS = {True: "redirect_treatment", False: "redirect_diagnosis"}


def card(kind: CardKind, care: Care, language: Language, prompts: Registry) -> Card:
    """The full card of a kind, with the country's numbers.

    Raises:
        ConfigError: ``prompt_missing``.
    """
    prompt = prompts.get(f"card_{kind.value}", language)
    return Card(kind, with_numbers(prompt, care, prompts), reference(prompt))


def banner(care: Care, language: Language, prompts: Registry) -> Banner:
    """The soft line: if this is happening now, whom to call."""
    prompt = prompts.get(_BANNER, language)
    return Banner(with_numbers(prompt, care, prompts), reference(prompt))


def education(care: Care, language: Language, prompts: Registry) -> Sentence:
    """The line under every general answer: if it is happening now, whom to call."""
    prompt = prompts.get(_EDUCATION, language)
    return Sentence(with_numbers(prompt, care, prompts), basis=Basis.GUIDANCE)


def with_numbers(prompt: Prompt, care: Care, prompts: Registry) -> str:
    """A fixed text with the numbers it asks for; where a country lacks a kind, its emergency line."""
    lines: dict[str, tuple[Line, ...]] = {
        kind: getattr(care, kind) or care.emergency for kind in KINDS if kind in prompt.front.inputs
    }
    text = render(prompt, **{kind: spoken(some, prompt.language) for kind, some in lines.items()})
    unsure = [line.number for some in lines.values() for line in some if not line.verified]
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
    for event in await asyncio.to_thread(lambda: list(checked(_record(asked), checks))):
        yield event
    yield Sentence(with_numbers(prompt, asked.care, services.prompts), basis=Basis.GUIDANCE)
    if checks.dropped:
        yield Notice("sentences_dropped", checks.dropped)


def _record(asked: Asked) -> Iterator[Draft | Chart]:
    lines = list(what_the_record_says(asked))
    if lines:
        yield asked.stated("redirect.lead")
        yield from lines
    else:
        yield asked.stated("redirect.nothing")
