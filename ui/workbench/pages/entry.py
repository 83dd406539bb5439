"""Joining with a one-time code, signing in and out, and one's own profile."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from core.errors import InputError
from core.language import LANGUAGES
from ui.going import address, local_path, see
from ui.told import language, told
from ui.workbench.desk import COOKIE, HERE, Desk, current, status_here
from ui.workbench.people import Session


def router(desk: Desk) -> APIRouter:  # noqa: C901  routes, each a few lines
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/")
    async def home() -> Response:
        return see(f"{HERE}/library")

    @routes.get("/login")
    async def login_page(request: Request) -> Response:
        target = _target(request.query_params.get("next"))
        if current.get() is not None:
            return see(target)
        return desk.page(
            "bench_login", error=None, name="", next=target, bye=request.query_params.get("why") == "bye"
        )

    @routes.post("/login")
    async def login(request: Request) -> Response:
        form = await desk.form(request)
        name, target = form.get("name", ""), _target(form.get("next"))
        try:
            session = await asyncio.to_thread(
                desk.people.sign_in, name, form.get("passphrase", ""), address(request)
            )
        except InputError as error:
            said = told(error, language.get())
            return desk.page(
                "bench_login", status=status_here(error), error=said, name=name, next=target, bye=False
            )
        return _welcome(desk, session, target)

    @routes.get("/join")
    async def join_page() -> Response:
        return desk.page("bench_join", error=None, code="")

    @routes.post("/join")
    async def join(request: Request) -> Response:
        form = await desk.form(request)
        code = form.get("code", "")
        try:
            session = await asyncio.to_thread(
                desk.people.join, code, form.get("passphrase", ""), address(request)
            )
        except InputError as error:
            return desk.page(
                "bench_join", status=status_here(error), error=told(error, language.get()), code=code
            )
        return _welcome(desk, session, f"{HERE}/library")

    @routes.post("/logout")
    async def logout(request: Request) -> Response:
        await desk.form(request)
        here = current.get()
        if here is not None:
            desk.people.sign_out(here.id)
        response = see(f"{HERE}/login?why=bye")
        response.delete_cookie(COOKIE, path=HERE)
        return response

    @routes.get("/me")
    async def profile(request: Request) -> Response:
        return desk.page("bench_me", error=None, changed="changed" in request.query_params)

    @routes.post("/me")
    async def change_passphrase(request: Request) -> Response:
        form, me = await desk.form(request), desk.member()
        try:
            await asyncio.to_thread(
                desk.people.change_passphrase, me, form.get("passphrase", ""), form.get("new", "")
            )
        except InputError as error:
            return desk.page(
                "bench_me", status=status_here(error), error=told(error, language.get()), changed=False
            )
        return see(f"{HERE}/me?changed=1")

    return routes


def _target(asked: str | None) -> str:
    """A page of the workbench to go to; its library for anything else."""
    fallback = f"{HERE}/library"
    target = local_path(asked, fallback)
    return target if target.startswith(f"{HERE}/") else fallback


def _welcome(desk: Desk, session: Session, target: str) -> Response:
    response: RedirectResponse = see(target)
    response.set_cookie(
        COOKIE,
        session.id,
        path=HERE,
        httponly=True,
        samesite="strict",
        secure=desk.place.settings.public_origin.startswith("https:"),
    )
    spoken = desk.people.member(session.member).languages
    if len(spoken) == 1 and spoken[0] in LANGUAGES:
        response.set_cookie("carnet_lang", spoken[0], max_age=31_536_000, httponly=True, samesite="lax")
    return response
