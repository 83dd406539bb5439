"""Finding care: the ways of a country, to browse and to search; and letters to edit, copy and print."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from chains.letters import TAKEN, Letter, letter, reader
from chains.wording import Wording
from core.clock import today
from core.language import LANGUAGES, Language
from safety.care import Line
from safety.care.needs import GROUPS, Need
from safety.care.ways import COUNTRIES, GENERAL, PARTS, Atlas, Way, Ways
from ui.pages.desk import Desk
from ui.pages.render import page
from ui.told import language
from ui.words import day_of

_FOUND_MAX = 3
_NUMBERS_MAX = 2
_QUESTION_MAX = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """One need as the page shows it.

    Attributes:
        need: What for.
        way: How.
        numbers: Whom to call when it is urgent; empty when nothing of it can be.
        borrowed: The country's file lacks it: the general way stands here.
    """

    need: Need
    way: Way
    numbers: tuple[Line, ...]
    borrowed: bool = False


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/ways")
    async def ways(request: Request) -> Response:
        asked = request.query_params
        return await asyncio.to_thread(_page, desk, asked.get("country"), opened=asked.get("need", ""))

    @routes.post("/ways")
    async def search(request: Request) -> Response:
        form = await desk.form(request)
        question = form.get("question", "").strip()[:_QUESTION_MAX]
        return await asyncio.to_thread(_page, desk, form.get("country"), question=question)

    @routes.get("/ways/letter/{kind}")
    async def one_letter(request: Request, kind: str) -> Response:
        asked = request.query_params
        own = asked.get("about") != "other"
        return await asyncio.to_thread(_letter, desk, kind, asked.get("to", ""), own=own)

    return routes


def _page(desk: Desk, country: str | None, *, question: str = "", opened: str = "") -> Response:
    """The ways of the asked country, else of the person's own; those that the question means come first."""
    atlas = desk.home.services.care(GENERAL).atlas
    own = desk.room.profile.country
    meaning = atlas.needs.meant(question)
    chosen = (meaning.country or country or own).lower()
    here = atlas.ways(chosen)
    return page(
        "ways",
        here="ways",
        country=chosen.upper() if chosen in COUNTRIES else GENERAL,
        countries=_countries(atlas),
        unwritten=own if chosen == own.lower() and chosen not in COUNTRIES and own != GENERAL else "",
        note=here.note,
        question=question,
        opened=opened,
        found=[one for need in meaning.needs[:_FOUND_MAX] if (one := _shown(desk, atlas, here, need))],
        groups=[(group, shown) for group in GROUPS if (shown := _group(desk, atlas, here, group))],
        letters=tuple(TAKEN),
        say=_wording(desk, language.get()).say,
        parts=PARTS[1:],
        day_of=lambda checked: day_of(checked, language.get()),
    )


def _countries(atlas: Atlas) -> Sequence[tuple[str, str]]:
    """Code and name of every country whose ways are written, by name."""
    named = [(code.upper(), atlas.ways(code).name[language.get()]) for code in COUNTRIES]
    return sorted(named, key=lambda one: one[1])


def _group(desk: Desk, atlas: Atlas, here: Ways, group: str) -> list[Shown]:
    needs = (way.need for way in here.all if way.need.group == group)
    return [one for need in needs if (one := _shown(desk, atlas, here, need))]


def _shown(desk: Desk, atlas: Atlas, here: Ways, need: Need) -> Shown | None:
    way = atlas.way(here.country, need.key)
    if way is None:
        return None
    care = desk.home.services.care(here.country)
    numbers = (*care.crisis[:1], *care.emergency[:1]) if need.group == "mind" else care.emergency
    urgent = tuple(numbers[:_NUMBERS_MAX]) if need.urgent is not None else ()
    return Shown(need, way, urgent, borrowed=way.country != here.country)


def _letter(desk: Desk, kind: str, spoken: str, *, own: bool) -> Response:
    """A draft in the language its reader reads; beside it what was taken from the record, to compare.

    Args:
        desk: Whose record.
        kind: Of letter.
        spoken: Language asked for; anything else means that of who will read it.
        own: False when it is about somebody else.
    """
    room, here = desk.room, language.get()
    country = room.profile.country.lower()
    to = next((known for known in LANGUAGES if known == spoken), reader(kind, country, here))
    care, day = desk.home.services.care(room.profile.country), today(desk.home.clock)
    written = letter(kind, room, _wording(desk, to), day, care, own=own)
    meant = letter(kind, room, _wording(desk, here), day, care, own=own) if to != here else None
    return page(
        "letter",
        here="ways",
        kind=kind,
        to=to,
        languages=LANGUAGES,
        own=own,
        title=_wording(desk, here).say(f"letter_title.{kind}"),
        text=written.text(_wording(desk, to)),
        meaning=_in_own_words(desk, meant),
        lines=written.lines,
        others=[other for other in TAKEN if other != kind],
        say=_wording(desk, here).say,
    )


def _in_own_words(desk: Desk, meant: Letter | None) -> str:
    """The same letter in the person's own language, to know what they send; empty when it is in it."""
    return meant.text(_wording(desk, meant.language)) if meant is not None else ""


def _wording(desk: Desk, spoken: Language) -> Wording:
    return Wording.of(desk.home.services.prompts, spoken)
