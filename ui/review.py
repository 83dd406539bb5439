"""The person looks at what would go to a model, in the chat: send it, take lines out, or send nothing."""

import chainlit as cl

from chains.sending import Proposal, Reviewer
from core.language import Language
from ui import render
from ui.told import Strings, strings

_WAIT_S = 600


def reviewer(language: Language) -> Reviewer:
    """Asks in the open conversation; no answer within ten minutes means that nothing is sent."""

    async def ask(proposal: Proposal) -> frozenset[str] | None:
        say = strings(language)
        struck: set[str] = set()
        while True:
            left = len(proposal.lines) - len(struck)
            offers = ["send"] * bool(left) + ["strike"] * (len(proposal.lines) > 1) + ["nothing"]
            chosen = await _choose(
                _shown(proposal, struck, say), {name: say.text(f"chat.review_{name}") for name in offers}
            )
            if chosen == "send":
                return frozenset(struck)
            if chosen != "strike":
                return None
            await _strike(proposal, struck, say)

    return ask


async def _strike(proposal: Proposal, struck: set[str], say: Strings) -> None:
    """One button a line, pressed once to take it out and again to put it back."""
    while True:
        numbers = {
            id: say.text("chat.review_back" if id in struck else "chat.review_out", number=number)
            for number, (id, _) in enumerate(proposal.lines, start=1)
        }
        chosen = await _choose(
            _shown(proposal, struck, say), numbers | {"done": say.text("chat.review_done")}
        )
        if chosen not in numbers:
            return
        struck ^= {chosen}


def _shown(proposal: Proposal, struck: set[str], say: Strings) -> str:
    sending = proposal.sending
    head = say.text("chat.review", to=render.plain(sending.to), model=render.plain(sending.model))
    lines = [
        f"{number}. ~~{render.plain(line)}~~" if id in struck else f"{number}. {render.plain(line)}"
        for number, (id, line) in enumerate(proposal.lines, start=1)
    ]
    notes = [say.text("chat.review_also")]
    if sending.masked:
        notes.append(say.text("chat.review_masked", count=sending.masked))
    return "\n\n".join([head, "\n".join(lines), " ".join(notes)])


async def _choose(text: str, labels: dict[str, str]) -> str | None:
    actions = [cl.Action(name=name, payload={}, label=label) for name, label in labels.items()]
    question = cl.AskActionMessage(content=text, actions=actions, timeout=_WAIT_S)
    answer = await question.send()
    await question.remove()  # what was sent is said, and kept, by the line that follows
    return None if answer is None else str(answer.get("name"))
