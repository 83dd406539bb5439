"""What a word means, and what a mark under a sentence says: opened from answers; nothing of a person."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.plain_words import library
from core.errors import NotFoundError
from records import analytes
from retrieval.remembered import READINGS
from ui.pages.desk import Desk
from ui.pages.render import page
from ui.told import language

BASES = ("record", "worked_out", "general", "guidance")


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/word/{key}")
    async def word(request: Request, key: str) -> Response:
        spoken = language.get()
        entry = library(desk.home.services.prompts, spoken).get(key)
        if entry is None:
            raise NotFoundError("not_found")
        return page(
            "word",
            panel=request.query_params.get("panel") == "1",
            framed=True,
            here="",
            entry=entry,
            title=entry.name or analytes.name(key, spoken),
            levels=[level for level in READINGS if level in entry.texts],
        )

    @routes.get("/basis")
    async def basis(request: Request) -> Response:
        return page(
            "basis", panel=request.query_params.get("panel") == "1", framed=True, here="", bases=BASES
        )

    return routes
