"""The last look before a sentence is shown: numbers, diagnosis, dose, urgency, evidence."""

from dataclasses import dataclass, field, replace

from chains.citations import Citations
from chains.copied import in_quotes
from chains.drafts import Draft
from chains.events import Basis, BoundNumber, Sentence
from chains.wording import Wording, plain
from core import log
from core.language import Language
from safety import answer_check
from safety.verdict import Verdict

_OF_NUMBERS = frozenset(
    "number_unbound unit_wrong date_wrong date_unbound comparator range_wrong direction_wrong range_unknown "
    "trend_unknown stale".split()
)
"""Reasons that a verbatim quotation cannot have: it claims nothing, it shows what is printed."""


@dataclass(slots=True)
class Checks:
    """Admits the sentences of one answer, and counts those that it did not.

    Attributes:
        verdict: Nothing said may fall below its urgency.
        language: Of the answer.
        citations: Chips given so far.
        dropped: Sentences not admitted.
        withheld: Those of them that speak of medicines in a crisis.
        alarmed: Something said so far is urgent: nothing after it may sound calmer.
    """

    verdict: Verdict
    language: Language
    citations: Citations = field(default_factory=Citations)
    dropped: int = 0
    withheld: int = 0
    alarmed: bool = False

    def admit(self, draft: Draft, *, by_model: bool = False) -> Sentence | None:
        """The sentence with its chips and bound numbers; None when it may not be said.

        Args:
            draft: From the composer or from a model.
            by_model: It may say what its lines say and nothing beside; what it copies is quoted.
        """
        if by_model:
            draft = replace(draft, text=in_quotes(draft.text, draft.evidence, self.language))
        text = plain(draft.text)
        check = self._check(text, draft, by_model=by_model)
        if draft.quote and set(check.reasons) <= _OF_NUMBERS and _is_verbatim(draft):
            check = self._check(text.replace(draft.quote, ""), draft, by_model=by_model)
        if not check.ok:
            self.dropped += 1
            self.withheld += "means" in check.reasons
            for reason in check.reasons:
                log.event("sentence_dropped", code=reason)
            return None
        self.alarmed = self.alarmed or answer_check.alarms(text)
        return Sentence(
            text=draft.text,
            citations=self.citations.bind(draft.evidence, draft.quote),
            numbers=tuple(BoundNumber(one.value, one.unit, one.date, one.fact) for one in check.numbers),
            basis=draft.basis,
            lead=draft.lead,
        )

    def _check(self, text: str, draft: Draft, *, by_model: bool) -> answer_check.Check:
        return answer_check.sentence(
            text,
            evidence=draft.evidence,
            verdict=replace(self.verdict, banner=self.verdict.banner or self.alarmed),
            language=self.language,
            statistics=draft.statistics,
            fixed=draft.fixed,
            by_model=by_model,
        )


def withheld(wording: Wording) -> Sentence:
    """That nothing of medicines is shown while the conversation is about self-harm."""
    return Sentence(wording.say("guidance.withheld"), basis=Basis.GUIDANCE)


def _is_verbatim(draft: Draft) -> bool:
    """Whether every word of the quote stands so in its passage: then its numbers are the document's own."""
    printed = [" ".join(one.passage.text.split()) for one in draft.evidence if one.passage is not None]
    return draft.quote is not None and any(draft.quote in text for text in printed)
