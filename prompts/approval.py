"""Whose signatures are enough, and why a signature is refused: the rules, and nothing else.

A version needs two different people, neither of them an author of it, at least one of them a clinician in
scope for its language; risk classes C and D, and every safety data file, need two such clinicians; a text
about a crisis one of mental health among them. What the gate did not pass is signed by nobody.
(DESIGN 8, docs/decisions/workbench.md.)
"""

import fnmatch
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.language import LANGUAGES, Language
from prompts import template
from prompts.signing import Signer
from prompts.template import RiskClass

CRISIS = ("card_crisis_*/*", "rules/self_harm.toml", "rules/words_mind.toml")
"""Texts about a crisis, by name."""

TWO_CLINICIANS: tuple[RiskClass, ...] = ("C", "D")
"""Risk classes that need two clinicians. Safety data decides about crises: it counts as D."""

PEOPLE = 2


class Refusal(StrEnum):
    """Why somebody may not sign, or why what was signed is not enough. Each has its sentence."""

    KEY_UNKNOWN = "key_unknown"
    KEY_EXPIRED = "key_expired"
    OWN_WORK = "own_work"
    SIGNED_ALREADY = "signed_already"
    LANGUAGE = "language_out_of_scope"
    EDITED = "edited_after_signing"
    GATE_MISSING = "gate_missing"
    GATE_FAILED = "gate_failed"
    TOO_FEW = "too_few_people"
    NO_CLINICIAN = "no_clinician"
    TWO_CLINICIANS = "needs_two_clinicians"
    MENTAL_HEALTH = "needs_mental_health"
    NOT_A_CLINICIAN = "not_a_clinician_in_scope"
    NEVER_RELEASED = "never_released"
    DISABLED = "disabled_before"
    LIVE_ALREADY = "live_already"
    DOES_NOT_FIT = "does_not_fit"
    PACKAGE_CHANGED = "package_changed"


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rules must know of a text.

    Attributes:
        name: Folder and file (``card_emergency/prompt.fr.md``).
        risk_class: Of its front matter; ``D`` for safety data.
        languages: It is written in: one for a text, all for safety data.
        authors: Ids of those who wrote this version.
    """

    name: str
    risk_class: RiskClass
    languages: tuple[Language, ...]
    authors: frozenset[str] = frozenset()

    @classmethod
    def of(cls, name: str, data: bytes, authors: Iterable[str] = ()) -> "Subject":
        """The subject of a text as it stands.

        Raises:
            ConfigError: ``prompt_invalid``.
        """
        if not name.endswith(".md"):
            return cls(name, "D", LANGUAGES, frozenset(authors))
        front = template.parse(data.decode()).front
        return cls(name, front.risk_class, (front.language,), frozenset(authors))

    @property
    def crisis(self) -> bool:
        """Whether it is about a crisis."""
        return any(fnmatch.fnmatchcase(self.name, pattern) for pattern in CRISIS)


def may_not_sign(
    subject: Subject, signer: Signer | None, earlier: Collection[Signer], *, gate: bool | None, today: date
) -> Refusal | None:
    """Why this person may not sign this version today; None when they may.

    Args:
        subject: What would be signed.
        signer: Their key; None when no administrator entered one.
        earlier: Who signed it as it stands.
        gate: What the gate's report says; None when there is no report.
        today: The day.
    """
    if signer is None:
        return Refusal.KEY_UNKNOWN
    own = [one for one in earlier if one.whose == signer.whose]
    renews = all(one.valid_until < signer.valid_until for one in own)  # a later key of the same person
    reasons = (
        (not signer.counts(today), Refusal.KEY_EXPIRED),
        (signer.whose in subject.authors, Refusal.OWN_WORK),
        (not set(signer.languages) & set(subject.languages), Refusal.LANGUAGE),
        (gate is None, Refusal.GATE_MISSING),
        (gate is False, Refusal.GATE_FAILED),
        (bool(own) and not renews, Refusal.SIGNED_ALREADY),
    )
    return next((refusal for applies, refusal in reasons if applies), None)


def lacking(subject: Subject, signed: Iterable[Signer]) -> tuple[Refusal, ...]:
    """What is still missing before a version may speak, given who signed it and counts today."""
    people = [one for one in signed if one.whose not in subject.authors]
    people = [one for one in people if set(one.languages) & set(subject.languages)]
    missing = list(unreviewed(subject, people))
    if len({one.whose for one in people}) < PEOPLE:
        missing.insert(0, Refusal.TOO_FEW)
    return tuple(missing)


def unreviewed(subject: Subject, signed: Iterable[Signer]) -> tuple[Refusal, ...]:
    """Which clinicians are missing: of the rules, the part that also holds for texts of the package."""
    clinicians = [one for one in signed if in_scope(one, subject)]
    read = {code for one in clinicians for code in one.languages}
    missing = []
    if not clinicians or not set(subject.languages) <= read:
        missing.append(Refusal.NO_CLINICIAN)
    if subject.risk_class in TWO_CLINICIANS and len({one.whose for one in clinicians}) < PEOPLE:
        missing.append(Refusal.TWO_CLINICIANS)
    if subject.crisis and not any("mental_health" in one.scope for one in clinicians):
        missing.append(Refusal.MENTAL_HEALTH)
    return tuple(missing)


def in_scope(signer: Signer, subject: Subject) -> bool:
    """Whether this is a clinician who may decide about this text."""
    scopes: Sequence[str] = ("general", "mental_health") if subject.crisis else ("general",)
    return (
        signer.clinician
        and bool(set(signer.languages) & set(subject.languages))
        and any(word in signer.scope for word in scopes)
    )
