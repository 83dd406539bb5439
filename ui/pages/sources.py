"""The source viewer: the sealed original, opened at the cited place, with what was read there."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from connectors import intake
from core.errors import AmbiguousFileError, InputError, NotFoundError, UnreadableFileError
from core.log import fault
from records.evidence import Evidence
from records.metrics import metrics
from records.model import Document, Extraction, Fact, Kind
from records.source import Entry, JsonPointer, Lines, PageBoxes, Rows, Source, XPath
from records.when import When
from retrieval.room import Room
from retrieval.samples import Page
from ui import csp
from ui.pages import views
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, told

_WIDTH_PX = 1400
_IMAGES_KEPT = 12
_ZOOM_MAX = 3
_DRAWN = ("application/pdf", "image/png", "image/jpeg", "image/heic", "image/tiff", "image/webp")
_PARTS_KEPT = 4
_PAGES_MAX = 300
_ROWS_AROUND = 15
_DONE = ("confirm", "correct", "restate", "undo")
_SAID_OF = {
    Kind.MEDICATION: ("stopped", "entered-in-error"),
    Kind.CONDITION: ("resolved", "entered-in-error"),
    Kind.ALLERGY: ("entered-in-error",),
    Kind.IMMUNIZATION: ("entered-in-error",),
    Kind.PROCEDURE: ("entered-in-error",),
}
"""What a person may say of a thing on a list, by its kind."""
K = TypeVar("K")
V = TypeVar("V")


class Opened:
    """The last few parts taken out and pages drawn for each open room; gone with the room."""

    def __init__(self) -> None:
        self._drawn: WeakKeyDictionary[Room, OrderedDict[tuple[str, str, int], bytes]] = WeakKeyDictionary()
        self._parts: WeakKeyDictionary[Room, OrderedDict[tuple[str, str], tuple[bytes, str]]]
        self._parts = WeakKeyDictionary()

    async def page(self, room: Room, document: Document, source: Source, number: int) -> bytes:
        """A page of a document, or of a part of it, as PNG.

        Raises:
            AppError: It cannot be drawn.
        """
        drawn = self._drawn.setdefault(room, OrderedDict())
        key = (document.id, source.member, number)
        if key not in drawn:
            drawn[key] = await asyncio.to_thread(self._draw, room, document, source, number)
        return _kept(drawn, key, _IMAGES_KEPT)

    def content(self, room: Room, document: Document, source: Source) -> tuple[bytes, str]:
        """The bytes that a source's locator is about, and their media type. Blocking.

        Raises:
            AppError: The part cannot be taken out.
        """
        if not source.member:
            return room.original(document.id), document.media_type
        parts = self._parts.setdefault(room, OrderedDict())
        key = (document.id, source.member)
        if key not in parts:
            parts[key] = intake.part(room.original(document.id), source.member)
        return _kept(parts, key, _PARTS_KEPT)

    def _draw(self, room: Room, document: Document, source: Source, number: int) -> bytes:
        data, media_type = self.content(room, document, source)
        return intake.render(data, media_type, number, width_px=_WIDTH_PX)


def _kept(shelf: OrderedDict[K, V], key: K, most: int) -> V:
    """What is there, moved to the front; the longest unused leave."""
    shelf.move_to_end(key)
    while len(shelf) > most:
        shelf.popitem(last=False)
    return shelf[key]


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    opened = Opened()

    @routes.get("/source/{evidence_id}")
    async def source(request: Request, evidence_id: str) -> Response:
        return await asyncio.to_thread(_view, opened, desk.room, evidence_id, request)

    @routes.get("/source/{evidence_id}/page/{number}.png")
    async def picture(evidence_id: str, number: int) -> Response:
        room = desk.room
        cited = room.evidence(evidence_id).source
        document = room.document(cited.file_id)
        if not 1 <= number <= _pages(room, document, cited):
            raise NotFoundError("not_found")
        return Response(await opened.page(room, document, cited, number), media_type="image/png")

    @routes.post("/source/{evidence_id}/confirm")
    async def confirm(request: Request, evidence_id: str) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(desk.room.confirm, evidence_id)
        return see(_back(evidence_id, form, "confirm"))

    @routes.post("/source/{evidence_id}/correct")
    async def correct(request: Request, evidence_id: str) -> Response:
        form, room = await desk.form(request), desk.room
        try:
            await asyncio.to_thread(room.correct, evidence_id, form.get("value", ""), form.get("unit", ""))
        except InputError as error:
            said = told(error, language.get())
            return await asyncio.to_thread(_view, opened, room, evidence_id, request, said, form)
        return see(_back(evidence_id, form, "correct"))

    @routes.post("/source/{evidence_id}/restate")
    async def restate(request: Request, evidence_id: str) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(desk.room.restate, evidence_id, form.get("status", ""))
        return see(_back(evidence_id, form, "restate"))

    @routes.post("/source/{evidence_id}/undo")
    async def undo(request: Request, evidence_id: str) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(desk.room.undo_amendment, evidence_id)
        return see(_back(evidence_id, form, "undo"))

    @routes.get("/original/{file_id}")
    async def original(file_id: str) -> Response:
        room = desk.room
        document = room.document(file_id)
        data = await asyncio.to_thread(room.original, file_id)
        return Response(
            data,
            media_type="application/octet-stream",
            headers={
                "content-disposition": f"attachment; filename*=UTF-8''{quote(document.name, safe='')}",
                "content-security-policy": csp.FILE,
            },
        )

    return routes


def _back(evidence_id: str, form: dict[str, str], done: str) -> str:
    query = {"done": done, **({"panel": "1"} if form.get("panel") == "1" else {})}
    return f"/source/{quote(evidence_id)}?{urlencode(query)}#fact"


def _view(
    opened: Opened,
    room: Room,
    evidence_id: str,
    request: Request,
    error: Told | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    """The page for one evidence. Blocking: it reads the original."""
    evidence = room.evidence(evidence_id)
    panel = "1" in (request.query_params.get("panel"), (typed or {}).get("panel"))
    document = room.document(evidence.source.file_id) if evidence.source.file_id else None
    fact, correction = _reading(room, evidence)
    done = request.query_params.get("done")
    return page(
        "source",
        status=422 if error is not None else 200,
        panel=panel,
        framed=True,
        here="records",
        evidence=evidence,
        document=document,
        fact=fact,
        correction=correction,
        said_of=_SAID_OF.get(fact.kind, ()) if fact is not None else (),
        confirmable=fact is not None and fact.extraction in (Extraction.TEXT, Extraction.OCR),
        error=error,
        typed=typed or {},
        done=done if done in _DONE else None,
        **_shown(opened, room, document, evidence, request),
    )


def _reading(room: Room, evidence: Evidence) -> tuple[Fact | None, Fact | None]:
    """The fact as the document states it, and what the person typed instead."""
    fact = evidence.fact
    if fact is None:
        return None, None
    if fact.corrects is not None:
        return room.fact(fact.corrects), fact
    if not fact.source.file_id:
        return fact, None
    others = room.facts_of(fact.source.file_id)
    return fact, next((other for other in others if other.corrects == fact.id), None)


def _shown(
    opened: Opened, room: Room, document: Document | None, evidence: Evidence, request: Request
) -> dict[str, object]:
    """What the template needs to show the original, by the kind of place that is cited."""
    shown: dict[str, object] = {"kind": "none", "drawn": False, "member": evidence.source.member}
    if (month := room.samples.page(evidence.id)) is not None:
        return shown | {"kind": "days", "days": _days(room, month)}
    locator = evidence.source.locator
    if document is None or isinstance(locator, Entry):
        return shown | {"kind": "typed"}
    if isinstance(locator, Rows):
        return shown | {"kind": "rows", "table": locator.table, "facts": _neighbours(room, evidence, locator)}
    try:
        data, media_type = opened.content(room, document, evidence.source)
        if isinstance(locator, PageBoxes):
            return shown | _sheet(room, document, evidence.source, media_type in _DRAWN, request)
        return shown | _written(data, evidence.source)
    except (UnreadableFileError, AmbiguousFileError) as error:  # the original can still be downloaded
        fault("part_not_shown", error, file=document.id)
        return shown


@dataclass(frozen=True, slots=True)
class MeasuredDay:
    """One day of a device's measurements, as its page shows it.

    Attributes:
        day: Which.
        value: What the day comes to, with its unit.
        n: Samples.
        hours: In how many hours something was measured.
        sources: The devices that count.
    """

    day: When
    value: str
    n: int
    hours: int
    sources: str


def _days(room: Room, month: Page) -> list[MeasuredDay]:
    metric = metrics()[month.metric]
    return [
        MeasuredDay(
            When.of_day(found.day),
            metric.shown(found.value, language.get()),
            found.n,
            found.hours,
            ", ".join(found.sources),
        )
        for found in room.samples.month_rows(month.metric, month.span)
    ]


def _written(data: bytes, source: Source) -> dict[str, object]:
    """A text, or the part of a coded file around what is cited."""
    node: views.Node | None = None
    match source.locator:
        case JsonPointer(pointer):
            node = views.resource(data, pointer)
        case XPath(path):
            node = views.outline(intake.outline(data, path))
        case Lines() as lines:
            excerpt = views.excerpt(data, lines)
            return {"kind": "lines", "excerpt": excerpt, "cited_lines": lines} if excerpt is not None else {}
    return {"kind": "tree", "node": node} if node is not None else {}


def _neighbours(room: Room, evidence: Evidence, rows: Rows) -> list[Fact]:
    """What was read from the same table near the cited rows, in the table's order."""
    near = [
        (fact.source.locator.first, fact)
        for fact in room.facts_of(evidence.source.file_id)
        if isinstance(fact.source.locator, Rows)
        and fact.source.locator.table == rows.table
        and fact.source.member == evidence.source.member
        and abs(fact.source.locator.first - rows.first) <= _ROWS_AROUND
        and fact.corrects is None
    ]
    return [fact for _, fact in sorted(near, key=lambda pair: pair[0])]


def _pages(room: Room, document: Document, source: Source) -> int:
    """How many pages the document has; of a part, those up to the last with anything read."""
    if not source.member:
        return document.pages or 1
    of_document = [found.source for found in room.passages_of(document.id)]
    of_document += [found.source for found in room.facts_of(document.id)]
    pages = [place.page or 1 for place in of_document if place.member == source.member]
    return min(_PAGES_MAX, max(pages, default=1))


def _sheet(
    room: Room, document: Document, source: Source, drawn: bool, request: Request
) -> dict[str, object]:
    cited = source.page or 1
    boxes = source.locator.boxes if isinstance(source.locator, PageBoxes) else ()
    pages = _pages(room, document, source)
    number = _whole(request.query_params.get("page"), cited, 1, pages)

    def here(place: Source) -> bool:
        return place.page == number and place.member == source.member

    return {
        "kind": "sheet",
        "drawn": drawn,
        "leaf": number,
        "pages": pages,
        "cited_page": cited,
        "zoom": _whole(request.query_params.get("zoom"), 1, 1, _ZOOM_MAX),
        "zoom_max": _ZOOM_MAX,
        "marks": views.marks(boxes) if number == cited else (),
        "passages": [found for found in room.passages_of(document.id) if here(found.source)],
        "facts": [
            found for found in room.facts_of(document.id) if here(found.source) and found.corrects is None
        ],
    }


def _whole(text: str | None, fallback: int, low: int, high: int) -> int:
    number = int(text) if text is not None and text.isdecimal() and len(text) < 6 else fallback  # noqa: PLR2004  five digits of pages are enough
    return max(low, min(high, number))
