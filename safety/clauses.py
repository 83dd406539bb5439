"""Cuts a message into clauses and says of each phrase whether it is about now.

A clause is the reach of a qualifier: "no chest pain, but my arm is numb" denies the first half only.
Everything in doubt is left unqualified, so that it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from safety.normalise import Token
from safety.rulebook import Hit, Qualifier

_ENDS = frozenset(".!?;…")
_JOINTS = frozenset(
    ", mais but et and car because puis then aussi also sinon however cependant donc so - – — ( ) :".split()
)
_STARTERS = frozenset(
    "i im ive ill id my he hes she shes his her it its we they this that these there what whats when "
    "how which who why where can could should do does did is are am was has have show list tell give "
    "please now since find also j je mon ma mes il elle on c ca ce cette nous quel quelle quels quelles "
    "quand comment combien est puis peux dois faut montre donne dis dites qu que quoi pourquoi "
    "maintenant depuis peut pouvez pourriez liste affiche retrouve resume explique compare trace y ai "
    "suis au".split()
)
_ALWAYS = frozenset("mais but car because however cependant sinon".split())
_BREAKS = frozenset("mais but et and because car donc so cependant however juste only".split())
_LIST_ENDS = frozenset("or ou nor ni".split())
_FIRST_PERSON = frozenset("i im ive j je".split())
_ASKING = frozenset(
    "what which is are does do can could how why when at should who where whats was "
    "quel quelle quels quelles qu que est peut peuvent comment pourquoi quand combien faut a y sont "
    "existe".split()
)
_ASKS_ANEW = (
    _ASKING | frozenset("show list tell give please montre donne liste affiche retrouve".split())
) - {"a"}
_SOMEONE = frozenset(
    "i im ive id me my mine myself we us our he hes she shes his her him they them their this these here now "
    "j je me m moi mon ma mes nous notre nos il elle ils elles lui leur on maintenant".split()
)
_NEGATION_REACH = 5
_LIVED_ON = frozenset(("die_passive",))
"""Concepts that *no longer* makes worse, not better: *plus le goût de vivre*."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A run of tokens.

    Attributes:
        first: Index of its first token.
        last: Index after its last token.
        text: Its words, as the person wrote them.
        question: True when it ends with a question mark.
    """

    first: int
    last: int
    text: str
    question: bool


_POINTED = frozenset("it this that you your tu te toi vous votre vos c ce ca cela".split())


def personal(tokens: Sequence[Token], clause: Clause) -> bool:
    """True when a clause names a person or something present: *my*, *he*, *these results*, *maintenant*."""
    return any(
        token.word in _SOMEONE or token.word in _POINTED for token in tokens[clause.first : clause.last]
    )


def split(text: str, tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of a cleaned `text`; together they hold every word of it."""
    starts = [0]
    for place in range(1, len(tokens)):
        before, here = tokens[place - 1].word, tokens[place].word
        ended = before in _ENDS or before.startswith("\n")
        joined = here in _ALWAYS or (before in _JOINTS and here in _STARTERS and starts[-1] < place - 1)
        joined = joined or (here in _ASKS_ANEW and starts[-1] < place - 1 and _titled(text, tokens[place]))
        if ended or (joined and here not in _ENDS):
            starts.append(place)
    clauses = []
    for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True):
        if any(token.word.isalnum() for token in tokens[first:last]):
            words = text[tokens[first].start : tokens[last - 1].end].strip(" ,;-–—\n")
            clauses.append(Clause(first, last, words, tokens[last - 1].word == "?"))
    return tuple(clauses)


def _titled(text: str, token: Token) -> bool:
    """True when a word begins with a capital and goes on without: a sentence begins, full stop or not."""
    word = text[token.start : token.end]
    return word[:1].isupper() and word[1:].islower()


def qualify(tokens: Sequence[Token], clauses: Sequence[Clause], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """`hits` with their clause and the qualifiers of their place, in order of `start`."""
    fiction = any(hit.concept == "fiction" for hit in hits)
    qualified: list[Hit] = []
    for number, clause in enumerate(clauses):
        inside = [hit for hit in hits if clause.first <= hit.start < clause.last]
        shared = _of_clause(tokens, clause, inside, fiction=fiction)
        denied = _denied(tokens, clause, inside, "negation")
        ended = _denied(tokens, clause, inside, "no_longer")
        gone = max((hit.start for hit in inside if hit.concept == "vanished"), default=-1)
        supposed = _supposed(inside)
        for hit in inside:
            own = set(shared)
            if (
                _within(hit, denied)
                or (hit.concept not in _LIVED_ON and _within(hit, ended))
                or hit.start < gone
            ):
                own.add(Qualifier.NEGATED)
            if supposed is not None and hit.start >= supposed:
                own.add(Qualifier.HYPOTHETICAL)
            qualified.append(replace(hit, clause=number, qualifiers=frozenset(own)))
    return tuple(sorted(qualified, key=lambda hit: (hit.start, hit.end)))


def _of_clause(
    tokens: Sequence[Token], clause: Clause, hits: Sequence[Hit], *, fiction: bool
) -> set[Qualifier]:
    names = {hit.concept for hit in hits}
    present = "live_person" in names and "unlive_have" not in names
    found: set[Qualifier] = set()
    words = [token.word for token in tokens[clause.first : clause.last]]
    general = (
        clause.question
        and words[0] in _ASKING
        and not (_SOMEONE & set(words) or names & {"third", "what_to_do"})
    )
    if ("edu_frame" in names and not present) or general:
        found.add(Qualifier.EDUCATIONAL)
    tells = words[0] in _FIRST_PERSON and not clause.question and "unlive_have" not in names
    asks_record = names & {"record_strong", "lookup_frame"} or (
        {"record_noun", "record_ask"} <= names and not tells
    )
    if asks_record and not (present and "now" in names):
        found.add(Qualifier.RECORD)
    if "past" in names and not (names & {"now", "call_help"}):
        found.add(Qualifier.PAST)
    if fiction:
        speaks = bool(_FIRST_PERSON & set(words))
        if "fiction" in names or not speaks:
            found.add(Qualifier.FICTION)
    return found


def _supposed(hits: Sequence[Hit]) -> int | None:
    """Index from which the clause only supposes; None when it does not."""
    excused = [hit for hit in hits if hit.concept == "not_hypothetical"]
    present = any(hit.concept == "third" for hit in hits) and any(
        hit.concept == "live_person" for hit in hits
    )
    for hit in hits:
        if hit.concept != "hypothetical" or present:
            continue
        if not any(other.start < hit.end and hit.start < other.end for other in excused):
            return hit.end
    return None


def _within(hit: Hit, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= hit.start < last for first, last in ranges)


def _denied(
    tokens: Sequence[Token], clause: Clause, hits: Sequence[Hit], concept: str
) -> list[tuple[int, int]]:
    """Token ranges that a negation covers."""
    excused = [hit for hit in hits if hit.concept == "not_negation"]
    ranges = []
    for hit in hits:
        if hit.concept != concept:
            continue
        if any(other.start < hit.end and hit.start < other.end for other in excused):
            continue
        ranges.append((hit.end, _reach(tokens, clause, hit.end)))
    return ranges


def _reach(tokens: Sequence[Token], clause: Clause, start: int) -> int:
    words = [token.word for token in tokens[: clause.last]]
    listed = any(word in _LIST_ENDS for word in words[start:])
    limit = start + _NEGATION_REACH
    place = start
    while place < min(limit, clause.last):
        word = words[place]
        if word == "," and (place == start or not listed):
            break
        if word in _BREAKS and not (
            word in ("et", "and") and words[place + 1 : place + 2] in (["de"], ["d"])
        ):
            break
        if word == "," or word in _LIST_ENDS:
            limit = place + 1 + _NEGATION_REACH
        place += 1
    return place
