"""Opening a notebook, coming back to it, and the code that opens it when the passphrase is lost."""

import asyncio
from urllib.parse import quote, urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from core.errors import AppError, InputError, WrongPassphraseError
from core.language import LANGUAGES, Language
from retrieval.room import Profile
from safety import care
from ui import auth, recovery
from ui.pages.codes import Codes
from ui.pages.desk import Desk, address, local_path, see
from ui.pages.render import page
from ui.rooms import session
from ui.told import Told, language, strings, told
from vault.passphrase import LEAST_CHARACTERS, LEAST_SCORE, strength

GENERAL = "general"
LANGUAGE_COOKIE_S = 31_536_000
_OWN_PAGES = ("/login", "/register", "/recover", "/recovery-code", "/urgent", "/logout")


def router(desk: Desk) -> APIRouter:  # noqa: C901, PLR0915  routes, each a few lines
    """The routes of this module."""
    routes = APIRouter()
    waiting = Codes(desk.home.rooms)

    @routes.get("/register")
    async def register_page() -> Response:
        return _register()

    @routes.post("/register")
    async def register(request: Request) -> Response:
        form = await desk.form(request)
        name, spoken = form.get("name", "").strip(), _language(form.get("language", ""))
        profile = Profile(
            name,
            language=spoken,
            country=form.get("country", GENERAL),
            created=desk.home.clock.now().isoformat(),
        )
        try:
            session_id, code = await desk.entry.register(
                name, form.get("passphrase", ""), profile.to_bytes(), address(request)
            )
        except InputError as error:
            return _register(told(error, language.get()), form, status_of(error))
        waiting.keep(session_id, code)
        return _welcome(desk, request, session_id, "/recovery-code")

    @routes.post("/register/strength")
    async def judge(request: Request) -> Response:
        form = await request.form()
        passphrase, name = str(form.get("passphrase", "")), str(form.get("name", ""))
        level = await asyncio.to_thread(strength, passphrase, name=name)
        if len(passphrase) < LEAST_CHARACTERS:
            level = min(level, LEAST_SCORE - 1)
        words = strings(language.get())
        return JSONResponse(
            {"level": level, "text": words.text(f"strength.s{level}" if passphrase else "strength.empty")}
        )

    @routes.get("/login")
    async def login_page(request: Request) -> Response:
        target = _next(request)
        if session.get() is not None:
            return see(target)
        if await asyncio.to_thread(desk.home.vaults.empty):
            return see("/register")
        why = request.query_params.get("why", "locked" if "expired" in request.query_params else "")
        return page("login", error=None, why=why if why in ("locked", "bye") else "", next=target, name="")

    @routes.post("/login")
    async def login(request: Request) -> Response:
        form = await desk.form(request)
        target = local_path(form.get("next"))
        try:
            session_id = await desk.entry.sign_in(
                form.get("name", ""), form.get("passphrase", ""), address(request)
            )
        except (InputError, WrongPassphraseError) as error:
            said = told(error, language.get())
            return page(
                "login", status=status_of(error), error=said, why="", next=target, name=form.get("name", "")
            )
        if not await asyncio.to_thread(recovery.noted, desk.home.rooms.of(session_id).vault):
            target = f"/recovery-code?next={quote(target, safe='')}"
        return _welcome(desk, request, session_id, target)

    @routes.get("/recover")
    async def recover_page() -> Response:
        return page("recover", error=None, name="")

    @routes.post("/recover")
    async def recover(request: Request) -> Response:
        form = await desk.form(request)
        name = form.get("name", "")
        try:
            session_id, code = await desk.entry.recover(
                name, form.get("code", ""), form.get("passphrase", ""), address(request)
            )
        except InputError as error:
            return page("recover", status=status_of(error), error=told(error, language.get()), name=name)
        await asyncio.to_thread(recovery.note, desk.home.rooms.of(session_id).vault, done=False)
        waiting.keep(session_id, code)
        return _welcome(desk, request, session_id, "/recovery-code")

    @routes.get("/recovery-code")
    async def code_page(request: Request) -> Response:
        held = waiting.of(session.get() or "")
        target = local_path(request.query_params.get("next"))
        if held is not None:
            return page("code", held=held, wrong=False, next=target)
        noted = await asyncio.to_thread(recovery.noted, desk.room.vault)
        return page("code_new", noted=noted, error=None, next=target)

    @routes.post("/recovery-code")
    async def confirm_code(request: Request) -> Response:
        form = await desk.form(request)
        here, target = session.get() or "", local_path(form.get("next"))
        held = waiting.of(here)
        if held is None:
            return see("/recovery-code")
        if not held.matches(tuple(form.get(f"group_{number}", "") for number in held.asked)):
            return page("code", status=422, held=held, wrong=True, next=target)
        await asyncio.to_thread(recovery.note, desk.room.vault, done=True)
        waiting.drop(here)
        return see(target)

    @routes.post("/recovery-code/new")
    async def new_code(request: Request) -> Response:
        form = await desk.form(request)
        target = local_path(form.get("next"))
        room = desk.room
        try:
            proof = await desk.entry.prove(room.profile.name, form.get("passphrase", ""), address(request))
        except (InputError, WrongPassphraseError) as error:
            noted = await asyncio.to_thread(recovery.noted, room.vault)
            said = told(error, language.get())
            return page("code_new", status=status_of(error), noted=noted, error=said, next=target)
        try:
            code = await asyncio.to_thread(proof.new_recovery_code)
        finally:
            proof.lock()
        await asyncio.to_thread(recovery.note, room.vault, done=False)
        waiting.keep(session.get() or "", code)
        return see(f"/recovery-code?next={quote(target, safe='')}")

    @routes.post("/logout")
    async def logout(request: Request) -> Response:
        here = session.get()
        if here is not None:
            waiting.drop(here)
            await auth.sign_out(desk.home.rooms, here)
        script = request.headers.get("content-type", "").startswith("application/json")
        response: Response = JSONResponse({"success": True}) if script else see("/login?why=bye")
        response.delete_cookie(auth.COOKIE, path="/")
        return response

    @routes.post("/set-session-cookie")
    async def sticky_cookie() -> Response:
        """Chainlit asks for a cookie that routes to one of several servers; there is one."""
        return JSONResponse({"message": "one server"})

    return routes


def _register(error: Told | None = None, form: dict[str, str] | None = None, status: int = 200) -> Response:
    given = form or {}
    return page(
        "register",
        status=status,
        error=error,
        name=given.get("name", ""),
        spoken=given.get("language", language.get()),
        country=given.get("country", "FR" if language.get() == "fr" else GENERAL),
        countries=countries(),
    )


def countries() -> tuple[str, ...]:
    """Countries whose numbers are on file, as two capital letters; the general list is not among them."""
    return tuple(sorted(code.upper() for code in care.countries() if code.lower() != GENERAL))


def _welcome(desk: Desk, request: Request, session_id: str, target: str) -> Response:
    """Signed in: the session's cookie, and the interface in the person's own language."""
    response: RedirectResponse = see(target)
    room = desk.home.rooms.of(session_id)
    auth.sign_in_response(request, response, session_id, room.vault.vault_id)
    response.set_cookie(
        "carnet_lang", room.profile.language, max_age=LANGUAGE_COOKIE_S, httponly=True, samesite="lax"
    )
    return response


def _next(request: Request) -> str:
    """Where to go after signing in: as asked, or the page this one was opened from."""
    asked = request.query_params.get("next")
    if asked is not None:
        return local_path(asked)
    came_from = urlsplit(request.headers.get("referer", ""))
    if came_from.netloc != request.headers.get("host") or came_from.path.startswith(_OWN_PAGES):
        return "/"
    return local_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""))


def _language(text: str) -> Language:
    return next((known for known in LANGUAGES if known == text), language.get())


def status_of(error: AppError) -> int:
    """The HTTP status of an error a person can do something about."""
    if error.code == "too_many_tries":
        return 429
    return 401 if isinstance(error, WrongPassphraseError) else 422
