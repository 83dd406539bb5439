"""A person's conversations, sealed in their vault: the only place that knows how they are laid out there.

Kinds of sealed items: ``thread`` (name, times, metadata), ``steps/<thread>`` (messages),
``elements/<thread>`` (charts), ``feedback``. Since a kind's name is sealed too, nobody without the key sees
which messages belong together.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any

import orjson

from core.clock import Clock
from vault.unlocked import Item, Unlocked

Plain = dict[str, Any]
"""A thread, step or element as the chat framework speaks of it (camelCase keys, JSON values)."""

_TOMBSTONES_MAX = 1000


class Conversations:
    """Reads and writes one person's conversations. Thread-safe; every write is one sealed transaction."""

    def __init__(self, vault: Unlocked, clock: Clock) -> None:
        self._vault = vault
        self._clock = clock
        self._lock = Lock()
        # Threads deleted while a browser still has them open: late writes must not bring them back.
        self._deleted: OrderedDict[str, None] = OrderedDict()

    def threads(self) -> list[Plain]:
        """Every thread without its messages, last used first."""
        threads = [orjson.loads(item.body) for item in self._vault.items("thread")]
        return sorted(threads, key=lambda thread: str(thread["updatedAt"]), reverse=True)

    def thread(self, thread_id: str) -> Plain | None:
        """One thread with ``steps`` in order and ``elements``; None when there is none."""
        body = self._vault.get("thread", thread_id)
        if body is None:
            return None
        thread: Plain = orjson.loads(body)
        steps = [orjson.loads(item.body) for item in self._vault.items(f"steps/{thread_id}")]
        feedback = {item["forId"]: item for item in map(_load, self._vault.items("feedback"))}
        for step in steps:
            if step["id"] in feedback:
                step["feedback"] = feedback[step["id"]]
        elements = [orjson.loads(item.body) for item in self._vault.items(f"elements/{thread_id}")]
        for element in elements:
            element.pop("content", None)
        return {
            **thread,
            "steps": sorted(steps, key=lambda step: str(step["createdAt"])),
            "elements": elements,
        }

    def exists(self, thread_id: str) -> bool:
        """Whether the thread is in this vault."""
        return self._vault.get("thread", thread_id) is not None

    def save_thread(self, thread_id: str, *, name: str | None = None, metadata: Plain | None = None) -> None:
        """Create or change a thread. A change without a name never creates one."""
        with self._lock:
            thread = self._load_thread(thread_id)
            if thread is None and (name is None or thread_id in self._deleted):
                return
            thread = thread or self._new_thread(thread_id)
            if name:
                thread["name"] = name.strip()[:120]
            if metadata is not None:
                merged = {**thread["metadata"], **metadata}
                thread["metadata"] = {key: value for key, value in merged.items() if value is not None}
            self._vault.put_many([_item("thread", thread_id, thread)])

    def save_step(self, step: Plain, *, final: bool) -> None:
        """Keep a message. A late first writing (`final` False) never undoes a later one."""
        thread_id, step_id = str(step["threadId"]), str(step["id"])
        kind = f"steps/{thread_id}"
        with self._lock:
            if thread_id in self._deleted:
                return
            known = self._vault.get(kind, step_id)
            if known is not None and not final:
                return
            if known is not None:
                step = {**step, "createdAt": orjson.loads(known)["createdAt"]}
            thread = self._load_thread(thread_id) or self._new_thread(thread_id)
            thread["updatedAt"] = self._now()
            self._vault.put_many([_item("thread", thread_id, thread), _item(kind, step_id, step)])

    def remove_step(self, step_id: str) -> None:
        """Remove a message wherever it stands; nothing happens when it is not there."""
        for thread in self.threads():
            kind = f"steps/{thread['id']}"
            if self._vault.get(kind, step_id) is not None:
                self._vault.put_many([], remove=[(kind, step_id)])
                return

    def save_element(self, element: Plain, content: str) -> None:
        """Keep a chart with the text it is drawn from."""
        thread_id = str(element["threadId"])
        with self._lock:
            if thread_id in self._deleted:
                return
            self._vault.put_many(
                [_item(f"elements/{thread_id}", str(element["id"]), {**element, "content": content})]
            )

    def element(self, thread_id: str, element_id: str) -> Plain | None:
        """One element with its ``content``; None when there is none."""
        body = self._vault.get(f"elements/{thread_id}", element_id)
        return None if body is None else orjson.loads(body)

    def remove_element(self, thread_id: str, element_id: str) -> None:
        """Remove one element."""
        self._vault.put_many([], remove=[(f"elements/{thread_id}", element_id)])

    def save_feedback(self, feedback: Plain) -> str:
        """Keep what a person thinks of one message, which must be theirs; one opinion a message."""
        feedback_id = str(feedback["forId"])
        self._vault.put_many([_item("feedback", feedback_id, {**feedback, "id": feedback_id})])
        return feedback_id

    def remove_feedback(self, feedback_id: str) -> None:
        """Take an opinion back."""
        self._vault.put_many([], remove=[("feedback", feedback_id)])

    def has_step(self, step_id: str) -> bool:
        """Whether the message is in one of this person's threads."""
        return any(self._vault.get(f"steps/{thread['id']}", step_id) is not None for thread in self.threads())

    def delete(self, thread_id: str) -> None:
        """Delete a thread with its messages, charts and opinions, in one transaction."""
        with self._lock:
            steps = [item.id for item in self._vault.items(f"steps/{thread_id}")]
            elements = [item.id for item in self._vault.items(f"elements/{thread_id}")]
            remove: Iterable[tuple[str, str]] = [
                ("thread", thread_id),
                *((f"steps/{thread_id}", step) for step in steps),
                *((f"elements/{thread_id}", element) for element in elements),
                *(("feedback", step) for step in steps if self._vault.get("feedback", step) is not None),
            ]
            self._vault.put_many([], remove=remove)
            self._deleted[thread_id] = None
            while len(self._deleted) > _TOMBSTONES_MAX:
                self._deleted.popitem(last=False)

    def _load_thread(self, thread_id: str) -> Plain | None:
        body = self._vault.get("thread", thread_id)
        return None if body is None else orjson.loads(body)

    def _new_thread(self, thread_id: str) -> Plain:
        now = self._now()
        return {"id": thread_id, "name": None, "createdAt": now, "updatedAt": now, "metadata": {}}

    def _now(self) -> str:
        return self._clock.now().isoformat().replace("+00:00", "Z")


def _item(kind: str, item_id: str, body: Plain) -> Item:
    return Item(kind, item_id, orjson.dumps(body))


def _load(item: Item) -> Plain:
    body: Plain = orjson.loads(item.body)
    return body
