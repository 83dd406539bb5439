"""Writing a draft: kept as one types, checked, compared, previewed, commented, sent to review."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import InputError
from prompts.template import places
from ui.going import see
from ui.told import Told, language, strings, told
from ui.workbench import compare, drafts
from ui.workbench.desk import HERE, Desk, Fields, status_here
from ui.workbench.drafts import Draft, Presence
from ui.workbench.pages.library import title_of
from ui.workbench.texts import outline

_SAMPLE = "sample_"


def router(desk: Desk) -> APIRouter:  # noqa: C901  routes, each a few lines
    """The routes of this module."""
    routes = APIRouter()
    presence = Presence(desk.clock)

    @routes.get("/draft/{id}")
    async def draft_page(id: str) -> Response:
        me = desk.member()
        draft = desk.drafts.get(id)
        others = presence.note(id, me.id) if me.writes else ()
        return await _page(desk, draft, others=others)

    @routes.post("/draft/{id}/save")
    async def save(request: Request, id: str) -> Response:
        me, form = desk.member("clinician", "reviewer"), await desk.form(request)
        by_script = "text/html" not in request.headers.get("accept", "")
        try:
            draft = await asyncio.to_thread(
                desk.drafts.save,
                id,
                me,
                revision=_revision(form),
                content=form.get("content", ""),
                why=form.get("why"),
                samples=_samples(form),
                over=form.get("over") == "1",
            )
        except InputError as error:
            said = told(error, language.get())
            if by_script:
                return JSONResponse({"detail": error.code, "text": said.text}, status_here(error))
            return await _page(
                desk, desk.drafts.get(id), error=said, mine=form.get("content", ""), status=status_here(error)
            )
        if not by_script:
            return see(f"{HERE}/draft/{id}")
        return JSONResponse(await asyncio.to_thread(_checked, desk, draft))

    @routes.get("/draft/{id}/presence")
    async def present(id: str) -> Response:
        me = desk.member("clinician", "reviewer")
        others, draft = presence.note(id, me.id), desk.drafts.get(id)
        return JSONResponse(
            {
                "others": _others(desk, others),
                "revision": draft.revision,
                "by": "" if draft.by == me.id else desk.people.name_of(draft.by),
            }
        )

    @routes.post("/draft/{id}/comment")
    async def comment(request: Request, id: str) -> Response:
        me, form = desk.member("clinician", "reviewer"), await desk.form(request)
        try:
            desk.drafts.comment(id, me, form.get("text", ""))
        except InputError as error:
            return await _page(desk, desk.drafts.get(id), error=told(error, language.get()), status=422)
        return see(f"{HERE}/draft/{id}#comments")

    @routes.post("/draft/{id}/review")
    async def review(request: Request, id: str) -> Response:
        me, form = desk.member("clinician", "reviewer"), await desk.form(request)
        draft = desk.drafts.get(id)
        try:
            if "content" in form:
                draft = await asyncio.to_thread(
                    desk.drafts.save,
                    id,
                    me,
                    revision=_revision(form),
                    content=form["content"],
                    why=form.get("why"),
                    samples=_samples(form),
                )
            await asyncio.to_thread(desk.drafts.send, id, revision=draft.revision)
        except InputError as error:
            said = told(error, language.get())
            return await _page(
                desk,
                desk.drafts.get(id),
                error=said,
                mine=form.get("content", "") if error.code == "changed_meanwhile" else "",
                status=status_here(error),
            )
        return see(f"{HERE}/draft/{id}")

    @routes.post("/draft/{id}/reopen")
    async def reopen(request: Request, id: str) -> Response:
        desk.member("clinician", "reviewer")
        form = await desk.form(request)
        desk.drafts.reopen(id, revision=_revision(form))
        return see(f"{HERE}/draft/{id}")

    @routes.post("/draft/{id}/withdraw")
    async def withdraw(request: Request, id: str) -> Response:
        desk.member("clinician", "reviewer")
        form = await desk.form(request)
        draft = desk.drafts.close(id, "withdrawn", revision=_revision(form))
        return see(f"{HERE}/text/{draft.text}")

    return routes


async def _page(
    desk: Desk,
    draft: Draft,
    *,
    others: tuple[str, ...] = (),
    error: Told | None = None,
    mine: str = "",
    status: int = 200,
) -> Response:
    texts = desk.drafts.texts
    text = await asyncio.to_thread(texts.get, draft.text, desk.people.day)
    checked = await asyncio.to_thread(_found, desk, draft)
    me = desk.member()
    names = {} if text.is_data else dict.fromkeys(sorted(places(draft.content) | places(draft.base)), "")
    return desk.page(
        "draft",
        status=status,
        draft=draft,
        text=text,
        title=title_of(text),
        writing=draft.status == "draft" and me.writes,
        error=error,
        mine=mine if mine != draft.content else "",
        samples=names | {key: value for key, value in draft.samples.items() if key in names},
        names=desk.people.name_of,
        others=_others(desk, others),
        comments=desk.drafts.comments(draft.id),
        earlier=desk.drafts.earlier(draft.id),
        moved=draft.open and texts.content(draft.text) != draft.base,
        **checked,
    )


def _found(desk: Desk, draft: Draft) -> dict[str, object]:
    """What is shown beside a draft's text, worked out anew at each save."""
    texts = desk.drafts.texts
    is_data = draft.text.endswith(".toml")
    before = texts.content(draft.text) if draft.open else draft.base
    changes = compare.compare(before, draft.content)
    out, put_in = compare.words_changed(changes)
    problems = drafts.check(draft.text, draft.content, texts) if draft.status == "draft" else ()
    return {
        "problems": problems,
        "changes": changes,
        "words_out": out,
        "words_in": put_in,
        "preview": () if is_data else drafts.preview(draft.content, draft.samples),
        "outline": outline(draft.content) if is_data else (),
    }


def _checked(desk: Desk, draft: Draft) -> dict[str, object]:
    found = _found(desk, draft)
    parts = ("problems", "changes", "preview")
    return {
        "revision": draft.revision,
        "saved": strings(language.get()).text("drafts.saved_at", time=_clock(draft)),
        **{part: desk.fragment(f"draft_{part}", **found) for part in parts},
    }


def _clock(draft: Draft) -> str:
    return draft.at.astimezone().strftime("%H:%M:%S")


def _others(desk: Desk, ids: tuple[str, ...]) -> str:
    names = [name for name in map(desk.people.name_of, ids) if name]
    return strings(language.get()).text("drafts.others", names=", ".join(names)) if names else ""


def _samples(form: Fields) -> dict[str, str] | None:
    found = {key.removeprefix(_SAMPLE): value for key, value in form.items() if key.startswith(_SAMPLE)}
    return found or None


def _revision(form: Fields) -> int:
    text = form.get("revision", "")
    return int(text) if text.isdecimal() else 0
