"""Signing keys: a member makes theirs in the browser; an administrator enters the public half."""

import asyncio
import json
from datetime import date, timedelta

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.errors import AppError, InputError
from ui.going import see
from ui.told import Told, language, told
from ui.workbench.approvals import Approvals
from ui.workbench.desk import HERE, Desk, status_here
from ui.workbench.keys import LONGEST_DAYS, Key
from ui.workbench.people import Member


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    approvals = Approvals(desk.place.exchange, desk.drafts, desk.store)
    keys = approvals.exchange.keys

    @routes.get("/keys")
    async def all_keys() -> Response:
        desk.member("administrator")
        return _all(desk, approvals)

    @routes.post("/keys/{id}/end")
    async def end(request: Request, id: str) -> Response:
        me = desk.member("administrator")
        await desk.form(request)
        await asyncio.to_thread(approvals.end_key, id, desk.people.members(), me)
        return see(f"{HERE}/keys")

    @routes.post("/keys/of/{member}")
    async def enter(request: Request, member: str) -> Response:
        me, form = desk.member("administrator"), await desk.form(request)
        owner = desk.people.member(member)
        try:
            await asyncio.to_thread(
                approvals.enter_key, owner, form.get("public", ""), _day(form.get("until", "")), me
            )
        except AppError as error:
            return _all(desk, approvals, error=told(error, language.get()), status=status_here(error))
        return see(f"{HERE}/keys#m-{member}")

    @routes.get("/key")
    async def mine() -> Response:
        return _mine(desk, approvals, desk.member("clinician", "reviewer"))

    @routes.post("/key")
    async def made(request: Request) -> Response:
        me, form = desk.member("clinician", "reviewer"), await desk.form(request)
        try:
            sealed = json.loads(form.get("sealed", ""))
        except ValueError:
            sealed = None
        if not isinstance(sealed, dict):
            raise InputError("key_invalid")
        keys.keep_sealed(me, sealed)
        return see(f"{HERE}/key")

    return routes


def _all(desk: Desk, approvals: Approvals, *, error: Told | None = None, status: int = 200) -> Response:
    keys = approvals.exchange.keys.all()
    people = [member for member in desk.people.members() if member.writes]
    today = desk.people.day
    return desk.page(
        "keys",
        status=status,
        error=error,
        people=[(member, [key for key in keys if key.member == member.id]) for member in people],
        today=today,
        until=today + timedelta(days=LONGEST_DAYS - 1),
        names=desk.people.name_of,
    )


def _mine(desk: Desk, approvals: Approvals, me: Member) -> Response:
    keys = approvals.exchange.keys
    sealed, key = keys.sealed(me), keys.of(me)
    return desk.page(
        "key",
        sealed=sealed,
        sealed_text="" if sealed is None else json.dumps(sealed),
        key=key,
        entered=_entered(sealed, key),
        today=desk.people.day,
    )


def _entered(sealed: dict[str, object] | None, key: Key | None) -> bool:
    """Whether the key that is kept is the one an administrator entered."""
    return sealed is not None and key is not None and sealed["public"] == key.public


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError("date_unreadable") from None
