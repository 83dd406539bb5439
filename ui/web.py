"""The web application: our pages, the chat framework below them, the gate in front of both."""

import asyncio
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
from ui import auth, chat, elements, pages, uploads
from ui.compose import House, house
from ui.data_layer import SealedDataLayer
from ui.gate import Gate, harden

_SWEEP_EVERY_S = 15.0


def create() -> ASGIApp:
    """Build the application of this process.

    Raises:
        ConfigError: A setting, prompt or safety file does not fit; start-up stops.
    """
    log.install()
    home = house()
    _register(home)
    site = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    site.include_router(pages.router(home))
    site.include_router(uploads.router(home.uploads, home.rooms, max_mib=home.settings.upload_max_mib))
    site.include_router(elements.router(home))
    site.mount("/", chainlit.server.app)
    return Gate(site, home)


def _register(home: House) -> None:
    """Hand the chat's handlers to the framework."""
    layer = SealedDataLayer(home.rooms)
    cl.data_layer(lambda: layer)
    cl.on_message(chat.on_message)
    cl.on_chat_resume(chat.on_chat_resume)
    cl.on_chat_end(chat.on_chat_end)
    cl.set_starters(chat.starters)
    cl.action_callback("confirm_all")(chat.on_confirm_all)
    cl.action_callback("undo_import")(chat.on_undo_import)
    cl.on_logout(auth.on_logout)
    chainlit.server.sio.on("stop", chat.on_stop)
    _only_our_languages()
    config.project.allow_origins = [home.settings.public_origin]
    config.project.user_session_timeout = int(home.settings.session_max_s)
    harden()


def _only_our_languages() -> None:
    """The framework adds its twenty other languages at import; half-translated screens help nobody."""
    for file in Path(config_translation_dir).glob("*.json"):
        if file.stem.split("-")[0] not in LANGUAGES:
            file.unlink()


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Sweep idle rooms while we run; lock everything when we stop."""
    home = house()
    sweeping = asyncio.create_task(_sweep(home))
    log.event("started", port=home.settings.port, model=home.settings.has_model)
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.to_thread(home.close)
        log.event("stopped")


async def _sweep(home: House) -> None:
    while True:
        await asyncio.sleep(_SWEEP_EVERY_S)
        await asyncio.to_thread(home.rooms.sweep)
