"""Chainlit's storage, sealed: every thread, message, chart and opinion goes through the open vault.

Whose vault it is never comes from the caller: `rooms.current()` finds it from the session that makes the
request. What is not there, or is someone else's, is simply not there.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from chainlit.data.base import BaseDataLayer
from chainlit.data.utils import queue_until_user_message
from chainlit.element import Element, ElementDict
from chainlit.step import StepDict
from chainlit.types import Feedback, PageInfo, PaginatedResponse, Pagination, ThreadDict, ThreadFilter
from chainlit.user import PersistedUser, User

from core import log
from core.errors import AppError, LockedError, NotFoundError
from retrieval.room import Room
from ui.conversations import Conversations
from ui.rooms import Rooms

_MESSAGES = ("user_message", "assistant_message")
_KEPT_OF_A_STEP = (
    "id", "threadId", "name", "type", "output", "createdAt", "start", "end", "isError", "language",
    "streaming",
)  # fmt: skip
_CHARTS = ("plotly",)

Method = TypeVar("Method", bound=Callable[..., Awaitable[None]])


def _queued(method: Method) -> Method:
    """The framework's own decorator, which it expects on writes: they wait for the first message."""
    return cast(Method, queue_until_user_message()(method))


class SealedDataLayer(BaseDataLayer):  # type: ignore[misc]  # chainlit is untyped here
    """The eighteen questions the framework asks, answered from the vault."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._of_room: WeakKeyDictionary[Room, Conversations] = WeakKeyDictionary()
        self._writing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def conversations(self) -> Conversations:
        """The conversations of whoever is asking.

        Raises:
            LockedError: Nobody is signed in here.
        """
        room = self._rooms.current()
        if room not in self._of_room:
            self._of_room[room] = Conversations(room.vault, room.clock)
        return self._of_room[room]

    # People -----------------------------------------------------------------------------------------------

    async def get_user(self, identifier: str) -> PersistedUser | None:
        """The signed-in person, known by the opaque id of their vault."""
        try:
            room = self._rooms.current()
        except LockedError:
            return None
        if identifier != room.vault.vault_id:
            return None
        return PersistedUser(
            id=room.vault.vault_id,
            identifier=room.vault.vault_id,
            createdAt=room.profile.created,
            display_name=room.profile.name,
            metadata={},
        )

    async def create_user(self, user: User) -> PersistedUser | None:
        """People are created by registering; here they are only found."""
        return await self.get_user(user.identifier)

    # Threads ----------------------------------------------------------------------------------------------

    async def get_thread_author(self, thread_id: str) -> str:
        """The owner's id, when the thread is in the asker's own vault; empty otherwise."""
        conversations = self.conversations()
        mine = await asyncio.to_thread(conversations.exists, thread_id)
        return self._rooms.current().vault.vault_id if mine else ""

    async def list_threads(
        self, pagination: Pagination, filters: ThreadFilter
    ) -> "PaginatedResponse[ThreadDict]":
        """One page of threads, last used first; the cursor is the last id of the page before."""
        conversations = self.conversations()
        found = await asyncio.to_thread(_matching, conversations, filters.search)
        ids = [thread["id"] for thread in found]
        start = ids.index(pagination.cursor) + 1 if pagination.cursor in ids else 0
        page = found[start : start + pagination.first]
        return PaginatedResponse(
            data=[self._thread(thread) for thread in page],
            pageInfo=PageInfo(
                hasNextPage=start + len(page) < len(found),
                startCursor=page[0]["id"] if page else None,
                endCursor=page[-1]["id"] if page else None,
            ),
        )

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        """One thread with its messages and charts."""
        conversations = self.conversations()
        thread = await asyncio.to_thread(conversations.thread, thread_id)
        return None if thread is None else self._thread(thread)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,  # noqa: ARG002  never taken from the caller
        metadata: dict[str, Any] | None = None,  # noqa: ARG002  session values; none is needed
        tags: list[str] | None = None,  # noqa: ARG002  unused by Carnet
    ) -> None:
        """Rename, or keep metadata. Owner and tags are not taken from the caller.

        Of the metadata nothing is kept: the framework puts session values there.
        """
        if name is not None:
            conversations = self.conversations()
            await asyncio.to_thread(conversations.save_thread, thread_id, name=name)

    async def delete_thread(self, thread_id: str) -> None:
        """Delete a thread and all that belongs to it."""
        conversations = self.conversations()
        await asyncio.to_thread(conversations.delete, thread_id)

    # Messages ---------------------------------------------------------------------------------------------

    @_queued
    async def create_step(self, step_dict: StepDict) -> None:
        """Keep a new message."""
        await self._keep(step_dict, final=False)

    @_queued
    async def update_step(self, step_dict: StepDict) -> None:
        """Keep a message as it now reads."""
        await self._keep(step_dict, final=True)

    async def _keep(self, step: StepDict, *, final: bool) -> None:
        if step["type"] not in _MESSAGES:
            return
        plain = {key: value for key, value in dict(step).items() if key in _KEPT_OF_A_STEP}
        conversations = self.conversations()
        async with self._writing[str(step["threadId"])]:
            try:
                await asyncio.to_thread(conversations.save_step, plain, final=final)
            except AppError as error:
                # The framework runs this in a task nobody awaits: said here or nowhere.
                log.fault(error.code, error)
                raise

    @_queued
    async def delete_step(self, step_id: str) -> None:
        """Remove one message."""
        conversations = self.conversations()
        await asyncio.to_thread(conversations.remove_step, step_id)

    async def get_favorite_steps(self, user_id: str) -> list[StepDict]:  # noqa: ARG002  switched off
        """Favourites are switched off."""
        return []

    # Charts -----------------------------------------------------------------------------------------------

    @_queued
    async def create_element(self, element: Element) -> None:
        """Keep a chart. Uploaded files are not kept here: their originals are sealed by ingest."""
        if element.type not in _CHARTS or not isinstance(element.content, str):
            return
        plain = cast(dict[str, Any], element.to_dict())
        plain["chainlitKey"] = None
        plain["url"] = f"/element/{element.thread_id}/{element.id}"
        conversations = self.conversations()
        await asyncio.to_thread(conversations.save_element, plain, element.content)

    async def get_element(self, thread_id: str, element_id: str) -> ElementDict | None:
        """One chart, without what it is drawn from (its own address serves that)."""
        conversations = self.conversations()
        element = await asyncio.to_thread(conversations.element, thread_id, element_id)
        if element is None:
            return None
        element.pop("content", None)
        return cast(ElementDict, element)

    @_queued
    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Remove one chart."""
        if thread_id is not None:
            conversations = self.conversations()
            await asyncio.to_thread(conversations.remove_element, thread_id, element_id)

    # Opinions ---------------------------------------------------------------------------------------------

    async def upsert_feedback(self, feedback: Feedback) -> str:
        """Keep an opinion on one of the person's own messages.

        Raises:
            NotFoundError: The message is not theirs.
        """
        conversations = self.conversations()
        if not await asyncio.to_thread(conversations.has_step, feedback.forId):
            raise NotFoundError("not_found")
        plain = {
            "forId": feedback.forId,
            "value": feedback.value,
            "comment": feedback.comment,
            "threadId": feedback.threadId,
        }
        return await asyncio.to_thread(conversations.save_feedback, plain)

    async def delete_feedback(self, feedback_id: str) -> bool:
        """Take an opinion back."""
        conversations = self.conversations()
        await asyncio.to_thread(conversations.remove_feedback, feedback_id)
        return True

    async def build_debug_url(self) -> str:
        """There is none."""
        return ""

    async def close(self) -> None:
        """Nothing is held here; rooms close themselves."""

    def _thread(self, thread: dict[str, Any]) -> ThreadDict:
        owner = self._rooms.current().vault.vault_id
        return cast(
            ThreadDict,
            {
                "id": thread["id"],
                "createdAt": thread["updatedAt"],
                "name": thread["name"],
                "userId": owner,
                "userIdentifier": owner,
                "tags": [],
                "metadata": {},
                "steps": thread.get("steps", []),
                "elements": thread.get("elements", []),
            },
        )


def _matching(conversations: Conversations, search: str | None) -> list[dict[str, Any]]:
    """Threads whose name or messages contain the words; decrypted here, in memory, one thread at a time."""
    threads = conversations.threads()
    if not search:
        return threads
    wanted = search.casefold()

    def has(thread: dict[str, Any]) -> bool:
        if wanted in (thread["name"] or "").casefold():
            return True
        whole = conversations.thread(thread["id"]) or {"steps": []}
        return any(wanted in str(step.get("output", "")).casefold() for step in whole["steps"])

    return [thread for thread in threads if has(thread)]
