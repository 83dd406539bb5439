"""The gate: what is not ours is not there, foreign pages change nothing, ended sessions open nothing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from chainlit.server import app as chainlit_app
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from tests.fakes.site import HTML, ORIGIN, Browser, Home
from tests.fakes.vaults import PASSPHRASE
from ui import auth
from ui.gate import BLOCKED, PUBLIC, Gate, language_of, under
from ui.rooms import session
from ui.told import language

SCRIPT = {"accept": "application/json"}

KEPT = (
    "/user", "/logout", "/login", "/feedback", "/project/translations", "/project/settings",
    "/project/threads",
    "/project/thread/{thread_id}", "/project/thread", "/project/thread/{thread_id}/element/{element_id}",
    "/project/action", "/project/file", "/project/file/{file_id}", "/auth/config", "/set-session-cookie",
    "/public/{filename:path}", "/assets/{filename:path}", "/favicon", "/logo", "/avatars/{avatar_id:str}",
    "/health", "/", "/{full_path:path}",
)  # fmt: skip
"""Chainlit's routes that Carnet uses, answers itself, or does not mind."""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def marie(home: Home) -> Browser:
    browser = home.browser()
    browser.register("Marie")
    return browser


def test_every_route_of_the_framework_is_kept_or_blocked() -> None:
    """A release that brings a new route fails here until somebody decides about it."""
    undecided = [
        route.path
        for route in chainlit_app.routes
        if isinstance(route, Route) and route.path not in KEPT and not under(route.path, BLOCKED)
    ]

    assert undecided == []


@pytest.mark.parametrize(
    "path",
    [
        "/mcp",
        "/auth/jwt",
        "/auth/header",
        "/auth/oauth/google",
        "/project/share/1",
        "/project/thread/share",
        "/project/element",
        "/share/1",
        "/docs",
        "/redoc",
        "/openapi.json",
        "/copilot/index.js",
        "/ws/socket.io/",
    ],
)
def test_unused_routes_are_not_there_even_signed_in(marie: Browser, path: str) -> None:
    """Routes that nobody uses answer like routes that do not exist."""
    for method in ("GET", "POST", "PUT", "DELETE"):
        assert marie.http.request(method, path, headers={"origin": ORIGIN}).status_code == 404


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:9999", "https://localhost:8000"]
)
def test_foreign_origin_changes_nothing(marie: Browser, origin: str) -> None:
    """A form sent by another page is refused before it is read."""
    answer = marie.http.post("/privacy/settings", data={"language": "fr"}, headers={"origin": origin})

    assert answer.status_code == 403
    assert marie.room.profile.language == "en"


def test_foreign_page_without_origin_is_known_by_its_fetch_metadata(marie: Browser) -> None:
    """Browsers say cross-site even where they send no Origin."""
    answer = marie.http.post("/logout", headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert marie.signed_in


def test_machines_two_names_for_itself_are_one_origin(home: Home) -> None:
    """On one's own machine localhost and 127.0.0.1 are the same place."""
    answer = home.browser().http.post("/login", data={}, headers={"origin": "http://127.0.0.1:8000"})

    assert answer.status_code != 403


@pytest.mark.parametrize(
    "path", ["/", "/thread/1", "/records", "/privacy", "/source/1", "/original/1", "/sent/1"]
)
def test_private_page_asks_to_sign_in_and_remembers_where(home: Home, path: str) -> None:
    """Without a session a page leads to the sign-in page, which leads back."""
    answer = home.browser().http.get(path)

    assert answer.status_code == 303
    assert answer.headers["location"] == ("/login" if path == "/" else f"/login?next={path}")


def test_script_without_session_gets_a_code_not_a_page(home: Home) -> None:
    """What a script asks for is refused with 401, which sends Chainlit's page to sign in."""
    answer = home.browser().http.get("/user", headers=SCRIPT)

    assert answer.status_code == 401
    assert answer.json() == {"detail": "locked"}


def test_unknown_paths_are_private(home: Home) -> None:
    """A route somebody adds tomorrow is private until it is listed as public."""
    assert home.browser().http.get("/added/tomorrow", headers=SCRIPT).status_code == 401


def test_old_cookie_opens_nothing_after_sign_out(marie: Browser) -> None:
    """Signing out ends the session on the server, not only in the browser."""
    cookie = marie.http.cookies[auth.COOKIE]
    assert marie.http.get("/user", headers=SCRIPT).status_code == 200
    marie.send("/logout")
    marie.http.cookies.set(auth.COOKIE, cookie)

    assert marie.http.get("/user", headers=SCRIPT).status_code == 401


def test_ended_session_is_sent_to_sign_in_kindly(marie: Browser) -> None:
    """After the idle time the page says that Carnet locked itself, and leads back."""
    marie.home.clock.instant += timedelta(seconds=marie.home.settings.idle_lock_s + 1)
    answer = marie.http.get("/thread/7")

    assert answer.headers["location"] == "/login?why=locked&next=/thread/7"
    assert "locked itself" in marie.see("/thread/7").text


def test_signed_out_person_is_not_told_that_carnet_locked_itself(marie: Browser) -> None:
    """Another tab of somebody who signed out says so, not that Carnet locked itself."""
    cookie = marie.http.cookies[auth.COOKIE]
    marie.send("/logout")
    marie.http.cookies.set(auth.COOKIE, cookie)

    assert marie.http.get("/thread/7").headers["location"] == "/login?why=bye&next=/thread/7"


def test_cookie_of_a_restarted_server_is_one_that_locked_itself(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session of an earlier process, signed with a secret that is gone, ends kindly too."""
    home.vaults.create("marie", PASSPHRASE)[0].lock()
    browser = home.browser()
    monkeypatch.setenv("CHAINLIT_AUTH_SECRET", "the secret of an earlier process, long enough to sign with")
    browser.http.cookies.set(auth.COOKIE, auth.token_for("a-session-then", "0" * 32))
    monkeypatch.undo()

    assert browser.http.get("/records").headers["location"] == "/login?why=locked&next=/records"
    assert "locked itself" in browser.see("/login?why=locked").text


def test_forged_token_is_no_session(home: Home) -> None:
    """A token that we did not sign, or that names no session, is nobody."""
    browser = home.browser()
    for token in ("x.y.z", auth.token_for("no-such-session", "0" * 32)):
        browser.http.cookies.set(auth.COOKIE, token)
        assert browser.http.get("/user", headers=SCRIPT).status_code == 401


def test_page_in_the_panel_is_refused_in_place(home: Home) -> None:
    """Inside the chat's panel there is a short page that opens the sign-in page outside of it."""
    answer = home.browser().http.get("/source/1?panel=1", headers={**HTML, "sec-fetch-dest": "iframe"})

    assert answer.status_code == 401
    assert 'target="_top"' in answer.text
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_every_answer_wears_its_headers(marie: Browser) -> None:
    """No page can be framed, sniffed, cached, or load anything from elsewhere."""
    for path in ("/", "/records", "/login", "/nothing/here", "/user"):
        headers = marie.http.get(path).headers
        policy = headers["content-security-policy"]

        assert "default-src 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy
        assert not any(word.startswith(("http:", "https:")) for word in policy.split())
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert "camera=()" in headers["permissions-policy"]


def test_our_pages_allow_no_inline_script_or_style(marie: Browser) -> None:
    """Words of a document that reach one of our pages can style or run nothing."""
    policy = marie.http.get("/records").headers["content-security-policy"]

    assert "script-src 'self';" in policy
    assert "style-src 'self';" in policy


def test_cookies_are_tight(tmp_path: Path) -> None:
    """HttpOnly and SameSite always, Secure when people come by https."""
    browser = Home(tmp_path, {"origin": "https://carnet.example"}).browser()
    answer = browser.http.get("/login?lang=fr", headers=HTML)

    for cookie in answer.headers.get_list("set-cookie"):
        assert {"HttpOnly", "Secure", "SameSite=Lax"} <= {word.strip() for word in cookie.split(";")}
    assert answer.headers.get_list("set-cookie")
    assert "max-age" in answer.headers["strict-transport-security"]


class Probe:
    """An application that says how much it could read, and keeps what it was given."""

    def __init__(self) -> None:
        self.read = 0
        self.scopes: list[Scope] = []
        self.sessions: list[str | None] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        self.sessions.append(session.get())
        more = scope["type"] == "http"
        while more:
            message = await receive()
            self.read += len(message.get("body", b""))
            more = message["type"] == "http.request" and message.get("more_body", False)
        if scope["type"] == "websocket":
            await receive()
            await receive()
            return
        await JSONResponse({"language": language.get()})(scope, receive, send)


async def call(gate: Gate, scope: dict[str, Any], messages: list[Message]) -> list[Message]:
    """Run one ASGI call by hand."""
    sent: list[Message] = []
    waiting = iter(messages)

    async def receive() -> Message:
        return next(waiting, {"type": "http.disconnect"})

    async def send(message: Message) -> None:
        sent.append(message)

    base = {"path": "/login", "query_string": b"", "headers": [], "method": "POST", "type": "http"}
    await gate({**base, **scope}, receive, send)
    return sent


def chunks(size: int, count: int) -> Iterator[Message]:
    """A body in `count` pieces."""
    for place in range(count):
        yield {"type": "http.request", "body": b"x" * size, "more_body": place + 1 < count}


@pytest.fixture
def probe() -> Probe:
    return Probe()


@pytest.fixture
def gate(home: Home, probe: Probe) -> Gate:
    return Gate(probe, home)


def run(gate: Gate, scope: dict[str, Any], messages: list[Message]) -> list[Message]:
    import asyncio

    return asyncio.run(call(gate, scope, messages))


def test_declared_oversize_is_refused_unread(gate: Gate, probe: Probe) -> None:
    """A body that says it is too large never reaches the application."""
    sent = run(gate, {"headers": [(b"content-length", b"99999999")]}, list(chunks(1024, 4)))

    assert sent[0]["status"] == 413
    assert probe.scopes == []


def test_undeclared_oversize_is_cut_off(gate: Gate, probe: Probe) -> None:
    """A body that does not say its size is read up to the limit, and answered as too large."""
    sent = run(gate, {}, list(chunks(512 * 1024, 8)))

    assert probe.read <= 1024 * 1024
    assert sent[0]["status"] == 413


def test_dead_cookie_and_bearer_token_do_not_get_through(gate: Gate, probe: Probe) -> None:
    """Nothing below the gate can honour what the gate did not."""
    headers = [
        (b"cookie", f"{auth.COOKIE}=a.b.c; other=1; {auth.COOKIE}_0=d".encode()),
        (b"authorization", b"Bearer a.b.c"),
    ]
    run(gate, {"headers": headers, "method": "GET"}, [])

    assert dict(probe.scopes[0]["headers"]) == {b"cookie": b"other=1"}
    assert probe.sessions == [None]


def socket_scope(path: str = "/ws/socket.io/", **headers: str) -> dict[str, Any]:
    return {
        "type": "websocket",
        "path": path,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_foreign_socket_is_closed_before_it_opens(gate: Gate, probe: Probe, origin: str) -> None:
    """Another site's page cannot talk through a person's open session."""
    sent = run(gate, socket_scope(origin=origin), [])

    assert sent == [{"type": "websocket.close", "code": 1008}]
    assert probe.scopes == []


def test_socket_elsewhere_is_closed(gate: Gate, probe: Probe) -> None:
    """There is one address for sockets."""
    assert run(gate, socket_scope("/other", origin=ORIGIN), [])[0]["type"] == "websocket.close"
    assert probe.scopes == []


def test_only_events_on_a_socket_count_as_the_person(marie: Browser) -> None:
    """An open tab that only keeps itself alive does not keep the vault open; a message does."""
    home, half = marie.home, timedelta(seconds=marie.home.settings.idle_lock_s / 2 + 1)
    cookie = f"{auth.COOKIE}={marie.http.cookies[auth.COOKIE]}"
    here, probe = marie.session_id, Probe()
    gate = Gate(probe, home)

    home.clock.instant += half
    session_scope = socket_scope(origin=ORIGIN, cookie=cookie)
    run(gate, session_scope, [{"type": "websocket.receive", "text": '42["client_message",{}]'}])
    assert probe.sessions == [here]
    home.clock.instant += half
    assert home.rooms.person(here)
    home.clock.instant += half
    run(
        gate,
        {**session_scope, "headers": session_scope["headers"]},
        [{"type": "websocket.receive", "text": "3"}],
    )

    assert home.rooms.person(here) is None


def test_status_question_is_no_sign_of_the_person(marie: Browser) -> None:
    """What an open page asks by itself does not keep the vault open."""
    home, half = marie.home, timedelta(seconds=marie.home.settings.idle_lock_s / 2 + 1)
    home.clock.instant += half
    marie.http.get("/status", headers=SCRIPT)
    home.clock.instant += half

    assert not marie.signed_in


@pytest.mark.parametrize(
    ("query", "cookie", "accept", "expected"),
    [
        (b"lang=fr", "carnet_lang=en", "en", "fr"),
        (b"", "carnet_lang=fr", "en-GB,en;q=0.9", "fr"),
        (b"", "", "de-DE,fr;q=0.7,en;q=0.3", "fr"),
        (b"", "", "fr;q=0.2,en-US;q=0.8", "en"),
        (b"lang=xx", "carnet_lang=xx", "de", "en"),
        (b"", "", "fr;q=oops", "fr"),
    ],
)
def test_language_is_asked_for_then_chosen_then_the_browsers(
    query: bytes, cookie: str, accept: str, expected: str
) -> None:
    """``?lang=`` before the cookie before what the browser prefers."""
    headers = [(b"cookie", cookie.encode()), (b"accept-language", accept.encode())]

    assert language_of({"type": "http", "query_string": query, "headers": headers}) == expected


def test_framework_is_asked_in_the_persons_language(gate: Gate, probe: Probe) -> None:
    """The person's own setting goes before the browser's language in the chat too."""
    scope = {
        "method": "GET",
        "path": "/project/translations",
        "query_string": b"language=en-US",
        "headers": [(b"cookie", b"carnet_lang=fr")],
    }
    run(gate, scope, [])

    assert probe.scopes[0]["query_string"] == b"language=fr-FR"


def test_public_paths_are_few() -> None:
    """What answers without a session is a short list that somebody reads."""
    assert not under("/records", PUBLIC)
    assert not under("/project/threads", PUBLIC)
    assert len(PUBLIC) < 16
