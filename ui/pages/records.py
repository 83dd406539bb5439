"""What the person gave Carnet: the documents, what was read in each, what waits for a look."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from connectors import registry
from core.errors import InputError
from records import analytes
from records.coverage import Coverage, coverage
from records.metrics import metrics
from records.model import Document, Extraction, Fact, Kind
from records.when import When
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from ui import demo
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, strings

_FACTS_SHOWN = 2000
_LINES_SHOWN = 300
_SETTLED_SHOWN = 100
_DONE = ("deleted", "removed_example", "example_added", "settled", "unsettled", "entered")
_VIEWS = ("documents", "kinds", "sources")


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
        replaced_by: The later version that took its place; None when it counts.
    """

    document: Document
    title: str
    facts: int
    passages: int
    waiting: int
    problems: tuple[Told, ...]
    fictional: bool
    replaced_by: Document | None


@dataclass(frozen=True, slots=True)
class Line:
    """Everything of one name: a measurement over time, a medicine in all documents.

    Attributes:
        label: What it is called.
        newest: The fact to show; the newest that counts.
        count: How many facts that count bear the name.
    """

    label: str
    newest: Fact
    count: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """All of one kind.

    Attributes:
        kind: Which.
        lines: By name.
        left_out: Names beyond what one page shows.
    """

    kind: Kind
    lines: tuple[Line, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Origin:
    """One who measured or stated: a laboratory, a device, the person.

    Attributes:
        name: As printed, else what kind of file said so.
        kinds: How many facts of each kind, most first.
        covers: First and newest date, and gaps.
    """

    name: str
    kinds: tuple[tuple[Kind, int], ...]
    covers: Coverage


@dataclass(frozen=True, slots=True)
class Dense:
    """What one device measured all the time.

    Attributes:
        label: Of the metric.
        device: Who measured.
        n: Samples.
        first: Day of the earliest.
        last: Day of the latest.
        page: What a link to its newest month opens; empty before anything was worked out.
    """

    label: str
    device: str
    n: int
    first: When
    last: When
    page: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several values that different documents give for the same thing.

    Attributes:
        fact: As its document states it.
        document: Its name.
        can_settle: It has a value to be right about.
    """

    fact: Fact
    document: str
    can_settle: bool


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/records")
    async def listing(request: Request) -> Response:
        done, view = request.query_params.get("done"), request.query_params.get("view")
        chosen = view if view in _VIEWS else _VIEWS[0]
        return await asyncio.to_thread(_listing, desk.room, chosen, done if done in _DONE else None)

    @routes.post("/records/settle")
    async def settle(request: Request) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(_settle, desk.room, form.get("fact", ""))
        return see("/records?done=settled")

    @routes.post("/records/unsettle")
    async def unsettle(request: Request) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(desk.room.undo_amendment, form.get("fact", ""))
        return see("/records?done=unsettled")

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


def _listing(room: Room, view: str, done: str | None) -> Response:
    documents = sorted(room.documents(), key=_age, reverse=True)
    entries = [_entry(room, document) for document in documents]
    to_look_at = [fact for entry in entries for fact in waiting(room.facts_of(entry.document.id))]
    counting = room.facts.counting()
    corrections = [fact for fact in room.facts.all() if fact.corrects is not None][:_SETTLED_SHOWN]
    return page(
        "records",
        here="records",
        view=view,
        views=_VIEWS,
        entries=entries,
        waiting=to_look_at,
        disputes=_disputes(counting),
        corrections=[(fact, room.fact(fact.corrects)) for fact in corrections if fact.corrects],
        shelves=_shelves(counting) if view == "kinds" else (),
        origins=_origins(room, counting) if view == "sources" else (),
        dense=_dense(room) if view != "documents" else (),
        fictional=any(entry.fictional for entry in entries),
        done=done,
    )


def _disputes(counting: tuple[Fact, ...]) -> list[list[Candidate]]:
    """The values that documents disagree about, together, in the order their documents came."""
    by_id = {fact.id: fact for fact in counting}
    seen: set[str] = set()
    found = []
    for fact in counting:
        rivals = [by_id[id] for id in fact.conflict_with if id in by_id]
        if not rivals or fact.id in seen:
            continue
        together = sorted((fact, *rivals), key=lambda one: one.source.file_name)
        seen.update(one.id for one in together)
        found.append(
            [
                Candidate(one, one.source.file_name, one.value_text is not None and one.quantity is not None)
                for one in together
            ]
        )
    return found


def _settle(room: Room, fact_id: str) -> None:
    """Take one value for right: what the other documents say of it is corrected to it, and stays visible.

    Raises:
        NotFoundError: ``not_found``.
        InputError: ``value_blank``: it has no value to be right about.
    """
    right = room.fact(fact_id)
    if right.value_text is None:
        raise InputError("value_blank")
    for rival in right.conflict_with:
        room.correct(rival, right.value_text, right.unit_text or "")


def _shelves(counting: tuple[Fact, ...]) -> list[Shelf]:
    """What counts, by kind and by name, measurements by name and the rest newest first."""
    shelves = []
    for kind in Kind:
        named: dict[str, list[Fact]] = {}
        for fact in counting:
            if fact.kind is kind:
                named.setdefault(fact.analyte or fact.label.casefold(), []).append(fact)
        lines = [Line(_label(facts[0]), facts[0], len(facts)) for facts in named.values()]
        if kind is Kind.OBSERVATION:
            lines.sort(key=lambda line: line.label.casefold())
        if lines:
            shelves.append(Shelf(kind, tuple(lines[:_LINES_SHOWN]), max(0, len(lines) - _LINES_SHOWN)))
    return shelves


def _dense(room: Room) -> list[Dense]:
    """Dense measurements by metric and device, over all files; repeated exports are not added up."""
    found: dict[tuple[str, str], tuple[int, int, int]] = {}
    for document in room.documents():
        for part in room.samples.segments(document.id):
            key = (part.metric, part.source.device or _title(document))
            n, first, last = found.get(key, (0, part.first_s, part.last_s))
            found[key] = (max(n, part.n), min(first, part.first_s), max(last, part.last_s))
    pages = {metric: room.samples.pages_of(metric) for metric in {metric for metric, _ in found}}
    return [
        Dense(
            metrics()[metric].title(language.get()),
            device,
            n,
            _on(first),
            _on(last),
            pages[metric][0].id if pages[metric] else "",
        )
        for (metric, device), (n, first, last) in sorted(found.items())
    ]


def _on(local_s: int) -> When:
    return When.of_day(datetime.fromtimestamp(local_s, UTC).date())


def _label(fact: Fact) -> str:
    return analytes.name(fact.analyte, language.get()) if fact.analyte else fact.label


def _origins(room: Room, counting: tuple[Fact, ...]) -> list[Origin]:
    """Who says what, the newest first."""
    titles = {document.id: _title(document) for document in room.documents()}
    stated: dict[str, list[Fact]] = {}
    for fact in counting:
        source = fact.source
        name = source.laboratory or source.device or titles.get(source.file_id, "")
        stated.setdefault(name, []).append(fact)
    found = []
    for name, facts in stated.items():
        kinds = [(kind, sum(fact.kind is kind for fact in facts)) for kind in Kind]
        present = tuple(sorted((pair for pair in kinds if pair[1]), key=lambda pair: -pair[1]))
        found.append(Origin(name, present, coverage(fact.start for fact in facts)))
    return sorted(found, key=lambda one: one.covers.newest.local if one.covers.newest else "", reverse=True)


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
        replaced_by=room.document(newer) if (newer := room.replaced.get(document.id)) else None,
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
