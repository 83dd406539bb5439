"""The web application: our pages, the chat framework below them, the gate in front of both."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import chainlit as cl
import chainlit.server
import chainlit.socket
from chainlit.config import config, config_translation_dir
from fastapi import FastAPI
from starlette.types import ASGIApp

from core import log
from core.language import LANGUAGES
from ui import auth, chat, elements, pages, status, upload_routes, workbench
from ui.compose import House, house
from ui.data_layer import SealedDataLayer
from ui.gate import Gate
from ui.going import see


def create() -> ASGIApp:
    """Build the application of this process.

    Raises:
        ConfigError: A setting, prompt or safety file does not fit; start-up stops.
    """
    log.install()
    home = house()
    _only_our_languages()
    _register(home)
    site = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    pages.errors(site)
    site.include_router(pages.router(home))
    site.include_router(status.router(home))
    site.include_router(upload_routes.router(home.uploads, home.rooms, max_mib=home.settings.upload_max_mib))
    site.include_router(elements.router(home))
    site.add_api_route(workbench.HERE, lambda: see(f"{workbench.HERE}/"))
    site.mount(workbench.HERE, workbench.create(home.workplace()))
    site.mount("/", chainlit.server.app)
    return Gate(site, home)


def _register(home: House) -> None:
    """Hand our handlers to the framework and close what it leaves open."""
    layer = SealedDataLayer(home.rooms)
    cl.data_layer(lambda: layer)
    cl.on_message(chat.on_message)
    cl.on_chat_resume(chat.on_chat_resume)
    cl.on_chat_end(chat.on_chat_end)
    cl.set_starters(chat.starters)
    cl.action_callback("confirm_all")(chat.on_confirm_all)
    cl.action_callback("undo_import")(chat.on_undo_import)
    cl.action_callback("note_yes")(chat.on_note_yes)
    cl.action_callback("note_no")(chat.on_note_no)
    cl.action_callback("remember_yes")(chat.on_remember_yes)
    cl.action_callback("remember_no")(chat.on_remember_no)
    cl.action_callback("visit_start")(chat.on_visit_start)
    cl.action_callback("visit_skip")(chat.on_visit_skip)
    cl.action_callback("visit_words_yes")(chat.on_visit_words_yes)
    cl.action_callback("visit_words_no")(chat.on_visit_words_no)
    chainlit.server.sio.on("stop", chat.on_stop)
    config.project.allow_origins = [home.settings.public_origin]
    config.project.user_session_timeout = int(home.settings.session_max_s)
    auth.harden()


def _only_our_languages() -> None:
    """The framework adds its twenty other languages at import; half-translated screens help nobody."""
    for file in Path(config_translation_dir).glob("*.json"):
        if file.stem.split("-")[0] not in LANGUAGES:
            file.unlink()


@asynccontextmanager
async def _lifespan(_site: FastAPI) -> AsyncIterator[None]:
    """Lock idle rooms while we run and everything when we stop."""
    home = house()
    log.event("started", port=home.settings.port, model=home.settings.has_model)
    async with auth.watching(home.rooms):
        yield
    home.close()
    log.event("stopped")
