"""What is kept and where, what was sent, and the ways out: settings, passphrase, export, deletion."""

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import orjson
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from core.clock import today
from core.errors import InputError, NotFoundError
from core.language import LANGUAGES
from core.settings import Settings
from retrieval.remembered import JUDGINGS, READINGS, REVIEWS
from retrieval.room import Room
from ui import auth, export, recovery
from ui.pages.account import LANGUAGE_COOKIE_S, countries, status_of
from ui.pages.desk import Desk, address, see
from ui.pages.render import page
from ui.rooms import session
from ui.told import Told, language, told

_DONE = ("settings_saved", "sending_saved", "passphrase_changed")
_TOPICS_MAX, _TOPIC_CHARS = 40, 80
_FIELDS_MAX = 10_000
"""One a document."""


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/privacy")
    async def privacy(request: Request) -> Response:
        done = request.query_params.get("done")
        return await asyncio.to_thread(_page, desk, done if done in _DONE else None)

    @routes.get("/sent/{sent_id}")
    async def sent(request: Request, sent_id: str) -> Response:
        found = await asyncio.to_thread(_sent, desk.room, sent_id)
        return page(
            "sent", panel=request.query_params.get("panel") == "1", framed=True, here="privacy", sent=found
        )

    @routes.post("/privacy/settings")
    async def settings(request: Request) -> Response:
        return await _settings(desk, request)

    @routes.post("/privacy/sending")
    async def sending(request: Request) -> Response:
        form, chosen = await desk.form(request, max_fields=_FIELDS_MAX), await request.form()
        await asyncio.to_thread(_prefer, desk.room, form, [str(one) for one in chosen.getlist("file")])
        return see("/privacy?done=sending_saved")

    @routes.post("/privacy/passphrase")
    async def passphrase(request: Request) -> Response:
        form, room = await desk.form(request), desk.room
        try:
            proof = await desk.entry.prove(room.profile.name, form.get("old", ""), address(request))
            try:
                await asyncio.to_thread(proof.change_passphrase, form.get("new", ""))
            finally:
                proof.lock()
        except InputError as error:
            return await asyncio.to_thread(
                _page, desk, None, ("passphrase", told(error, language.get())), status_of(error)
            )
        await _end_other_sessions(desk, room)
        return see("/privacy?done=passphrase_changed")

    @routes.get("/privacy/export")
    async def archive() -> Response:
        room = desk.room
        name = f"carnet-{today(desk.home.clock).isoformat()}.zip"
        return StreamingResponse(
            export.zip_stream(room),
            media_type="application/zip",
            headers={"content-disposition": f'attachment; filename="{name}"'},
        )

    @routes.post("/privacy/delete")
    async def delete(request: Request) -> Response:
        form, room = await desk.form(request), desk.room
        name = room.profile.name
        try:
            if form.get("name", "").strip() != name:
                raise InputError("name_differs")
            proof = await desk.entry.prove(name, form.get("passphrase", ""), address(request))
        except InputError as error:
            return await asyncio.to_thread(
                _page, desk, None, ("delete", told(error, language.get())), status_of(error)
            )
        for other in desk.home.rooms.sessions_of(proof.vault_id):
            await auth.sign_out(desk.home.rooms, other)
        receipt = await asyncio.to_thread(desk.home.vaults.delete, proof)
        leaving = session.set(None)
        try:
            response = page(
                "receipt", receipt=receipt, rows=export.rows_in_words(receipt.rows, language.get())
            )
        finally:
            session.reset(leaving)
        response.delete_cookie(auth.COOKIE, path="/")
        return response

    return routes


async def _settings(desk: Desk, request: Request) -> Response:
    """Keep language, country and the way of answering; what is no choice of ours changes nothing."""
    form = await desk.form(request)
    spoken = form.get("language", "")
    chosen = spoken if spoken in LANGUAGES else language.get()
    country = form.get("country", "")
    known = {"country": country} if country in (*countries(), "general") else {}
    await asyncio.to_thread(desk.room.update_profile, language=chosen, **known)
    if form.get("reading") in READINGS:
        ways = {"reading": form["reading"], "calming": form.get("calming") == "1"}
        await asyncio.to_thread(desk.room.prefer, **ways)
    response = see("/privacy?done=settings_saved")
    response.set_cookie("carnet_lang", chosen, max_age=LANGUAGE_COOKIE_S, httponly=True, samesite="lax")
    return response


def _prefer(room: Room, form: Mapping[str, str], files: Collection[str]) -> None:
    """Keep what may be sent; what is no choice of ours leaves the choice as it was."""
    review, judging = form.get("review", ""), form.get("judging", "")
    topics = [" ".join(line.split())[:_TOPIC_CHARS] for line in form.get("topics", "").splitlines()]
    room.prefer(
        review=review if review in REVIEWS else room.preferences.review,
        masked=form.get("masked") == "1",
        judging=judging if judging in JUDGINGS else room.preferences.judging,
        withheld_topics=tuple(dict.fromkeys(topic for topic in topics if topic))[:_TOPICS_MAX],
        withheld_files=tuple(one.id for one in room.documents() if one.id in files),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """One sending to a model, as it was kept."""

    id: str
    when: str
    host: str
    model: str
    text: str
    evidence: tuple[str, ...]


def _page(
    desk: Desk, done: str | None, failed: tuple[str, Told] | None = None, status: int = 200
) -> Response:
    """The privacy page; `failed` is the form that was refused and why."""
    room = desk.room
    return page(
        "privacy",
        status=status,
        here="privacy",
        done=done,
        failed={failed[0]: failed[1]} if failed else {},
        model=_model(desk.home.settings),
        rows=export.rows_in_words(room.vault.sizes(), language.get()),
        sent=list(_all_sent(room)),
        profile=room.profile,
        preferences=room.preferences,
        reviews=REVIEWS,
        judgings=JUDGINGS,
        readings=READINGS,
        documents=room.documents(),
        countries=countries(),
        noted=recovery.noted(room.vault),
    )


def _model(settings: Settings) -> tuple[str, str] | None:
    """Name and host of the configured model."""
    if not settings.has_model or settings.model is None:
        return None
    return settings.model, urlsplit(settings.model_url or "https://api.openai.com").netloc


def _all_sent(room: Room) -> Iterator[Sent]:
    """Newest first."""
    kept = [_read_sent(item.id, item.body) for item in room.vault.items("sent")]
    yield from reversed(kept)


def _sent(room: Room, sent_id: str) -> Sent:
    body = room.vault.get("sent", sent_id)
    if body is None:
        raise NotFoundError("not_found")
    return _read_sent(sent_id, body)


def _read_sent(sent_id: str, body: bytes) -> Sent:
    plain = orjson.loads(body)
    return Sent(
        sent_id, plain["when"], plain["to"], plain["model"], plain["text"], tuple(plain["evidence_ids"])
    )


async def _end_other_sessions(desk: Desk, room: Room) -> None:
    """After a change of passphrase only the session that changed it stays."""
    here = session.get()
    for other in desk.home.rooms.sessions_of(room.vault.vault_id):
        if other != here:
            await auth.sign_out(desk.home.rooms, other)
