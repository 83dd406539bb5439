"""Once more in clinical words: when nothing in the record holds what is asked about, a model may word it.

Only the question is sent, never a word of the record, under a signed prompt, shown and kept like everything
that is sent. What comes back are search terms and nothing else: the person's words, period and aim stay as
they are, and what the terms find stands beside what was found before. A model that is slow, fails or says
nothing usable changes nothing and is not spoken of.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace

from chains.answer import Outcome, keep
from chains.drafts import Asked
from chains.events import Event, Sending
from chains.lines import data, spelled
from chains.llm import ChatModel, Message, briefly
from chains.masking import Mask
from chains.sending import Reviewer, unlooked
from chains.services import Services
from prompts.template import fill
from records.evidence import Evidence
from records.words import words
from retrieval import hybrid
from retrieval.keyword import Thing, content_words
from retrieval.query import Aim, plan
from vault.unlocked import new_id

PROMPT = "rewrite_question"

_TIMEOUT_S, _QUIET_S = 8.0, 5.0
_QUESTION_MAX = 400
_ANSWER_MAX = 800
_TERMS_MAX, _WORDS_MAX = 12, 5
_FOUND_MAX = 6
_TERM = re.compile(r"^[\s*•-]*(?P<term>[^\W\d][\w'’ /.-]{1,60})$")
_SEARCHED = frozenset({Aim.SEARCH, Aim.LIST, Aim.LATEST, Aim.LOOKUP, Aim.RANGE})


@dataclass(slots=True)
class Rewriting:
    """A second search.

    Attributes:
        asked: The question with what was found; with more once `events` has ended.
        services: The model and the signed prompt.
        outcome: Takes the id of what is sent.
        reviewer: Asks the person before something is sent; None where nobody can be asked.
    """

    asked: Asked
    services: Services
    outcome: Outcome
    reviewer: Reviewer | None = None

    async def events(self, question: str) -> AsyncGenerator[Event, None]:
        """What is sent, before it goes; nothing where there is no need, no model, or no leave to send."""
        model = self.services.model
        if model is None or not self._wanted(question) or not self._may(question, model):
            return
        sending, messages = await asyncio.to_thread(self._prepared, question, model)
        await asyncio.to_thread(keep, sending, self.asked.room)
        self.outcome.sent.append(sending.id)
        yield sending
        terms = await _terms(model, messages)
        if terms:
            more = await asyncio.to_thread(self._found, terms)
            self.asked = replace(self.asked, found=_joined(more, self.asked.found))

    def _wanted(self, question: str) -> bool:
        """Whether it asks what nothing found so far bears on and the lexicon has no name for."""
        query = self.asked.query
        known = query.analytes or query.labels or query.metrics or query.unheld
        return (
            bool(question)
            and not (known or any(thing.named and thing.kind for thing in query.things))
            and query.aim in _SEARCHED
            and bool(query.things or query.words)
            and len(question) <= _QUESTION_MAX
            and not any(hybrid.supported(one) for one in self.asked.found)
        )

    def _may(self, question: str, model: ChatModel) -> bool:
        """Whether it may go without a look; who looks each time is not asked for a mere search."""
        room = self.asked.room
        return room.preferences.may_send(None, question) and unlooked(room, model, self.reviewer)

    def _prepared(self, question: str, model: ChatModel) -> tuple[Sending, tuple[Message, ...]]:
        mask = Mask.of_room(self.asked.room)
        prompt = self.services.prompts.get(PROMPT, self.asked.wording.language)
        inputs = {"question": mask.masked(data(question))}
        messages = (
            Message("rules", fill(prompt.sections["rules"], inputs)),
            Message("person", fill(prompt.sections["message"], inputs)),
        )
        return Sending(new_id(), model.host, model.name, (), spelled(messages), mask.count), messages

    def _found(self, terms: tuple[str, ...]) -> tuple[Evidence, ...]:
        """What holds one of the terms, in the period that was asked for."""
        asked, phrases = self.asked, dict[tuple[str, ...], None]()
        for term in terms:
            said = plan(term, asked.query.language, today=asked.today, labels=asked.room.facts.labels())
            if said.things:  # else its words are ordinary ones, and stand everywhere
                named = (phrase for thing in said.things if thing.named for phrase in thing.phrases)
                phrases |= dict.fromkeys((words(term), *named))
        thing = Thing(tuple(phrases), named=True)
        query = replace(
            asked.query, things=(thing,), analytes=(), labels=(), kinds=(), metrics=(), related=()
        )
        found = hybrid.search(asked.room, query, _FOUND_MAX)
        return tuple(one for one in found if hybrid.supported(one))


def _joined(more: tuple[Evidence, ...], found: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    new = {one.id for one in more}
    return (*more, *(one for one in found if one.id not in new))


async def _terms(model: ChatModel, messages: tuple[Message, ...]) -> tuple[str, ...]:
    """The search terms of the model; none when it is late or fails."""
    text = await briefly(model, messages, timeout_s=_TIMEOUT_S, quiet_s=_QUIET_S, most=_ANSWER_MAX)
    return usable(text or "")


def usable(text: str) -> tuple[str, ...]:
    r"""The lines of an answer that are terms: short, no numbers, and with a word that says something.

    >>> usable("- asthénie\nfatigue\nVous devriez consulter votre médecin dès demain matin.\n12 mg")
    ('asthénie', 'fatigue')
    """
    found: dict[str, None] = {}
    for line in text.splitlines():
        match = _TERM.match(line.strip())
        if match is None:
            continue
        term = match["term"].strip(" .-")
        if content_words(term) and len(words(term)) <= _WORDS_MAX:
            found[term] = None
    return tuple(found)[:_TERMS_MAX]
