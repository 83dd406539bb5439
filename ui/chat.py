"""What happens in the chat: files are read, questions are answered, and nothing foreign reaches the screen.

Handlers only; `ui/web.py` registers them. Each goes through `_told`, so an error is said in the person's
words and the framework never sees a foreign exception (it would print it).
"""

import asyncio
import functools
import re
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, Literal

import chainlit as cl
from chainlit.data import get_data_layer

from chains import events
from chains.noting import noted
from chains.plain_words import Entry, meaning
from chains.remembering import note, to_remember
from chains.turn import Turn, run_turn
from chains.visit_prep import asks_next, of_a_visit
from core import log
from core.clock import today
from core.errors import AppError, LockedError
from core.language import Language, detect
from records.model import Fact
from retrieval.ingest.pipeline import ingest_file
from retrieval.ingest.report import IngestReport, Stage
from retrieval.room import Room
from ui import charts as charts_of
from ui import demo, render, visit_chat
from ui.buttons import answered, language_of, undo_import, yes_or_no
from ui.compose import house
from ui.pages.entry import enter
from ui.review import reviewer
from ui.told import strings, told
from ui.uploads import Upload
from ui.words import count
from ui.words import day as day_words

_HISTORY_TURNS = 6
_PROGRESS_S = 0.7
"""Between two lines about the same stage."""
_CHIP = re.compile(r" ?\[[^\]]*\]\(/(?:source/|sent/|basis#)[^)]*\)")
_WORD = re.compile(r"\[([^\]]*)\]\(/(?:word/|urgent#)[^)]*\)")
_one_at_a_time: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)


def _told(handler: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """Say any error as a sentence in the chat; only cancellation passes."""

    @functools.wraps(handler)
    async def guarded(*args: Any, **named: Any) -> None:
        try:
            await handler(*args, **named)  # the framework calls some by position and some by name
        except Exception as error:  # noqa: BLE001  the last stop before the framework, which prints what it catches
            code = error.code if isinstance(error, AppError) else "unexpected"
            log.fault(code, error)
            sentence = told(error, _setting())
            text = f"**{sentence.happened}** {sentence.safe} {sentence.todo}"
            if isinstance(error, LockedError):
                text += f" [{strings(_setting()).text('chat.sign_in')}](/login)"
            await cl.Message(content=text).send()

    return guarded


def _room() -> Room | None:
    """Whose records are open in this chat; None when they are locked."""
    try:
        return house().rooms.current()
    except LockedError:
        return None


def _setting() -> Language:
    room = _room()
    return room.profile.language if room is not None else "fr"


@_told
async def on_message(message: cl.Message) -> None:
    """Read what was dropped in, then answer what was asked; an emergency comes before any reading."""
    async with _one_at_a_time[cl.context.session.id]:
        room, asked = _room(), str(message.content).strip()
        files = _take(message, room)
        if message.command == "example" and room is not None:
            await _read_example(room)
            return
        urgent = bool(asked) and _is_emergency(asked)
        if urgent:
            await _answer(asked, room)
        if files and room is not None:
            await _name_files(message, asked, files)
            await _read_all(files, room)
        if asked and not urgent and not (room is not None and await _offer_to_keep(asked, room)):
            await _answer(asked, room)


def _is_emergency(text: str) -> bool:
    language = detect(text, _setting())
    return house().services.screen.question(text, language=language).card is not None


def _take(message: cl.Message, room: Room | None) -> list[Upload]:
    if room is None or not message.elements:
        return []
    owner = room.vault.vault_id
    return [house().uploads.take(element.id, owner) for element in message.elements]


async def _name_files(message: cl.Message, asked: str, files: list[Upload]) -> None:
    """Write the names under the message: the framework's own attachment chip is gone after a reload."""
    names = ", ".join(file.name for file in files)
    message.content = f"{asked}\n\n{names}" if asked else names
    await message.update()
    data_layer = get_data_layer()
    if not asked and data_layer is not None:
        thread = cl.context.session.thread_id
        await data_layer.update_thread(thread, name=names)
        # The framework tells the page of a conversation that begins with no words, which it takes for none:
        # without this there would be no stop button and no address to come back to.
        await cl.context.emitter.emit("first_interaction", {"interaction": names, "thread_id": thread})


# Reading ----------------------------------------------------------------------------------------------------


async def _read_all(files: list[Upload], room: Room) -> None:
    for position, file in enumerate(files, start=1):
        try:
            report = await _read(file.name, file.data, room, f"{position}/{len(files)}")
            house().uploads.sealed(file, report.file_id)
        except AppError as error:
            log.fault(error.code, error)
            sentence = told(error, room.profile.language)
            await cl.Message(
                content=f"**{render.plain(file.name)}** – {sentence.happened} {sentence.safe} {sentence.todo}"
            ).send()


async def _read(name: str, data: bytes, room: Room, position: str) -> IngestReport:
    """Read one file off the event loop, showing each step, then its report card."""
    say = strings(room.profile.language)
    loop = asyncio.get_running_loop()
    steps: asyncio.Queue[str | None] = asyncio.Queue()
    cancelled = asyncio.Event()
    told: list[tuple[Stage, float]] = []

    def progress(stage: Stage, share: float) -> None:
        read, now = getattr(share, "read", 0), time.monotonic()
        if told and told[-1][0] is stage and now - told[-1][1] < _PROGRESS_S:
            return
        told.append((stage, now))
        line = say.text(f"chat.stage_{stage.value}", file=render.plain(name), position=position)
        if read:
            line += " " + say.text("chat.stage_count", count=count(read, room.profile.language))
        loop.call_soon_threadsafe(steps.put_nowait, line)

    card = cl.Message(content="")
    work = asyncio.create_task(
        asyncio.to_thread(ingest_file, room, name, data, progress=progress, cancelled=cancelled.is_set)
    )
    work.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while (line := await steps.get()) is not None:
            await card.stream_token(line, is_sequence=True)
        report = await work
    except asyncio.CancelledError:
        cancelled.set()
        card.content = say.text("chat.reading_stopped", file=render.plain(name))
        await card.send()
        raise
    except AppError:
        if card.streaming:
            await card.remove()
        raise
    card.content = render.report_card(report, room.profile.language)
    card.actions = _report_actions(report, room.profile.language)
    await card.send()
    log.event("file_read", connector=report.connector or "none", records=len(report.added))
    return report


def _report_actions(report: IngestReport, language: Language) -> list[cl.Action]:
    if report.already_here or not report.connector:
        return []
    say = strings(language)
    actions = []
    unsure = render.unconfirmed(report)
    if unsure:
        actions.append(
            cl.Action(
                name="confirm_all",
                payload={"file": report.file_id},
                label=say.text("chat.confirm_all", count=len(unsure)),
                icon="check-check",
            )
        )
    return [*actions, undo_import(report.file_id, language)]


async def _read_example(room: Room) -> None:
    say = strings(room.profile.language)
    await cl.Message(content=say.text("chat.example_start")).send()
    documents = demo.documents()
    for position, (name, data) in enumerate(documents, start=1):
        await _read(name, data, room, f"{position}/{len(documents)}")
    questions = "\n".join(f"- {question}" for question in demo.QUESTIONS[room.profile.language])
    await cl.Message(content=f"{say.text('chat.example_done')}\n\n{questions}").send()


@_told
async def on_confirm_all(action: cl.Action) -> None:
    """Confirm every value of one file that still waits for it."""
    room = house().rooms.current()
    waiting = [fact for fact in room.facts_of(str(action.payload["file"])) if not fact.confirmed]
    for fact in waiting:
        await asyncio.to_thread(room.confirm, fact.id)
    await action.remove()
    say = strings(room.profile.language)
    await cl.Message(content=say.text("chat.confirmed", count=len(waiting))).send()


@_told
async def on_undo_import(action: cl.Action) -> None:
    """Take one file out again, after asking once, and say what was removed."""
    room = house().rooms.current()
    say = strings(room.profile.language)
    document = room.document(str(action.payload["file"]))
    answer = await cl.AskActionMessage(
        content=say.text("chat.undo_ask", file=render.plain(document.name)),
        actions=[
            cl.Action(name="yes", payload={}, label=say.text("chat.undo_yes")),
            cl.Action(name="no", payload={}, label=say.text("chat.undo_no")),
        ],
        timeout=120,
    ).send()
    await cl.context.emitter.task_end()  # an answer given begins a task that nothing would end
    if answer is None or answer.get("name") != "yes":
        return
    receipt = await asyncio.to_thread(room.forget, document.id)
    await action.remove()
    await cl.Message(
        content=say.text(
            "chat.undone",
            file=render.plain(document.name),
            facts=receipt.facts,
            passages=receipt.passages,
            vectors=receipt.vectors,
        )
    ).send()


# Noting -----------------------------------------------------------------------------------------------------


async def _offer_to_keep(asked: str, room: Room) -> bool:
    """Do what it says to a page being prepared, or offer to note or remember it; whether that is all."""
    if await visit_chat.said(asked, room, _answer):
        return True
    return await _offer_to_note(asked, room) or await _offer_to_remember(asked, room)


async def _offer_to_remember(asked: str, room: Room) -> bool:
    language = detect(asked, room.profile.language)
    what = to_remember(asked, language)
    if what is None:
        return False
    verdict = house().services.screen.question(asked, language=language)
    if verdict.banner or verdict.redirect:  # what it may mean comes before keeping it
        await _answer(asked, room)
    text = strings(language).text("chat.remember_ask", words=render.plain(what))
    offer = yes_or_no("remember", {"text": asked}, language, "chat.remember_yes", "chat.remember_no")
    await cl.Message(content=text, actions=offer).send()
    return True


@_told
async def on_remember_yes(action: cl.Action) -> None:
    """Keep the note, understood again from the same words."""
    room = house().rooms.current()
    language = language_of(action)
    what = to_remember(str(action.payload["text"]), language)
    await answered(action)
    if what is None:
        return
    file_id = await asyncio.to_thread(enter, room, (note(what, today(house().clock).isoformat()),))
    say = strings(language)
    link = f"[{say.text('chat.remember_open')}](/remembered)"
    await cl.Message(
        content=f"{say.text('chat.remember_done')} {link}", actions=[undo_import(file_id, language)]
    ).send()


@_told
async def on_remember_no(action: cl.Action) -> None:
    """Keep nothing."""
    await answered(action)
    await cl.Message(content=strings(_setting()).text("chat.remember_left")).send()


async def _offer_to_note(asked: str, room: Room) -> bool:
    """Ask before keeping a measurement that was stated; whether that is all the message needs."""
    language = detect(asked, room.profile.language)
    day = today(house().clock)
    said = await asyncio.to_thread(noted, asked, language, day)
    if said is None:
        return False
    verdict = house().services.screen.question(asked, language=language)
    quiet = verdict.card is None and not verdict.banner and not verdict.redirect
    if not quiet:  # what it may mean comes before writing it down
        await _answer(asked, room)
    say = strings(language)
    text = say.text("chat.note_ask", values=_stated(said.facts, language))
    if said.assumed_unit is not None:
        text += " " + say.text("chat.note_unit", unit=said.assumed_unit)
    payload = {"text": asked, "day": day.isoformat()}
    offer = yes_or_no("note", payload, language, "chat.note_yes", "chat.note_no")
    await cl.Message(content=text, actions=offer).send()
    return True


def _stated(facts: tuple[Fact, ...], language: Language) -> str:
    """The values in bold, then once when and how they were measured."""
    values = ", ".join(
        f"**{render.plain(' '.join(filter(None, (fact.label, fact.value_text, fact.unit_text))))}**"
        for fact in facts
    )
    when = "" if facts[0].start is None else day_words(facts[0].start, language)
    return f"{values} ({', '.join(filter(None, (when, render.plain(facts[0].detail or ''))))})"


@_told
async def on_note_yes(action: cl.Action) -> None:
    """Keep what was stated, understood again from the same words."""
    room = house().rooms.current()
    language = language_of(action)
    said = noted(str(action.payload["text"]), language, date.fromisoformat(str(action.payload["day"])))
    await answered(action)
    if said is None:
        return
    file_id = await asyncio.to_thread(enter, room, said.facts)
    say = strings(language)
    kept = room.facts_of(file_id)[:1]
    chips = " ".join(f"[{say.text('chat.note_open')}](/source/{fact.id})" for fact in kept)
    await cl.Message(
        content=f"{say.text('chat.note_done')} {chips}", actions=[undo_import(file_id, language)]
    ).send()


@_told
async def on_note_no(action: cl.Action) -> None:
    """Keep nothing, and answer the message as any other."""
    room = house().rooms.current()
    await answered(action)
    await _answer(str(action.payload["text"]), room)


# Visits -----------------------------------------------------------------------------------------------------

on_visit_start, on_visit_skip = _told(visit_chat.start), _told(visit_chat.skip)


@_told
async def on_visit_words_yes(action: cl.Action) -> None:
    """Put the words on the page."""
    await answered(action)
    await visit_chat.keep_words(action)


@_told
async def on_visit_words_no(action: cl.Action) -> None:
    """Answer the words as a question to Carnet."""
    room = house().rooms.current()
    await answered(action)
    await _answer(str(action.payload["text"]), room)


# Answering --------------------------------------------------------------------------------------------------


async def _answer(text: str, room: Room | None) -> None:
    """Stream one turn. What was shown when the person stops it stays, and is kept."""
    setting: Language = room.profile.language if room is not None else _setting()
    country = room.profile.country if room is not None else ""
    language = detect(text, setting)
    turn = Turn(text, setting, country, history=_history(text), reviewer=reviewer(language))
    out = cl.Message(content="")
    charts: list[events.Chart] = []
    meanings = dict(meaning(house().services.prompts, language))
    stream = run_turn(turn, room, house().services)
    try:
        async for event in stream:
            if isinstance(event, events.Done) and room is not None and of_a_visit(text, event.verdict):
                out.actions = [] if asks_next(text) else visit_chat.offer(text, language)
            await _show(event, out, charts, language, meanings)
        if out.content or charts:
            await out.stream_token("".join("\n\n" + charts_of.table(chart, language) for chart in charts))
    except asyncio.CancelledError:
        await out.stream_token(f"\n\n*{strings(language).text('chat.stopped')}*")
        raise
    finally:
        await stream.aclose()
        if out.content:
            await out.send()
            for chart in charts:
                figure = charts_of.figure(chart, language)
                drawn = cl.Plotly(name=chart.title, figure=figure, display="inline")
                drawn.content = charts_of.configured(drawn.content, chart)
                await drawn.send(for_id=out.id)


async def _show(
    event: events.Event,
    out: cl.Message,
    charts: list[events.Chart],
    language: Language,
    meanings: dict[str, Entry],
) -> None:
    match event:
        case events.Card(text=text):
            # A message of its own, so that nothing later can push it out of sight.
            head = f"> [{strings(language).text('chat.card')}](#card)"
            await cl.Message(content=f"{head}\n\n{render.calls(text)}").send()
        case events.Banner(text=text):
            quoted = render.calls(text).replace("\n\n", "\n>\n> ")
            await out.stream_token(f"> {quoted}\n\n")
        case events.Sending():
            await out.stream_token(render.sending(event, language) + "\n\n")
        case events.Sentence():
            await out.stream_token(render.sentence(event, language, meanings))
        case events.Chart():
            charts.append(event)
        case events.Notice(code=code, count=count):
            note = strings(language).parts("notices", code, count=count).text
            await out.stream_token(f"\n\n*{note}*")
        case events.Done(verdict=verdict, seconds=seconds):
            log.event("answered", urgency=verdict.urgency, intent=verdict.intent, seconds=seconds)


def _history(asked: str) -> tuple[tuple[Literal["person", "carnet"], str], ...]:
    """The last turns before this question, without chips."""
    turns: list[tuple[Literal["person", "carnet"], str]] = [
        ("person" if message.type == "user_message" else "carnet", _bare(message.content))
        for message in cl.chat_context.get()
    ]
    if turns and turns[-1][0] == "person" and turns[-1][1].startswith(asked):
        turns.pop()
    return tuple(turns[-_HISTORY_TURNS:])


def _bare(content: str) -> str:
    return _WORD.sub(r"\1", _CHIP.sub("", content))


# Session ----------------------------------------------------------------------------------------------------


async def on_chat_resume(_thread: Any) -> None:
    """Nothing to rebuild: messages are restored by the framework, records are in the room."""


async def on_chat_end() -> None:
    """Free what the framework would keep for ever: the messages of this session."""
    cl.chat_context.clear()
    _one_at_a_time.pop(cl.context.session.id, None)
    visit_chat.left(cl.context.session.id)


async def on_stop(sid: str) -> None:
    """Stop at once. Replaces the framework's handler, which first posts an English sentence."""
    from chainlit.context import init_ws_context
    from chainlit.session import WebsocketSession

    session = WebsocketSession.get(sid)
    if session is not None and session.current_task is not None:
        init_ws_context(session)
        session.current_task.cancel()


async def starters(_user: Any = None, language: str | None = None) -> list[cl.Starter]:
    """What an empty chat offers: the example first while there are no records."""
    room = _room()
    spoken: Language = "fr" if (language or _setting()).lower().startswith("fr") else "en"
    say = strings(spoken)
    offers = [
        cl.Starter(label=say.text(f"chat.starter_{name}"), message=say.text(f"chat.ask_{name}"))
        for name in ("inventory", "latest", "trend", "visit")
    ]
    if room is not None and not room.documents():
        example = cl.Starter(
            label=say.text("chat.starter_example"),
            message=say.text("chat.ask_example"),
            command="example",
        )
        return [example, offers[0]]
    return offers
