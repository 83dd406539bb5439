"""What the person gave Carnet: the documents, what was read in each, what waits for a look."""

import asyncio
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from connectors import registry
from records.model import Document, Extraction, Fact, Kind
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from ui import demo
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, strings

_FACTS_SHOWN = 2000
_DONE = ("deleted", "removed_example", "example_added")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the list.

    Attributes:
        document: Itself.
        title: What kind of file it is, in the page's language.
        facts: How many things were read in it.
        passages: How many pieces of its own words can be found.
        waiting: How many of them wait for a look.
        problems: What could not be read, told.
        fictional: It belongs to the example.
    """

    document: Document
    title: str
    facts: int
    passages: int
    waiting: int
    problems: tuple[Told, ...]
    fictional: bool


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/records")
    async def listing(request: Request) -> Response:
        done = request.query_params.get("done")
        return await asyncio.to_thread(_listing, desk.room, done if done in _DONE else None)

    @routes.get("/records/{file_id}")
    async def document(file_id: str) -> Response:
        return await asyncio.to_thread(_document, desk.room, file_id)

    @routes.get("/records/{file_id}/delete")
    async def ask(file_id: str) -> Response:
        room = desk.room
        found = await asyncio.to_thread(_entry, room, room.document(file_id))
        return page("delete", here="records", entry=found)

    @routes.post("/records/{file_id}/delete")
    async def forget(request: Request, file_id: str) -> Response:
        await desk.form(request)
        await asyncio.to_thread(desk.room.forget, file_id)
        return see("/records?done=deleted")

    @routes.post("/example")
    async def example(request: Request) -> Response:
        await desk.form(request)
        await asyncio.to_thread(_add_example, desk.room)
        return see("/records?done=example_added")

    @routes.post("/example/remove")
    async def remove_example(request: Request) -> Response:
        await desk.form(request)
        await asyncio.to_thread(_remove_example, desk.room)
        return see("/records?done=removed_example")

    return routes


def waiting(facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts no statistic uses until the person looked: read from a picture, and nothing said of them."""
    corrected = {fact.corrects for fact in facts}
    return tuple(
        fact
        for fact in facts
        if fact.extraction is Extraction.OCR and not fact.confirmed and fact.id not in corrected
    )


def _listing(room: Room, done: str | None) -> Response:
    documents = sorted(room.documents(), key=_age, reverse=True)
    entries = [_entry(room, document) for document in documents]
    to_look_at = [fact for entry in entries for fact in waiting(room.facts_of(entry.document.id))]
    return page(
        "records",
        here="records",
        entries=entries,
        waiting=to_look_at,
        fictional=any(entry.fictional for entry in entries),
        done=done,
    )


def _age(document: Document) -> tuple[str, str]:
    """By the date a document gives itself, else by its arrival."""
    return (document.when.local if document.when else document.received, document.received)


def _entry(room: Room, document: Document) -> Entry:
    facts = room.facts_of(document.id)
    words = strings(language.get())
    return Entry(
        document=document,
        title=_title(document),
        facts=sum(fact.corrects is None for fact in facts),
        passages=len(room.passages_of(document.id)),
        waiting=len(waiting(facts)),
        problems=tuple(
            words.parts("problems", problem.code, count=problem.count) for problem in document.problems
        ),
        fictional=document.name in _example_names(),
    )


def _title(document: Document) -> str:
    """The connector's own name for what it reads."""
    for manifest in registry.manifests():
        if manifest.id == document.connector:
            return manifest.title.fr if language.get() == "fr" else manifest.title.en
    return strings(language.get()).text("records.unread")


def _document(room: Room, file_id: str) -> Response:
    document = room.document(file_id)
    facts = [fact for fact in room.facts_of(file_id) if fact.corrects is None]
    order = list(Kind)
    facts.sort(key=lambda fact: order.index(fact.kind))
    groups = [
        (kind, list(members)) for kind, members in groupby(facts[:_FACTS_SHOWN], key=lambda fact: fact.kind)
    ]
    passages = room.passages_of(file_id)
    return page(
        "document",
        here="records",
        entry=_entry(room, document),
        groups=groups,
        left_out=max(0, len(facts) - _FACTS_SHOWN),
        first=facts[0].id if facts else passages[0].id if passages else None,
        passages=passages,
    )


def _example_names() -> frozenset[str]:
    return frozenset(name for name, _ in demo.documents())


def _add_example(room: Room) -> None:
    for name, data in demo.documents():
        ingest_file(room, name, data)


def _remove_example(room: Room) -> None:
    names = _example_names()
    for document in room.documents():
        if document.name in names:
            room.forget(document.id)
