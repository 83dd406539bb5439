"""A draft of a text: checked as one types, previewed, compared, commented; nobody's work is lost.

A text has at most one open draft, which several people write in turn. Each save says which revision it began
from. What another person wrote last is put aside before it is replaced, so that it can be read again.
"""

import re
import secrets
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, Literal

import yaml
from pydantic import ValidationError

from core.clock import Clock
from core.errors import AppError, ConfigError, InputError
from core.language import Language
from prompts import template
from prompts.release import number_of
from prompts.template import FRONT, PLACE, SECTION, FrontMatter, places
from safety import care, screen
from safety.care import ways
from ui.workbench.people import Member
from ui.workbench.store import NEW, Data, Kept, Store
from ui.workbench.texts import Texts, raised, version_of

Status = Literal["draft", "in_review", "approved", "live", "withdrawn"]
OPEN: tuple[Status, ...] = ("draft", "in_review", "approved")
"""Of the drafts in one of these, a text has at most one."""

LONGEST = 400_000
COMMENT_LONGEST = 4_000

_DRAFT = "draft"
_AT_LINE = re.compile(r"at line (\d+)")
_HERE_S = 45


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something to be put right, or looked at, in a draft. Its sentence is ``draft_problems.<code>``.

    Attributes:
        code: Of the sentence.
        name: What it is about: a place, a section, a field; empty when it is about the whole.
        line: In the text, from 1; None when it is nowhere in particular.
        serious: Whether the draft cannot be sent to review with it.
    """

    code: str
    name: str = ""
    line: int | None = None
    serious: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is kept.

    Attributes:
        id: Opaque.
        text: Name of the text it changes.
        status: How far it has come.
        content: As written, LF at line ends.
        base: What spoke when it was begun.
        authors: Ids of everybody who wrote in it, in order of their first change; none of them may sign.
        by: Id of who wrote last.
        started: When it was begun, UTC.
        at: When it was last written, UTC.
        why: What is changed and why, for who reviews.
        samples: Values to try its places with.
        revision: For `Drafts.save`.
    """

    id: str
    text: str
    status: Status
    content: str
    base: str
    authors: tuple[str, ...]
    by: str
    started: datetime
    at: datetime
    why: str = ""
    samples: Mapping[str, str] = field(default_factory=dict)
    revision: int = NEW

    @property
    def open(self) -> bool:
        """Whether it can still become what speaks."""
        return self.status in OPEN

    @property
    def version(self) -> str | None:
        """That its front matter states; None for data, or when it states none."""
        return version_of(self.content) if self.text.endswith(".md") else None


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of a draft."""

    id: str
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a draft said before somebody else wrote over it."""

    by: str
    at: datetime
    content: str


class Drafts:
    """The drafts of one workbench.

    Args:
        store: Where they are kept.
        texts: What they change.
        clock: Tells the time.
    """

    def __init__(self, store: Store, texts: Texts, clock: Clock) -> None:
        self._store = store
        self.texts = texts
        self._clock = clock

    def all(self) -> tuple[Draft, ...]:
        """Every draft, oldest first, closed ones too."""
        return tuple(_draft(kept) for kept in self._store.all(_DRAFT))

    def get(self, id: str) -> Draft:
        """One draft.

        Raises:
            NotFoundError: ``not_found``.
        """
        return _draft(self._store.require(_DRAFT, id))

    def of(self, text: str) -> Draft | None:
        """The open draft of a text; None when there is none."""
        return next((draft for draft in self.all() if draft.text == text and draft.open), None)

    def start(self, text: str, member: Member) -> Draft:
        """The open draft of a text; begun from what speaks now, with its version raised, when there is none.

        Raises:
            NotFoundError: ``not_found``: no such text.
        """
        found = self.of(text)
        if found is not None:
            return found
        base = self.texts.content(text)
        data: Data = {
            "text": text,
            "status": "draft",
            "content": raised(base) if text.endswith(".md") else base,
            "base": base,
            "authors": [],
            "by": member.id,
            "started": self._clock.now().isoformat(),
            "why": "",
            "samples": self.texts.samples(text),
        }
        return _draft(self._store.put(_DRAFT, secrets.token_hex(8), data, revision=NEW))

    def save(
        self,
        id: str,
        member: Member,
        *,
        revision: int,
        content: str,
        why: str | None = None,
        samples: Mapping[str, str] | None = None,
        over: bool = False,
    ) -> Draft:
        """Write a draft. Who writes becomes an author when the text itself changed.

        Args:
            id: Of the draft.
            member: Who writes.
            revision: Of the draft as the writer saw it.
            content: All of the text.
            why: What is changed and why; as it was when None.
            samples: Values to try; as they were when None.
            over: Knowingly over what is there: it is put aside even when it is the writer's own, of another
                window.

        Raises:
            InputError: ``changed_meanwhile``; ``draft_closed`` when it is in review or over;
                ``draft_too_long``.
        """
        draft = self.get(id)
        content = content.replace("\r\n", "\n").replace("\r", "\n")
        if draft.status != "draft":
            raise InputError("draft_closed")
        if len(content) > LONGEST:
            raise InputError("draft_too_long", bytes=len(content))
        changed = content != draft.content
        authors = draft.authors
        if changed and member.id not in authors:
            authors = (*authors, member.id)
        data = _plain(draft) | {
            "content": content,
            "authors": list(authors),
            "by": member.id if changed else draft.by,
            "why": draft.why if why is None else why,
            "samples": dict(draft.samples if samples is None else samples),
        }
        if data == _plain(draft):
            return draft  # also when it arrives twice: what is asked for is there
        if draft.revision != revision:
            raise InputError("changed_meanwhile")
        kept = self._store.put(_DRAFT, id, data, revision=revision)
        if changed and (over or draft.by != member.id):
            aside = {"by": draft.by, "at": draft.at.isoformat(), "content": draft.content}
            self._store.put(f"draft_past/{id}", f"{revision:09d}", aside, revision=NEW)
        return _draft(kept)

    def earlier(self, id: str) -> tuple[Earlier, ...]:
        """What was written over by somebody else, newest first."""
        rows = (kept.data for kept in self._store.all(f"draft_past/{id}"))
        found = [Earlier(row["by"], datetime.fromisoformat(row["at"]), row["content"]) for row in rows]
        return tuple(reversed(found))

    def send(self, id: str, *, revision: int) -> Draft:
        """Send to review; nobody writes in it from now on.

        Raises:
            InputError: ``draft_has_problems``, ``draft_without_reason``, ``changed_meanwhile``,
                ``draft_closed``.
        """
        draft = self.get(id)
        if any(problem.serious for problem in check(draft.text, draft.content, self.texts)):
            raise InputError("draft_has_problems")
        if not draft.why.strip():
            raise InputError("draft_without_reason")
        return self._turn(draft, "in_review", revision, of=("draft",))

    def reopen(self, id: str, *, revision: int) -> Draft:
        """Take back into work; what was signed of it no longer fits what will be written.

        Raises:
            InputError: ``changed_meanwhile``, ``draft_closed`` when it is live or withdrawn.
        """
        return self._turn(self.get(id), "draft", revision, of=("in_review", "approved"))

    def close(self, id: str, status: Status, *, revision: int) -> Draft:
        """Say what became of a draft: approved, live or withdrawn.

        Raises:
            InputError: ``changed_meanwhile``, ``draft_closed`` when it is over already.
        """
        return self._turn(self.get(id), status, revision, of=OPEN)

    def _turn(self, draft: Draft, status: Status, revision: int, *, of: tuple[Status, ...]) -> Draft:
        if draft.status not in of:
            raise InputError("draft_closed")
        data = _plain(draft) | {"status": status}
        return _draft(self._store.put(_DRAFT, draft.id, data, revision=revision))

    def comment(self, id: str, member: Member, text: str) -> Comment:
        """Say something of a draft.

        Raises:
            InputError: ``comment_empty``, ``comment_too_long``.
        """
        self.get(id)
        text = text.strip()
        if not text:
            raise InputError("comment_empty")
        if len(text) > COMMENT_LONGEST:
            raise InputError("comment_too_long")
        data = {"by": member.id, "text": text}
        return _comment(self._store.put(f"comment/{id}", secrets.token_hex(8), data, revision=NEW))

    def comments(self, id: str) -> tuple[Comment, ...]:
        """What was said of a draft, oldest first."""
        return tuple(_comment(kept) for kept in self._store.all(f"comment/{id}"))


class Presence:
    """Who has which draft open just now. In memory: nothing of it is kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, str], datetime] = {}
        self._lock = Lock()

    def note(self, draft: str, member: str) -> tuple[str, ...]:
        """Say that a member has a draft open; ids of the others who have."""
        now = self._clock.now()
        with self._lock:
            self._seen[draft, member] = now
            over = now - timedelta(seconds=_HERE_S)
            self._seen = {key: at for key, at in self._seen.items() if at >= over}
            return tuple(who for what, who in self._seen if what == draft and who != member)


# Checking


def check(text: str, content: str, texts: Texts) -> tuple[Flaw, ...]:
    """Everything to be put right or looked at, serious ones first.

    Args:
        text: Name of the text.
        content: Of the draft.
        texts: What speaks now.
    """
    live = texts.content(text)
    found = list(_prompt(content, live, texts.twin(text), texts) if text.endswith(".md") else ())
    if text.endswith(".toml"):
        found = list(_data(text, content, texts))
    if content.strip() == live.strip():
        found.append(Flaw("unchanged"))
    return tuple(sorted(found, key=lambda problem: not problem.serious))


def _prompt(content: str, live: str, twin: str | None, texts: Texts) -> Iterator[Flaw]:
    match = FRONT.match(content)
    if match is None:
        yield Flaw("front_missing", line=1)
        return
    try:
        plain = yaml.safe_load(match["front"])
        front = FrontMatter.model_validate(plain)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield Flaw("front_unreadable", line=mark.line + 2 if mark is not None else None)
        return
    except ValidationError as error:
        for one in error.errors():
            name = str(one["loc"][0]) if one["loc"] else ""
            code = {"missing": "field_missing", "extra_forbidden": "field_unknown"}.get(
                one["type"], "field_wrong"
            )
            yield Flaw(code, name, _line_of(content, f"{name}:"))
        return
    before = template.parse(live)
    yield from _fields(front, before.front, content)
    yield from _places(match["body"], front, before.front, content)
    yield from _sections(content, before.body, match["body"])
    if twin is not None:
        yield from _against_twin(match["body"], template.parse(texts.content(twin)).body)


def _fields(front: FrontMatter, before: FrontMatter, content: str) -> Iterator[Flaw]:
    for name in ("id", "language", "kind"):
        if getattr(front, name) != getattr(before, name):
            yield Flaw("field_fixed", name, _line_of(content, f"{name}:"))
    if front.risk_class != before.risk_class:
        line = _line_of(content, "risk_class:")
        yield Flaw("risk_changed", front.risk_class, line, serious=front.risk_class < before.risk_class)
    if number_of(front.version) <= number_of(before.version):
        yield Flaw("version_not_raised", before.version, _line_of(content, "version:"))
    if front.kind == "model" and not front.model_family:
        yield Flaw("field_missing", "model_family")


def _places(body: str, front: FrontMatter, before: FrontMatter, content: str) -> Iterator[Flaw]:
    used, named, known = places(body), set(front.inputs), set(before.inputs)
    for name in sorted(used - named):
        yield Flaw("place_unnamed", name, _line_of(content, f"{{{{{name}}}}}"))
    for name in sorted(named - used):
        yield Flaw("input_unused", name, _line_of(content, "inputs:"))
    for name in sorted((used | named) - known):
        yield Flaw("place_unknown", name, _line_of(content, f"{{{{{name}}}}}"))
    for line, text in enumerate(content.splitlines(), 1):
        rest = PLACE.sub("", text)
        if "{{" in rest or "}}" in rest:
            yield Flaw("place_broken", line=line)


def _sections(content: str, before: str, body: str) -> Iterator[Flaw]:
    known, keys = SECTION.findall(before), SECTION.findall(body)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield Flaw("section_twice", key, _line_of(content, f"## {key}"))
    for key in known:
        if key not in keys:
            yield Flaw("section_missing", key)
    for key in keys:
        if key not in known:
            yield Flaw("section_new", key, _line_of(content, f"## {key}"))
    parts = SECTION.split(body)
    for key, text in zip(parts[1::2], parts[2::2], strict=True):
        if not text.strip():
            yield Flaw("section_empty", key, _line_of(content, f"## {key}"))


def _against_twin(body: str, other: str) -> Iterator[Flaw]:
    for name in sorted(places(body) ^ places(other)):
        yield Flaw("twin_place", name, serious=False)
    if set(SECTION.findall(body)) != set(SECTION.findall(other)):
        yield Flaw("twin_sections", serious=False)


def _data(text: str, content: str, texts: Texts) -> Iterator[Flaw]:
    try:
        tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = _AT_LINE.search(str(error))
        yield Flaw("data_broken", line=int(place[1]) if place else None)
        return
    try:
        _read_as_the_program_does(text, texts, content)
    except ConfigError as error:
        part = str(error.facts.get("part") or "")
        yield Flaw("data_not_read", part, _line_of(content, f'"{part}"') if part else None)
    except (AppError, KeyError, TypeError, ValueError, AttributeError):
        yield Flaw("data_not_read")


def _read_as_the_program_does(text: str, texts: Texts, content: str) -> None:
    read = texts.reader({text: content})
    folder, file = text.split("/")
    if folder == "care":
        care.care(file.removesuffix(".toml"), read=read)
    elif folder == "paths" and file not in ("ideas.toml", "needs.toml"):
        ways.Atlas(read).ways(file.removesuffix(".toml"))
    else:
        screen.load(read, None)


def _line_of(content: str, what: str) -> int | None:
    return next((number for number, line in enumerate(content.splitlines(), 1) if what in line), None)


# Preview

Piece = tuple[Literal["text", "filled", "open"], str]
"""Of a previewed section: as written, a place with its value, or a place without one."""


def preview(content: str, samples: Mapping[str, str]) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    """The filled template, section by section (one without a name when there are none).

    Args:
        content: Of a prompt; also while it does not hold.
        samples: Value by place.
    """
    match = FRONT.match(content)
    parts = SECTION.split(match["body"] if match else content)
    sections = list(zip(parts[1::2], parts[2::2], strict=True)) or [("", parts[0])]
    return tuple((key, tuple(_pieces(text.strip("\n"), samples))) for key, text in sections)


def _pieces(text: str, samples: Mapping[str, str]) -> Iterator[Piece]:
    parts = PLACE.split(text)
    for number, part in enumerate(parts):
        if number % 2 == 0:
            if part:
                yield "text", part
        elif samples.get(part):
            yield "filled", samples[part]
        else:
            yield "open", part


def language_of(draft: Draft) -> Language | None:
    """The language of a draft's text; None for data, which holds both."""
    return {"prompt.fr.md": "fr", "prompt.en.md": "en"}.get(draft.text.split("/")[1])  # type: ignore[return-value]  # of LANGUAGES


# Kept form


def _draft(kept: Kept) -> Draft:
    data: dict[str, Any] = dict(kept.data)
    data["authors"] = tuple(data["authors"])
    data["started"] = datetime.fromisoformat(data["started"])
    return Draft(id=kept.id, revision=kept.revision, at=kept.at, **data)


def _plain(draft: Draft) -> Data:
    return {
        "text": draft.text,
        "status": draft.status,
        "content": draft.content,
        "base": draft.base,
        "authors": list(draft.authors),
        "by": draft.by,
        "started": draft.started.isoformat(),
        "why": draft.why,
        "samples": dict(draft.samples),
    }


def _comment(kept: Kept) -> Comment:
    return Comment(kept.id, kept.data["by"], kept.at, kept.data["text"])
