"""After a visit: notes or a letter, what they propose, and what of it is kept once the person said yes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.visit_after import Proposal, Sort, letters, proposals
from chains.visit_kept import Preparation, Task, Visits
from core.clock import today
from core.errors import InputError, NotFoundError
from retrieval.room import Room
from ui.pages.desk import Desk, see
from ui.pages.entry import enter
from ui.pages.render import page
from ui.pages.visit_tasks import done_of, name_of
from ui.told import Told, language, told
from ui.words import at

_NOTES_MAX = 6_000


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/visit/{id}/after")
    async def after(request: Request, id: str) -> Response:
        return await asyncio.to_thread(_after, desk, id, done_of(request))

    @routes.post("/visit/{id}/after")
    async def note(request: Request, id: str) -> Response:
        form = await desk.form(request)
        return await asyncio.to_thread(_note, desk, id, form)

    @routes.post("/visit/{id}/after/answer")
    async def answer(request: Request, id: str) -> Response:
        form = await desk.form(request, max_fields=100)
        done = await asyncio.to_thread(_answer, desk, id, form)
        return see(f"/visit/{id}/after?done={done}#proposals")

    return routes


def _after(
    desk: Desk, id: str, done: str | None, error: Told | None = None, notes: str | None = None
) -> Response:
    room = desk.room
    kept = Visits(room).get(id)
    found = _proposed(desk, kept)
    return page(
        "visit_after",
        status=422 if error is not None else 200,
        here="visit",
        kept=kept,
        name=name_of(kept),
        notes=kept.notes if notes is None else notes,
        notes_max=_NOTES_MAX,
        letters=letters(room, kept),
        open=[one for one in found if one.id not in kept.answered],
        answered=[(one, kept.answered[one.id] != "no") for one in found if one.id in kept.answered],
        at=lambda when: at(when, language.get()),
        error=error,
        done=done,
    )


def _proposed(desk: Desk, kept: Preparation) -> tuple[Proposal, ...]:
    return proposals(desk.room, kept, language.get(), today(desk.home.clock))


def _note(desk: Desk, id: str, form: Mapping[str, str]) -> Response:
    """Keep the notes and which letter came of the visit. Reading them proposes; it keeps nothing."""
    notes = form.get("notes", "").replace("\r\n", "\n").strip()
    revision, letter = form.get("revision", ""), form.get("letter", "")
    try:
        if len(notes) > _NOTES_MAX:
            raise InputError("visit_too_long")
        Visits(desk.room).change(
            id,
            lambda one: replace(one, notes=notes, letter=letter),
            seen=int(revision) if revision.isdigit() else None,
        )
    except InputError as error:
        return _after(desk, id, None, told(error, language.get()), notes)
    return see(f"/visit/{id}/after?done=saved#proposals")


def _answer(desk: Desk, id: str, form: Mapping[str, str]) -> str:
    """Keep what was said yes to, set aside what was said no to, or open an answer again."""
    visits = Visits(desk.room)
    kept = visits.get(id)
    what, _, again = form.get("do", "").partition("|")
    if what == "again":
        _take_back(desk.room, visits, kept.answered.get(again, ""))
        visits.change(
            id, lambda one: replace(one, answered={k: v for k, v in one.answered.items() if k != again})
        )
        return "reopened"
    chosen = [
        one for one in _proposed(desk, kept) if f"choose_{one.id}" in form and one.id not in kept.answered
    ]
    for one in chosen:
        said = _keep(desk.room, visits, kept, one) if what == "yes" else "no"
        visits.change(id, partial(_with_answer, proposal=one.id, said=said))
    return "kept" if what == "yes" else "set_aside"


def _with_answer(kept: Preparation, *, proposal: str, said: str) -> Preparation:
    return replace(kept, answered={**kept.answered, proposal: said})


def _keep(room: Room, visits: Visits, kept: Preparation, one: Proposal) -> str:
    """Keep one proposal; what undoes it."""
    if one.sort in (Sort.TASK, Sort.APPOINTMENT):
        if one.of_letter and one.fact is not None:
            made = Task(evidence=one.fact.id, visit=kept.id)
        else:
            made = Task(text=one.text, due=one.when.local if one.when is not None else "", visit=kept.id)
        return f"task:{visits.add_task(made).id}"
    if one.fact is None:
        raise NotFoundError("not_found")
    if one.of_letter:
        return f"fact:{room.confirm(one.fact.id).id}"
    return f"entry:{enter(room, (one.fact,))}"


def _take_back(room: Room, visits: Visits, said: str) -> None:
    """Undo what `_keep` did; what is gone already is gone."""
    what, _, id = said.partition(":")
    undo: dict[str, Callable[[str], object]] = {
        "task": visits.delete_task, "fact": room.undo_amendment, "entry": room.forget,
    }  # fmt: skip
    if what in undo:
        try:
            undo[what](id)
        except NotFoundError:
            return
