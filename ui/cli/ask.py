"""``carnet ask | screen``: one turn, or only its first step, printed as JSON."""

import asyncio
import json
import sys
from collections.abc import Iterator
from typing import TextIO

import click
import orjson

from chains import events
from chains.turn import Turn, run_turn
from chains.wording import plain
from core.errors import InputError
from core.language import Language, detect
from records.source import locator_text
from retrieval.room import Room
from ui.cli import opening
from ui.cli.output import Plain, emit, note
from ui.compose import House


@click.command()
@opening.account_option
@click.argument("question", required=False)
@click.option("--language", type=click.Choice(["fr", "en"]), help="Instead of the account's setting.")
@click.option(
    "--jsonl", type=click.File("r", encoding="utf-8"), help="Lines {id, question}; - for standard input."
)
@opening.json_option
def ask(
    name: str,
    question: str | None,
    language: Language | None,
    jsonl: TextIO | None,
    as_json: bool,
) -> None:
    """Ask one question, or many with --jsonl."""
    if (question is None) == (jsonl is None):
        raise click.UsageError("Give a question, or --jsonl FILE.")
    with opening.room(name) as (house, room):
        setting = language or room.profile.language
        if jsonl is not None:
            for line in _lines(jsonl, "question"):
                answer = asyncio.run(_answer(house, room, str(line["question"]), setting))
                emit({"id": line.get("id"), **answer})
            return
        answer = asyncio.run(_answer(house, room, str(question), setting))
        if as_json:
            emit(answer)
        else:
            click.echo(answer["text"])
            for citation in answer["citations"]:
                note(f"[{citation['number']}] {citation['source']['file']} – {citation['quote']}")


async def _answer(house: House, room: Room, question: str, setting: Language) -> Plain:
    turn = Turn(text=question, setting=setting, country=room.profile.country)
    text: list[str] = []
    citations: dict[int, Plain] = {}
    answer: Plain = {"numbers": [], "chart": None, "sent": [], "notices": []}
    async for event in run_turn(turn, room, house.services):
        match event:
            case events.Card(text=words) | events.Banner(text=words):
                text.append(plain(words) + "\n\n")
            case events.Sentence():
                chips = "".join(f" [{citation.number}]" for citation in event.citations)
                text.append(f"{event.lead}{plain(event.text)}{chips}")
                citations |= {citation.number: _citation(citation) for citation in event.citations}
                answer["numbers"] += [
                    {"value": number.value, "unit": number.unit, "date": number.date, "fact": number.fact}
                    for number in event.numbers
                ]
            case events.Chart():
                answer["chart"] = _chart(event, answer["chart"])
            case events.Sending():
                answer["sent"].append(
                    {
                        "to": event.to,
                        "model": event.model,
                        "evidence": list(event.evidence_ids),
                        "text": event.text,
                    }
                )
            case events.Notice():
                answer["notices"].append(event.code)
            case events.Done():
                answer |= _done(event)
    return {"text": "".join(text).strip(), "citations": list(citations.values()), **answer}


def _citation(citation: events.Citation) -> Plain:
    return {
        "number": citation.number,
        "source": {
            "file": citation.source.file_name,
            "page": citation.source.page,
            "locator": locator_text(citation.source.locator),
        },
        "quote": citation.quote,
    }


def _chart(chart: events.Chart, before: Plain | None) -> Plain:
    """A chart, beside the ones before it in the same answer: `series` holds those of all of them."""
    earlier = before or {"title": chart.title, "series": [], "marks": []}
    return {
        "title": earlier["title"],
        "marks": [
            *earlier["marks"],
            *({"date": mark.when.local, "label": mark.label} for mark in chart.marks),
        ],
        "series": [
            *earlier["series"],
            *_series(chart),
        ],
    }


def _series(chart: events.Chart) -> list[Plain]:
    return [
        {
            "label": series.label,
            "unit": series.unit,
            "origin": series.origin,
            "points": [
                {
                    "date": point.when.local,
                    "value": point.value,
                    "text": point.text,
                    "comparator": point.comparator,
                    "low": point.low,
                    "high": point.high,
                    "range": point.range_text,
                    "fact": point.evidence_id,
                }
                for point in series.points
            ],
        }
        for series in chart.series
    ]


def _done(done: events.Done) -> Plain:
    prompt = done.prompt
    return {
        "language": done.language,
        "intent": done.verdict.intent.value,
        "urgency": done.verdict.urgency.word,
        "redirected": done.redirected,
        "refused": done.refused,
        "model": done.model,
        "prompt": {"id": prompt.id, "version": prompt.version, "signed_by": list(prompt.signed_by)}
        if prompt is not None
        else None,
        "seconds": round(done.seconds, 3),
    }


@click.command()
@click.option(
    "--jsonl", type=click.File("r", encoding="utf-8"), required=True, help="Lines {id, text, lang?}; or -."
)
def screen(jsonl: TextIO) -> None:
    """Say what the safety screen makes of each message. Needs no account."""
    with opening.house() as house:
        for line in _lines(jsonl, "text"):
            text = str(line["text"])
            given = line.get("lang")
            language: Language = given if given in ("fr", "en") else detect(text, "en")
            verdict = house.services.screen.question(text, language=language)
            emit(
                {
                    "id": line.get("id"),
                    "intent": verdict.intent.value,
                    "urgency": verdict.urgency.word,
                    "card": verdict.card is not None,
                    "banner": verdict.banner,
                    "crisis": verdict.crisis,
                    "redirect": verdict.redirect,
                    "treatment_change": verdict.treatment_change,
                    "answerable": verdict.answerable,
                    "reasons": list(verdict.reasons),
                }
            )
            sys.stdout.flush()


def _lines(file: TextIO, field: str) -> Iterator[Plain]:
    """JSON objects, one a line; blank lines are passed over.

    Raises:
        InputError: ``jsonl_line`` with the number of a line that is not an object with `field`.
    """
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line)
        except json.JSONDecodeError:
            raise InputError("jsonl_line", line=number) from None
        if not isinstance(value, dict) or not isinstance(value.get(field), str):
            raise InputError("jsonl_line", line=number)
        yield value


COMMANDS = (ask, screen)
