"""Reads a message before anything else does, and says how urgent it is and what it asks.

In this order: clean and fold, cut into clauses, qualify, signed rules, heads, what the person said before,
what the record says, decision table. Whatever a rule finds is shown at least as a banner; the heads find what
no rule names, and may doubt whether a card is due. The embedding is asked only where the near head leaves it
open; without one the near head decides alone and shows the banner sooner. Nothing here needs a model, a
network, an unlocked vault or a language setting.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.language import Language
from core.log import fault
from safety.care.needs import PAPERWORK, Needs, needs
from safety.classifier import ALARMS, CRISIS, Heads, Levels, Shares, Sounds, alarm, crisis, read_heads
from safety.clauses import Clause, personal, qualify, split
from safety.critical import RecordFlags, typed
from safety.decision import DecisionTable, read_table
from safety.marks import Marks, marks
from safety.normalise import Token, clean
from safety.persons import about_other, ages
from safety.rulebook import (
    Hit,
    Lexicon,
    Qualifier,
    Rule,
    RuleBook,
    matches,
    read_concepts,
    read_rules,
    read_spelling,
)
from safety.verdict import Intent, Urgency, Verdict

Embed = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors (n, 384) of multilingual-e5-small with the *query* prefix."""

HOME = Path(__file__).parent
WORDS = ("words_body.toml", "words_mind.toml", "words_frames.toml")
RULES = ("emergencies.toml", "self_harm.toml", "asks.toml")
HEADS = HOME / "heads" / "heads.json"

_EMBEDDED_CHARS = 150
"""An embedding costs about 0.3 ms a character on an idle core; of one message at most these are heard."""
_CLAUSES_HEARD = 12
_LEAST_HEARD = 2
"""How one word sounds says little: rules alone read it."""
_CACHED = 512
_PREVIOUS = 3
_A_WORD_OR_TWO = 2
_FEW_SYMPTOMS = 3
_DOUBT_CRISIS = 0.15
"""Below this probability of self-harm a rule that is sure of a wish makes a banner with the crisis lines."""

_GRADE = (
    Intent.SELF_HARM_ATTEMPT, Intent.SELF_HARM_PLAN, Intent.SELF_HARM_ACTIVE, Intent.SELF_HARM_PASSIVE,
)  # fmt: skip
_ALARMS = frozenset(
    (*_GRADE, Intent.EMERGENCY_SELF, Intent.EMERGENCY_OTHER, Intent.POISONING, Intent.VIOLENCE)
)
_ASKS = (
    Intent.INJECTION, Intent.TREATMENT, Intent.DIAGNOSIS, Intent.SYMPTOM_RELIEF, Intent.ANXIETY, Intent.TREND,
    Intent.VISIT, Intent.EXPLAIN, Intent.LOOKUP, Intent.NAVIGATION, Intent.EDUCATION, Intent.SYMPTOM,
    Intent.OUT_OF_SCOPE,
)  # fmt: skip
_OF_RECORDS = frozenset((Intent.LOOKUP, Intent.TREND, Intent.EXPLAIN, Intent.VISIT))
_ANSWERABLE = _OF_RECORDS | {Intent.NAVIGATION, Intent.EDUCATION, Intent.SYMPTOM_RELIEF}
_HEARD: dict[Sounds, Intent] = {
    Sounds.EMERGENCY: Intent.EMERGENCY_SELF, Sounds.POISONING: Intent.POISONING,
    Sounds.SELF_HARM: Intent.SELF_HARM_PASSIVE, Sounds.SELF_HARM_PLAN: Intent.SELF_HARM_PLAN,
    Sounds.VIOLENCE: Intent.VIOLENCE,
    Sounds.DIAGNOSIS: Intent.DIAGNOSIS, Sounds.TREATMENT: Intent.TREATMENT,
    Sounds.RELIEF: Intent.SYMPTOM_RELIEF, Sounds.SYMPTOM: Intent.SYMPTOM,
    Sounds.RECORD: Intent.LOOKUP, Sounds.EDUCATION: Intent.EDUCATION,
    Sounds.ANXIETY: Intent.ANXIETY, Sounds.PAST: Intent.LOOKUP, Sounds.OUT: Intent.OUT_OF_SCOPE,
    Sounds.INJECTION: Intent.INJECTION,
}  # fmt: skip
_SETTLED = _OF_RECORDS | {Intent.TREATMENT, Intent.DIAGNOSIS, Intent.EDUCATION, Intent.NAVIGATION}
"""What a rule finds that a clause asks, so that hearing it adds nothing when it names no symptom."""
_OF_ONESELF = frozenset((Intent.TREATMENT, Intent.DIAGNOSIS))
_WITHIN_DAYS = frozenset((Intent.SYMPTOM, Intent.DIAGNOSIS, Intent.TREATMENT))
_DOUBTED = frozenset((Intent.EMERGENCY_SELF, Intent.EMERGENCY_OTHER, Intent.POISONING, Intent.VIOLENCE))
"""Of these the heads may doubt that a card is due; never of self-harm."""
_DEADLY = frozenset((Sounds.EMERGENCY, Sounds.POISONING, Sounds.SELF_HARM_PLAN))
_BEFORE_WAYS = (Intent.INJECTION, Intent.TREATMENT, Intent.DIAGNOSIS, Intent.ANXIETY)
"""What a rule finds that a clause asks, and that the way to care does not answer."""
_FRAMED = frozenset((Qualifier.EDUCATIONAL, Qualifier.RECORD, Qualifier.PAST, Qualifier.FICTION))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in a message.

    Attributes:
        intent: What.
        urgency: How soon.
        sure: Hard card; otherwise a possibility.
        reason: Id of the rule, head or carried finding.
        clauses: Where.
        start: First token that took part; None when the whole clause did.
    """

    intent: Intent
    urgency: Urgency
    sure: bool
    reason: str
    clauses: frozenset[int] = frozenset()
    start: int | None = None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Smaller is shown first: sure alarms, then by urgency, then the more specific self-harm grade."""
        grade = _GRADE.index(self.intent) if self.intent in _GRADE else len(_GRADE)
        deadly = self.urgency if self.intent not in _GRADE else min(self.urgency, Urgency.U0)
        return (0 if self.sure else 1, int(deadly), grade)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message taken apart."""

    text: str
    tokens: tuple[Token, ...]
    clauses: tuple[Clause, ...]
    hits: tuple[Hit, ...]

    def by_concept(self) -> dict[str, list[Hit]]:
        """Hits under their concept, in order."""
        table: dict[str, list[Hit]] = {}
        for hit in self.hits:
            table.setdefault(hit.concept, []).append(hit)
        return table

    def by_clause(self) -> list[dict[str, list[Hit]]]:
        """Per clause, its hits under their concept."""
        tables: list[dict[str, list[Hit]]] = [{} for _ in self.clauses]
        for hit in self.hits:
            tables[hit.clause].setdefault(hit.concept, []).append(hit)
        return tables

    def of_clause(self, number: int) -> list[Hit]:
        """Hits that start in one clause."""
        return [hit for hit in self.hits if hit.clause == number]


@dataclass(frozen=True, slots=True)
class WayAsked:
    """A question of the way to care.

    Attributes:
        need: Key of what is needed.
        clauses: Those that name a need.
        paperwork: Those about bills, insurance, files or work: how they sound alone makes no hard card.
    """

    need: str
    clauses: frozenset[int]
    paperwork: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells: without clauses that only ask the record or want a lesson, when others remain.

    Attributes:
        clauses: Which.
        text: Their words in lower case, at most `_EMBEDDED_CHARS`; clauses with more symptoms stay first.
        marks: For the near head.
    """

    clauses: tuple[int, ...]
    text: str
    marks: Marks


@dataclass(frozen=True, slots=True)
class Heard:
    """What the heads make of what is told.

    Attributes:
        shares: Probability of each class.
        levels: From where something is shown.
    """

    shares: Shares
    levels: Levels


Fired = Sequence[tuple[Rule, Sequence[Hit]]]
"""Alarm rules that are true of a message, each with the hits that make it so."""


class Screen:
    """The screen.

    Args:
        book: Signed rules and words.
        table: Signed decision table.
        heads: Trained heads; None only while they are trained.
        embed: Gives what is told its vector; without one, and when a call fails, the near head decides alone.
        ways: What people need from a health system, to know a question of the way.

    Attributes:
        table: The decision table, for who raises a verdict.
    """

    def __init__(
        self, book: RuleBook, table: DecisionTable, heads: Heads | None, embed: Embed | None, ways: Needs
    ) -> None:
        self._ways = ways
        self._book = book
        self.table = table
        self._heads = heads
        self._embed = embed
        self._asks = tuple(rule for rule in book.rules if rule.intent not in _ALARMS)
        self._alarms = tuple(rule for rule in book.rules if rule.intent in _ALARMS)
        self._symptoms = frozenset(
            concept
            for rule in self._alarms
            for group in rule.all
            for concept in group
            if concept not in ("third", "now", "having", "sudden")
        )
        self._salt = secrets.token_bytes(16)
        self._heard: OrderedDict[bytes, Shares] = OrderedDict()

    def question(
        self,
        text: str,
        *,
        language: Language,  # noqa: ARG002  every language's rules run; kept for heads trained per language
        previous: Sequence[str] = (),
        record: RecordFlags = RecordFlags(),  # noqa: B008  frozen, no state
    ) -> Verdict:
        """What `text` is about, how urgent it is, and what is shown because of it.

        Args:
            text: The person's message; anything goes, also an empty one.
            language: Of the message. Never limits which rules run.
            previous: The person's own earlier messages of this conversation, oldest first.
            record: What the record says that raises urgency.
        """
        reading = self._read(text)
        fired = self._fired(reading, record)
        ruled = self._ruled(reading)
        told = self._told(reading, fired, ruled)
        heard = self._hear(told)
        way = self._way_asked(reading)
        alarms = [
            *self._weighed(reading, fired, heard),
            *self._heard_alarms(reading, told, heard, way),
        ]
        if any(alarm.sure for alarm in alarms):
            asks = list(ruled.values())
        else:
            asks = _with_way(way, self._asked(reading, ruled, self._each_heard(reading, fired, heard)))
        alarms.extend(self._carried(reading, alarms, previous, record))
        if record.critical:
            alarms.append(Finding(Intent.EMERGENCY_SELF, Urgency.U1, sure=False, reason="record:critical"))
        return self._decide(reading, alarms, asks)

    def told(self, text: str) -> Told:
        """What `text` tells, as the heads are trained to hear it."""
        reading = self._read(text)
        return self._told(reading, self._fired(reading, RecordFlags()), self._ruled(reading))

    def ruled(self, text: str, record: RecordFlags) -> list[Finding]:
        """What the rules alone find in `text`."""
        reading = self._read(text)
        return self._weighed(reading, self._fired(reading, record), None)

    # -- reading ------------------------------------------------------------------------------------

    def _read(self, text: str) -> Reading:
        cleaned = clean(text)
        tokens = self._book.reader.tokens(cleaned)
        clauses = split(cleaned, tokens) if tokens else ()
        figures = [Hit(*figure) for figure in typed([token.word for token in tokens])]
        hits = qualify(tokens, clauses, (*self._book.lexicon.find(tokens), *figures))
        return Reading(cleaned, tokens, clauses, hits)

    # -- alarms -------------------------------------------------------------------------------------

    def _fired(self, reading: Reading, record: RecordFlags) -> Fired:
        table = reading.by_concept()
        found = []
        for rule in self._alarms:
            if rule.record and not record.has(rule.record):
                continue
            if rule.age_below_days is not None and not self._younger(reading, rule.age_below_days):
                continue
            chosen = matches(rule, table)
            if chosen is not None:
                found.append((rule, chosen))
        return found

    def _weighed(self, reading: Reading, fired: Fired, heard: Heard | None) -> list[Finding]:
        """What the rules find; what the heads doubt is a possibility, for the banner."""
        found = [self._finding(rule, chosen, reading) for rule, chosen in fired]
        return [
            replace(one, sure=False) if one.sure and not rule.record and _doubted(one, heard) else one
            for one, (rule, _) in zip(found, fired, strict=True)
        ]

    def _finding(self, rule: Rule, chosen: Sequence[Hit], reading: Reading) -> Finding:
        softened = self._softened(reading, frozenset(hit.clause for hit in chosen), rule.intent)
        supposed = softened or any(Qualifier.HYPOTHETICAL in hit.qualifiers for hit in chosen)
        start = min(hit.start for hit in chosen)
        intent = rule.intent
        if intent is Intent.EMERGENCY_SELF and about_other(
            reading.tokens, reading.hits, start, max(hit.end for hit in chosen)
        ):
            intent = Intent.EMERGENCY_OTHER
        clauses = frozenset(hit.clause for hit in chosen)
        return Finding(intent, rule.urgency, rule.sure and not supposed, f"rule:{rule.id}", clauses, start)

    def _softened(self, reading: Reading, clauses: frozenset[int], intent: Intent) -> bool:
        """True when a clause names a harmless occasion (after the gym, for a few seconds) and little else."""
        if intent is not Intent.EMERGENCY_SELF:
            return False
        alive = {hit.start for hit in reading.hits if hit.concept in self._symptoms and not hit.qualifiers}
        mild = any(hit.concept == "mild" and hit.clause in clauses for hit in reading.hits)
        return mild and len(alive) <= _FEW_SYMPTOMS

    def _younger(self, reading: Reading, days: int) -> bool:
        return any(age < days for age in ages(reading.tokens))

    # -- hearing ------------------------------------------------------------------------------------

    def _told(self, reading: Reading, fired: Fired, ruled: Mapping[int, Finding]) -> Told:
        kept = [number for number in range(len(reading.clauses)) if self._tells(reading, number, ruled)]
        numbers = tuple(kept) or tuple(range(len(reading.clauses)))
        return Told(numbers, self._aloud(reading, numbers), self._marks(reading, fired, frozenset(numbers)))

    def _tells(self, reading: Reading, number: int, ruled: Mapping[int, Finding]) -> bool:
        """True unless a clause only asks what a rule understands, or is of a record, a lesson, the past."""
        hits = reading.of_clause(number)
        if any(hit.qualifiers & _FRAMED for hit in hits):
            return False
        asked = ruled.get(number)
        settled = asked is not None and asked.intent in _SETTLED and reading.clauses[number].question
        return not settled or any(hit.concept in self._symptoms and not hit.qualifiers for hit in hits)

    def _aloud(self, reading: Reading, numbers: Sequence[int]) -> str:
        """Words of these clauses within the budget; those with more symptoms stay before others."""
        alive = {
            number: sum(
                hit.concept in self._symptoms and not hit.qualifiers for hit in reading.of_clause(number)
            )
            for number in numbers
        }
        left = _EMBEDDED_CHARS
        said: dict[int, str] = {}
        for number in sorted(numbers, key=lambda number: -alive[number]):
            words = reading.clauses[number].text[:left]
            if words and (not said or len(words) == len(reading.clauses[number].text)):
                said[number] = words
                left -= len(words) + 1
        return " ".join(said[number] for number in sorted(said)).lower()

    def _marks(self, reading: Reading, fired: Fired, numbers: frozenset[int]) -> Marks:
        tokens = [
            token
            for number in sorted(numbers)
            for token in reading.tokens[reading.clauses[number].first : reading.clauses[number].last]
        ]
        hits = [hit for hit in reading.hits if hit.clause in numbers]
        rules = [
            rule for rule, chosen in fired if not rule.record and all(hit.clause in numbers for hit in chosen)
        ]
        return marks(tokens, hits, rules)

    def _hear(self, told: Told, *, fresh: bool = True) -> Heard | None:
        """What the heads make of what is told; no embedding is asked for unless `fresh`."""
        if self._heads is None:
            return None
        scores = self._heads.scores(told.marks)
        near = self._heads.heard(scores)
        low, high = self._heads.open
        if self._embed is not None and not low <= alarm(near) < high:
            return Heard(near, self._heads.both)
        both = self._with_embedding(told, scores, fresh=fresh)
        return Heard(near, self._heads.alone) if both is None else Heard(both, self._heads.both)

    def _with_embedding(self, told: Told, scores: NDArray[np.float32], *, fresh: bool) -> Shares | None:
        if self._heads is None or self._embed is None or not told.text:
            return None
        key = hashlib.blake2b(told.text.encode(), digest_size=16, key=self._salt).digest()
        if key not in self._heard:
            if not fresh:
                return None
            try:
                self._heard[key] = self._heads.heard_with(scores, self._embed([told.text])[0])
            except Exception as error:  # noqa: BLE001  whatever it does, the screen goes on without it
                fault("screen_embedding", error)
                return None
            if len(self._heard) > _CACHED:
                self._heard.popitem(last=False)
        return self._heard[key]

    def _each_heard(self, reading: Reading, fired: Fired, heard: Heard | None) -> dict[int, Shares]:
        """Probabilities of every clause, to know what is asked where."""
        if self._heads is None or heard is None:
            return {}
        if len(reading.clauses) == 1:
            return {0: heard.shares}
        return {
            number: self._heads.heard(self._heads.scores(self._marks(reading, fired, frozenset({number}))))
            for number in range(min(len(reading.clauses), _CLAUSES_HEARD))
        }

    def _heard_alarms(
        self, reading: Reading, told: Told, heard: Heard | None, way: WayAsked | None
    ) -> list[Finding]:
        if heard is None or not told.clauses or len(reading.tokens) < _LEAST_HEARD:
            return []
        shares, levels = heard.shares, heard.levels
        clauses = frozenset(told.clauses)
        loudest = max(ALARMS, key=lambda sound: shares.get(sound, 0.0))
        found = []
        paperwork = way.paperwork if way else frozenset[int]()
        # A signed list knows what the clauses need ("a second opinion"): how they sound must then be sure.
        named = way is not None and all(self._adds_nothing(reading, one) for one in clauses - way.clauses)
        least = levels.card if named or self._all_denied(reading, clauses) else levels.banner
        if alarm(shares) >= least[loudest]:
            sure = alarm(shares) >= levels.card[loudest] and not self._supposed(reading, clauses, paperwork)
            found.append(self._heard_as(reading, clauses, loudest, sure=sure))
        if not named and crisis(shares) >= levels.crisis and not (found and loudest in CRISIS):
            found.append(self._heard_as(reading, clauses, Sounds.SELF_HARM, sure=False))
        return found

    def _adds_nothing(self, reading: Reading, number: int) -> bool:
        """True for a clause of a word or two that names nothing ("what to do")."""
        clause = reading.clauses[number]
        return clause.last - clause.first <= _A_WORD_OR_TWO and not any(
            hit.concept in self._symptoms for hit in reading.of_clause(number)
        )

    def _all_denied(self, reading: Reading, clauses: frozenset[int]) -> bool:
        """True when symptoms are named and every one of them is denied."""
        named = [hit for hit in reading.hits if hit.clause in clauses and hit.concept in self._symptoms]
        return bool(named) and all(Qualifier.NEGATED in hit.qualifiers for hit in named)

    def _heard_as(self, reading: Reading, clauses: frozenset[int], sound: Sounds, *, sure: bool) -> Finding:
        intent = _HEARD[sound]
        last = reading.clauses[max(clauses)].last
        if intent is Intent.EMERGENCY_SELF and about_other(
            reading.tokens, reading.hits, reading.clauses[min(clauses)].first, last
        ):
            intent = Intent.EMERGENCY_OTHER
        if intent is Intent.SELF_HARM_PLAN and not sure:
            intent = Intent.SELF_HARM_ACTIVE
        urgency = Urgency.U0 if sure and sound in _DEADLY else Urgency.U1
        return Finding(intent, urgency, sure, f"head:{sound}", clauses)

    def _supposed(self, reading: Reading, clauses: frozenset[int], paperwork: frozenset[int]) -> bool:
        """True when how it sounds makes no card: it is only supposed, or about bills, files and work."""
        return clauses <= paperwork or any(
            hit.concept == "hypothetical" and not hit.qualifiers and hit.clause in clauses
            for hit in reading.hits
        )

    # -- before -------------------------------------------------------------------------------------

    def _carried(
        self, reading: Reading, alarms: Sequence[Finding], previous: Sequence[str], record: RecordFlags
    ) -> list[Finding]:
        """Alarms of the person's last messages that this one does not end."""
        if not previous or any(hit.concept == "resolved" for hit in reading.hits):
            return []
        carried = []
        for earlier in previous[-_PREVIOUS:]:
            before = self._read(earlier)
            fired = self._fired(before, record)
            told = self._told(before, fired, self._ruled(before))
            heard = self._hear(told, fresh=False)
            carried += [
                *self._weighed(before, fired, heard),
                # What a head only held for possible was said then; it is not carried on.
                *(found for found in self._heard_alarms(before, told, heard, None) if found.sure),
            ]
        joined = self._read(". ".join([*previous[-_PREVIOUS:], reading.text]))
        if not self._of_records(reading):
            own = len(joined.clauses) - len(reading.clauses)
            carried += [
                found
                for found in self._weighed(joined, self._fired(joined, record), None)
                if found.clauses and max(found.clauses) >= own and found.sure
            ]
        if not carried:
            return []
        worst = min(carried, key=lambda found: found.rank)
        if any(found.rank <= worst.rank for found in alarms):
            return []
        follows = not self._of_records(reading)
        return [
            replace(worst, sure=worst.sure and follows, reason=f"carried:{worst.reason}", clauses=frozenset())
        ]

    def _of_records(self, reading: Reading) -> bool:
        """True when every clause asks the record, or some other thing that is not a follow-up."""
        asked = self._ruled(reading)
        return bool(asked) and all(finding.intent in _OF_RECORDS for finding in asked.values())

    # -- what is asked ------------------------------------------------------------------------------

    def _ruled(self, reading: Reading) -> dict[int, Finding]:
        """What the rules understand that each clause asks."""
        found: dict[int, Finding] = {}
        for number, table in enumerate(reading.by_clause()):
            for rule in self._asks:
                held = found.get(number)
                if held is not None and _ASKS.index(held.intent) <= _ASKS.index(rule.intent):
                    continue
                chosen = matches(rule, table)
                if chosen is None or (rule.intent in _OF_ONESELF and self._general(reading, number, chosen)):
                    continue
                found[number] = Finding(
                    rule.intent,
                    rule.urgency,
                    sure=True,
                    reason=f"rule:{rule.id}",
                    clauses=frozenset({number}),
                )
        return found

    def _asked(
        self, reading: Reading, ruled: Mapping[int, Finding], heard: Mapping[int, Shares]
    ) -> list[Finding]:
        found = dict(ruled)
        for number, shares in heard.items():
            clause = reading.clauses[number]
            if clause.last - clause.first < _LEAST_HEARD:
                continue
            about = personal(reading.tokens, reading.clauses[number])
            asked = self._heard_ask(shares, found.get(number), about_someone=about)
            if asked is not None:
                found[number] = replace(asked, clauses=frozenset({number}))
        return [found[number] for number in sorted(found)]

    def _way_asked(self, reading: Reading) -> WayAsked | None:
        """The way to care that the message asks for, and where; None when it asks for none."""
        meant = self._ways.meant(reading.text)
        if not meant.asked:
            return None
        each = [(number, self._ways.meant(clause.text)) for number, clause in enumerate(reading.clauses)]
        return WayAsked(
            need=meant.needs[0].key,
            clauses=frozenset(number for number, one in each if one.needs),
            paperwork=frozenset(
                number for number, one in each if one.asked and one.needs[0].group in PAPERWORK
            ),
        )

    def _general(self, reading: Reading, number: int, chosen: Sequence[Hit]) -> bool:
        """True for a question about a disease or a medicine that names nobody."""
        clause = reading.clauses[number]
        taught = all(Qualifier.EDUCATIONAL in hit.qualifiers for hit in chosen)
        return taught and len(chosen) > 1 and not personal(reading.tokens, clause)

    def _heard_ask(self, shares: Shares, held: Finding | None, *, about_someone: bool) -> Finding | None:
        assert self._heads is not None  # noqa: S101  only heads hear
        for sound in (Sounds.INJECTION, Sounds.TREATMENT, Sounds.DIAGNOSIS, Sounds.OUT):
            if sound in (Sounds.TREATMENT, Sounds.DIAGNOSIS) and not about_someone:
                continue
            if shares.get(sound, 0.0) >= self._heads.asks[sound] and (
                held is None
                or held.intent in (Intent.EXPLAIN, Intent.EDUCATION, Intent.SYMPTOM, Intent.ANXIETY)
            ):
                return Finding(_HEARD[sound], Urgency.U4, sure=True, reason=f"head:{sound}")
        if held is not None:
            return None
        quiet = {sound: share for sound, share in shares.items() if sound not in ALARMS}
        sound = max(quiet, key=lambda name: quiet[name])
        if sound in (Sounds.INJECTION, Sounds.TREATMENT, Sounds.DIAGNOSIS, Sounds.OUT, Sounds.SMALL):
            return None
        return Finding(_HEARD[sound], Urgency.U4, sure=False, reason=f"head:{sound}")

    # -- deciding -----------------------------------------------------------------------------------

    def _decide(self, reading: Reading, alarms: Sequence[Finding], asks: Sequence[Finding]) -> Verdict:
        reasons = tuple(dict.fromkeys(finding.reason for finding in (*alarms, *asks)))
        if alarms:
            return self._alarmed(reading, alarms, asks, reasons)
        asked = _first(asks)
        kept = asks if asked is Intent.NAVIGATION else [ask for ask in asks if ask.intent is asked]
        row = self.table.decide(asked, Urgency.U4, sure=True)
        rest = {"yes": reading.text, "rest": self._rest(reading, alarms, asks), "no": ""}[row.answer]
        return Verdict(
            intent=asked,
            urgency=Urgency.U3 if any(ask.intent in _WITHIN_DAYS for ask in kept) else Urgency.U4,
            redirect=row.redirect,
            treatment_change=row.treatment_change,
            answerable=row.answer == "yes" or bool(rest),
            rest=rest,
            reasons=(*reasons, f"table:{row.id}"),
        )

    def _alarmed(
        self,
        reading: Reading,
        alarms: Sequence[Finding],
        asks: Sequence[Finding],
        reasons: tuple[str, ...],
    ) -> Verdict:
        top = min(alarms, key=lambda alarm: alarm.rank)
        row = self.table.decide(top.intent, top.urgency, sure=top.sure)
        if row.card is not None:
            alarming = _clauses_of(alarms)
            asks = [ask for ask in asks if not (ask.intent in _OF_ONESELF and ask.clauses <= alarming)]
        asked = _first(asks)
        quiet = self.table.decide(asked, Urgency.U4, sure=True)
        whole = row.answer == "yes" and quiet.answer == "yes"
        rest = reading.text if whole else "" if row.answer == "no" else self._rest(reading, alarms, asks)
        hidden = row.card is not None or row.crisis or not asks or asked is Intent.SYMPTOM
        start = top.start or 0
        return Verdict(
            intent=top.intent if hidden else asked,
            urgency=min(alarm.urgency for alarm in alarms if alarm.sure or not row.card),
            card=row.card,
            banner=row.banner,
            crisis=row.crisis,
            redirect=quiet.redirect,
            treatment_change=quiet.treatment_change,
            answerable=whole or bool(rest),
            third_party=top.intent is Intent.EMERGENCY_OTHER
            or about_other(reading.tokens, reading.hits, start, len(reading.tokens)),
            rest=rest,
            reasons=(*reasons, f"table:{row.id}"),
        )

    def _rest(self, reading: Reading, alarms: Sequence[Finding], asks: Sequence[Finding]) -> str:
        """The clauses that ask something answerable and raise no alarm."""
        alarming = _clauses_of(alarms)
        wanted = {
            number
            for ask in asks
            if ask.intent in _ANSWERABLE and ask.sure
            for number in ask.clauses - alarming
        }
        return " ".join(reading.clauses[number].text for number in sorted(wanted))


def _doubted(found: Finding, heard: Heard | None) -> bool:
    """True when the heads hear too little for a card; of self-harm only when they hear next to none."""
    if heard is None or found.intent in (Intent.SELF_HARM_PLAN, Intent.SELF_HARM_ATTEMPT):
        return False
    if found.intent in _GRADE:
        return crisis(heard.shares) < _DOUBT_CRISIS
    return alarm(heard.shares) < heard.levels.doubt


def _with_way(way: WayAsked | None, asks: list[Finding]) -> list[Finding]:
    """The findings with the way to care among them, unless a rule found what comes first.

    It settles the clauses that name the need, as a rule would: one with a symptom is heard all the same.
    """
    first = [ask for ask in asks if ask.intent in _BEFORE_WAYS and ask.reason.startswith("rule:")]
    if way is None or first:
        return asks
    found = Finding(Intent.NAVIGATION, Urgency.U4, sure=True, reason=f"need:{way.need}", clauses=way.clauses)
    return [*(ask for ask in asks if ask.intent is Intent.SYMPTOM), found]


def _first(asks: Sequence[Finding]) -> Intent:
    """What is asked above all; a look-up when nothing is."""
    return min((ask.intent for ask in asks), key=_ASKS.index, default=Intent.LOOKUP)


def _clauses_of(findings: Sequence[Finding]) -> frozenset[int]:
    return frozenset(number for finding in findings for number in finding.clauses)


def load(read: Callable[[Path], bytes], embed: Embed | None, *, deaf: bool = False) -> Screen:
    """The screen from its signed files.

    Args:
        read: Gives the bytes of a file after its signature was checked.
        embed: See `Embed`; None when there is no embedding.
        deaf: Without heads, to train them.

    Raises:
        ConfigError: ``rules_unreadable``, ``decision_table_unreadable``, ``heads_unreadable``, or what
            `read` raises.
    """
    rules = HOME / "rules"
    concepts = {name: words for file in WORDS for name, words in read_concepts(read(rules / file)).items()}
    expansions, known = read_spelling(read(rules / "spelling.toml"))
    rows = tuple(row for file in RULES for row in read_rules(read(rules / file), concepts))
    book = RuleBook(Lexicon(concepts), rows, expansions, known)
    heads = None if deaf else read_heads(read(HEADS))
    return Screen(book, read_table(read(HOME / "decision_table.toml")), heads, embed, needs(read))


def signed_files() -> tuple[Path, ...]:
    """Every file that `load` reads, so that whoever signs can find them."""
    rules = [HOME / "rules" / name for name in (*WORDS, *RULES, "spelling.toml")]
    return (*rules, HOME / "decision_table.toml", HEADS)
