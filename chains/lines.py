"""What a model is given: the lines of the record that bear on a question, each with a mark it must cite.

What is sent is shown and kept before it goes: the lines that were found, the question and the rules. No file
name and no whole document is among them, names and numbers of people are masked (`chains.masking`). A
document's words are data inside their line.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from chains import documents, quotes
from chains.compose_answer import bearing
from chains.drafts import PARAGRAPH, Asked, Draft
from chains.events import Sending
from chains.llm import ChatModel, Message
from chains.masking import Mask
from chains.phrases import Phrase
from chains.values import aged, certainty, statement
from chains.wording import number, unit_of
from prompts.template import Prompt, fill
from records.evidence import Evidence
from records.model import Extraction, Fact, Kind
from safety.documents import orders as gives_orders
from safety.verdict import Urgency, Verdict

PROMPT = "records_answer"

_LINES_MAX = 14
_PER_SUBJECT = 4
_NEAREST = 3
_HISTORY_MAX = 2
_HISTORY_CHARS = 700
_TAGS = re.compile(r"</?\s*(?:records|question)\s*>", re.IGNORECASE)
_A_TABLE = 3
"""Values in one passage that were read as facts; fewer are a sentence that mentions them."""


@dataclass(frozen=True, slots=True)
class Call:
    """What goes to the model.

    Attributes:
        messages: In order.
        lines: Evidence by its mark (``F1``).
        mask: What was replaced in them, and the way back.
        spoken: Each line as it is sent, by the id of its evidence.
    """

    messages: tuple[Message, ...]
    lines: dict[str, Evidence]
    mask: Mask
    spoken: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """Everything that is sent, as plain text, in order."""
        return spelled(self.messages)

    def sending(self, id: str, model: ChatModel) -> Sending:
        """What the person is shown before it goes."""
        evidence = tuple(one.id for one in self.lines.values())
        return Sending(id, model.host, model.name, evidence, self.text, self.mask.count)

    def said(self, phrase: Phrase) -> Phrase:
        """A sentence of the model with the words back that were replaced."""
        return replace(phrase, text=self.mask.restored(phrase.text))


def spelled(messages: Sequence[Message]) -> str:
    """Messages as plain text, in order, with what a model asked for."""
    parts = []
    for message in messages:
        asked = [f"{call.name} {call.arguments}" for call in message.calls]
        parts.append("\n".join([f"[{message.role}]", *filter(None, [message.text]), *asked]))
    return "\n\n".join(parts)


def call(
    asked: Asked,
    verdict: Verdict,
    prompt: Prompt,
    question: str,
    history: Sequence[tuple[str, str]],
    struck: Collection[str] = (),
) -> Call | None:
    """The signed prompt filled with the lines that bear on the question; None when there is nothing to word.

    Nothing is among them of a document or a subject that the person keeps from leaving.

    Args:
        asked: With what was found.
        verdict: Its urgency is told to the model, which may not contradict it.
        prompt: ``records_answer`` in the answer's language.
        question: The person's words.
        history: The last turns; used only when the question follows up on them.
        struck: Ids of evidence that the person took out.
    """
    preferences = asked.room.preferences
    if not preferences.may_send(None, question):
        return None
    chosen = [
        one
        for one in _chosen(asked)
        if one.id not in struck and preferences.may_send(one.source.file_id, _heading(one) + one.text)
    ]
    if not chosen:
        return None
    mask = Mask.of_room(asked.room)
    lines = {f"F{index}": evidence for index, evidence in enumerate(chosen, start=1)}
    spoken = {
        mark: mask.masked(_line(asked, one), of_a_fact=one.fact is not None) for mark, one in lines.items()
    }
    evidence = "\n".join(f"[{mark}] {line}" for mark, line in spoken.items())
    say = asked.wording
    urgency = say.say(f"urgency.{Urgency(verdict.urgency).name.lower()}")
    inputs = {
        "urgency": urgency,
        "today": say.today(asked.today),
        "evidence": evidence,
        "question": mask.masked(data(question)),
    }
    before = [
        Message("person" if who == "person" else "carnet", mask.masked(data(text)[:_HISTORY_CHARS]))
        for who, text in (history[-_HISTORY_MAX:] if asked.query.follow_up else ())
        if preferences.may_send(None, text)
    ]
    rules = Message("rules", fill(prompt.sections["rules"], inputs))
    messages = (rules, *before, Message("person", fill(prompt.sections["message"], inputs)))
    return Call(messages, lines, mask, tuple((lines[mark].id, line) for mark, line in spoken.items()))


def _heading(evidence: Evidence) -> str:
    """What a passage stands under names its subject too."""
    heading = evidence.passage.heading if evidence.passage is not None else None
    return f"{heading} " if heading else ""


def _chosen(asked: Asked) -> list[Evidence]:
    """Values of the named things, newest first, each in turn; then what else holds the question's words."""
    query, table = asked.query, asked.room.facts
    chosen: dict[str, Evidence] = {}
    subjects: list[tuple[list[str], list[str]]] = [([analyte], []) for analyte in query.analytes]
    subjects += [([], [label]) for label in query.labels]
    each = max(1, min(_PER_SUBJECT, _LINES_MAX // max(1, len(subjects))))
    for keys, labels in subjects:
        facts = table.select(keys, (), query.period, labels)[:each]
        rivals = [rival for fact in facts for rival in table.conflicts(fact)]
        chosen.update((one.id, one) for one in asked.cite((*facts, *rivals)))
    if subjects and not chosen:
        return []
    found = bearing(asked)
    if Kind.NOTE in query.kinds and not subjects:
        found = [*documents.words_of_named(asked), *found] or list(
            asked.cite(documents.results_of_newest(asked))
        )
    if not subjects and not found:
        found = list(asked.found[:_NEAREST])
    found = [one for one in found if not orders(one) and not _repeats(asked, one)]
    chosen.update((one.id, one) for one in found if one.id not in chosen)
    return list(chosen.values())[:_LINES_MAX]


def _repeats(asked: Asked, evidence: Evidence) -> bool:
    """Whether a passage is the table that values were read from: they say it better, and one at a time."""
    if evidence.passage is None:
        return False
    facts = asked.room.facts_of(evidence.source.file_id)
    values = {fact.value_text for fact in facts if fact.kind is Kind.OBSERVATION and fact.value_text}
    return len(values & set(evidence.text.split())) >= _A_TABLE


def orders(evidence: Evidence) -> bool:
    """Whether a passage or a name gives orders to its reader: never sent to a model, never repeated."""
    fact = evidence.fact
    if fact is not None:
        return any(gives_orders(text) for text in (fact.label, fact.detail, fact.value_text) if text)
    return evidence.passage is not None and evidence.passage.quoted_orders


def _line(asked: Asked, evidence: Evidence) -> str:
    """One evidence as the model reads it: no name, no file, nothing but what the record states."""
    say = asked.wording
    if evidence.fact is not None:
        return data(_fact_line(asked, evidence.fact))
    quote = quotes.excerpt(evidence.text, asked.query.text)
    passage = evidence.passage
    dated = f" ({say.on(passage.when)})" if passage is not None and passage.when is not None else ""
    return f"{say.say('search.quote', quote=data(quote))}{dated}"


def _fact_line(asked: Asked, fact: Fact) -> str:
    say, language = asked.wording, asked.wording.language
    value = " ".join(part for part in (number(fact.value_text or "", language), unit_of(fact)) if part)
    parts = []
    if fact.reference is not None:
        parts.append(say.say("line.range", range=number(fact.reference.text, language)))
    elif fact.kind is Kind.OBSERVATION and fact.quantity is not None:
        parts.append(say.say("line.no_range"))
    if fact.interpretation:
        parts.append(say.say("line.flag", flag=fact.interpretation))
    parts += [
        part for part in (fact.detail, fact.status if fact.kind is not Kind.OBSERVATION else None) if part
    ]
    if fact.negated:
        parts.append(say.say("line.absent"))
    if fact.extraction is Extraction.OCR and not fact.confirmed:
        parts.append(say.say("line.unconfirmed"))
    if fact.corrects is not None:
        parts.append(say.say("line.corrected"))
    if asked.room.facts.conflicts(fact):
        parts.append(say.say("line.conflict"))
    stated = f"{say.label(fact)}{' :' if language == 'fr' else ':'} {value}" if value else say.label(fact)
    dated = f" ({say.day(fact.start)})" if fact.start is not None else ""
    return "; ".join([f"{stated}{dated}", *parts])


def data(text: str) -> str:
    """Words from outside on one line that cannot close their fence or imitate a mark."""
    text = _TAGS.sub(" ", " ".join(text.split()))
    return re.sub(r"\[\s*(F\d+)", r"(\1", text).replace("[[", "[")


def caveats(asked: Asked, cited: Sequence[Evidence]) -> Iterator[Draft]:
    """What must be said of the newest value that the model's sentences rest on, whatever it said of it."""
    facts = [one.fact for one in cited if one.fact is not None and one.fact.kind is Kind.OBSERVATION]
    newest: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda fact: fact.start.local if fact.start else "", reverse=True):
        newest.setdefault(fact.analyte or fact.label, fact)
    for fact in newest.values():
        if asked.room.facts.conflicts(fact):
            yield statement(asked, fact)
        if asked.query.period is None:
            yield from aged(asked, fact)
        yield from certainty(asked, fact)
    yield from (quotes.line(asked, one).after(PARAGRAPH) for one in bearing(asked) if orders(one))
