"""Our own pages, served before the chat: account, records, sources, privacy, emergency numbers."""

from fastapi import APIRouter, FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import AppError
from ui.pages import (
    account,
    columns,
    entry,
    meanings,
    privacy,
    public,
    records,
    remembered,
    sources,
    visit,
    visit_after,
    visit_tasks,
    ways,
)
from ui.pages.desk import Desk, House
from ui.pages.render import page
from ui.told import language, status_of, told

__all__ = ["errors", "router"]


def router(home: House) -> APIRouter:
    """All routes, to be included before the chat is mounted at the root."""
    desk, routes = Desk(home), APIRouter()
    pages = (
        account,
        public,
        privacy,
        columns,
        entry,
        records,
        meanings,
        remembered,
        sources,
        visit_tasks,
        visit,
        visit_after,
        ways,
    )
    for module in pages:
        routes.include_router(module.router(desk))
    return routes


def errors(site: FastAPI) -> None:
    """Make the site tell every error in words: a page for people, a code for scripts."""
    site.add_exception_handler(AppError, _tell)
    site.add_exception_handler(Exception, _tell)


async def _tell(request: Request, error: Exception) -> Response:
    status = status_of(error)
    said = told(error, language.get())
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"detail": said.code}, status)
    return page("problem", status=status, panel=request.query_params.get("panel") == "1", told=said)
