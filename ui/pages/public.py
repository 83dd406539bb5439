"""What anyone may see, signed in or not: the emergency numbers, and whether the server lives."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import LockedError
from ui.pages.account import GENERAL, countries
from ui.pages.desk import Desk
from ui.pages.render import page
from ui.told import language
from ui.words import day_of

ORDER = ("emergency", "text_relay", "crisis", "violence", "child", "poison", "advice")
"""Kinds of lines as the page shows them: what is most urgent first."""


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/urgent")
    async def urgent(request: Request) -> Response:
        """Numbers of the asked country, else of the person's own, else of the language's."""
        known = countries()
        asked = request.query_params.get("country") or _own_country(desk)
        country = asked if asked in known else GENERAL
        numbers = desk.home.services.care(country)
        lines = [(kind, getattr(numbers, kind)) for kind in ORDER]
        return page(
            "urgent",
            country=country,
            countries=known,
            groups=[group for group in lines if group[1]],
            day_of=lambda checked: day_of(checked, language.get()),
        )

    @routes.get("/healthz")
    async def healthz() -> Response:
        return JSONResponse({"status": "ok"})

    return routes


def _own_country(desk: Desk) -> str:
    try:
        return desk.room.profile.country
    except LockedError:
        return "FR" if language.get() == "fr" else GENERAL
