"""Before anything goes to a model: may it go, does the person want to look first, what do they strike out."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from chains.events import Sending
from chains.lines import Call
from chains.llm import ChatModel
from retrieval.room import Room
from vault.unlocked import new_id


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be sent, for the person to look at.

    Attributes:
        sending: Where, and every word of it.
        lines: Each line of the record by the id of its evidence, as it would be sent.
    """

    sending: Sending
    lines: tuple[tuple[str, str], ...]


Reviewer = Callable[[Proposal], Awaitable[frozenset[str] | None]]
"""Asks the person. Gives the ids of the lines they strike out, or None: nothing is sent."""


async def agreed(
    prepared: Call, room: Room, model: ChatModel, reviewer: Reviewer | None
) -> frozenset[str] | None:
    """The lines that the person strikes out of a call; None when nothing may be sent.

    A person who wants to look each time where nobody can be asked is answered without a model.
    """
    if unlooked(room, model, reviewer):
        return frozenset()
    if reviewer is None:
        return None
    struck = await reviewer(Proposal(prepared.sending(new_id(), model), prepared.spoken))
    if struck is not None and room.preferences.review == "first":
        room.prefer(agreed=_place(model))
    return struck


def unlooked(room: Room, model: ChatModel, reviewer: Reviewer | None) -> bool:
    """Whether something may go to a model without a look.

    A look is asked for each time, the first time for one endpoint and model, or never, as they chose. Where
    nobody can be asked (the command line), having given the command counts as the first look.
    """
    chosen = room.preferences
    looked = reviewer is None or chosen.agreed == _place(model)
    return chosen.review == "never" or (chosen.review == "first" and looked)


def _place(model: ChatModel) -> str:
    return f"{model.host} {model.name}"
