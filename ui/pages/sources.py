"""The source viewer: the sealed original, opened at the cited place, with what was read there."""

import asyncio
from collections import OrderedDict
from urllib.parse import quote, urlencode
from weakref import WeakKeyDictionary

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from connectors import intake
from core.errors import InputError, NotFoundError
from records.evidence import Evidence
from records.model import Document, Extraction, Fact
from records.source import JsonPointer, Lines, PageBoxes, XPath
from retrieval.room import Room
from ui import csp
from ui.pages import views
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, told

_WIDTH_PX = 1400
_IMAGES_KEPT = 12
_ZOOM_MAX = 3
_DRAWN = ("application/pdf", "image/png", "image/jpeg", "image/tiff", "image/webp")
_DONE = ("confirm", "correct", "undo")


class Pictures:
    """The last few pages drawn for each open room; gone with the room."""

    def __init__(self) -> None:
        self._drawn: WeakKeyDictionary[Room, OrderedDict[tuple[str, int], bytes]] = WeakKeyDictionary()

    async def page(self, room: Room, document: Document, number: int) -> bytes:
        """A page as PNG.

        Raises:
            AppError: It cannot be drawn.
        """
        drawn = self._drawn.setdefault(room, OrderedDict())
        key = (document.id, number)
        if key not in drawn:
            drawn[key] = await asyncio.to_thread(_draw, room, document, number)
            while len(drawn) > _IMAGES_KEPT:
                drawn.popitem(last=False)
        drawn.move_to_end(key)
        return drawn[key]


def _draw(room: Room, document: Document, number: int) -> bytes:
    data = room.original(document.id)
    return intake.render(data, document.media_type, number, width_px=_WIDTH_PX)


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    pictures = Pictures()

    @routes.get("/source/{evidence_id}")
    async def source(request: Request, evidence_id: str) -> Response:
        return await asyncio.to_thread(_view, desk.room, evidence_id, request)

    @routes.get("/source/{evidence_id}/page/{number}.png")
    async def picture(evidence_id: str, number: int) -> Response:
        room = desk.room
        document = room.document(room.evidence(evidence_id).source.file_id)
        if not 1 <= number <= (document.pages or 1):
            raise NotFoundError("not_found")
        return Response(await pictures.page(room, document, number), media_type="image/png")

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
            return await asyncio.to_thread(_view, room, evidence_id, request, said, form)
        return see(_back(evidence_id, form, "correct"))

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
        confirmable=fact is not None and fact.extraction in (Extraction.TEXT, Extraction.OCR),
        error=error,
        typed=typed or {},
        done=done if done in _DONE else None,
        **_shown(room, document, evidence, request),
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


def _shown(room: Room, document: Document | None, evidence: Evidence, request: Request) -> dict[str, object]:
    """What the template needs to show the original, by the kind of place that is cited."""
    shown: dict[str, object] = {"kind": "none", "drawn": False}
    locator = evidence.source.locator
    if document is None:
        return shown | {"kind": "typed"}
    match locator:
        case PageBoxes():
            shown |= _sheet(room, document, locator, request)
        case JsonPointer(pointer):
            node = views.resource(room.original(document.id), pointer)
            shown |= {"kind": "tree", "node": node} if node is not None else {}
        case Lines() | XPath():
            lines = locator if isinstance(locator, Lines) else None
            excerpt = views.excerpt(room.original(document.id), lines)
            shown |= (
                {"kind": "lines", "excerpt": excerpt, "cited_lines": lines} if excerpt is not None else {}
            )
    return shown


def _sheet(room: Room, document: Document, locator: PageBoxes, request: Request) -> dict[str, object]:
    pages = document.pages or 1
    number = _whole(request.query_params.get("page"), locator.page, 1, pages)
    return {
        "kind": "sheet",
        "drawn": document.media_type in _DRAWN,
        "leaf": number,
        "pages": pages,
        "cited_page": locator.page,
        "zoom": _whole(request.query_params.get("zoom"), 1, 1, _ZOOM_MAX),
        "zoom_max": _ZOOM_MAX,
        "marks": views.marks(locator.boxes) if number == locator.page else (),
        "passages": [found for found in room.passages_of(document.id) if found.source.page == number],
        "facts": [
            found
            for found in room.facts_of(document.id)
            if found.source.page == number and found.corrects is None
        ],
    }


def _whole(text: str | None, fallback: int, low: int, high: int) -> int:
    number = int(text) if text is not None and text.isdecimal() and len(text) < 6 else fallback  # noqa: PLR2004  five digits of pages are enough
    return max(low, min(high, number))
