"""Preparing a visit in the chat: a button, one question, the page as an answer, and edits in words.

Everything here can also be done on the page itself; what is not plainly an edit is answered as any message.
Handlers only; `ui/chat.py` guards them and `ui/web.py` registers them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

import chainlit as cl

from chains.visit_edits import Change, Edit, edit_said
from chains.visit_kept import Preparation, Visits, with_question
from chains.visit_page import Block, Page, Place, Told, compose
from chains.visit_prep import wanted
from chains.wording import Wording
from core.clock import today
from core.errors import InputError
from core.language import Language, detect
from records.words import words
from retrieval.room import Room
from ui import render
from ui.buttons import language_of, yes_or_no
from ui.compose import house
from ui.told import strings

Answer = Callable[[str, Room | None], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Talk:
    """What a chat is about: which preparation, and whether its question is still open."""

    id: str
    asking: bool


_talks: dict[str, _Talk] = {}
"""By chat session; opaque ids only."""


def offer(text: str, language: Language) -> list[cl.Action]:
    """The button under an answer about a visit."""
    payload = {"text": text, "day": today(house().clock).isoformat(), "language": language}
    label = strings(language).text("visit.chat_start")
    return [cl.Action(name="visit_start", payload=payload, label=label, icon="clipboard-list")]


async def start(action: cl.Action) -> None:
    """Begin: keep which visit it is, and ask what worries the person."""
    room, language = house().rooms.current(), language_of(action)
    day = date.fromisoformat(str(action.payload["day"]))
    visit = wanted(str(action.payload["text"]), language, day)
    made = Preparation(
        specialty=visit.specialty,
        when=visit.when.local if visit.when is not None else "",
        clinician=room.profile.language,
    )
    kept = await asyncio.to_thread(Visits(room).add, made)
    await action.remove()
    _talks[cl.context.session.id] = _Talk(kept.id, asking=True)
    say = strings(language)
    payload = {"id": kept.id, "language": language}
    skip_it = cl.Action(
        name="visit_skip", payload=payload, label=say.text("visit.chat_skip"), icon="skip-forward"
    )
    await cl.Message(content=say.text("visit.chat_worries"), actions=[skip_it]).send()


async def skip(action: cl.Action) -> None:
    """Go on without a word on worries."""
    room, language = house().rooms.current(), language_of(action)
    await action.remove()
    kept = await asyncio.to_thread(Visits(room).get, str(action.payload["id"]))
    await _show(room, kept, language)


async def keep_words(action: cl.Action) -> None:
    """Put words on the page that might have been a question to Carnet."""
    room = house().rooms.current()
    await _keep(room, str(action.payload["id"]), str(action.payload["text"]), language_of(action))


async def said(asked: str, room: Room, answer: Answer) -> bool:
    """Whether a message was about the page being prepared, and was done.

    Args:
        asked: The message; it holds no emergency.
        room: Whose page.
        answer: Answers a message as usual: what is said between the lines comes before keeping it.
    """
    language = detect(asked, room.profile.language)
    talk = _talks.get(cl.context.session.id)
    edit = edit_said(asked)
    if edit is not None:
        kept = await asyncio.to_thread(_current, room, talk)
        if kept is not None:
            if edit.text and edit.change is Change.ADD:
                await _calm(edit.text, language, room, answer)
            await _edit(room, kept, edit, language)
            return True
    if talk is None or not talk.asking:
        return False
    if "?" in asked:
        await _ask_which(asked, talk.id, language)
        return True
    await _calm(asked, language, room, answer)
    await _keep(room, talk.id, asked, language)
    return True


def left(session_id: str) -> None:
    """The chat is over."""
    _talks.pop(session_id, None)


async def _calm(asked: str, language: Language, room: Room, answer: Answer) -> None:
    """What words may mean comes before writing them down."""
    verdict = house().services.screen.question(asked, language=language)
    if verdict.banner or verdict.crisis:
        await answer(asked, room)


async def _ask_which(asked: str, id: str, language: Language) -> None:
    """A question while worries were asked for: for the page, or for Carnet?"""
    payload = {"id": id, "text": asked}
    offer = yes_or_no("visit_words", payload, language, "visit.chat_words_yes", "visit.chat_words_no")
    await cl.Message(content=strings(language).text("visit.chat_which"), actions=offer).send()


def _current(room: Room, talk: _Talk | None) -> Preparation | None:
    """The preparation this chat is about, else the one for the next visit to come."""
    day = today(house().clock)
    live = [one for one in Visits(room).all() if not one.deleted]
    if talk is not None:
        return next((one for one in live if one.id == talk.id), None)
    coming = [one for one in live if one.moment is None or one.moment.last_day >= day]
    return coming[-1] if coming else None


async def _keep(room: Room, id: str, said: str, language: Language) -> None:
    """Add to the person's words, and show the page."""
    kept = await asyncio.to_thread(Visits(room).change, id, lambda one: one.with_words(said))
    await _show(room, kept, language)


async def _show(room: Room, kept: Preparation, language: Language) -> None:
    """The page as a message, with where to edit, print and draw it."""
    _talks[cl.context.session.id] = _Talk(kept.id, asking=False)
    made = await asyncio.to_thread(_made, room, kept, language)
    await cl.Message(content=f"{markdown(made)}\n\n{_links(kept, language)}").send()


async def _edit(room: Room, kept: Preparation, edit: Edit, language: Language) -> None:
    """Do an edit and say what the page asks now; when it cannot be done, say how."""
    say = strings(language)
    made = await asyncio.to_thread(_made, room, kept, language)
    try:
        after = _edited(made, kept, edit)
    except InputError:
        await cl.Message(content=f"{say.text('visit.chat_how')} {_links(kept, language)}").send()
        return
    kept = await asyncio.to_thread(Visits(room).change, kept.id, lambda _: after, seen=kept.revision)
    _talks[cl.context.session.id] = _Talk(kept.id, asking=False)
    made = await asyncio.to_thread(_made, room, kept, language)
    done = say.text(f"visit.chat_{edit.change.value}")
    await cl.Message(content="\n\n".join([done, *_questions(made), _links(kept, language)])).send()


def _edited(made: Page, kept: Preparation, edit: Edit) -> Preparation:
    """The preparation after an edit.

    Raises:
        InputError: ``visit_question_blank`` when it is not clear what is meant.
    """
    if edit.change is Change.ADD:
        return with_question(kept, edit.text)
    if edit.change is Change.REMOVE:
        shown = made.asking[1]
        at = edit.number if edit.number > 0 else len(shown) if edit.number < 0 else 0
        if not 0 < at <= len(shown):
            raise InputError("visit_question_blank")
        gone = shown[at - 1].question.id
        return replace(kept, questions=tuple(one for one in kept.questions if one.id != gone))
    named = set(edit.text.split())
    lines = [
        told.line for block in made.blocks for told in block.told if named <= set(words(told.line.label))
    ]
    if not named or len({line.label for line in lines}) != 1:
        raise InputError("visit_question_blank")
    return replace(kept, dropped=(*dict.fromkeys((*kept.dropped, *(line.id for line in lines))),))


def _made(room: Room, kept: Preparation, language: Language) -> Page:
    return compose(room, Wording.of(house().services.prompts, language), kept, today(house().clock))


def _links(kept: Preparation, language: Language) -> str:
    say = strings(language)
    return (
        f"[{say.text('visit.chat_open')}](/visit/{kept.id}) \u00b7 "
        f"[{say.text('visit.pdf')}](/visit/{kept.id}/page.pdf?sheet={kept.clinician})"
    )


# --- as Markdown --------------------------------------------------------------------------------------------


def markdown(page: Page) -> str:
    """The page as the chat shows it; what comes from documents and the person is shown, never obeyed."""
    parts = [f"### {render.plain(page.title)}"]
    if page.when:
        parts.append(render.plain(page.when))
    if page.worries[1]:
        said = "\n".join(f"> {render.plain(line)}" for line in page.worries[1].splitlines() if line.strip())
        parts += [f"**{page.worries[0]}**", said]
    for block in page.blocks:
        parts += _section(page, block)
    parts += _questions(page)
    parts.append(f"*{page.made}*")
    return "\n\n".join(parts)


def _section(page: Page, block: Block) -> list[str]:
    parts = [f"**{block.title}**"]
    if block.part == "changed":
        parts.append(render.plain(page.since) + _chips((page.since_place,) if page.since_place else ()))
    if block.told:
        parts.append("\n".join(_row(told) for told in block.told))
    return [*parts, render.plain(block.note)] if block.note else parts


def _row(told: Told) -> str:
    return f"- **{render.plain(told.line.label)}** \u2013 {render.plain(told.line.text)}{_chips(told.places)}"


def _questions(page: Page) -> list[str]:
    if not page.asking[1]:
        return []
    rows = (f"{number}. {render.plain(one.text)}" for number, one in enumerate(page.asking[1], 1))
    return [f"**{page.asking[0]}**", "\n".join(rows)]


def _chips(places: tuple[Place, ...]) -> str:
    return "".join(
        f' [{place.number}](/source/{place.evidence} "{render.plain(place.text.replace(chr(34), chr(39)))}")'
        for place in places
    )
