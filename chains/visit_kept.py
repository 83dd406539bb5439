"""What the vault keeps of a prepared visit: the person's own words, what they chose, tasks they agreed to.

Of the record only ids are kept here, never its words: a line of the page is made from the record each time it
is looked at, so a document that is forgotten is gone from every page that drew on it.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any, TypeVar

import orjson

from core.errors import InputError, IntegrityError, NotFoundError
from core.language import Language
from records.when import When
from retrieval.room import Room
from vault.unlocked import Item, new_id

VISIT, TASK = "visit", "task"
UNDO = timedelta(hours=1)
"""How long something deleted can be brought back; after that the next look removes its row."""
WORDS_MAX, QUESTION_MAX, QUESTIONS_MAX, REASON_MAX = 2_000, 300, 30, 120
NEVER = "none"
"""Of `Preparation.since`: the person says that there was no visit before."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the person's.

    Attributes:
        id: Opaque.
        text: Their words; empty for a suggestion they took as it stands.
        suggestion: Id of the suggestion it was; empty for their own.
    """

    id: str
    text: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Preparation:
    """One visit being prepared.

    Attributes:
        id: Opaque.
        created: UTC instant, ISO.
        specialty: Key of `records.specialties`; empty when it is none of them.
        reason: Why, in the person's words; may be empty.
        when: Day, or day and time, of the visit (`When.local`); empty when it is not known.
        worries: What worries them, in their words.
        since: ISO day that "what changed" starts from; empty to find the last visit; `NEVER` for none.
        clinician: Language of the page for the clinician.
        dropped: Lines the person left out.
        brought: Lines of the record that are only shown when asked for, and were.
        order: Ids of lines by section, where the person moved any.
        questions: In their order.
        notes: What the person wrote down after the visit.
        letter: Id of the document that came of it; empty without one.
        answered: What was said to a proposal of after the visit, by its id: ``yes`` or ``no``.
        deleted: UTC instant, ISO; empty while it is kept.
        revision: Counts changes; a form made before another change is known by it.
    """

    id: str = field(default_factory=new_id)
    created: str = ""
    specialty: str = ""
    reason: str = ""
    when: str = ""
    worries: str = ""
    since: str = ""
    clinician: Language = "fr"
    dropped: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    notes: str = ""
    letter: str = ""
    answered: Mapping[str, str] = field(default_factory=dict)
    deleted: str = ""
    revision: int = 0

    @property
    def moment(self) -> When | None:
        """When the visit is."""
        return When.parse(self.when)

    def with_words(self, said: str) -> "Preparation":
        """With more of the person's words under what worries them.

        Raises:
            InputError: ``visit_too_long``: nothing is cut.
        """
        worries = "\n".join(part for part in (self.worries, said.strip()) if part)
        if len(worries) > WORDS_MAX:
            raise InputError("visit_too_long")
        return replace(self, worries=worries)


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done, kept because the person said yes.

    Attributes:
        id: Opaque; also names it in a calendar.
        created: UTC instant, ISO.
        text: The person's words; empty where `evidence` says it.
        due: Day or moment (`When.local`); empty where `evidence` says it, or nobody does.
        evidence: Id of the fact it rests on; empty for the person's own.
        visit: Id of the preparation it came from; empty without one.
        done: UTC instant, ISO; empty while it is to be done.
        deleted: UTC instant, ISO; empty while it is kept.
    """

    id: str = field(default_factory=new_id)
    created: str = ""
    text: str = ""
    due: str = ""
    evidence: str = ""
    visit: str = ""
    done: str = ""
    deleted: str = ""


Kept = TypeVar("Kept", Preparation, Task)


class Visits:
    """The preparations and tasks of one opened room. Every change is sealed before it is seen."""

    def __init__(self, room: Room) -> None:
        self._room = room

    # -- preparations -----------------------------------------------------------------------------------

    def all(self) -> tuple[Preparation, ...]:
        """Every preparation, the newest visit first; deleted ones only while they can be brought back."""
        with self._room.lock:
            found = [_read(Preparation, item) for item in self._room.vault.items(VISIT)]
            kept = self._swept(VISIT, found)
        return tuple(sorted(kept, key=lambda one: (one.when or one.created[:10], one.created), reverse=True))

    def get(self, id: str) -> Preparation:
        """One preparation; ``not_found`` also when it was deleted."""
        found = self._find(id)
        if found.deleted:
            raise NotFoundError("not_found")
        return found

    def add(self, made: Preparation) -> Preparation:
        """Keep a new one."""
        made = replace(made, created=self._now())
        return self._put(made)

    def change(
        self, id: str, edit: Callable[[Preparation], Preparation], *, seen: int | None = None
    ) -> Preparation:
        """Edit one.

        Args:
            id: Which.
            edit: From what is kept now to what is to be kept.
            seen: Revision of the page that the edit was made on; for words that would overwrite others.

        Raises:
            NotFoundError: ``not_found``.
            InputError: ``visit_changed_elsewhere``: it was changed since `seen`.
        """
        with self._room.lock:
            now = self.get(id)
            if seen is not None and seen != now.revision:
                raise InputError("visit_changed_elsewhere")
            after = edit(now)
            return now if after == now else self._put(replace(after, revision=now.revision + 1))

    def delete(self, id: str) -> None:
        """Take one away; it can be brought back for a while."""
        self.change(id, lambda one: replace(one, deleted=self._now()))

    def bring_back(self, id: str) -> Preparation:
        """Undo `delete`; ``not_found`` once it is too late."""
        with self._room.lock:
            return self._put(replace(self._find(id), deleted=""))

    def _find(self, id: str) -> Preparation:
        body = self._room.vault.get(VISIT, id)
        if body is None:
            raise NotFoundError("not_found")
        return _read(Preparation, Item(VISIT, id, body))

    def _put(self, made: Preparation) -> Preparation:
        self._room.vault.put_many([Item(VISIT, made.id, orjson.dumps(asdict(made)))])
        return made

    # -- tasks ------------------------------------------------------------------------------------------

    def tasks(self) -> tuple[Task, ...]:
        """Every task, oldest first. One whose document was forgotten is gone with it."""
        with self._room.lock:
            found = [_read(Task, item) for item in self._room.vault.items(TASK)]
            orphans = [one for one in found if one.evidence and self._room.facts.get(one.evidence) is None]
            if orphans:
                self._room.vault.put_many([], remove=[(TASK, one.id) for one in orphans])
            return tuple(
                sorted(
                    self._swept(TASK, [one for one in found if one not in orphans]),
                    key=lambda one: one.created,
                )
            )

    def add_task(self, made: Task) -> Task:
        """Keep a new one; one that rests on the same fact is kept once."""
        with self._room.lock:
            for known in self.tasks():
                if made.evidence and known.evidence == made.evidence and not known.deleted:
                    return known
            return self._put_task(replace(made, created=self._now()))

    def mark(self, id: str, *, done: bool) -> Task:
        """Done, or to be done again; ``not_found``."""
        return self._edit_task(id, lambda one: replace(one, done=self._now() if done else ""))

    def delete_task(self, id: str) -> None:
        """Take one away; it can be brought back for a while."""
        self._edit_task(id, lambda one: replace(one, deleted=self._now()))

    def bring_back_task(self, id: str) -> Task:
        """Undo `delete_task`; ``not_found`` once it is too late."""
        return self._edit_task(id, lambda one: replace(one, deleted=""))

    def _edit_task(self, id: str, edit: Callable[[Task], Task]) -> Task:
        with self._room.lock:
            body = self._room.vault.get(TASK, id)
            if body is None:
                raise NotFoundError("not_found")
            return self._put_task(edit(_read(Task, Item(TASK, id, body))))

    def _put_task(self, task: Task) -> Task:
        self._room.vault.put_many([Item(TASK, task.id, orjson.dumps(asdict(task)))])
        return task

    # -- both -------------------------------------------------------------------------------------------

    def _swept(self, kind: str, found: list[Kept]) -> list[Kept]:
        """Without what was deleted too long ago to be brought back; those rows are removed now."""
        until = (self._room.clock.now() - UNDO).isoformat()
        late = [one for one in found if one.deleted and one.deleted < until]
        if late:
            self._room.vault.put_many([], remove=[(kind, one.id) for one in late])
        return [one for one in found if one not in late]

    def _now(self) -> str:
        return self._room.clock.now().isoformat()


def _read(shape: type[Kept], item: Item) -> Kept:
    try:
        plain: dict[str, Any] = orjson.loads(item.body)
        if shape is Preparation:
            for name in ("dropped", "brought"):
                plain[name] = tuple(plain.get(name, ()))
            plain["order"] = {key: tuple(ids) for key, ids in plain.get("order", {}).items()}
            plain["questions"] = tuple(Question(**one) for one in plain.get("questions", ()))
        return shape(**plain)
    except (ValueError, TypeError, AttributeError):
        raise IntegrityError("visit_shape") from None


def with_question(one: Preparation, text: str, suggestion: str = "") -> Preparation:
    """With one more question: the person's words, or a suggestion as it stands.

    Raises:
        InputError: ``visit_question_blank``, ``visit_too_long``, ``visit_questions_full``.
    """
    text = " ".join(text.split())
    if not text and not suggestion:
        raise InputError("visit_question_blank")
    if len(text) > QUESTION_MAX:
        raise InputError("visit_too_long")
    if suggestion and any(known.suggestion == suggestion for known in one.questions):
        return one
    if len(one.questions) >= QUESTIONS_MAX:
        raise InputError("visit_questions_full")
    return replace(one, questions=(*one.questions, Question(new_id(), text, suggestion)))
