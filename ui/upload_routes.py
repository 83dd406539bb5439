"""The chat's paper clip: takes files into memory, never onto a disk.

Replaces the framework's own upload address, which writes each file in clear, refuses an empty one with a bare
error, and keeps what it took until the session ends.
"""

import asyncio

from chainlit.session import WebsocketSession
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from core import log
from core.errors import AppError, NotFoundError, UnreadableFileError
from ui.rooms import Rooms
from ui.told import language, told
from ui.uploads import Uploads

_UPLOAD_TIMEOUT_S = 300.0
_SENTINEL_PATH = "memory"  # the framework wants some path; nothing ever opens it


def router(uploads: Uploads, rooms: Rooms, *, max_mib: int) -> APIRouter:
    """The two addresses of the chat's paper clip."""
    routes = APIRouter()
    max_bytes = max_mib * 1024 * 1024

    @routes.post("/project/file")
    async def upload(request: Request, session_id: str) -> Response:
        """Take one file for the chat session, which must belong to whoever is signed in."""
        try:
            room = rooms.current()
            session = WebsocketSession.get_by_id(session_id)
            if session is None or session.user is None or session.user.identifier != room.vault.vault_id:
                raise NotFoundError("not_found")
            name, data = await _whole_file(request, max_bytes)
        except AppError as error:
            log.fault(error.code, error)
            sentence = told(error, language.get())
            return JSONResponse({"detail": f"{sentence.happened} {sentence.todo}"}, status_code=400)
        kept = uploads.put(name, data, room.vault.vault_id)
        session.files[kept.id] = {
            "id": kept.id,
            "path": _SENTINEL_PATH,
            "name": name,
            "type": "application/octet-stream",
            "size": len(data),
        }
        return JSONResponse({"id": kept.id})

    @routes.get("/project/file/{upload_id}")
    async def uploaded(upload_id: str, session_id: str = "") -> Response:
        """An uploaded file lives on as its sealed original; a chart's file is the framework's."""
        try:
            owner = rooms.current().vault.vault_id
        except AppError:
            return Response(status_code=401)
        file_id = uploads.original_of(upload_id, owner)
        if file_id is not None:
            return RedirectResponse(f"/original/{file_id}", status_code=303)
        session = WebsocketSession.get_by_id(session_id)
        if session is None or session.user is None or session.user.identifier != owner:
            return Response(status_code=404)
        known = session.files.get(upload_id)
        if known is None or known["path"] == _SENTINEL_PATH:
            return Response(status_code=404)
        content = await asyncio.to_thread(known["path"].read_bytes)
        return Response(content, media_type=known["type"])

    return routes


class _InMemory(MultiPartParser):
    """Starlette's parser, told never to spool a part to a file."""

    spool_max_size = 1 << 40


async def _whole_file(request: Request, max_bytes: int) -> tuple[str, bytes]:
    """The one file of a multipart body, whole.

    Raises:
        UnreadableFileError: ``file_too_large``; ``file_empty``; ``upload_broken``: the body is not one file.
    """
    try:
        async with asyncio.timeout(_UPLOAD_TIMEOUT_S):
            form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=4).parse()
    except (MultiPartException, KeyError, TimeoutError):
        raise UnreadableFileError("upload_broken") from None
    part = form.get("file")
    if not isinstance(part, UploadFile) or not part.filename:
        raise UnreadableFileError("upload_broken")
    data = await part.read()
    await form.close()
    if not data:
        raise UnreadableFileError("file_empty")
    if len(data) > max_bytes:
        raise UnreadableFileError("file_too_large", max_mib=max_bytes // (1024 * 1024))
    return part.filename, data
