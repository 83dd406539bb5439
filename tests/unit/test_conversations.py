"""Conversations: sealed, whole, and gone when deleted."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.clock import SystemClock
from ui.conversations import Conversations
from vault.keys import KdfCost
from vault.store import Vaults
from vault.unlocked import Unlocked

PASSPHRASE = "sept tortues lisent au soleil"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Unlocked]:
    vaults = Vaults(f"sqlite:///{tmp_path / 'v.db'}", tmp_path / "s", clock=SystemClock(), kdf=KdfCost.CHEAP)
    opened, _ = vaults.create("camille", PASSPHRASE)
    yield opened
    vaults.close()


def message(
    step_id: str, output: str, *, thread: str = "t1", created: str = "2026-01-01T00:00:00Z"
) -> dict[str, str]:
    return {"id": step_id, "threadId": thread, "type": "user_message", "output": output, "createdAt": created}


def test_messages_come_back_in_order_with_the_thread(vault: Unlocked) -> None:
    """A first message makes its thread; a later one is read after it."""
    kept = Conversations(vault, SystemClock())
    kept.save_step(message("b", "second", created="2026-01-02T00:00:00Z"), final=True)
    kept.save_step(message("a", "first"), final=False)
    kept.save_thread("t1", name="  Ma ferritine  ")

    thread = kept.thread("t1")

    assert thread is not None
    assert thread["name"] == "Ma ferritine"
    assert [step["output"] for step in thread["steps"]] == ["first", "second"]


def test_late_first_writing_never_undoes_a_later_one(vault: Unlocked) -> None:
    """The framework writes "create" and "update" of one message in tasks that race."""
    kept = Conversations(vault, SystemClock())
    kept.save_step(message("a", "whole answer"), final=True)
    kept.save_step(message("a", ""), final=False)

    thread = kept.thread("t1")

    assert thread is not None
    assert thread["steps"][0]["output"] == "whole answer"


def test_deleted_thread_does_not_come_back(vault: Unlocked) -> None:
    """A browser that still has it open writes once more when it leaves."""
    kept = Conversations(vault, SystemClock())
    kept.save_step(message("a", "words"), final=True)
    kept.save_element({"id": "e", "threadId": "t1"}, "{}")
    kept.save_feedback({"forId": "a", "value": 1})
    kept.delete("t1")
    kept.save_step(message("b", "late"), final=True)
    kept.save_thread("t1", name="late")

    assert kept.threads() == []
    assert kept.thread("t1") is None
    assert {kind for kind, count in vault.sizes().items() if count} <= {"audit"}


def test_metadata_alone_never_creates_a_thread(vault: Unlocked) -> None:
    kept = Conversations(vault, SystemClock())
    kept.save_thread("t9", metadata={"chat_profile": None})

    assert not kept.exists("t9")


def test_no_word_of_a_conversation_is_on_disk(vault: Unlocked, tmp_path: Path) -> None:
    """Name, words and even the thread's id stay under the seal."""
    kept = Conversations(vault, SystemClock())
    kept.save_step(message("a", "canari-ferritine", thread="fil-canari"), final=True)
    kept.save_thread("fil-canari", name="canari-titre")

    on_disk = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())

    assert b"canari" not in on_disk
