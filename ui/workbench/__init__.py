"""The clinicians' workbench: an application of its own at ``/workbench``, with its own cookie and sessions.

It is built from a `Workplace`, which has neither vaults nor rooms: see ``docs/decisions/workbench.md``.
"""

from typing import cast
from urllib.parse import quote

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.errors import AppError, NotFoundError
from ui import csp
from ui.told import language, told
from ui.workbench.desk import COOKIE, HERE, Desk, Workplace, current, status_here
from ui.workbench.pages import approvals, draft, entry, keys, library, log, people
from ui.workbench.people import People

__all__ = ["HERE", "PAGES", "Workplace", "create", "people_of"]

PAGES = (
    entry,
    people,
    library,
    draft,
    approvals,
    keys,
    log,
)
"""Modules with routes. Each offers ``router(desk)``; what is more special comes first."""

OPEN = ("/login", "/join")
"""What answers without a session, below `HERE`."""

UNNOTICED = ("/presence",)
"""How paths end that open pages ask by themselves: no sign of the person."""


def people_of(place: Workplace) -> People:
    """Who works in `place`; sessions end as those of patients do."""
    return People(
        place.store,
        place.clock,
        idle_s=place.settings.idle_lock_s,
        longest_s=place.settings.session_max_s,
    )


def create(place: Workplace, members: People | None = None) -> ASGIApp:
    """The application, to be mounted at `HERE` behind the gate, which checks Origin, sizes and headers.

    Args:
        place: What it is built from.
        members: Who works here; only tests hand it in.
    """
    members = members or people_of(place)
    desk = Desk(place, members)
    site = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    async def tell(request: Request, error: Exception) -> Response:
        if "text/html" in request.headers.get("accept", ""):
            return desk.problem(error, status_here(error))
        return JSONResponse({"detail": told(error, language.get()).code}, status_here(error))

    async def no_such_page(request: Request, _error: Exception) -> Response:
        return await tell(request, NotFoundError("page_not_found"))

    site.add_exception_handler(AppError, tell)
    site.add_exception_handler(Exception, tell)
    site.add_exception_handler(404, no_such_page)
    for module in PAGES:
        site.include_router(module.router(desk))
    return _Guard(site, members)


class _Guard:
    """Sets whose request it is, and sends to the sign-in page who is nobody here."""

    def __init__(self, app: ASGIApp, people: People) -> None:
        self._app = app
        self._people = people

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        path = cast(str, scope["path"]).removeprefix(HERE) or "/"
        carried = cookie_parser(headers.get("cookie", "")).get(COOKIE)
        session = self._people.session(carried, noticed=not path.endswith(UNNOTICED))
        token = current.set(session)
        try:
            app: ASGIApp = self._app
            if session is None and path not in OPEN:
                app = _to_sign_in(scope, headers, path)
            await app(scope, receive, _dressed(send))
        finally:
            current.reset(token)


def _to_sign_in(scope: Scope, headers: Headers, path: str) -> Response:
    if "text/html" not in headers.get("accept", "") or scope["method"] not in ("GET", "HEAD"):
        return JSONResponse({"detail": "locked"}, 401)
    asked = cast(bytes, scope["query_string"]).decode("latin-1")
    target = HERE + path + (f"?{asked}" if asked else "")
    wanted = "" if path == "/" else f"?next={quote(target, safe='/')}"
    return RedirectResponse(f"{HERE}/login{wanted}", 303)


def _dressed(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.setdefault("content-security-policy", csp.PAGE)
            headers["cache-control"] = "no-store"
        await send(message)

    return answer
