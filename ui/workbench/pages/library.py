"""Every text by name, language, status, risk class and who signed; and one text as it speaks now."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.language import LANGUAGES
from records.words import fold
from ui.going import see
from ui.told import language, strings
from ui.words import country
from ui.workbench.desk import HERE, Desk
from ui.workbench.drafts import Draft
from ui.workbench.texts import KINDS, Text, outline

STATES = ("live", "expired", "broken", "draft", "in_review", "approved")
_RISKS = ("A", "B", "C", "D")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the library: a text, what it is called, and its open draft."""

    text: Text
    title: str
    draft: Draft | None

    @property
    def states(self) -> tuple[str, ...]:
        """Everything that can be said of its status."""
        return (self.text.state, *((self.draft.status,) if self.draft else ()))


def router(desk: Desk) -> APIRouter:
    """The routes of this module."""
    routes = APIRouter()

    @routes.get("/library")
    async def library(request: Request) -> Response:
        me = desk.member()
        asked = request.query_params
        wanted = {name: asked.get(name, "") for name in ("q", "kind", "spoken", "state", "risk")}
        rows = await asyncio.to_thread(_rows, desk)
        found = await asyncio.to_thread(_found, desk, rows, wanted)
        return desk.page(
            "library",
            tour=not me.tour_done,
            wanted=wanted,
            groups=[(kind, group) for kind in KINDS if (group := _of_kind(found, kind))],
            count=len(found),
            total=len(rows),
            unreviewed=sum(not row.text.reviewed for row in rows),
            working=[row for row in rows if row.draft is not None],
            names=desk.people.name_of,
            kinds=KINDS,
            states=STATES,
            risks=_RISKS,
            languages=LANGUAGES,
        )

    @routes.post("/library/tour")
    async def tour_done(request: Request) -> Response:
        form = await desk.form(request)
        desk.people.change(desk.member(), tour_done=form.get("again") != "1")
        return see(f"{HERE}/library")

    @routes.get("/text/{name:path}")
    async def text_page(name: str) -> Response:
        desk.member()
        text = await asyncio.to_thread(desk.drafts.texts.get, name, desk.people.day)
        drafts = [draft for draft in desk.drafts.all() if draft.text == name]
        content = desk.drafts.texts.content(name)
        return desk.page(
            "text",
            text=text,
            title=title_of(text),
            content=content,
            lines=len(content.splitlines()),
            outline=outline(content) if text.is_data else (),
            draft=next((draft for draft in drafts if draft.open), None),
            past=[draft for draft in reversed(drafts) if not draft.open],
            names=desk.people.name_of,
            twin=desk.drafts.texts.twin(name),
        )

    @routes.post("/text/{name:path}")
    async def start(request: Request, name: str) -> Response:
        await desk.form(request)
        draft = desk.drafts.start(name, desk.member("clinician", "reviewer"))
        return see(f"{HERE}/draft/{draft.id}")

    return routes


def title_of(text: Text) -> str:
    """What a text is called on a page, in the reader's language; its purpose for a prompt."""
    words = strings(language.get())
    if not text.is_data:
        return text.purpose or text.short
    folder, file = text.name.removesuffix(".toml").split("/")
    known = f"text_names.{file}"
    if words.has(known):
        return words.text(known)
    place = words.text("text_names.anywhere") if file == "general" else country(file.upper(), language.get())
    return words.text(f"text_names.of_{folder}", place=place)


def _rows(desk: Desk) -> list[Row]:
    drafts = {draft.text: draft for draft in desk.drafts.all() if draft.open}
    texts = desk.drafts.texts.all(desk.people.day)
    here = language.get()
    own_first = sorted(texts, key=lambda text: (text.short, text.language not in (None, here)))
    return [Row(text, title_of(text), drafts.get(text.name)) for text in own_first]


def _found(desk: Desk, rows: Iterable[Row], wanted: dict[str, str]) -> list[Row]:
    words = fold(wanted["q"]).split()
    return [
        row
        for row in rows
        if wanted["kind"] in ("", row.text.kind)
        and (not wanted["spoken"] or row.text.language in (None, wanted["spoken"]))
        and (not wanted["state"] or wanted["state"] in row.states)
        and wanted["risk"] in ("", row.text.risk_class)
        and (not words or _says(desk, row, words))
    ]


def _says(desk: Desk, row: Row, words: list[str]) -> bool:
    content = row.draft.content if row.draft else ""
    said = fold(f"{row.text.name} {row.title} {desk.drafts.texts.content(row.text.name)} {content}")
    return all(word in said for word in words)


def _of_kind(rows: Iterable[Row], kind: str) -> list[Row]:
    return [row for row in rows if row.text.kind == kind]
