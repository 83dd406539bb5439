"""The gate in front of everything: a pure ASGI layer, so that it covers sockets as well as requests.

In order: routes we do not use are not there; a foreign Origin changes nothing; a body over its limit is not
read; a cookie whose session has ended is taken off; without a session only `PUBLIC` paths answer; and every
response leaves with its security headers. Ownership of threads and files is checked below, in the data layer.
"""

from dataclasses import dataclass
from typing import Protocol, cast
from urllib.parse import parse_qs, parse_qsl, quote, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request, cookie_parser
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import log
from core.language import LANGUAGES, Language
from core.settings import Settings
from ui import auth, csp
from ui.pages.render import problem_page
from ui.rooms import Rooms, session
from ui.told import language

LANGUAGE_COOKIE = "carnet_lang"
SOCKET = "/ws/socket.io"

BLOCKED = (
    "/mcp", "/auth/jwt", "/auth/header", "/auth/oauth", "/project/share", "/project/thread/share",
    "/project/element", "/share", "/login/callback", "/copilot", "/slack", "/teams", "/env",
    "/docs", "/redoc", "/openapi.json",
)  # fmt: skip
"""Chainlit and FastAPI routes that Carnet does not use, with everything below them."""

PUBLIC = (
    "/login", "/register", "/recover", "/urgent", "/healthz", "/logout", "/favicon", "/logo",
    "/auth/config", "/project/translations", "/set-session-cookie", "/public", "/assets", "/avatars",
)  # fmt: skip
"""What answers without a session. Everything else is private."""

WORKBENCH = ("/workbench",)
"""Guards itself, with a cookie of its own; a person's session is not even passed on to it."""

UNNOTICED = ("/status",)
"""What open pages ask by themselves: no sign of the person."""

_STATIC = ("/assets", "/public", "/favicon", "/logo", "/avatars")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_MIB = 1024 * 1024
_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not `no-referrer`: with it browsers send `Origin: null` with our own forms, which the gate refuses.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), "
        "display-capture=(), browsing-topics=()"
    ),
}


def under(path: str, roots: tuple[str, ...]) -> bool:
    """Whether `path` is one of `roots` or lies below one."""
    return any(path == root or path.startswith(f"{root}/") for root in roots)


class Guarded(Protocol):
    """What the gate needs to know of the house."""

    @property
    def rooms(self) -> Rooms:
        """The open rooms."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings."""
        ...


@dataclass(slots=True)
class _Body:
    """How much of a request's body came in, and whether that was too much."""

    limit: int
    seen: int = 0
    over: bool = False


class Gate:
    """ASGI middleware; see the module.

    Args:
        app: What it guards.
        home: Whose sessions are alive; origin and sizes.
    """

    def __init__(self, app: ASGIApp, home: Guarded) -> None:
        self._app = app
        self._rooms = home.rooms
        self._settings = home.settings
        self._origins = _origins(home.settings.public_origin)
        self._https = home.settings.public_origin.startswith("https:")
        chat_page = csp.localise(language.get)
        self._chat_policy = csp.chat_policy(chat_page(), home.settings.public_origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        token = auth.token_of_cookies(headers.get("cookie", ""))
        carried = None if under(scope["path"], WORKBENCH) else auth.session_in(token)
        noticed = self._rooms.person if scope["path"] in UNNOTICED else self._rooms.touch
        alive = carried is not None and bool(noticed(carried))
        if not alive:
            scope = _without_session(scope)
        tokens = session.set(carried if alive else None), language.set(language_of(scope))
        try:
            if scope["type"] == "websocket":
                await self._socket(scope, receive, send)
            else:
                ended = None if alive or token is None else carried or ""
                await self._request(scope, receive, send, alive=alive, ended=ended)
        finally:
            session.reset(tokens[0])
            language.reset(tokens[1])

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._foreign(Headers(scope=scope)) or not under(scope["path"].rstrip("/"), (SOCKET,)):
            log.event("refused", kind="socket")
            await send({"type": "websocket.close", "code": 1008})
            return
        carried = session.get()

        async def noting() -> Message:
            message = await receive()
            # Engine.IO keeps an open page alive by itself; only events ("42…") are a sign of the person.
            if carried is not None and (message.get("text") or "").startswith("42"):
                self._rooms.touch(carried)
            return message

        await self._app(scope, noting, send)

    async def _request(
        self, scope: Scope, receive: Receive, send: Send, *, alive: bool, ended: str | None
    ) -> None:
        headers, path = Headers(scope=scope), scope["path"]
        body = _Body(self._limit(path))
        answer = self._answering(scope, send, body)
        refusal = self._refusal(scope, headers, body, alive=alive, ended=ended)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        await self._app(_in_language(scope), _counting(receive, body), answer)

    def _refusal(
        self, scope: Scope, headers: Headers, body: _Body, *, alive: bool, ended: str | None
    ) -> Response | None:
        path = scope["path"]
        if under(path, BLOCKED) or under(path, (SOCKET,)):
            return _refuse(headers, 404, "page_not_found")
        if scope["method"] in _UNSAFE and self._foreign(headers):
            log.event("refused", kind="origin")
            return _refuse(headers, 403, "foreign_origin")
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > body.limit:
            return _refuse(headers, 413, "request_too_large")
        if alive or under(path, PUBLIC + WORKBENCH):
            return None
        return self._ask_to_sign_in(scope, headers, ended)

    def _ask_to_sign_in(self, scope: Scope, headers: Headers, ended: str | None) -> Response:
        """To the sign-in page and back; inside the chat's panel, or for a script, a plain refusal.

        Args:
            scope: Of the request.
            headers: Of the request.
            ended: The session its cookie names; empty when an earlier process made it; None without one.
        """
        if not _wants_page(headers) or scope["method"] not in ("GET", "HEAD"):
            return JSONResponse({"detail": "locked"}, 401)
        if headers.get("sec-fetch-dest") == "iframe":
            return problem_page("locked", 401, panel=True)
        query = {}
        if ended is not None:
            query["why"] = "bye" if self._rooms.signed_out(ended) else "locked"
        asked = scope["query_string"].decode("latin-1")
        target = scope["path"] + (f"?{asked}" if asked else "")
        if target != "/":
            query["next"] = target
        words = urlencode(query, quote_via=quote, safe="/")
        return RedirectResponse(f"/login?{words}" if words else "/login", 303)

    def _foreign(self, headers: Headers) -> bool:
        """A browser says that another site makes this request. Programs send neither header."""
        origin = headers.get("origin")
        if origin is not None:
            return origin not in self._origins
        return headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")

    def _limit(self, path: str) -> int:
        if path == "/project/file":
            return (self._settings.upload_max_mib + 1) * _MIB
        return 4 * _MIB if under(path, WORKBENCH) else _MIB

    def _answering(self, scope: Scope, send: Send, body: _Body) -> Send:
        asked = _asked_language(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                if body.over:
                    message["status"] = 413
                self._dress(scope["path"], MutableHeaders(scope=message), asked)
            await send(message)

        return answer

    def _dress(self, path: str, headers: MutableHeaders, asked: Language | None) -> None:
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if under(path, ("/project/file",)):
            headers["content-security-policy"] = csp.FILE
        policy = headers.setdefault("content-security-policy", self._chat_policy)
        headers["x-frame-options"] = "SAMEORIGIN" if "frame-ancestors 'self'" in policy else "DENY"
        if self._https:
            headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
        if not under(path, _STATIC):
            headers["cache-control"] = "no-store"
        elif under(path, ("/assets",)):
            headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            headers["cache-control"] = "no-cache"
        if asked is not None:
            headers.append("set-cookie", f"{LANGUAGE_COOKIE}={asked}; Path=/; Max-Age=31536000")
        self._tighten_cookies(headers)

    def _tighten_cookies(self, headers: MutableHeaders) -> None:
        cookies = headers.getlist("set-cookie")
        if not cookies:
            return
        del headers["set-cookie"]
        for cookie in cookies:
            words = {part.strip().split("=")[0].lower() for part in cookie.split(";")[1:]}
            extra = [
                word
                for word, name in (("HttpOnly", "httponly"), ("SameSite=Lax", "samesite"))
                if name not in words
            ]
            if self._https and "secure" not in words:
                extra.append("Secure")
            headers.append("set-cookie", "; ".join([cookie, *extra]))


def _origins(public: str) -> frozenset[str]:
    """The public origin; on one's own machine, under both of its names."""
    twins = {public}
    for name, other in (("//localhost", "//127.0.0.1"), ("//127.0.0.1", "//localhost")):
        if name in public:
            twins.add(public.replace(name, other))
    return frozenset(twins)


def _wants_page(headers: Headers) -> bool:
    return "text/html" in headers.get("accept", "")


def _refuse(headers: Headers, status: int, code: str) -> Response:
    if _wants_page(headers):
        return problem_page(code, status)
    return JSONResponse({"detail": code}, status)


def _without_session(scope: Scope) -> Scope:
    """The scope without its sign-in cookie or bearer token, so that nothing below can honour them."""
    headers = []
    for name, value in scope["headers"]:
        if name == b"authorization":
            continue
        if name == b"cookie":
            kept = {
                key: item
                for key, item in cookie_parser(value.decode("latin-1")).items()
                if not key.startswith(auth.COOKIE)
            }
            value = "; ".join(f"{key}={item}" for key, item in kept.items()).encode("latin-1")  # noqa: PLW2901  the header rewritten
        headers.append((name, value))
    return {**scope, "headers": headers}


def _counting(receive: Receive, body: _Body) -> Receive:
    async def counted() -> Message:
        if body.over:
            return {"type": "http.disconnect"}
        message = await receive()
        body.seen += len(message.get("body", b""))
        if body.seen > body.limit:
            body.over = True
            return {"type": "http.disconnect"}
        return message

    return counted


def _asked_language(scope: Scope) -> Language | None:
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[-1]
    return cast(Language, asked) if asked in LANGUAGES else None


def language_of(scope: Scope | Request) -> Language:
    """The interface language: ``?lang=``, else the cookie (the person's setting), else the browser's."""
    scope = scope.scope if isinstance(scope, Request) else scope
    headers = Headers(scope=scope)
    asked = _asked_language(scope) or _cookie_language(headers)
    if asked is not None:
        return asked
    wishes: list[tuple[float, Language]] = []
    for wish in headers.get("accept-language", "").split(","):
        tag, _, quality = wish.strip().partition(";q=")
        if tag[:2].lower() in LANGUAGES:
            wishes.append((_quality(quality), cast(Language, tag[:2].lower())))
    return max(wishes, key=lambda wish: wish[0])[1] if wishes else "en"


def _quality(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def _cookie_language(headers: Headers) -> Language | None:
    value = cookie_parser(headers.get("cookie", "")).get(LANGUAGE_COOKIE)
    return value if value in LANGUAGES else None


def _in_language(scope: Scope) -> Scope:
    """Chainlit's page asks for the browser's language; a language the person chose goes before it."""
    chosen = _cookie_language(Headers(scope=scope))
    if chosen is None or scope["path"] not in ("/project/translations", "/project/settings"):
        return scope
    pairs = dict(parse_qsl(scope["query_string"].decode("latin-1")))
    pairs["language"] = {"fr": "fr-FR", "en": "en-US"}[chosen]
    return {**scope, "query_string": urlencode(pairs).encode()}
