"""What Carnet remembers of a person, all of it: their notes and what they said over their documents."""

import asyncio
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.remembering import NOTE_MAX, note
from core.clock import today
from core.errors import InputError, NotFoundError
from records.model import Fact, Kind
from retrieval.remembered import is_remembered
from retrieval.room import Room
from ui.pages.desk import Desk, see
from ui.pages.entry import enter
from ui.pages.render import page
from ui.told import Told, language, told

_DONE = ("kept", "changed", "undone")


@dataclass(frozen=True, slots=True)
class Said:
    """What the person said over a document.

    Attributes:
        stated: As the document has it.
        theirs: As they have it.
        document: Its name.
    """

    stated: Fact
    theirs: Fact
    document: str


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/remembered")
    async def listing(request: Request) -> Response:
        done = request.query_params.get("done")
        return await asyncio.to_thread(_page, desk.room, done if done in _DONE else None)

    @routes.post("/remembered/keep")
    async def keep(request: Request) -> Response:
        form, room = await desk.form(request), desk.room
        try:
            await asyncio.to_thread(_keep, room, form.get("note", ""), today(desk.home.clock).isoformat())
        except InputError as error:
            said = told(error, language.get())
            return await asyncio.to_thread(_page, room, None, said, form.get("note", ""))
        return see("/remembered?done=kept")

    @routes.post("/remembered/change")
    async def change(request: Request) -> Response:
        form, room = await desk.form(request), desk.room
        try:
            await asyncio.to_thread(_change, room, form, today(desk.home.clock).isoformat())
        except InputError as error:
            return await asyncio.to_thread(_page, room, None, told(error, language.get()))
        return see("/remembered?done=changed")

    @routes.post("/remembered/forget")
    async def forget(request: Request) -> Response:
        """Gone at once; the answer carries the words back, so that it can be undone."""
        form, room = await desk.form(request), desk.room
        words = await asyncio.to_thread(_forget, room, form.get("fact", ""))
        return await asyncio.to_thread(_page, room, "forgotten", None, "", words)

    @routes.post("/remembered/undo")
    async def undo(request: Request) -> Response:
        form = await desk.form(request)
        await asyncio.to_thread(desk.room.undo_amendment, form.get("fact", ""))
        return see("/remembered?done=undone")

    return routes


def _page(
    room: Room, done: str | None, error: Told | None = None, typed: str = "", forgotten: str = ""
) -> Response:
    notes = [fact for fact in room.facts.select(kinds=(Kind.NOTE,)) if is_remembered(fact)]
    return page(
        "remembered",
        status=422 if error is not None else 200,
        here="privacy",
        done=done,
        error=error,
        typed=typed,
        forgotten=forgotten,
        notes=notes,
        said=_said(room),
        note_max=NOTE_MAX,
        profile=room.profile,
    )


def _said(room: Room) -> list[Said]:
    names = {one.id: one.name for one in room.documents()}
    return [
        Said(room.fact(fact.corrects), fact, names.get(fact.source.file_id, ""))
        for fact in room.facts.all()
        if fact.corrects is not None
    ]


def _words(typed: str) -> str:
    words = " ".join(typed.split())
    if not words:
        raise InputError("note_empty")
    if len(words) > NOTE_MAX:
        raise InputError("note_long")
    return words


def _keep(room: Room, typed: str, day: str) -> None:
    enter(room, (note(_words(typed), day),))


def _change(room: Room, form: dict[str, str], day: str) -> None:
    """The new words first, so that nothing is lost in between."""
    old = _note(room, form.get("fact", ""))
    words = _words(form.get("note", ""))
    if words != old.label:
        _keep(room, words, day)
        room.forget(old.source.file_id)


def _forget(room: Room, id: str) -> str:
    old = _note(room, id)
    room.forget(old.source.file_id)
    return old.label


def _note(room: Room, id: str) -> Fact:
    fact = room.fact(id)
    if not is_remembered(fact):
        raise NotFoundError("not_found")
    return fact
