"""Preparing a visit: which one, what worries, and one page for the clinician, edited before it leaves."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.visit_kept import (
    NEVER,
    QUESTION_MAX,
    QUESTIONS_MAX,
    REASON_MAX,
    WORDS_MAX,
    Preparation,
    Visits,
    with_question,
)
from chains.visit_last import seen
from chains.visit_page import Page, compose
from chains.visit_prep import planned
from chains.visit_sheet import Part
from chains.wording import Wording
from core.clock import today
from core.errors import InputError
from core.language import LANGUAGES, Language
from records.specialties import specialties
from records.when import When
from ui.documents.paper import pdf
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.pages.visit_tasks import attachment, done_of, name_of, told_tasks
from ui.told import Told, language, told
from ui.words import at

_VISITS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of the form about a visit, as typed."""

    specialty: str = ""
    reason: str = ""
    date: str = ""
    time: str = ""
    worries: str = ""
    since: str = ""
    clinician: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Typed":
        """From a form that was sent."""
        return cls(**{name: form.get(name, "").replace("\r\n", "\n").strip() for name in cls.__slots__})

    @classmethod
    def kept(cls, one: Preparation) -> "Typed":
        """From what is kept."""
        return cls(
            one.specialty, one.reason, one.when[:10], one.when[11:16], one.worries, one.since, one.clinician
        )


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    _lists(desk, routes)
    _one(desk, routes)
    return routes


# --- the list, and a new one --------------------------------------------------------------------------------


def _lists(desk: Desk, routes: APIRouter) -> None:
    @routes.get("/visit")
    async def listing(request: Request) -> Response:
        return await asyncio.to_thread(_listing, desk, done_of(request))

    @routes.get("/visit/new")
    async def form() -> Response:
        return await asyncio.to_thread(_form, desk, Typed(clinician=desk.room.profile.language))

    @routes.post("/visit/new")
    async def make(request: Request) -> Response:
        typed = Typed.of(await desk.form(request))
        try:
            made = _understood(Preparation(), typed)
        except InputError as error:
            return await asyncio.to_thread(_form, desk, typed, told(error, language.get()))
        kept = await asyncio.to_thread(Visits(desk.room).add, made)
        return see(f"/visit/{kept.id}")

    @routes.post("/visit/{id}/delete")
    async def delete(request: Request, id: str) -> Response:
        await desk.form(request)
        await asyncio.to_thread(Visits(desk.room).delete, id)
        return see("/visit?done=deleted")

    @routes.post("/visit/{id}/back")
    async def bring_back(request: Request, id: str) -> Response:
        await desk.form(request)
        await asyncio.to_thread(Visits(desk.room).bring_back, id)
        return see("/visit?done=back")


def _listing(desk: Desk, done: str | None) -> Response:
    room, day = desk.room, today(desk.home.clock)
    visits = Visits(room)
    kept = visits.all()
    current = [one for one in kept if not one.deleted]
    return page(
        "visit",
        here="visit",
        coming=[(one, name_of(one)) for one in reversed(current) if _is_coming(one, day)],
        past=[(one, name_of(one)) for one in current if not _is_coming(one, day)],
        deleted=[(one, name_of(one)) for one in kept if one.deleted],
        planned=planned(room, day)[0],
        tasks=[one for one in told_tasks(room, visits) if not one.task.done and not one.task.deleted],
        at=lambda one: at(one.moment, language.get()) if one.moment is not None else "",
        empty=not room.documents(),
        done=done,
    )


def _is_coming(one: Preparation, day: date) -> bool:
    return one.moment is None or one.moment.last_day >= day


def _form(desk: Desk, typed: Typed, error: Told | None = None, kept: Preparation | None = None) -> Response:
    room, day = desk.room, today(desk.home.clock)
    spoken = language.get()
    known = sorted(
        ((key, one.names[spoken]) for key, one in specialties().items()), key=lambda pair: pair[1].casefold()
    )
    days: dict[str, str] = {}
    for one in seen(room, day):
        days.setdefault(one.when.day, one.label)
    return page(
        "visit_form",
        status=422 if error is not None else 200,
        here="visit",
        typed=typed,
        kept=kept,
        specialties=known,
        seen=[(iso, label, When.parse(iso)) for iso, label in list(days.items())[:_VISITS_SHOWN]],
        never=NEVER,
        languages=LANGUAGES,
        words_max=WORDS_MAX,
        reason_max=REASON_MAX,
        error=error,
    )


def _understood(kept: Preparation, typed: Typed) -> Preparation:
    """What the form says, on top of what is kept.

    Raises:
        InputError: ``visit_date_wrong``, ``visit_too_long``.
    """
    moment = When.parse(f"{typed.date}T{typed.time}" if typed.time and typed.date else typed.date)
    if moment is None and (typed.date or typed.time):
        raise InputError("visit_date_wrong")
    if len(typed.worries) > WORDS_MAX or len(typed.reason) > REASON_MAX:
        raise InputError("visit_too_long")
    since = typed.since if typed.since == NEVER or When.parse(typed.since) is not None else ""
    return replace(
        kept,
        specialty=typed.specialty if typed.specialty in specialties() else "",
        reason=" ".join(typed.reason.split()),
        when=moment.local if moment is not None else "",
        worries=typed.worries,
        since=since,
        clinician="en" if typed.clinician == "en" else "fr",
    )


# --- one page -----------------------------------------------------------------------------------------------


def _one(desk: Desk, routes: APIRouter) -> None:
    @routes.get("/visit/{id}")
    async def show(request: Request, id: str) -> Response:
        query = request.query_params
        return await asyncio.to_thread(
            _show,
            desk,
            id,
            _sheet_language(query.get("sheet")),
            editing=query.get("edit") == "1",
            done=done_of(request),
        )

    @routes.get("/visit/{id}/print")
    async def printed(request: Request, id: str) -> Response:
        spoken = _sheet_language(request.query_params.get("sheet"))
        kept, made = await asyncio.to_thread(_made, desk, id, spoken)
        return page("visit_print", here="visit", kept=kept, made=made, name=desk.room.profile.name)

    @routes.get("/visit/{id}/page.pdf")
    async def drawn(request: Request, id: str) -> Response:
        spoken = _sheet_language(request.query_params.get("sheet"))
        return await asyncio.to_thread(_drawn, desk, id, spoken)

    @routes.get("/visit/{id}/words")
    async def words(id: str) -> Response:
        kept = await asyncio.to_thread(Visits(desk.room).get, id)
        return await asyncio.to_thread(_form, desk, Typed.kept(kept), None, kept)

    @routes.post("/visit/{id}/words")
    async def reword(request: Request, id: str) -> Response:
        form = await desk.form(request)
        return await asyncio.to_thread(_reword, desk, id, form)

    @routes.post("/visit/{id}/edit")
    async def edit(request: Request, id: str) -> Response:
        form = await desk.form(request)
        what, _, line = form.get("do", "").partition("|")
        where = await asyncio.to_thread(_edit, desk, id, what, line)
        return see(f"/visit/{id}?edit=1#{where}")

    @routes.post("/visit/{id}/question")
    async def question(request: Request, id: str) -> Response:
        form = await desk.form(request)
        text = form.get("text", "")
        await asyncio.to_thread(Visits(desk.room).change, id, lambda one: with_question(one, text))
        return see(f"/visit/{id}?edit=1#questions")


def _sheet_language(asked: str | None) -> Language:
    """The language of the page: as asked, else the person's."""
    return "fr" if asked == "fr" else "en" if asked == "en" else language.get()


def _made(desk: Desk, id: str, spoken: Language) -> tuple[Preparation, Page]:
    room = desk.room
    kept = Visits(room).get(id)
    return kept, compose(room, Wording.of(desk.home.services.prompts, spoken), kept, today(desk.home.clock))


def _show(desk: Desk, id: str, spoken: Language, *, editing: bool, done: str | None) -> Response:
    kept, made = _made(desk, id, spoken)
    return page(
        "visit_one",
        here="visit",
        kept=kept,
        made=made,
        name=name_of(kept),
        when=at(kept.moment, language.get()) if kept.moment is not None else "",
        editing=editing,
        sheets=dict.fromkeys((language.get(), kept.clinician)),
        over=kept.moment is not None and kept.moment.first_day <= today(desk.home.clock),
        question_max=QUESTION_MAX,
        full=len(kept.questions) >= QUESTIONS_MAX,
        done=done,
    )


def _drawn(desk: Desk, id: str, spoken: Language) -> Response:
    _, made = _made(desk, id, spoken)
    profile = desk.room.profile
    data = pdf(made, name=profile.name, country=profile.country)
    return attachment(data, "application/pdf", f"carnet-{spoken}.pdf")


def _reword(desk: Desk, id: str, form: Mapping[str, str]) -> Response:
    """Change what the form is about; typed words come back with the page when they cannot be kept."""
    typed, revision = Typed.of(form), form.get("revision", "")
    visits = Visits(desk.room)
    try:
        visits.change(
            id, lambda one: _understood(one, typed), seen=int(revision) if revision.isdigit() else None
        )
    except InputError as error:
        return _form(desk, typed, told(error, language.get()), visits.get(id))
    return see(f"/visit/{id}?done=saved")


def _edit(desk: Desk, id: str, what: str, line: str) -> str:
    """One step of editing; the section of the page it happened in."""
    _, made = _made(desk, id, language.get())
    parts = {told.line.id: block.part for block in made.blocks for told in block.told}
    parts |= {one.id: block.part for block in made.blocks for one in block.left}
    visits = Visits(desk.room)
    if what in ("drop", "bring", "up", "down") and line in parts:
        part = parts[line]
        shown = next(
            tuple(told.line.id for told in block.told) for block in made.blocks if block.part is part
        )
        visits.change(id, lambda one: _with_line(one, part, shown, what, line))
        return part.value
    if what == "take" and line in {one.id for one in made.suggestions}:
        visits.change(id, lambda one: with_question(one, "", line))
    elif what in ("question_up", "question_down", "question_drop"):
        visits.change(id, lambda one: _without_or_moved(one, what, line))
    return "questions"


def _with_line(one: Preparation, part: Part, shown: tuple[str, ...], what: str, line: str) -> Preparation:
    """A line of the page dropped, brought in or moved."""
    if what == "drop":
        brought = tuple(id for id in one.brought if id != line)
        return replace(one, dropped=(*dict.fromkeys((*one.dropped, line)),), brought=brought)
    if what == "bring":
        dropped = tuple(id for id in one.dropped if id != line)
        return replace(one, dropped=dropped, brought=(*dict.fromkeys((*one.brought, line)),))
    order = _moved(shown, line, -1 if what == "up" else 1)
    return replace(one, order={**one.order, part.value: order})


def _moved(ids: tuple[str, ...], id: str, by: int) -> tuple[str, ...]:
    """The ids with one of them a step further."""
    if id not in ids:
        return ids
    rest = [one for one in ids if one != id]
    rest.insert(max(0, ids.index(id) + by), id)
    return tuple(rest)


def _without_or_moved(one: Preparation, what: str, id: str) -> Preparation:
    by_id = {question.id: question for question in one.questions}
    if what == "question_drop":
        return replace(one, questions=tuple(known for known in one.questions if known.id != id))
    order = _moved(tuple(by_id), id, -1 if what == "question_up" else 1)
    return replace(one, questions=tuple(by_id[known] for known in order))
