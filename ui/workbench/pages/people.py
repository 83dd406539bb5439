"""Who works here, for administrators: inviting, scope and languages, keys, how long, and shutting out."""

from datetime import date

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.errors import AppError, InputError
from core.language import LANGUAGES, Language
from ui.going import see
from ui.told import Told, language, told
from ui.workbench.desk import HERE, Desk, Fields, status_here
from ui.workbench.people import ROLES, SCOPES, Role


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/people")
    async def people_page() -> Response:
        desk.member("administrator")
        return _page(desk)

    @routes.post("/people/invite")
    async def invite(request: Request) -> Response:
        me, form = desk.member("administrator"), await desk.form(request)
        try:
            code = desk.people.invite(
                form.get("name", ""),
                _role(form.get("role", "")),
                languages=_languages(form),
                scope=_scope(form),
                by=me.id,
                valid_until=_day(form.get("valid_until", "")),
            )
        except InputError as error:
            return _page(desk, error=told(error, language.get()), given=form, status=status_here(error))
        return _page(desk, code=code, invited=form.get("name", "").strip())

    @routes.post("/people/invitation/{id}/withdraw")
    async def withdraw(request: Request, id: str) -> Response:
        desk.member("administrator")
        await desk.form(request)
        desk.people.withdraw(id)
        return see(f"{HERE}/people")

    @routes.post("/people/{id}")
    async def change(request: Request, id: str) -> Response:
        desk.member("administrator")
        form = await desk.form(request)
        member = desk.people.member(id)
        if str(member.revision) != form.get("revision"):
            raise InputError("changed_meanwhile")
        try:
            desk.people.change(
                member,
                languages=_languages(form),
                scope=_scope(form) if member.role == "clinician" else member.scope,
                valid_until=_day(form.get("valid_until", "")),
            )
        except AppError as error:
            return _page(desk, error=told(error, language.get()), status=status_here(error))
        return see(f"{HERE}/people#m-{id}")

    @routes.post("/people/{id}/access")
    async def access(request: Request, id: str) -> Response:
        desk.member("administrator")
        form = await desk.form(request)
        try:
            desk.people.change(desk.people.member(id), disabled=form.get("disabled") == "1")
        except AppError as error:
            return _page(desk, error=told(error, language.get()), status=status_here(error))
        return see(f"{HERE}/people#m-{id}")

    @routes.post("/people/{id}/code")
    async def new_code(request: Request, id: str) -> Response:
        me = desk.member("administrator")
        await desk.form(request)
        member = desk.people.member(id)
        return _page(desk, code=desk.people.invite_again(member, by=me.id), invited=member.name)

    return routes


def _page(
    desk: Desk,
    *,
    error: Told | None = None,
    given: Fields | None = None,
    code: str = "",
    invited: str = "",
    status: int = 200,
) -> Response:
    given_languages = _languages(given) if given is not None else LANGUAGES
    return desk.page(
        "people",
        status=status,
        error=error,
        code=code,
        invited=invited,
        members=desk.people.members(),
        invitations=desk.people.invitations(),
        today=desk.people.day,
        roles=ROLES,
        scopes=SCOPES,
        languages=LANGUAGES,
        join=f"{desk.place.settings.public_origin}{HERE}/join",
        name=given.get("name", "") if given is not None else "",
        role=given.get("role", "clinician") if given is not None else "clinician",
        chosen_languages=given_languages,
        chosen_scope=_scope(given) if given is not None else ("general",),
    )


def _role(text: str) -> Role:
    return next((role for role in ROLES if role == text), "reviewer")


def _languages(form: Fields) -> tuple[Language, ...]:
    return tuple(code for code in LANGUAGES if code in form.many("language"))


def _scope(form: Fields) -> tuple[str, ...]:
    return tuple(one for one in SCOPES if one in form.many("scope"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text.strip() else None
    except ValueError:
        raise InputError("date_unreadable") from None
