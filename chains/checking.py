"""The last look before a sentence is shown: numbers, diagnosis, dose, urgency, evidence."""

from dataclasses import dataclass, field, replace

from chains.citations import Citations
from chains.drafts import Draft
from chains.events import BoundNumber, Sentence
from chains.wording import plain
from core import log
from core.language import Language
from safety import answer_check
from safety.verdict import Verdict


@dataclass(slots=True)
class Checks:
    """Admits the sentences of one answer, and counts those that it did not.

    Attributes:
        verdict: Nothing said may fall below its urgency.
        language: Of the answer.
        citations: Chips given so far.
        dropped: Sentences not admitted.
    """

    verdict: Verdict
    language: Language
    citations: Citations = field(default_factory=Citations)
    dropped: int = 0

    def admit(self, draft: Draft, *, by_model: bool = False) -> Sentence | None:
        """The sentence with its chips and bound numbers; None when it may not be said.

        Args:
            draft: From the composer or from a model.
            by_model: It may not soothe, whatever the urgency.
        """
        check = answer_check.sentence(
            plain(draft.text),
            evidence=draft.evidence,
            verdict=replace(self.verdict, banner=True) if by_model else self.verdict,
            language=self.language,
            statistics=draft.statistics,
            fixed=draft.fixed,
        )
        if not check.ok:
            self.dropped += 1
            for reason in check.reasons:
                log.event("sentence_dropped", code=reason)
            return None
        return Sentence(
            text=draft.text,
            citations=self.citations.bind(draft.evidence, draft.quote),
            numbers=tuple(BoundNumber(one.value, one.unit, one.date, one.fact) for one in check.numbers),
            basis=draft.basis,
            lead=draft.lead,
        )
