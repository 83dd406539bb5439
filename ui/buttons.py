"""Buttons under a message: a question to say yes or no to, the undo of an import."""

from typing import Any

import chainlit as cl

from core.language import Language
from ui.told import strings


def yes_or_no(name: str, payload: dict[str, Any], language: Language, yes: str, no: str) -> list[cl.Action]:
    """Two buttons that know of each other, so that `answered` takes both away.

    Args:
        name: They are called ``<name>_yes`` and ``<name>_no``.
        payload: What both carry.
        language: Of what they say; carried too.
        yes: Key of the first one's words.
        no: Key of the second one's words.
    """
    say, payload = strings(language), payload | {"language": language}
    agree = cl.Action(name=f"{name}_yes", payload=payload, label=say.text(yes), icon="check")
    leave = cl.Action(name=f"{name}_no", payload=payload, label=say.text(no), icon="x")
    agree.payload, leave.payload = payload | {"other": leave.id}, payload | {"other": agree.id}
    return [agree, leave]


async def answered(action: cl.Action) -> None:
    """Take both buttons away: a question is answered once."""
    await action.remove()
    other = cl.Action(name=action.name, payload={}, label="", id=str(action.payload.get("other", "")))
    other.forId = action.forId
    await other.remove()


def undo_import(file_id: str, language: Language) -> cl.Action:
    """The button that takes a file out again."""
    label = strings(language).text("chat.undo_import")
    return cl.Action(name="undo_import", payload={"file": file_id}, label=label, icon="undo-2")


def language_of(action: cl.Action) -> Language:
    """The language a button was offered in."""
    return "en" if action.payload.get("language") == "en" else "fr"
