"""What the screen says of a message: two axes, urgency and intent, and what is shown because of them."""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Urgency(IntEnum):
    """How soon somebody must act. Lower is more urgent, so `min` of two is the safer one.

    Source: Schmitt-Thompson dispositions, grille FRENCH, SAMU regulation; see DESIGN and docs/safety-case.md.
    """

    U0 = 0  # call now
    U1 = 1  # emergency department or on-call doctor now
    U2 = 2  # same day
    U3 = 3  # days to weeks
    U4 = 4  # none

    @property
    def word(self) -> str:
        """``emergency`` (U0, U1), ``urgent`` (U2), ``soon`` (U3) or ``none`` (U4)."""
        return ("emergency", "emergency", "urgent", "soon", "none")[self]


class Intent(StrEnum):
    """What is asked."""

    EMERGENCY_SELF = "emergency_self"
    EMERGENCY_OTHER = "emergency_other"
    POISONING = "poisoning"
    SELF_HARM_PASSIVE = "self_harm_passive"
    SELF_HARM_ACTIVE = "self_harm_active"
    SELF_HARM_PLAN = "self_harm_plan"
    SELF_HARM_ATTEMPT = "self_harm_attempt"
    VIOLENCE = "violence"
    DIAGNOSIS = "diagnosis"
    TREATMENT = "treatment"
    SYMPTOM_RELIEF = "symptom_relief"
    SYMPTOM = "symptom"
    LOOKUP = "lookup"
    TREND = "trend"
    EXPLAIN = "explain"
    VISIT = "visit"
    NAVIGATION = "navigation"
    EDUCATION = "education"
    ANXIETY = "anxiety"
    OUT_OF_SCOPE = "out_of_scope"
    INJECTION = "injection"


class CardKind(StrEnum):
    """Which full card is shown; each is a signed text in ``prompts/library/card_<kind>``."""

    EMERGENCY = "emergency"
    POISONING = "poisoning"
    CRISIS_PASSIVE = "crisis_passive"
    CRISIS_ACTIVE = "crisis_active"
    CRISIS_ATTEMPT = "crisis_attempt"
    VIOLENCE = "violence"


_SAID = re.compile(r"carried:|rule:(?:ss_|harm_other)|judge:self_harm")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The screen's finding. Nothing later may lower it.

    Attributes:
        intent: What is asked, of the most urgent clause.
        urgency: The highest of any clause.
        card: The full card to show first; None without one.
        banner: The soft line "if this is happening now, call …".
        crisis: A suicidal or self-harm crisis, of oneself or another.
        redirect: Care-seeking guidance instead of a plain answer (diagnosis or treatment asked).
        treatment_change: The message asks about starting, stopping or changing a treatment.
        answerable: The rest of the message is answered normally (also beside a banner).
        third_party: The message is about someone else.
        rest: The clauses that are still to be answered, joined; empty when nothing remains.
        reasons: Ids of the rules, heads and table rows that decided. No words of the message.
    """

    intent: Intent
    urgency: Urgency
    card: CardKind | None = None
    banner: bool = False
    crisis: bool = False
    redirect: bool = False
    treatment_change: bool = False
    answerable: bool = True
    third_party: bool = False
    rest: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def withholding(self) -> bool:
        """Whether nothing of medicines is shown: a crisis with its card, told in words or before, or judged.

        What a head alone holds for possible gets the crisis lines above the answer, which stays whole.
        """
        return self.crisis and (self.card is not None or any(map(_SAID.match, self.reasons)))
