"""Charts of earlier conversations, unsealed for the person they belong to."""

import asyncio

from fastapi import APIRouter
from fastapi.responses import Response

from core.errors import AppError
from ui.compose import House
from ui.conversations import Conversations


def router(home: House) -> APIRouter:
    """The address a resumed conversation draws its charts from."""
    routes = APIRouter()

    @routes.get("/element/{thread_id}/{element_id}")
    async def element(thread_id: str, element_id: str) -> Response:
        """A chart's JSON; 404 alike for what is not there and what is someone else's."""
        try:
            room = home.rooms.current()
        except AppError:
            return Response(status_code=401)
        conversations = Conversations(room.vault, room.clock)
        kept = await asyncio.to_thread(conversations.element, thread_id, element_id)
        if kept is None:
            return Response(status_code=404)
        return Response(kept["content"], media_type="application/json")

    return routes
