# ruff: noqa: E501  patterns and word lists read better whole
"""Holds each sentence of an answer to its evidence before anyone sees it.

Every number must be one of the evidence's numbers *with its unit, of its analyte, at its date*; every comparison is
computed again; nothing names a disease, changes a treatment, soothes where it must not, or tells a method.
Pure: it sees records, never a model.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from core.language import Language
from records import analytes
from records.evidence import Evidence
from records.model import Fact, Kind
from records.when import When
from safety.figures import Day, Value, clocks, dates, same_unit, unit_key, values
from safety.normalise import fold
from safety.statements import Care, squashed, wrongs
from safety.verdict import Urgency, Verdict


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number that code computed over several facts.

    Attributes:
        value: As the answer prints it.
        unit: None for a count.
        first: Of the oldest fact it covers.
        last: Of the newest.
        count: How many facts it covers.
    """

    value: Decimal
    unit: str | None = None
    first: When | None = None
    last: When | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A number of a sentence and what it is bound to.

    Attributes:
        value: As the sentence prints it.
        unit: As the sentence prints it; None when it prints none.
        date: Of the fact, ISO; None for a statistic or an undated fact.
        fact: Fact id; a passage id for a number quoted from a text; empty for a statistic.
    """

    value: str
    unit: str | None
    date: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome.

    Attributes:
        ok: The sentence may be shown.
        reasons: Codes of what is wrong, without words of the sentence: ``number_unbound``, ``unit_wrong``, ``date_wrong``,
            ``date_unbound``, ``comparator``, ``range_wrong``, ``direction_wrong``, ``range_unknown``, ``trend_unknown``,
            ``stale``, ``diagnosis``, ``dose_change``, ``advice``, ``reassurance``, ``urgency``, ``method``, ``means``
            (medicines in a crisis), ``orders`` (a document's, not marked as its words), ``language``, ``markup``.
        numbers: Every bound number, in order.
    """

    ok: bool
    reasons: tuple[str, ...] = ()
    numbers: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class _Figure:
    """One number that evidence gives."""

    value: Decimal
    units: tuple[str | None, ...]
    comparator: str | None
    when: When | None
    owner: str
    limit: bool = False
    names: frozenset[str] = frozenset()
    line: str = ""
    fact: Fact | None = None
    days: tuple[Day, ...] = ()


def sentence(
    text: str,
    *,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    language: Language,
    statistics: Sequence[Statistic] = (),
    fixed: bool = False,
    by_model: bool = False,
) -> Check:
    """Whether `text` may be shown.

    Args:
        text: One sentence, Markdown without chips.
        evidence: What it rests on, and nothing else. The narrower, the stricter the check.
        verdict: Of the message; nothing may sound calmer than it.
        language: Of the answer.
        statistics: Numbers that code computed for it.
        fixed: A signed text: clinicians answer for its words.
        by_model: Its words are signed by nobody: it may say what the evidence says and add nothing.
    """
    if fixed:
        return Check(ok=True)
    urgent = verdict.urgency <= Urgency.U2 or verdict.banner
    alarm = verdict.urgency <= Urgency.U1 and not statistics
    care = Care(urgent, alarm, verdict.withholding, by_model)
    words = list(wrongs(text, evidence, language=language, care=care))
    figures = _Figures(text, evidence, statistics, language)
    reasons = [*words, *figures.reasons]
    return Check(not reasons, tuple(dict.fromkeys(reasons)), tuple(figures.bound))


def alarms(text: str) -> bool:
    """Whether a sentence itself says that something is urgent.

    >>> alarms("Contact the clinic immediately if this persists."), alarms("Ferritin: 8 µg/L.")
    (True, False)
    """
    return _ALARMS.search(fold(text)) is not None


_ALARMS = re.compile(
    r"\b(?:urgen\w*|emergenc\w*|immediate\w*|immediatement|at once|straight away|right away|without delay|sans (?:attendre|delai|tarder)|tout de suite|call (?:15|112|911|999|an ambulance)|appele[rz] le|critical\w*|critique|life-threatening|vitale?)\b"
)
_RANGE_STRICT = re.compile(
    r"\b(?:intervalles?|reference|references|normes?|valeurs? (?:usuelles?|normales?|de reference)|ranges?|normal values?|limites?|limits?)\b"
)
_RANGE_SOFT = re.compile(
    r"\b(?:entre|between|above|below|over|under|au-dessus|au-dessous|en dessous|dessous|superieure?s?|inferieure?s?|seuil|threshold|cible|target|upper|lower|haute?|basse?)\b"
)
_ABOVE = re.compile(
    r"\b(?:above|over|higher than|exceeds?|exceeded|too high|elevated|is high|was high|are high|were high|au-dessus|au dessus|depass\w+|superieure?s? a|trop (?:eleve|haut)\w*|elevee?s?|(?:est|etait|sont) haute?s?)\b"
)
_BELOW = re.compile(
    r"\b(?:below|under|lower than|beneath|too low|is low|was low|are low|were low|au-dessous|en-dessous|en dessous|au dessous|inferieure?s? a|trop bas\w*|(?:est|etait|sont) basses?|(?:est|etait|sont) bas)\b"
)
_WITHIN = re.compile(
    r"\b(?:within|in (?:the |its |that )?(?:reference |normal )?range|inside|normale?s?|normaux|dans (?:l'intervalle|la norme|les normes|les valeurs|les limites|la fourchette|l intervalle))\b"
)
_OUTSIDE = re.compile(
    r"\b(?:outside|out of range|abnormale?s?|anormale?s?|anormaux|hors (?:de l'intervalle|norme|des normes|de la norme|intervalle|limites))\b"
)
_NOT = re.compile(r"\b(?:not|n't|pas|ni|never|neither|aucun\w*|sans)\b[^,;:()]{0,18}$|n't [^,;:()]{0,18}$")
_ROSE = re.compile(
    r"\b(?:rose|risen|rising|rises|increas\w+|went up|gone up|going up|higher than (?:before|in|on)|climb\w+|grew|augment\w+|monte\w*|hausse|progress\w+|grimp\w+|plus (?:haut|eleve)\w* qu\w*)\b"
)
_FELL = re.compile(
    r"\b(?:fell|fallen|falling|falls|decreas\w+|went down|gone down|going down|dropp?\w*|declin\w+|lower than (?:before|in|on)|reduced|baiss\w+|diminu\w+|chut\w+|recul\w+|descend\w+|plus bas\w* qu\w*)\b"
)
_STEADY = re.compile(r"\b(?:stable|unchanged|steady|the same|inchange\w*|constant\w*|identique\w*)\b")
_HIGHEST = re.compile(r"\b(?:highest|maximum|peak|max|plus (?:haute|haut|elevee?|forte))\b")
_LOWEST = re.compile(r"\b(?:lowest|minimum|min|plus (?:basse|bas|faible))\b")
_MEAN = re.compile(r"\b(?:average|mean|moyen\w*|median\w*)\b")
_STALE = re.compile(
    r"\b(?:current|currently|right now|at present|at the moment|nowadays|today|as of now|now|actuel\w*|en ce moment|aujourd'hui|a present|maintenant|a ce jour)\b"
)
_COUNTED = re.compile(
    r"(?:\w+ ){0,3}(?:valeurs?|resultats?|mesures?|documents?|values?|results?|measurements?|readings?|comptes?|reports?|fois|times|dates?|entries|entrees?|facts?|passages?|"
    r"lignes?|lines?|records?|points?|analyses?|tests?|medicaments?|medications?|medicines?|allergies|allergy|vaccins?|vaccines?|vaccinations?|vaccinations|diagnostics?|conditions?|maladies|"
    r"prescriptions?|ordonnances?|consultations?|sources?|files?|fichiers?|pages?|examens?|procedures?|rapports?|immunizations?|visits?|visites?|notes?|laboratoires?|laboratories|laboratory|"
    r"elements?|autres?|others?|different\w*|differ\w*)\b"
)
_NAMED_NUMBERS = re.compile(
    r"\bca[ -]?(?:19[ -]?9|15[ -]?3|125|72[ -]?4)\b|\b25[ -]?\(?oh\)?\b|\b1,?25[ -]?\(?oh\)?\b|\bt[34]\b|\bomega[ -]?[369]\b|\bfact(?:or|eur) [ivx\d]+\b|\btype [12i]+\b|"
    r"\bcovid[ -]?19\b|\bh1n1\b|\bcd[ -]?\d+\b|\b17[ -]?oh\w*|\b(?:chapter|chapitre|page|p\.) ?\d+\b|\bvitamine? [bdk] ?\d+\b|\bgrade \d\b|\bstade? \d\w?\b|\bstage \d\w?\b"
)
_QUOTE = re.compile(r"«[^»]*»|\u201c[^\u201d]*\u201d|\"[^\"]*\"")
_LEAD = re.compile(r"^\s*(?:[-*•]\s+|\d{1,2}[.)]\s+)")


class _Figures:
    """Binds the numbers, dates and comparisons of one sentence."""

    def __init__(
        self, text: str, evidence: Sequence[Evidence], statistics: Sequence[Statistic], language: Language
    ) -> None:
        self.text = text
        self.folded = "".join(fold(char)[:1] or " " for char in text)
        self.evidence = evidence
        self.statistics = statistics
        self.reasons: list[str] = []
        self.bound: list[Bound] = []
        self.facts: list[tuple[Value, Fact]] = []
        self.days = dates(text, language)
        self._pool = list(_figures(evidence))
        self._mentions = _mentions(self.folded, self._pool)
        lead = _LEAD.match(text)
        skip = [(day.start, day.end) for day in self.days]
        skip += [(start, end) for _, start, end in self._mentions]
        skip += [match.span() for match in _NAMED_NUMBERS.finditer(self.folded)]
        skip += [lead.span()] if lead else []
        skip += self._clocks()
        quotes = self._quotes()
        skip += quotes
        self.values = values(text, tuple(skip))
        for value in self.values:
            self._bind(value)
        self._dates()
        self._compare()
        if self.facts and _STALE.search(self.folded):
            self.reasons.append("stale")

    # -- numbers ------------------------------------------------------------------------------------

    def _bind(self, value: Value) -> None:
        if self._statistic(value) or self._count(value):
            return
        chosen = self._choose(value, self._role(value))
        if isinstance(chosen, str):
            self.reasons.append(chosen)
            return
        if chosen.fact is not None and not chosen.limit:
            self.facts.append((value, chosen.fact))
        when = chosen.when.day if chosen.when else None
        self.bound.append(Bound(value.text, value.unit, when, chosen.owner))

    def _choose(self, value: Value, role: str) -> _Figure | str:
        """The figure that `value` is, or the code of what is wrong with it. Each step narrows the candidates."""
        named, day = self._named(value), self._day_of(value)
        same = {fact.id for _, fact in self.facts}
        if role == "strict" or day is None:
            dated: Callable[[_Figure], bool] = _any
        else:
            dated = partial(_said_at, day)
        steps: tuple[tuple[str, Callable[[_Figure], bool]], ...] = (
            ("range_wrong" if role == "strict" else "number_unbound",
             lambda figure: figure.value == value.value and self._allowed(figure, role)),
            ("number_unbound", lambda figure: self._belongs(figure, named, value)),
            ("unit_wrong", lambda figure: _unit_fits(figure, value)),
            ("date_wrong", dated),
            ("range_wrong",
             lambda figure: role != "strict" or figure.owner in same or not self._limits_of(same)),
            ("comparator", lambda figure: _comparator_fits(figure, value)),
        )  # fmt: skip
        pool = self._pool
        for code, keeps in steps:
            pool = [figure for figure in pool if keeps(figure)]
            if not pool:
                return code
        return pool[0]

    def _quotes(self) -> list[tuple[int, int]]:
        """Spans quoted word for word from an evidence. Their numbers are bound to it as they stand."""
        spans = []
        for match in _QUOTE.finditer(self.text):
            words = squashed(match[0])
            item = next((item for item in self.evidence if words and words in squashed(_said_by(item))), None)
            if item is None:
                continue
            spans.append(match.span())
            taken = tuple((day.start, day.end) for day in self.days)
            self.bound += [
                Bound(value.text, value.unit, next((when.day for when in _whens(item)), None), item.id)
                for value in values(self.text, taken)
                if match.start() <= value.start < match.end()
            ]
        return spans

    def _statistic(self, value: Value) -> bool:
        for statistic in self.statistics:
            matches = value.value == statistic.value or (
                value.value == abs(statistic.value) and value.value != 0
            )
            fits = value.unit is None or same_unit(value.unit, statistic.unit)
            if (
                matches
                and fits
                and (statistic.unit is None or value.unit is not None or _bare(statistic.unit))
            ):
                self.bound.append(Bound(value.text, value.unit, None, ""))
                return True
        return False

    def _count(self, value: Value) -> bool:
        if value.unit is not None or not _COUNTED.match(value.noun):
            return False
        facts = [item for item in self.evidence if item.fact is not None]
        counts = {len(self.evidence), len(facts), len({item.source.file_id for item in self.evidence})}
        counts |= {statistic.count for statistic in self.statistics if statistic.count is not None}
        if value.value in counts:
            self.bound.append(Bound(value.text, None, None, ""))
            return True
        return False

    def _role(self, value: Value) -> str:
        """``strict``: only a range limit may stand here; ``soft``: either; ``value``: only a value."""
        before = self.folded[: value.start]
        opened = max(before.rfind("("), before.rfind(";"))
        closed = before.rfind(")")
        near = before[opened + 1 :] if opened > closed else before[closed + 1 :] if closed >= 0 else before
        if _RANGE_STRICT.search(near):
            return "strict"
        if opened > closed:
            near = before[max(0, opened - 45) :]
        return "soft" if _RANGE_SOFT.search(near[-45:]) or _RANGE_STRICT.search(near[-45:]) else "value"

    def _allowed(self, figure: _Figure, role: str) -> bool:
        if figure.fact is None:
            return True
        return figure.limit if role == "strict" else role == "soft" or not figure.limit

    def _limits_of(self, owners: set[str]) -> bool:
        return any(figure.limit and figure.owner in owners for figure in self._pool)

    def _named(self, value: Value) -> frozenset[str]:
        """Owners that the nearest name before `value` (else after it) may mean; empty when no name is said."""
        before = [mention for mention in self._mentions if mention[2] <= value.start]
        after = [mention for mention in self._mentions if mention[1] >= value.end]
        if before:
            return before[-1][0]
        return after[0][0] if after else frozenset()

    def _belongs(self, figure: _Figure, named: frozenset[str], value: Value) -> bool:
        if figure.fact is not None:
            return not named or figure.owner in named
        return not figure.line or _shares_word(figure, self.folded, self._pool, value)

    def _day_of(self, value: Value) -> Day | None:
        """The date that is said of `value`: in the brackets after it, else the nearest before, else the next."""
        if not self.days:
            return None
        if len(self.days) == 1:
            return self.days[0]
        spoken = [other for other in self.values if not self._is_limit(other)]
        apart = spoken and (self.days[0].start >= spoken[-1].end or self.days[-1].end <= spoken[0].start)
        if apart and len(spoken) == len(self.days) and value in spoken:
            return self.days[spoken.index(value)]
        later = [
            other.start for other in self.values if other.start > value.start and not self._is_limit(other)
        ]
        stop = min(later, default=len(self.text))
        following = [day for day in self.days if value.end <= day.start < stop]
        preceding = [day for day in self.days if day.end <= value.start]
        if preceding and not self._taken(preceding[-1], value):
            return preceding[-1]
        return following[0] if following else preceding[-1] if preceding else self.days[0]

    def _taken(self, day: Day, value: Value) -> bool:
        """True when a value stands before `day` that has no date of its own before it: the date is that one's."""
        earlier = [other for other in self.values if other.end <= day.start and not self._is_limit(other)]
        first = min((other.start for other in self.values), default=value.start)
        return bool(earlier) and first < self.days[0].start

    def _is_limit(self, value: Value) -> bool:
        return self._role(value) == "strict"

    # -- dates --------------------------------------------------------------------------------------

    def _clocks(self) -> list[tuple[int, int]]:
        times = {item.fact.start.local[11:16] for item in self.evidence if item.fact and item.fact.start}
        return [(start, end) for clock, start, end in clocks(self.text) if clock in times]

    def _dates(self) -> None:
        known = [when for item in self.evidence for when in _whens(item)]
        known += [when for statistic in self.statistics for when in (statistic.first, statistic.last) if when]
        texts = [item.passage.text if item.passage is not None else item.text for item in self.evidence]
        texts += [item.fact.detail or "" for item in self.evidence if item.fact is not None]
        printed = [day for words in texts for day in dates(words, "fr")]
        for day in self.days:
            if any(day.means(when) for when in known):
                continue
            if any(
                day.written == other.written or other.written.startswith(day.written + "-")
                for other in printed
            ):
                continue
            self.reasons.append("date_unbound")

    # -- comparisons --------------------------------------------------------------------------------

    def _compare(self) -> None:
        self._against_range()
        self._over_time()
        self._extremes()

    def _against_range(self) -> None:
        claims = [
            (expected, match)
            for expected, pattern in (
                ("above", _ABOVE),
                ("below", _BELOW),
                ("within", _WITHIN),
                ("outside", _OUTSIDE),
            )
            for match in pattern.finditer(self.folded)
        ]
        for claimed, match in claims:
            if self._is_quoted(match.start()) or self._limits_value(match):
                continue
            expected = claimed
            if _NOT.search(self.folded[: match.start()]):
                expected = "outside" if claimed == "within" else f"not {claimed}"
            if expected in ("within", "outside") and self._says_range_only(match):
                continue
            reason = self._range_reason(expected, match)
            if reason is not None:
                self.reasons.append(reason)

    def _range_reason(self, expected: str, match: re.Match[str]) -> str | None:
        """Why a claim about a range does not hold; None when it does."""
        facts = [fact for _, fact in self.facts] or self._meant()
        standings = {_standing(fact) for fact in facts}
        if any(_agrees(standing, expected) for standing in standings):
            return None
        if expected in ("above", "below") and self._compares_values(match):
            return None
        if standings <= {None}:
            return None if self._printed_word(match[0]) else "range_unknown"
        return "direction_wrong"

    def _limits_value(self, match: re.Match[str]) -> bool:
        """Whether *below 0.05* only says a value printed ``< 0.05`` and claims nothing about its range."""
        return any(
            fact.quantity is not None and fact.quantity.comparator is not None
            and 0 <= value.start - match.end() <= len(" à ")
            for value, fact in self.facts
        )  # fmt: skip

    def _says_range_only(self, match: re.Match[str]) -> bool:
        """Whether the words only name the range (*valeurs normales : 15 - 150*) and claim nothing."""
        return _RANGE_STRICT.search(
            self.folded[max(0, match.start() - 12) : match.end() + 12]
        ) is not None and match[0].startswith("norma")

    def _compares_values(self, match: re.Match[str]) -> bool:
        """Whether two values are compared (*higher than 4.31 in 2021*), not a value and its range."""
        return len(self.facts) > 1 and any(value.start > match.end() for value, _ in self.facts)

    def _printed_word(self, word: str) -> bool:
        return any(word[:6] in fold(item.passage.text) for item in self.evidence if item.passage is not None)

    def _is_quoted(self, place: int) -> bool:
        return any(match.start() < place < match.end() for match in _QUOTE.finditer(self.text))

    def _meant(self) -> list[Fact]:
        """Measured facts of the analytes the sentence names; all measured facts when it names none."""
        owners = frozenset().union(*(mention[0] for mention in self._mentions)) if self._mentions else None
        facts = [
            item.fact for item in self.evidence if item.fact is not None and item.fact.quantity is not None
        ]
        return [fact for fact in facts if owners is None or fact.id in owners]

    def _over_time(self) -> None:
        for direction, pattern in ((1, _ROSE), (-1, _FELL), (0, _STEADY)):
            match = pattern.search(self.folded)
            if match is None or self._is_quoted(match.start()):
                continue
            if direction and _NOT.search(self.folded[: match.start()]):
                continue
            signed = [
                statistic
                for statistic in self.statistics
                if statistic.count is None and statistic.unit is not None
            ]
            change = self._change()
            if change is None:
                if any((statistic.value > 0) - (statistic.value < 0) == direction for statistic in signed):
                    continue
                self.reasons.append("trend_unknown")
            elif (change > 0) - (change < 0) != direction and not (
                direction == 0 and abs(change) <= Decimal("0.05")
            ):
                self.reasons.append("direction_wrong")
        if re.search(r"\b(?:from|de|passe\w* d)\b.{0,80}\b(?:to|a)\b", self.folded) and len(self.facts) == 2:  # noqa: PLR2004  from one to the other
            first, second = (fact for _, fact in self.facts)
            went = re.search(
                r"\b(?:went|gone|moved|changed|passe\w*|evolue\w*|rose|fell|dropped|increased|decreased|augment\w+|baiss\w+|diminu\w+)\b",
                self.folded,
            )
            if went and first.start and second.start and first.start.local > second.start.local:
                self.reasons.append("direction_wrong")

    def _change(self) -> Decimal | None:
        """Relative change from the oldest to the newest value meant; None when they cannot be compared."""
        bound = {fact.id: fact for _, fact in self.facts}
        facts = list(bound.values()) if len(bound) > 1 else self._meant()
        since = [day for day in self.days if day.year is not None]
        if len(bound) < 2 and since:  # noqa: PLR2004  one value says no direction
            earliest = min(day.written for day in since)
            facts = [fact for fact in facts if fact.start is not None and fact.start.local >= earliest]
        dated = sorted(
            (fact for fact in facts if fact.start is not None),
            key=lambda fact: fact.start.local if fact.start else "",
        )
        if len(dated) < 2:  # noqa: PLR2004  one value says no direction
            return None
        first, last = _amount(dated[0]), _amount(dated[-1])
        if (
            first is None
            or last is None
            or first[1] != last[1]
            or {fact.analyte for fact in dated} != {dated[0].analyte}
        ):
            return None
        return (last[0] - first[0]) / abs(first[0]) if first[0] else last[0] - first[0]

    def _extremes(self) -> None:
        for pattern, best in ((_HIGHEST, max), (_LOWEST, min)):
            match = pattern.search(self.folded)
            if match is None or not self.facts or self._is_quoted(match.start()):
                continue
            near = min(self.facts, key=lambda pair: abs(pair[0].start - match.start()))[1]
            if near.kind is not Kind.OBSERVATION:  # "at most 3 a day" is how a medicine is taken
                continue
            amounts = [
                amount for fact in self._meant() if fact.analyte == near.analyte and (amount := _amount(fact))
            ]
            own = _amount(near)
            if own is None or own[0] != best(amount[0] for amount in amounts if amount[1] == own[1]):
                self.reasons.append("direction_wrong")
        if (
            _MEAN.search(self._without_names())
            and self.facts
            and not self.statistics
            and not self._is_quoted(0)
        ):
            self.reasons.append("number_unbound")

    def _without_names(self) -> str:
        """The folded sentence without the names of its analytes: "mean cell volume" claims no mean."""
        text = self.folded
        for _, fact in self.facts:
            known = analytes.get(fact.analyte) if fact.analyte is not None else None
            names = (fact.label, *(known.names.values() if known is not None else ()))
            for name in sorted(names, key=len, reverse=True):  # the longest first: one may hold another
                text = text.replace(fold(name), " ")
        return text


def _figures(evidence: Iterable[Evidence]) -> Iterable[_Figure]:
    for item in evidence:
        if item.fact is not None:
            yield from _of_fact(item.fact, item.fact.id or item.id)
            yield from _of_words(item.text, item.fact.start, item.id, item.fact)
        if item.passage is not None:
            yield from _of_passage(item)


def _of_fact(fact: Fact, owner: str) -> Iterable[_Figure]:
    names = _names(fact)
    if fact.quantity is not None:
        units = (fact.unit_text, fact.quantity.unit)
        yield _Figure(
            fact.quantity.value, units, fact.quantity.comparator, fact.start, owner, names=names, fact=fact
        )
        if fact.canonical is not None:
            yield _Figure(
                fact.canonical.value, (fact.canonical.unit,), fact.canonical.comparator, fact.start, owner, names=names, fact=fact
            )  # fmt: skip
    if fact.reference is not None:
        unit = fact.quantity.unit if fact.quantity else None
        printed: tuple[str | None, ...] = (fact.unit_text, unit, None)
        limits = [limit for limit in (fact.reference.low, fact.reference.high) if limit is not None]
        for limit in limits:
            yield _Figure(
                limit.value,
                (*printed, limit.unit),
                None,
                fact.start,
                owner,
                limit=True,
                names=names,
                fact=fact,
            )
        for value in values(fact.reference.text):
            yield _Figure(
                value.value,
                (*printed, value.unit),
                None,
                fact.start,
                owner,
                limit=True,
                names=names,
                fact=fact,
            )
    yield from _of_words(
        " ; ".join(filter(None, (fact.label, fact.detail, fact.value_text))), fact.start, owner, fact
    )


def _of_words(text: str, when: When | None, owner: str, fact: Fact) -> Iterable[_Figure]:
    """Numbers inside the printed words of a fact without a measured value: a dose, a frequency, a pressure."""
    if fact.quantity is not None:
        return
    days = dates(text, "fr")
    for value in values(text, tuple((day.start, day.end) for day in days)):
        units = (value.unit, fact.unit_text) if value.unit is None else (value.unit,)
        yield _Figure(
            value.value, units, value.comparator, when, owner, names=_names(fact), fact=fact, days=days
        )


def _of_passage(item: Evidence) -> Iterable[_Figure]:
    assert item.passage is not None  # noqa: S101  the caller looked
    for line in re.split(r"\n|(?<=[.;])\s", item.passage.text):
        taken = tuple((day.start, day.end) for day in dates(line, "fr"))
        days = dates(line, "fr")
        when = item.passage.when
        if len(days) == 1 and days[0].year is not None:
            when = When.parse(days[0].written) or when
        for value in values(line, taken):
            yield _Figure(value.value, (value.unit,), value.comparator, when, item.id, line=fold(line))


def _names(fact: Fact) -> frozenset[str]:
    names = {fact.label}
    analyte = analytes.get(fact.analyte) if fact.analyte is not None else None
    if analyte is not None:
        names.update(analyte.names.values(), analyte.labels, analyte.lay)
    return frozenset(re.sub(r"\s+", " ", fold(name)).strip() for name in names if len(name) > 1)


def _mentions(folded: str, pool: Sequence[_Figure]) -> list[tuple[frozenset[str], int, int]]:
    """Names of evidence said in the sentence, longest first where they overlap, in order: (owners, start, end)."""
    owners: dict[str, set[str]] = {}
    for figure in pool:
        for name in figure.names:
            owners.setdefault(name, set()).add(figure.owner)
    found: list[tuple[frozenset[str], int, int]] = []
    for name in sorted(owners, key=len, reverse=True):
        for match in re.finditer(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", folded):
            if not any(match.start() < end and start < match.end() for _, start, end in found):
                found.append((frozenset(owners[name]), match.start(), match.end()))
    return sorted(found, key=lambda mention: mention[1])


def _shares_word(figure: _Figure, folded: str, pool: Sequence[_Figure], value: Value) -> bool:
    """A number of a passage counts when its line speaks of what the sentence speaks of, or cannot be confused."""
    words = {
        word[:5] for word in re.findall(r"[a-z]{4,}|[a-z]+\d+", folded[: value.start] + folded[value.end :])
    }
    line = {word[:5] for word in re.findall(r"[a-z]{4,}|[a-z]+\d+", figure.line)}
    if words & line - _COMMON:
        return True
    rivals = {
        other.value
        for other in pool
        if other.fact is None and unit_key(other.units[0]) == unit_key(figure.units[0])
    }
    return len(rivals) == 1


_COMMON = frozenset("votre dans avec pour etait your with from that this were have".split())


def _any(_: _Figure) -> bool:
    return True


def _said_at(day: Day, figure: _Figure) -> bool:
    if any(day.written == printed.written for printed in figure.days):
        return True
    return figure.when is not None and day.means(figure.when)


def _unit_fits(figure: _Figure, value: Value) -> bool:
    if value.unit is not None:
        return any(unit is not None and same_unit(unit, value.unit) for unit in figure.units)
    return figure.limit or all(_bare(unit) for unit in figure.units)


def _bare(unit: str | None) -> bool:
    return unit_key(unit) == ""


def _comparator_fits(figure: _Figure, value: Value) -> bool:
    if figure.limit or figure.fact is None:
        return figure.limit or (figure.comparator or "")[:1] == (value.comparator or "")[:1]
    if figure.comparator is None:
        return value.comparator is None or value.comparator in ("<", ">")
    return value.comparator is not None and value.comparator[0] == figure.comparator[0]


def _said_by(item: Evidence) -> str:
    """All printed words of an evidence."""
    fact, passage = item.fact, item.passage
    parts = [item.text, passage.text if passage is not None else ""]
    if fact is not None:
        parts += [fact.label, fact.value_text or "", fact.unit_text or "", fact.detail or ""]
    return " ".join(parts)


def _whens(item: Evidence) -> Iterable[When]:
    if item.fact is not None:
        yield from (when for when in (item.fact.start, item.fact.end) if when is not None)
    if item.passage is not None and item.passage.when is not None:
        yield item.passage.when


def _amount(fact: Fact) -> tuple[Decimal, str] | None:
    chosen = fact.canonical or fact.quantity
    return None if chosen is None else (chosen.value, unit_key(chosen.unit))


def _standing(fact: Fact) -> str | None:
    """``above``, ``below`` or ``within`` the report's own range; None when it cannot be said."""
    if fact.quantity is None or fact.reference is None:
        return None
    low, high = fact.reference.low, fact.reference.high
    value, comparator = fact.quantity.value, (fact.quantity.comparator or "")[:1]
    if high is not None and value > high.value and comparator != "<":
        return "above"
    if low is not None and value < low.value and comparator != ">":
        return "below"
    if low is None and high is None:
        return None
    return "within"


def _agrees(standing: str | None, expected: str) -> bool:
    if standing is None:
        return False
    if expected == "outside":
        return standing != "within"
    if expected.startswith("not "):
        return standing != expected[4:]
    return standing == expected
