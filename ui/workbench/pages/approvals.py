"""What waits for a signature, what one signs, and what speaks: sign, release, roll back, disable, renew."""

import asyncio
import json
from base64 import b64encode
from typing import cast, get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.errors import AppError, NotFoundError
from prompts import signing
from prompts.approval import Refusal
from prompts.release import Move, Version
from ui.going import see
from ui.told import Told, language, told
from ui.workbench import compare
from ui.workbench.approvals import Approvals, Seen
from ui.workbench.desk import HERE, Desk
from ui.workbench.people import Member

_DONE = ("sign", *get_args(Move), "disable")
_REFUSED = {"log_moved_on": 409, "page_outdated": 409}


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    approvals = Approvals(desk.place.exchange, desk.drafts, desk.store)

    @routes.get("/approvals")
    async def board() -> Response:
        me = desk.member()
        found = await asyncio.to_thread(approvals.board, me)
        return desk.page("approvals", board=found, signer=approvals.signer(me), names=desk.people.name_of)

    @routes.post("/approvals/draft/{id}")
    async def hand_in(request: Request, id: str) -> Response:
        me = desk.member("clinician", "reviewer")
        await desk.form(request)
        draft = desk.drafts.get(id)
        version = await asyncio.to_thread(approvals.hand_in, draft, me)
        folder, file = version.name.split("/")
        return see(f"{HERE}/approvals/{folder}/{version.version}/{file}")

    @routes.get("/approvals/{folder}/{version}/{file}")
    async def version_page(request: Request, folder: str, version: str, file: str) -> Response:
        found = approvals.releases.version(f"{folder}/{file}", version)
        return await _page(desk, approvals, found, done=request.query_params.get("done", ""))

    @routes.post("/approvals/{folder}/{version}/{file}/{act}")
    async def act(request: Request, folder: str, version: str, file: str, act: str) -> Response:
        me, form = desk.member(), await desk.form(request)
        found = approvals.releases.version(f"{folder}/{file}", version)
        made = {"day": form.get("day", ""), "value": form.get("signature", "")}
        try:
            if act == "sign":
                await asyncio.to_thread(approvals.sign, found, me, **made)
            elif act in get_args(Move):
                move = cast(Move, act)
                await asyncio.to_thread(approvals.move, move, found, me, head=form.get("head", ""), **made)
            elif act == "disable":
                await asyncio.to_thread(approvals.disable, found, me, form.get("reason", ""))
            elif act == "withdraw":
                desk.member("clinician", "reviewer")
                await asyncio.to_thread(approvals.withdraw, found, me)
                return see(f"{HERE}/approvals")
            else:
                raise NotFoundError("not_found")
        except NotFoundError:
            raise
        except AppError as error:
            said, status = told(error, language.get()), _REFUSED.get(error.code, 422)
            return await _page(desk, approvals, found, error=said, status=status)
        return see(f"{HERE}/approvals/{folder}/{version}/{file}?done={act}")

    return routes


async def _page(
    desk: Desk,
    approvals: Approvals,
    version: Version,
    *,
    error: Told | None = None,
    done: str = "",
    status: int = 200,
) -> Response:
    me = desk.member()
    seen = await asyncio.to_thread(approvals.see, version.name, version.version, me)
    key = approvals.signer(me)
    sealed = approvals.exchange.keys.sealed(me)
    before = await asyncio.to_thread(_before, desk, seen)
    text = seen.standing.covered.data.decode("utf-8", "replace") if seen.standing.covered else ""
    changes = compare.compare(before, text)
    words_out, words_in = compare.words_changed(changes)
    return desk.page(
        "version",
        status=status,
        error=error,
        seen=seen,
        version=version,
        signer=key,
        public="" if key is None else b64encode(key.public_key).decode(),
        sealed="" if sealed is None else json.dumps(sealed),
        statements=approvals.statements(seen, me),
        head=approvals.head(),
        day=approvals.exchange.day.isoformat(),
        text=text,
        changes=changes,
        words_out=words_out,
        words_in=words_in,
        report=_report(seen),
        done=done if done in _DONE and error is None else "",
        back=approvals.falls_back(version) if seen.live else None,
        earlier=approvals.earlier(version, me) if seen.live else (),
        disabled=Refusal.DISABLED in seen.move_refusals,
        may_withdraw=_may_withdraw(seen, me),
        names=desk.people.name_of,
    )


def _may_withdraw(seen: Seen, me: Member) -> bool:
    return not seen.spoke and me.writes


def _before(desk: Desk, seen: Seen) -> str:
    """The text this version would stand in for: the package's when it is what speaks now itself."""
    texts = desk.drafts.texts
    name = seen.version.name
    if seen.live:
        return texts.path(name).read_text("utf-8").replace("\r\n", "\n")
    return texts.content(name)


def _report(seen: Seen) -> str:
    """The gate's report, as it is signed; empty when there is none."""
    path = signing.report_of(seen.version.path)
    return path.read_text("utf-8", "replace") if path.exists() else ""
