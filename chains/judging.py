"""A second reading of a message, by a model: it may find it more urgent than the rules did, never less.

The rules and heads decide first and their card is shown at once; only a message without a card is read again,
before the answer begins. What comes back is four words of a fixed list (`Judgement`); the signed decision
table says what they lead to, and that is added to what stands: nothing is ever taken away. A model that is
slow, refuses, fails or writes anything else changes nothing and is not spoken of.

Only the message and the two before it are sent, never a word of the record, masked, shown and kept like
everything that is sent. With a model on this machine it is on; with one elsewhere only for who turned it on.
"""

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from chains.answer import Outcome, keep
from chains.events import Event, Sending
from chains.guidance import banner, card
from chains.lines import data, spelled
from chains.llm import ChatModel, Message, briefly
from chains.masking import Mask
from chains.sending import Reviewer, unlooked
from chains.services import Services
from core.language import Language
from prompts.template import fill
from retrieval.room import Room
from safety.care import Care
from safety.decision import DecisionTable, Row
from safety.verdict import Intent, Urgency, Verdict
from vault.unlocked import new_id

PROMPT = "judge_urgency"

_TIMEOUT_S = 4.0
_ANSWER_MAX = 800
_BEFORE = 2
_CHARS_MAX = 3000
"""Of one message; of a longer one the first and the last half of this are read, as the screen does."""
_FENCE = re.compile(r"</?\s*before\s*>", re.IGNORECASE)
_OBJECT = re.compile(r"\{[^{}]*\}")
_SETTLED = frozenset((Intent.VISIT, Intent.NAVIGATION, Intent.TREND))
"""What code answers whatever else is in it: a question noted for a visit asks nothing of Carnet."""

_WHAT = {
    "illness": Intent.EMERGENCY_SELF,
    "poisoning": Intent.POISONING,
    "self_harm_passive": Intent.SELF_HARM_PASSIVE,
    "self_harm_active": Intent.SELF_HARM_ACTIVE,
    "self_harm_plan": Intent.SELF_HARM_PLAN,
    "self_harm_attempt": Intent.SELF_HARM_ATTEMPT,
    "violence": Intent.VIOLENCE,
}
_HOW_SOON = {
    "now": Urgency.U0, "possible": Urgency.U1, "today": Urgency.U2, "days": Urgency.U3, "none": Urgency.U4,
}  # fmt: skip
_ASKED = {"diagnosis": Intent.DIAGNOSIS, "treatment": Intent.TREATMENT}


class Judgement(BaseModel):
    """What a model said of a message; anything else that it wrote is no judgement.

    Attributes:
        urgency: How soon somebody must act; ``possible`` when danger cannot be ruled out.
        about: Kind of danger.
        someone_else: It happens to another person.
        asks: Whether a diagnosis or a change of treatment is wanted.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    urgency: Literal["now", "possible", "today", "days", "none"]
    about: Literal[
        "illness", "poisoning", "self_harm_passive", "self_harm_active", "self_harm_plan",
        "self_harm_attempt", "violence", "nothing",
    ]  # fmt: skip
    someone_else: bool
    asks: Literal["diagnosis", "treatment", "other"]


@dataclass(slots=True)
class Judging:
    """The second reading.

    Attributes:
        verdict: Of the screen; raised, or the same, once `events` has ended.
        room: Whose choices and receipts.
        services: The model, the signed prompt and decision table.
        outcome: Takes the id of what is sent.
        reviewer: None where nobody can be asked.
    """

    verdict: Verdict
    room: Room
    services: Services
    outcome: Outcome
    reviewer: Reviewer | None = None

    async def events(
        self, text: str, earlier: Sequence[str], care: Care, language: Language
    ) -> AsyncGenerator[Event, None]:
        """What is sent, before it goes; then a card or the banner that the screen had not shown.

        Args:
            text: The message.
            earlier: The person's own messages before it, oldest first.
            care: Numbers of their country.
            language: Of the answer.
        """
        model, before = self.services.model, self.verdict
        if model is None or before.card is not None or not text.strip() or not self._may(text, model):
            return
        sending, messages = await asyncio.to_thread(self._prepared, text, earlier, model, language)
        await asyncio.to_thread(keep, sending, self.room)
        self.outcome.sent.append(sending.id)
        yield sending
        judged = await _judgement(model, messages)
        if judged is None:
            return
        self.verdict = raised(before, judged, self.services.screen.table)
        if self.verdict.card is not None:
            yield card(self.verdict.card, care, language, self.services.prompts)
        elif (self.verdict.banner, self.verdict.crisis) != (before.banner, before.crisis):
            yield banner(care, language, self.services.prompts, crisis=self.verdict.crisis)

    def _may(self, text: str, model: ChatModel) -> bool:
        """Whether it may go: as the person chose, and never for who looks each time at what is sent."""
        chosen = self.room.preferences
        if chosen.judging == "off" or chosen.review == "always" or not chosen.may_send(None, text):
            return False
        if is_local(model):
            return True
        return chosen.judging == "on" and unlooked(self.room, model, self.reviewer)

    def _prepared(
        self, text: str, earlier: Sequence[str], model: ChatModel, language: Language
    ) -> tuple[Sending, tuple[Message, ...]]:
        chosen = self.room.preferences
        mask = Mask.of_room(self.room)
        prompt = self.services.prompts.get(PROMPT, language)
        before = [mask.masked(_cut(one)) for one in earlier[-_BEFORE:] if chosen.may_send(None, one)]
        inputs = {"message": mask.masked(_cut(text)), "before": "\n".join(before)}
        messages = (
            Message("rules", prompt.sections["rules"]),
            Message("person", fill(prompt.sections["message"], inputs)),
        )
        return Sending(new_id(), model.host, model.name, (), spelled(messages), mask.count), messages


def is_local(model: ChatModel) -> bool:
    """Whether the model answers on this very machine."""
    host = urlsplit(model.url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def raised(verdict: Verdict, judged: Judgement, table: DecisionTable) -> Verdict:
    """`verdict` with what the decision table says of the judgement added to it; nothing is taken away.

    Args:
        verdict: Of the screen, without a card.
        judged: Of the model.
        table: Signed.
    """
    found = _alarm(judged)
    if found is not None:
        intent, urgency, sure = found
        verdict = _joined(verdict, table.decide(intent, urgency, sure=sure), intent, judged)
    if judged.urgency != "none" or found is not None:
        verdict = replace(verdict, urgency=min(verdict.urgency, _HOW_SOON[judged.urgency]))
    asked = _ASKED.get(judged.asks)
    if asked is None or verdict.redirect or verdict.card is not None or verdict.intent in _SETTLED:
        return verdict
    row = table.decide(asked, Urgency.U4, sure=True)
    alarmed = found is not None or verdict.banner
    return replace(
        verdict,
        intent=verdict.intent if alarmed else asked,
        urgency=min(verdict.urgency, Urgency.U3),
        redirect=row.redirect,
        treatment_change=row.treatment_change,
        reasons=(*verdict.reasons, f"judge:{judged.asks}", f"table:{row.id}"),
    )


def _alarm(judged: Judgement) -> tuple[Intent, Urgency, bool] | None:
    """What of the decision table's danger was judged: kind, how soon, and whether it is sure."""
    intent = _WHAT.get(judged.about)
    if intent is None or judged.urgency == "none":
        return None
    if intent is Intent.EMERGENCY_SELF:
        if judged.urgency in ("today", "days"):
            return None
        intent = Intent.EMERGENCY_OTHER if judged.someone_else else intent
    sure = judged.urgency == "now"
    return intent, Urgency.U0 if sure else Urgency.U1, sure


def _joined(verdict: Verdict, row: Row, intent: Intent, judged: Judgement) -> Verdict:
    """The verdict with a row of the table on top of it."""
    shown = row.card is not None
    return replace(
        verdict,
        intent=intent if shown or not verdict.redirect else verdict.intent,
        card=row.card,
        banner=verdict.banner or row.banner,
        crisis=verdict.crisis or row.crisis,
        answerable=verdict.answerable and not shown,
        rest="" if shown else verdict.rest,
        third_party=verdict.third_party or judged.someone_else,
        reasons=(*verdict.reasons, f"judge:{judged.about}", f"table:{row.id}"),
    )


def _cut(text: str) -> str:
    """A message on one line that cannot close its fence, the middle left out of a long one."""
    if len(text) > _CHARS_MAX:
        half = _CHARS_MAX // 2
        text = f"{text[:half]} … {text[-half:]}"
    return _FENCE.sub(" ", data(text))


async def _judgement(model: ChatModel, messages: Sequence[Message]) -> Judgement | None:
    """The judgement of the model; None when it is late, fails or gives none."""
    text = await briefly(model, messages, timeout_s=_TIMEOUT_S, most=_ANSWER_MAX)
    return None if text is None or len(text) > _ANSWER_MAX else read(text)


def read(text: str) -> Judgement | None:
    """The one judgement in `text`, whatever stands around it; None without any, or with more than one object.

    >>> read('{"urgency":"now","about":"illness","someone_else":false,"asks":"other"}').urgency
    'now'
    >>> read("I am sorry, I cannot help with that.") is None
    True
    """
    found = _OBJECT.findall(text)
    if len(found) != 1:
        return None
    try:
        return Judgement.model_validate_json(found[0])
    except ValidationError:
        return None
