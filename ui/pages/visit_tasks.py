"""What is to be done after visits, and days for a calendar; names and files that pages of visits share."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.visit_kept import QUESTION_MAX, Preparation, Task, Visits
from core.clock import today
from core.errors import InputError
from records.specialties import specialties
from records.when import When
from retrieval.room import Room
from ui.documents.calendar import Day, calendar, zones
from ui.pages.desk import Desk, see
from ui.pages.render import page
from ui.told import Told, language, strings, told
from ui.words import at

_DONE = (
    "deleted", "back", "saved", "kept", "set_aside", "reopened", "task_added", "task_done", "task_undone",
    "task_deleted", "task_back",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what its fact says.

    Attributes:
        task: Itself.
        text: What is to be done.
        when: Its day, or day and time.
    """

    task: Task
    text: str
    when: When | None


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/visit/tasks")
    async def tasks(request: Request) -> Response:
        return await asyncio.to_thread(_task_list, desk, done_of(request))

    @routes.post("/visit/tasks")
    async def add(request: Request) -> Response:
        form = await desk.form(request)
        try:
            made = _task(form)
        except InputError as error:
            return await asyncio.to_thread(_task_list, desk, None, told(error, language.get()), form)
        await asyncio.to_thread(Visits(desk.room).add_task, made)
        return see("/visit/tasks?done=task_added")

    @routes.post("/visit/tasks/{id}")
    async def change(request: Request, id: str) -> Response:
        form = await desk.form(request)
        done = await asyncio.to_thread(_change_task, Visits(desk.room), id, form.get("do", ""))
        return see(f"/visit/tasks?done={done}")

    @routes.get("/visit/calendar.ics")
    async def days(request: Request) -> Response:
        query = request.query_params
        return await asyncio.to_thread(
            _calendar, desk, query.get("zone", ""), query.get("only", ""), told_all=query.get("words") == "1"
        )

    return routes


def _task(form: Mapping[str, str]) -> Task:
    text, due = " ".join(form.get("text", "").split()), form.get("due", "").strip()
    if not text:
        raise InputError("visit_task_blank")
    if len(text) > QUESTION_MAX:
        raise InputError("visit_too_long")
    if due and When.parse(due) is None:
        raise InputError("visit_date_wrong")
    return Task(text=text, due=due)


def _change_task(visits: Visits, id: str, what: str) -> str:
    if what == "delete":
        visits.delete_task(id)
        return "task_deleted"
    if what == "back":
        visits.bring_back_task(id)
        return "task_back"
    visits.mark(id, done=what == "done")
    return "task_done" if what == "done" else "task_undone"


def told_tasks(room: Room, visits: Visits) -> list[TaskView]:
    """Tasks to be done first, by their day; undated ones after."""
    views = []
    for task in visits.tasks():
        fact = room.facts.get(task.evidence) if task.evidence else None
        if fact is not None:
            views.append(TaskView(task, fact.label, fact.start))
        else:
            views.append(TaskView(task, task.text, When.parse(task.due)))
    return sorted(views, key=lambda one: (bool(one.task.done), one.when.local if one.when else "9999"))


def _task_list(
    desk: Desk, done: str | None, error: Told | None = None, form: Mapping[str, str] | None = None
) -> Response:
    room = desk.room
    views = told_tasks(room, Visits(room))
    return page(
        "visit_tasks",
        status=422 if error is not None else 200,
        here="visit",
        open=[one for one in views if not one.task.done and not one.task.deleted],
        finished=[one for one in views if one.task.done and not one.task.deleted],
        deleted=[one for one in views if one.task.deleted],
        at=lambda when: at(when, language.get()),
        days=len(_days(desk, told_all=False)),
        zones=zones(room.profile.country),
        text_max=QUESTION_MAX,
        typed=form or {},
        error=error,
        done=done,
    )


def _days(desk: Desk, *, told_all: bool, only: str = "") -> list[Day]:
    """Visits to come and dated tasks to be done, as a calendar may show them."""
    room, now = desk.room, today(desk.home.clock)
    visits, say = Visits(room), strings(language.get())
    found = []
    for one in visits.all():
        if one.moment is not None and not one.deleted and one.moment.last_day >= now and only in ("", one.id):
            title = name_of(one) if told_all else say.text("visit.calendar_visit")
            found.append(Day(one.id, one.moment, title, revision=one.revision))
    for view in told_tasks(room, visits) if not only else []:
        if view.when is not None and not view.task.done and not view.task.deleted:
            title = view.text if told_all else say.text("visit.calendar_task")
            found.append(Day(view.task.id, view.when, title))
    return found


def _calendar(desk: Desk, zone: str, only: str, *, told_all: bool) -> Response:
    known = zones(desk.room.profile.country)
    data = calendar(
        _days(desk, told_all=told_all, only=only),
        zone=zone if zone in known else known[0],
        now=desk.home.clock.now(),
    )
    return attachment(data, "text/calendar; charset=utf-8", "carnet.ics")


def name_of(one: Preparation) -> str:
    """How a preparation is called: its specialty, else its reason, else just a visit."""
    known = specialties().get(one.specialty)
    parts = [known.names[language.get()] if known is not None else "", one.reason]
    return " \u00b7 ".join(part for part in parts if part) or strings(language.get()).text("visit.unnamed")


def attachment(data: bytes, kind: str, name: str) -> Response:
    """A file to keep; its name says nothing."""
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def done_of(request: Request) -> str | None:
    """What was just done, when an address of ours says it."""
    done = request.query_params.get("done")
    return done if done in _DONE else None
