"""The log of acts: read, filtered, taken along, and whether it holds."""

import asyncio

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from prompts.log import Entry
from ui.workbench.desk import Desk

ACTS = ("proposed", "withdrawn", "signed", "released", "rolled_back", "disabled", "key")


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()
    releases = desk.place.exchange.releases

    @routes.get("/log")
    async def log_page(request: Request) -> Response:
        desk.member()
        wanted = {name: request.query_params.get(name, "").strip() for name in ("act", "text", "who")}
        fault = await asyncio.to_thread(releases.log.verify)
        entries = () if fault is not None else releases.log.entries()
        shown = [entry for entry in reversed(entries) if _fits(entry, wanted)]
        return desk.page(
            "log",
            fault=fault,
            entries=shown,
            total=len(entries),
            head=entries[-1].head if entries else None,
            acts=ACTS,
            wanted=wanted,
            names={signer.key_id: signer.name for signer in desk.place.exchange.signers().values()},
        )

    @routes.get("/log/file")
    async def file() -> Response:
        desk.member()
        data = await asyncio.to_thread(_bytes, desk)
        return Response(
            data,
            media_type="application/jsonl",
            headers={"content-disposition": 'attachment; filename="carnet-log.jsonl"'},
        )

    return routes


def _bytes(desk: Desk) -> bytes:
    """The file as it lies there; also one that does not hold: it is evidence."""
    path = desk.place.exchange.releases.log.path
    return path.read_bytes() if path.exists() else b""


def _fits(entry: Entry, wanted: dict[str, str]) -> bool:
    return (
        wanted["act"] in ("", entry.act)
        and wanted["text"].casefold() in str(entry.what.get("name", "")).casefold()
        and wanted["who"].casefold() in entry.who.casefold()
    )
