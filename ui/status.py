"""The line under the chat's text field: what answers, who signed the texts, whether search is ready."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from core.errors import LockedError
from ui.compose import House
from ui.told import language, strings


def router(home: House) -> APIRouter:
    """The address the chat page asks every few seconds. It does not count as a sign of the person."""
    routes = APIRouter()

    @routes.get("/auth/config")
    async def signing_in() -> JSONResponse:
        """What the chat page asks before anything: sign-in is ours, and the theme follows the system."""
        return JSONResponse(
            {
                "requireLogin": True,
                "passwordAuth": False,
                "headerAuth": False,
                "oauthProviders": [],
                "default_theme": "system",
                "ui": {},
            }
        )

    @routes.get("/status")
    async def status() -> JSONResponse:
        """Lines to show; 401 once the vault is locked, so that the page can say so kindly."""
        say = strings(language.get())
        try:
            room = home.rooms.current()
        except LockedError:
            return JSONResponse({"lines": []}, status_code=401)
        lines = []
        if home.settings.has_model:
            lines.append(say.text("status.model", model=home.settings.model))
        else:
            lines.append(say.text("status.no_model"))
        if home.prompts.development:
            lines.append(say.text("status.development"))
        done, total = room.embedding_progress()
        if done < total:
            lines.append(say.text("status.embedding", done=done, total=total))
        return JSONResponse({"lines": lines})

    return routes
