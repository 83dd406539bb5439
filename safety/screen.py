"""Reads a message before anything else does, and says how urgent it is and what it asks.

In this order: clean and fold, cut into clauses, qualify, signed rules, embedding heads, what the person
said before, what the record says, decision table. Urgency only rises on the way. Without an embedding the
rules widen and show the soft banner sooner. Nothing here needs a model, a network, an unlocked vault or a
language setting.
"""

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.language import Language
from core.log import fault
from safety.care.needs import PAPERWORK, Needs, needs
from safety.classifier import Heads, Sounds, read_heads
from safety.clauses import Clause, personal, qualify, split
from safety.critical import RecordFlags
from safety.decision import DecisionTable, read_table
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

_EMBEDDED_CHARS = 180
"""An embedding costs about 0.4 ms a character; the clauses heard of one message share this many."""
_CACHED = 512
_PREVIOUS = 3
_FEW_SYMPTOMS = 3
_FEW_WORDS = 3

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
    Sounds.SELF_HARM: Intent.SELF_HARM_PASSIVE, Sounds.VIOLENCE: Intent.VIOLENCE,
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
_BEFORE_WAYS = (Intent.INJECTION, Intent.TREATMENT, Intent.DIAGNOSIS, Intent.ANXIETY)
"""What a rule finds that a clause asks, and that the way to care does not answer."""
_ALARM_SOUNDS = (Sounds.EMERGENCY, Sounds.POISONING, Sounds.SELF_HARM, Sounds.VIOLENCE)
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


class Screen:
    """The screen.

    Args:
        book: Signed rules and words.
        table: Signed decision table.
        heads: Trained heads; None widens the rules.
        embed: Gives clauses their vectors; None widens the rules, and so does each call that fails.
        ways: What people need from a health system, to know a question of the way.
    """

    def __init__(
        self, book: RuleBook, table: DecisionTable, heads: Heads | None, embed: Embed | None, ways: Needs
    ) -> None:
        self._ways = ways
        self._book = book
        self._table = table
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
        self._heard: OrderedDict[bytes, dict[Sounds, float]] = OrderedDict()

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
        alarms = self._rule_alarms(reading, record, wide=self._heads is None or self._embed is None)
        way = self._way_asked(reading)
        asks = self._asked(reading, {})
        asks = asks if alarms else _with_way(way, asks)
        if not any(alarm.sure for alarm in alarms):
            heard, failed = self._listen(reading, asks)
            if failed:
                alarms = self._rule_alarms(reading, record, wide=True)
            if failed or self._heads is None or self._embed is None:
                alarms = [*alarms, *self._unheard(reading, asks)]
            alarms = [*alarms, *self._heard_alarms(reading, heard, way.paperwork if way else frozenset())]
            asks = _with_way(way, self._asked(reading, heard))
        alarms.extend(self._carried(reading, alarms, previous, record))
        if record.critical:
            asks_reason = Finding(Intent.EMERGENCY_SELF, Urgency.U1, sure=False, reason="record:critical")
            alarms.append(asks_reason)
        return self._decide(reading, alarms, asks)

    # -- reading ------------------------------------------------------------------------------------

    def _read(self, text: str) -> Reading:
        cleaned = clean(text)
        tokens = self._book.reader.tokens(cleaned)
        clauses = split(cleaned, tokens) if tokens else ()
        hits = qualify(tokens, clauses, self._book.lexicon.find(tokens))
        return Reading(cleaned, tokens, clauses, hits)

    # -- alarms -------------------------------------------------------------------------------------

    def _rule_alarms(self, reading: Reading, record: RecordFlags, *, wide: bool) -> list[Finding]:
        table = reading.by_concept()
        found = []
        for rule in self._alarms:
            if (rule.wide and not wide) or (rule.record and not record.has(rule.record)):
                continue
            if rule.age_below_days is not None and not self._younger(reading, rule.age_below_days):
                continue
            chosen = matches(rule, table)
            if chosen is not None:
                found.append(self._finding(rule, chosen, reading))
        return found

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

    def _listen(
        self, reading: Reading, asks: Sequence[Finding]
    ) -> tuple[dict[int, dict[Sounds, float]], bool]:
        """Probabilities of the clauses that need them, and True when the embedding could not be had."""
        if self._heads is None or self._embed is None:
            return {}, False
        texts = self._worth_hearing(reading, asks)
        keys = {number: self._key(words) for number, words in texts.items()}
        missing = [number for number in texts if keys[number] not in self._heard]
        if missing:
            try:
                vectors = self._embed([texts[number] for number in missing])
                shares = self._heads.probabilities(vectors)
            except Exception as error:  # noqa: BLE001  whatever it does, the screen goes on without it
                fault("screen_embedding", error)
                return {}, True
            for number, share in zip(missing, shares, strict=True):
                self._heard[keys[number]] = share
            while len(self._heard) > _CACHED:
                self._heard.popitem(last=False)
        return {number: self._heard[keys[number]] for number in texts if keys[number] in self._heard}, False

    def _unheard(self, reading: Reading, asks: Sequence[Finding]) -> list[Finding]:
        """Clauses that nothing understood, when there is no embedding to hear them: each may be an alarm."""
        settled = {number for ask in asks if ask.intent not in _WITHIN_DAYS for number in ask.clauses}
        idle = frozenset(hit.clause for hit in reading.hits if hit.concept in ("idiom", "small_talk"))
        return [
            Finding(
                Intent.EMERGENCY_SELF, Urgency.U2, sure=False, reason="unheard", clauses=frozenset({number})
            )
            for number in self._worth_hearing(reading, asks)
            if number not in settled | idle and len(reading.clauses[number].text.split()) > _FEW_WORDS
        ]

    def _worth_hearing(self, reading: Reading, asks: Sequence[Finding]) -> dict[int, str]:
        """Text of the clauses that rules leave open, the most symptomatic first, within the budget."""
        settled = {number for ask in asks if ask.intent in _SETTLED for number in ask.clauses}
        scored = []
        for number, clause in enumerate(reading.clauses):
            hits = reading.of_clause(number)
            alive = [hit for hit in hits if hit.concept in self._symptoms and not hit.qualifiers]
            framed = any(hit.qualifiers & _FRAMED for hit in hits)
            denied = any(Qualifier.NEGATED in hit.qualifiers for hit in hits if hit.concept in self._symptoms)
            if framed or (denied and not alive) or clause.last - clause.first < 2:  # noqa: PLR2004  one word says little
                continue
            if alive or number not in settled:
                scored.append((-len(alive), number))
        texts: dict[int, str] = {}
        left = _EMBEDDED_CHARS
        for _, number in sorted(scored):
            words = reading.clauses[number].text[:_EMBEDDED_CHARS]
            if len(words) <= left:
                texts[number] = words
                left -= len(words)
        return dict(sorted(texts.items()))

    def _key(self, words: str) -> bytes:
        return hashlib.blake2b(words.encode(), digest_size=16, key=self._salt).digest()

    def _heard_alarms(
        self,
        reading: Reading,
        heard: dict[int, dict[Sounds, float]],
        paperwork: frozenset[int],
    ) -> list[Finding]:
        if self._heads is None:
            return []
        found = []
        for number, shares in heard.items():
            hits = reading.of_clause(number)
            if any(hit.concept == "idiom" for hit in hits):
                continue
            supposed = any(hit.concept == "hypothetical" and not hit.qualifiers for hit in hits)
            alarm = sum(shares.get(sound, 0.0) for sound in _ALARM_SOUNDS)
            sound = max(_ALARM_SOUNDS, key=lambda name: shares.get(name, 0.0))
            if alarm < self._heads.banner[sound]:
                continue
            intent = _HEARD[sound]
            softened = self._softened(reading, frozenset({number}), intent)
            soft = supposed or softened or number in paperwork
            sure = alarm >= self._heads.card[sound] and not soft
            clause = reading.clauses[number]
            if intent is Intent.EMERGENCY_SELF and about_other(
                reading.tokens, reading.hits, clause.first, clause.last
            ):
                intent = Intent.EMERGENCY_OTHER
            urgency = Urgency.U0 if sound is Sounds.EMERGENCY and sure else Urgency.U1
            found.append(Finding(intent, urgency, sure, f"head:{sound}", frozenset({number})))
        return found

    def _carried(
        self, reading: Reading, alarms: Sequence[Finding], previous: Sequence[str], record: RecordFlags
    ) -> list[Finding]:
        """Alarms of the person's last messages that this one does not end."""
        if not previous or any(hit.concept == "resolved" for hit in reading.hits):
            return []
        carried = []
        for earlier in previous[-_PREVIOUS:]:
            before = self._read(earlier)
            known = {
                number: self._heard[key]
                for number, clause in enumerate(before.clauses)
                if (key := self._key(clause.text[:_EMBEDDED_CHARS])) in self._heard
            }
            carried += [
                *self._rule_alarms(before, record, wide=False),
                *self._heard_alarms(before, known, frozenset()),
            ]
        joined = self._read(". ".join([*previous[-_PREVIOUS:], reading.text]))
        if not self._of_records(reading):
            own = len(joined.clauses) - len(reading.clauses)
            carried += [
                alarm
                for alarm in self._rule_alarms(joined, record, wide=False)
                if alarm.clauses and max(alarm.clauses) >= own and alarm.sure
            ]
        if not carried:
            return []
        worst = min(carried, key=lambda alarm: alarm.rank)
        if any(alarm.rank <= worst.rank for alarm in alarms):
            return []
        follows = not self._of_records(reading)
        return [
            replace(worst, sure=worst.sure and follows, reason=f"carried:{worst.reason}", clauses=frozenset())
        ]

    def _of_records(self, reading: Reading) -> bool:
        """True when every clause asks the record, or some other thing that is not a follow-up."""
        asked = self._asked(reading, {})
        return bool(asked) and all(finding.intent in _OF_RECORDS for finding in asked)

    # -- what is asked ------------------------------------------------------------------------------

    def _asked(self, reading: Reading, heard: dict[int, dict[Sounds, float]]) -> list[Finding]:
        table = reading.by_concept()
        found: dict[int, Finding] = {}
        for rule in self._asks:
            for number in range(len(reading.clauses)):
                local = {name: [hit for hit in hits if hit.clause == number] for name, hits in table.items()}
                chosen = matches(rule, local)
                if chosen is None or (rule.intent in _OF_ONESELF and self._general(reading, number, chosen)):
                    continue
                finding = Finding(
                    rule.intent,
                    rule.urgency,
                    sure=True,
                    reason=f"rule:{rule.id}",
                    clauses=frozenset({number}),
                )
                held = found.get(number)
                if held is None or _ASKS.index(finding.intent) < _ASKS.index(held.intent):
                    found[number] = finding
        for number, shares in heard.items():
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

    def _heard_ask(
        self, shares: dict[Sounds, float], held: Finding | None, *, about_someone: bool
    ) -> Finding | None:
        assert self._heads is not None  # noqa: S101  only heads hear
        for sound in (Sounds.INJECTION, Sounds.TREATMENT, Sounds.DIAGNOSIS, Sounds.OUT):
            if sound in (Sounds.TREATMENT, Sounds.DIAGNOSIS) and not about_someone:
                continue
            if shares.get(sound, 0.0) >= self._heads.card[sound] and (
                held is None
                or held.intent in (Intent.EXPLAIN, Intent.EDUCATION, Intent.SYMPTOM, Intent.ANXIETY)
            ):
                return Finding(_HEARD[sound], Urgency.U4, sure=True, reason=f"head:{sound}")
        if held is not None:
            return None
        quiet = {sound: share for sound, share in shares.items() if sound not in _ALARM_SOUNDS}
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
        row = self._table.decide(asked, Urgency.U4, sure=True)
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
        row = self._table.decide(top.intent, top.urgency, sure=top.sure)
        if row.card is not None:
            alarming = _clauses_of(alarms)
            asks = [ask for ask in asks if not (ask.intent in _OF_ONESELF and ask.clauses <= alarming)]
        asked = _first(asks)
        quiet = self._table.decide(asked, Urgency.U4, sure=True)
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


def load(read: Callable[[Path], bytes], embed: Embed | None) -> Screen:
    """The screen from its signed files.

    Args:
        read: Gives the bytes of a file after its signature was checked.
        embed: See `Embed`; None when there is no embedding.

    Raises:
        ConfigError: ``rules_unreadable``, ``decision_table_unreadable``, ``heads_unreadable``, or what
            `read` raises.
    """
    rules = HOME / "rules"
    concepts = {name: words for file in WORDS for name, words in read_concepts(read(rules / file)).items()}
    expansions, known = read_spelling(read(rules / "spelling.toml"))
    rows = tuple(row for file in RULES for row in read_rules(read(rules / file), concepts))
    book = RuleBook(Lexicon(concepts), rows, expansions, known)
    heads = read_heads(read(HEADS))
    return Screen(book, read_table(read(HOME / "decision_table.toml")), heads, embed, needs(read))


def signed_files() -> tuple[Path, ...]:
    """Every file that `load` reads, so that whoever signs can find them."""
    rules = [HOME / "rules" / name for name in (*WORDS, *RULES, "spelling.toml")]
    return (*rules, HOME / "decision_table.toml", HEADS)
