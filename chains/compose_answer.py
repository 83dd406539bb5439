"""The composing responder: answers from facts and passages, with signed sentences and no model.

Pure thinking over an opened room. It writes drafts; nothing is said before `chains.turn` has checked it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from chains import (
    ahead,
    documents,
    lists,
    mentions,
    navigate,
    quotes,
    seen,
    statistics,
    stays,
    stretches,
    wearables,
)
from chains.absence import absent, absent_anything, absent_kind, name
from chains.drafts import BULLET, PARAGRAPH, SPACE, Asked, Draft
from chains.events import Basis, Chart
from chains.explain import educated, entries, explained
from chains.missing import which
from chains.naming import among, closer, holds_stem, named, printed_so, sought, speaks_of
from chains.remembering import is_recall, recalled
from chains.trends import trend
from chains.values import aged, place, ranged, statement, told
from chains.visit_prep import next_appointment, planned, visit_answer, visit_meant
from chains.wording import shown
from records.analytes import groups
from records.evidence import Evidence
from records.metrics import metrics
from records.model import Fact, Kind
from records.words import fold, words
from retrieval.facts import Statistic
from retrieval.hybrid import supported
from retrieval.lexicon import thing_of
from retrieval.period import every
from retrieval.query import Aim, plan
from safety.verdict import Intent, Verdict

_SUBJECTS_MAX = 8
_VALUES_MAX = 6
_QUOTES_MAX = 4
_NEAREST_MAX = 2
_BARE = 3
"""Words of a question that is a name and no more ("BCG ?")."""
_A_QUESTION = 2
"""Content words; fewer ("bonjour") ask nothing of a record, and a passage of so few says nothing."""
_LISTED = (Kind.MEDICATION, Kind.CONDITION, Kind.ALLERGY, Kind.IMMUNIZATION, Kind.PROCEDURE, Kind.ENCOUNTER)

_OF_ONE = (Aim.LATEST, Aim.LOOKUP, Aim.RANGE)
_ALL = re.compile(r"\b(?:tout|toute|tous|toutes|everything|all|anything)\b")
_OWN = re.compile(r"\b(?:mon|ma|mes|j'ai|ai-je|my|mine|i (?:have|had)|(?:have|did|do) i)\b")
_WAY = re.compile(
    r"\b(?:comment|ou|chez qui|qui|aupres|rembours\w*|cout\w*|demarches?|droits?|obtenir|renouvel\w*"
    r"|how (?:do|can|to|much does)|where|who|book|order|renew\w*|refund\w*|cost\w*|get (?:a|an|my))\b"
)
"""What is asked when the way to something is meant."""

Drafts = Iterator[Draft | Chart]
Subject = tuple[str | None, tuple[str, ...]]
"""An analyte's key, or else printed labels."""


def compose(asked: Asked, verdict: Verdict) -> Drafts:
    """The answer to a question, as drafts and charts in reading order; at least one draft.

    Args:
        asked: The question with what was found.
        verdict: Decides what Carnet cannot do yet and says so; never what the record holds.
    """
    match verdict.intent:
        case _ if is_recall(asked.query):
            yield from recalled(asked)
        case _ if navigate.is_way(verdict):
            yield from navigate.told(asked)
        case _ if visit_meant(asked.query, verdict):
            yield from _of_a_visit(asked)
        case Intent.NAVIGATION if not bearing(asked) and not _is_look_up(asked):
            yield from navigate.unknown(asked)
        case Intent.EDUCATION if asked.query.aim in (Aim.SEARCH, Aim.EXPLAIN, Aim.LIST):
            yield from _general(asked)
        case Intent.EXPLAIN if (
            not asked.query.analytes
            and Kind.NOTE not in asked.query.kinds
            and not documents.is_named(asked)
            and entries(asked)
        ):
            yield from _general(asked)
        case Intent.OUT_OF_SCOPE if not bearing(asked) and not documents.is_named(asked):
            yield from _out_of_scope(asked)
        case Intent.INJECTION if not bearing(asked):
            yield asked.stated("scope.out")
        case _:
            yield from _whole(asked)


def _is_look_up(asked: Asked) -> bool:
    """Whether what records are sorted by is asked for as the person's own, not the way to get it."""
    query, said = asked.query, fold(asked.query.text)
    named_so = query.analytes or query.labels or query.kinds or query.metrics
    if not named_so or _WAY.search(said) is not None:
        return False
    return _OWN.search(said) is not None or len(words(said)) <= _BARE or bool(bearing(asked))


def _of_a_visit(asked: Asked) -> Drafts:
    """The day of a visit to come, as read or in words, where that is asked; else an offer to prepare one."""
    if not ahead.asked_for(asked.query.text):
        yield from visit_answer(asked)
        return
    dated, _ = planned(asked.room, asked.today)
    spoken = [] if dated else list(ahead.told(asked))
    if spoken:
        yield from spoken
        yield asked.stated("visit.next_limit")
    elif dated:
        yield from next_appointment(asked)
    else:
        yield from visit_answer(asked)


def _out_of_scope(asked: Asked) -> Drafts:
    """What Carnet answers; before it, that nothing is found, unless nothing was asked ("bonjour")."""
    if lists.asks_for_everything(asked):
        yield from _inventory(asked)
        return
    asks = bool(asked.query.words) or len(words(asked.query.text)) > _A_QUESTION
    if asks:
        yield asked.stated("absent.anything")
    yield asked.stated("scope.out", SPACE if asks else PARAGRAPH)


def _whole(asked: Asked) -> Drafts:
    """What can be seen, what the record says, and what its documents say beyond that in their own words."""
    said = list(_from_records(asked)) or list(absent_anything(asked))
    if asked.query.aim is not Aim.INVENTORY:
        quoted = frozenset(one.quote for one in said if isinstance(one, Draft) and one.quote)
        said += mentions.further(asked, _cited(said), quoted)
        if ahead.asked_for(asked.query.text):
            said += ahead.told(asked, _cited(said))
        yield from seen.line(asked, _cited(said))
    yield from said


def _cited(drafts: Iterable[Draft | Chart]) -> list[Evidence]:
    return [one for draft in drafts if isinstance(draft, Draft) for one in draft.evidence]


def bearing(asked: Asked) -> list[Evidence]:
    """What of the record bears on the question's own words, best first.

    When the question names what was measured, a value of something else does not, however alike its name.
    """
    named = asked.query.analytes
    return [
        evidence
        for evidence in asked.found
        if supported(evidence)
        and not (named and evidence.fact is not None and evidence.fact.analyte not in (None, *named))
    ]


def _general(asked: Asked) -> Drafts:
    """A general question: the library's own words, then what the record says on those of the question."""
    known = list(educated(asked))
    if not known:
        yield from _limited(asked, "general.limit", "general.nothing")
        return
    yield from known
    if lines := list(what_the_record_says(asked)):
        yield asked.stated("explain.record")
        yield from lines


def _limited(asked: Asked, with_records: str, without: str) -> Drafts:
    """First what Carnet cannot say, then what the record says on the words of the question."""
    lines = list(what_the_record_says(asked))
    yield asked.stated(with_records if lines else without)
    yield from lines


def what_the_record_says(asked: Asked) -> Drafts:
    """The lines that bear on the question, without answering it: for guidance and general questions."""
    if asked.query.aim is Aim.INVENTORY:
        yield from _papers(asked)
        return
    yield from _courses(asked)
    values, others = _on_it(asked)
    for fact in values[:_VALUES_MAX]:
        yield from told(asked, fact, latest=asked.query.period is None, lead=BULLET)
    yield from _words_on_it(asked, [*asked.cite(values), *others[:_QUOTES_MAX]], others[:_QUOTES_MAX])


def _courses(asked: Asked) -> Drafts:
    """How the values named moved, where that is what is asked ("am I losing weight?" names weight, too)."""
    query = asked.query
    keys = query.analytes if query.aim is Aim.TREND else ()
    said = set(words(query.text))
    keys += tuple(
        key for key in query.related if any(said.issuperset(phrase) for phrase in thing_of(key).phrases)
    )
    for key in keys[:_SUBJECTS_MAX]:
        yield from trend(asked, key)


def _on_it(asked: Asked) -> tuple[list[Fact], list[Evidence]]:
    """Values that bear on the question, the newest of each, and what else does."""
    table = asked.room.facts
    values = {key: fact for key in asked.query.related if (fact := table.latest(key)) is not None}
    others: list[Evidence] = []
    for evidence in bearing(asked):
        fact = evidence.fact
        if fact is not None and fact.kind is Kind.OBSERVATION:
            values.setdefault(fact.analyte or fact.label, fact)
        elif fact is None or fact.kind is not Kind.CONDITION or _is_meant(asked, fact):
            others.append(evidence)
    tables = {fact.source.file_id for fact in table.select(kinds=(Kind.OBSERVATION,))} if values else set()
    # The words of a table of results say again, less clearly, what its values say.
    others = [one for one in others if one.fact is not None or one.source.file_id not in tables]
    return list(values.values()), others


def _words_on_it(asked: Asked, cited: Sequence[Evidence], others: Sequence[Evidence]) -> Drafts:
    """The lines beside values; of a passage whose sentences tell by themselves, only those."""
    name = sought(asked.query, asked.today)
    said = mentions.values(asked)
    if name is not None:
        said += mentions.of_things(asked, name, cited) or mentions.mentions(
            asked, mentions.ways(asked, name), cited
        )
    sentences = {mention.evidence.id for mention in said}
    for evidence in others:
        if evidence.id not in sentences:
            yield quotes.line(asked, evidence)
    if name is not None and not cited:
        for fact in among(asked.room.facts.select(kinds=_LISTED), name, asked.query)[:_QUOTES_MAX]:
            yield Draft(lists.item(asked, fact), asked.sources(fact), lead=BULLET)
    for mention in {mention.text: mention for mention in said}.values():
        yield mentions.line(asked, mention)


def _is_meant(asked: Asked, fact: Fact) -> bool:
    """Whether a condition is the one asked about; any is when none is named."""
    name = named(asked.query) or ""
    return not (name or asked.query.also) or bool(among((fact,), name, asked.query))


def _inventory(asked: Asked) -> Drafts:
    yield from lists.inventory(asked)
    yield from wearables.listed(asked)


def _papers(asked: Asked) -> Drafts:
    """The documents that are asked for; without anything that narrows them, all that the person has given."""
    some = documents.narrowed(asked)
    if some is None:
        yield from _inventory(asked)
        return
    yield from documents.listed(asked, some)
    if len(some) == 1:
        yield from documents.whole(asked, some[0].id)


def _from_records(asked: Asked) -> Drafts:
    query = asked.query
    if lists.asks_for_unread(asked):
        yield from lists.unread(asked)
    elif query.aim is Aim.INVENTORY or documents.asks_for_a_sort(asked):
        yield from _papers(asked)
    elif not asked.room.documents():
        yield from absent_anything(asked)
    elif query.metrics:
        yield from _measured(asked)
    elif query.unheld and not bearing(asked):
        names = [metrics()[key].name(asked.wording.language) for key in query.unheld]
        yield from absent(asked, ", ".join(names))
    elif query.analytes or query.labels:
        yield from _subjects(asked)
    elif Kind.NOTE in query.kinds:
        yield from documents.told_of(asked, bearing(asked))
    elif query.kinds:
        yield from _kinds(asked)
    else:
        yield from _search(asked)


# --- what devices measured ----------------------------------------------------------------------------------


def _measured(asked: Asked) -> Drafts:
    """What devices measured, beside single values of the same thing and whatever else the question names.

    A newest value is looked for among the documents' first; a course or a mean among the devices'.
    """
    query = asked.query
    of_devices = {metrics()[key].analyte for key in query.metrics}
    analytes = [key for key in query.analytes if key not in of_devices or _select(asked, key, ())]
    rest = replace(query, metrics=(), analytes=tuple(analytes))
    others = _subjects(replace(asked, query=rest)) if rest.analytes or rest.labels else iter(())
    devices = chain.from_iterable(wearables.told(asked, key) for key in query.metrics)
    over_time = query.aim in (Aim.TREND, Aim.STATISTIC) or query.in_target
    yield from chain(devices, others) if over_time else chain(others, devices)


# --- named things -------------------------------------------------------------------------------------------


def _subjects(asked: Asked) -> Drafts:
    """Each thing that the question names, one after the other."""
    query = asked.query
    subjects: list[Subject] = [(analyte, ()) for analyte in query.analytes]
    subjects += [(None, (label,)) for label in (*query.labels, *closer(asked))]
    subjects = list(chain.from_iterable(_as_printed(asked, subject) for subject in subjects))
    present = [subject for subject in subjects if _select(asked, *subject, within=False)]
    if query.groups and query.aim not in (Aim.TREND, Aim.STATISTIC):
        yield from _panel(asked, present)
        return
    for analyte, labels in present[:_SUBJECTS_MAX]:
        yield from _subject(asked, analyte, labels)
    yield from _beside_values(asked)
    missing = [] if present and query.groups else [subject for subject in subjects if subject not in present]
    yield from _missing(asked, missing, anything=bool(present))


def _as_printed(asked: Asked, subject: Subject) -> tuple[Subject, ...]:
    """What the record holds of it only under a label that no analyte is known for."""
    analyte = subject[0]
    if analyte is None or asked.query.groups or asked.room.facts.select([analyte]):
        return (subject,)
    return tuple((None, (label,)) for label in printed_so(asked, analyte)) or (subject,)


def _beside_values(asked: Asked) -> Drafts:
    """What a question names beside values: a medicine, a vaccine, a condition of the record."""
    for kind in asked.query.kinds:
        phrases = [phrase for thing in asked.query.things if thing.kind is kind for phrase in thing.phrases]
        facts = asked.room.facts.select(kinds=(kind,), period=asked.query.period) if phrases else ()
        meant = tuple(
            fact for fact in facts if speaks_of(fact, phrases) and fact.label not in asked.query.labels
        )
        if meant and kind in _LISTED:
            yield from lists.listed(asked, kind, meant)
        elif phrases and kind in _LISTED and not asked.query.labels:
            said = [" ".join(phrase) for phrase in phrases]
            yield from mentions.told(asked, mentions.mentions(asked, said))


def _panel(asked: Asked, present: Sequence[Subject]) -> Drafts:
    """The newest values (of the period) of a panel, one line each."""
    facts = [found[0] for subject in present if (found := _select(asked, *subject))]
    if not facts:
        titles = {group.key: group.names[asked.wording.language] for group in groups()}
        yield from absent(asked, ", ".join(titles[key] for key in asked.query.groups))
        return
    yield asked.stated("list.observation")
    for fact in facts:
        yield from told(asked, fact, lead=BULLET)
    yield from aged(asked, facts[0])
    if _ALL.search(fold(asked.query.text)):
        others = asked.room.facts.select(kinds=_LISTED, period=asked.query.period)
        for fact in [fact for fact in others if holds_stem(fact, asked.query)][:_VALUES_MAX]:
            yield Draft(lists.item(asked, fact), asked.sources(fact), lead=BULLET)


def _missing(asked: Asked, missing: Sequence[Subject], *, anything: bool) -> Drafts:
    """Named things that the record does not hold: in one breath beside others that it does."""
    names = [name(asked, analyte) if analyte else labels[0] for analyte, labels in missing]
    if not names:
        return
    if anything:
        text = asked.wording.say("absent.label", label=shown(", ".join(names)))
        yield Draft(text, basis=Basis.WORKED_OUT)
    elif bearing(asked):
        yield from _said_elsewhere(asked, names[0])
    else:
        yield from absent(asked, ", ".join(names[:_SUBJECTS_MAX]))
        if asked.query.aim is Aim.EXPLAIN:
            yield from educated(asked)


def _said_elsewhere(asked: Asked, label: str) -> Drafts:
    """No value of that name, but documents that speak of it."""
    text = asked.wording.say("absent.value", label=shown(label))
    yield Draft(text, basis=Basis.WORKED_OUT)
    yield from what_the_record_says(asked)


def _select(
    asked: Asked, analyte: str | None, labels: tuple[str, ...], *, within: bool = True
) -> tuple[Fact, ...]:
    period = asked.query.period if within else None
    return asked.room.facts.select([analyte] if analyte else [], (), period, labels)


def _subject(asked: Asked, analyte: str | None, labels: tuple[str, ...]) -> Drafts:
    query = asked.query
    facts = _select(asked, analyte, labels, within=not stretches.asked_for(query))
    if not facts:
        label = name(asked, analyte) if analyte else labels[0]
        nearest = asked.room.facts.nearest(analyte, query.period) if analyte and query.period else None
        yield from absent(asked, label, nearest)
    elif facts[0].kind is not Kind.OBSERVATION:
        yield from lists.listed(asked, facts[0].kind, facts)
    elif placed := stays.values(asked, facts) or _of_papers(asked, facts):
        yield from _in_period(asked, placed)
    elif statistics.is_asked(asked):
        figures = list(statistics.told(asked, asked.wording.label(facts[0]), analyte, labels))
        yield from figures
        if not _cited(figures):  # nothing could be worked out: what there is, all the same
            yield from tuple(trend(asked, analyte, labels)) or told(asked, facts[0], latest=True)
        elif len(facts) == 1:
            yield from ranged(asked, facts[0])
    elif query.aim is Aim.TREND or query.statistic is Statistic.CHANGE:
        drafts = tuple(trend(asked, analyte, labels))
        yield from drafts or told(asked, facts[0], latest=True)
        if drafts and len(facts) == 1:
            yield from ranged(asked, facts[0])
    elif query.aim is Aim.EXPLAIN:
        yield from explained(asked, facts[0])
    elif query.period is not None:
        yield from _in_period(asked, _of_every_period(asked, analyte, labels) or facts)
    else:
        yield from _newest(asked, facts)


def _of_papers(asked: Asked, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The newest value of each document or laboratory that a question names ("à l'hôpital")."""
    if asked.query.aim not in _OF_ONE or asked.query.period is not None:
        return ()
    files = {fact.source.file_id for fact in facts}
    meant = documents.singled_out(asked, [one for one in asked.room.documents() if one.id in files]) or ()
    newest: dict[str, Fact] = {}
    for fact in facts:
        if any(one.id == fact.source.file_id for one in meant):
            newest.setdefault(fact.source.file_id, fact)
    return tuple(newest.values())


def _of_every_period(asked: Asked, analyte: str | None, labels: tuple[str, ...]) -> tuple[Fact, ...]:
    """The values of each period that a question names ("avril, puis octobre"), newest first."""
    try:
        found = every(fold(asked.query.text), asked.today)
    except (OverflowError, ValueError):  # a year that no calendar has
        return ()
    if len(found) < _A_QUESTION or any(one.stretch for one in found):
        return ()
    facts = asked.room.facts.select([analyte] if analyte else [], (), None, labels)
    return tuple(fact for fact in facts if any(one.period.holds(fact.start) for one in found))


def _newest(asked: Asked, facts: Sequence[Fact]) -> Drafts:
    """The latest value with all there is to say of it, and the one before it."""
    dated = [fact for fact in facts if fact.start is not None] or list(facts)
    newest = dated[0]
    yield from told(asked, newest, latest=not mentions.newer(asked, newest))
    rivals = {fact.id for fact in asked.room.facts.conflicts(newest)}
    earlier = next((fact for fact in dated[1:] if fact.id not in rivals and fact.quantity is not None), None)
    if earlier is not None and asked.query.aim is Aim.LATEST:
        say = asked.wording
        text = say.say("fact.earlier", value=say.value(earlier), date=say.on(earlier.start))
        yield Draft(text, asked.cite([earlier]), lead=SPACE)


def _in_period(asked: Asked, facts: Sequence[Fact]) -> Drafts:
    """Every value of the period, oldest first."""
    if len(facts) == 1:
        yield from told(asked, facts[0])
        return
    said: set[str] = set()
    for fact in reversed(facts[: _VALUES_MAX * 2]):
        if fact.id in said:
            continue
        said.update(one.id for one in asked.room.facts.conflicts(fact))
        yield statement(asked, fact).after(BULLET)
        if place(fact) in ("above", "below"):
            yield from ranged(asked, fact)


# --- kinds and words ----------------------------------------------------------------------------------------


def _kinds(asked: Asked) -> Drafts:
    query = asked.query
    name = sought(query, asked.today)
    if name is not None and _is_kind(asked, name):  # "allergies" is the list, not what holds the word
        name = None
    held = {kind: asked.room.facts.select(kinds=(kind,), period=query.period) for kind in query.kinds}
    about = {kind: among(facts, name, query) if name is not None else facts for kind, facts in held.items()}
    named_somewhere = name is not None and any(about.values())
    for kind, facts in held.items():
        meant = about[kind]
        if named_somewhere and not meant:
            continue
        if kind is Kind.OBSERVATION and (meant or name is None):
            yield from _results(asked, meant)
        elif meant:
            yield from lists.listed(asked, kind, meant)
        elif name is not None and (elsewhere := _of_other_kinds(asked, name)):
            for other, named_so in elsewhere.items():
                yield from lists.listed(asked, other, named_so)
            return
        elif kind is Kind.ENCOUNTER and documents.is_named(asked):
            yield from documents.told_of(asked, bearing(asked))
        elif name is not None and facts:
            spoken = mentions.of_things(asked, name)
            yield from _not_listed(asked, kind, name, elsewhere=bool(spoken))
            yield from mentions.told(asked, spoken)
            if not spoken and kind is not Kind.OBSERVATION:
                yield from lists.listed(asked, kind, facts)
        else:
            yield from _nothing_listed(asked, kind)


def _of_other_kinds(asked: Asked, name: str) -> dict[Kind, tuple[Fact, ...]]:
    """The thing asked for, listed under another kind than the question says ("doses de ROR")."""
    found = {
        kind: among(asked.room.facts.select(kinds=(kind,), period=asked.query.period), name, asked.query)
        for kind in _LISTED
        if kind not in asked.query.kinds
    }
    return {kind: facts for kind, facts in found.items() if facts}


def _is_kind(asked: Asked, name: str) -> bool:
    """Whether the name is only another word for the whole list ("vaccins")."""
    said = plan(name, asked.query.language, today=asked.today)
    return bool(said.kinds) and not said.also and set(said.kinds) <= set(asked.query.kinds)


def _not_listed(asked: Asked, kind: Kind, name: str, *, elsewhere: bool) -> Drafts:
    say = asked.wording
    text = say.say("absent.kind_label", label=shown(name), kind=say.say(f"kind.{kind.value}"))
    yield Draft(text, basis=Basis.WORKED_OUT, fixed=True)
    if not elsewhere:
        yield asked.stated("absent.not_proof", SPACE)


def _nothing_listed(asked: Asked, kind: Kind) -> Drafts:
    if not bearing(asked):
        yield from absent_kind(asked, kind)
        return
    say = asked.wording
    text = say.say("absent.kind", kind=say.say(f"kind.{kind.value}"))
    yield Draft(text, basis=Basis.WORKED_OUT, fixed=True)
    yield asked.stated("redirect.lead")
    yield from what_the_record_says(asked)


def _results(asked: Asked, facts: Sequence[Fact]) -> Drafts:
    """The newest value of each analyte."""
    newest: dict[str, Fact] = {}
    for fact in facts:
        newest.setdefault(fact.analyte or fact.label, fact)
    if not newest:
        yield from absent_kind(asked, Kind.OBSERVATION)
        return
    shown_facts = list(newest.values())[: 4 * _VALUES_MAX]
    yield asked.stated("list.observation")
    for fact in shown_facts:
        yield statement(asked, fact).after(BULLET)


def _search(asked: Asked) -> Drafts:
    """What holds the question's words; without any, the nearest passages, said to be only that."""
    best = bearing(asked)
    telling = [one for one in best if quotes.tells(asked, one)]
    if telling:
        yield from quotes.quoted(asked, telling[:_QUOTES_MAX], "search.lead")
    elif best:  # only a heading holds the words: the document under it is what is meant
        yield from documents.whole(asked, best[0].source.file_id)
    elif lists.asks_for_everything(asked):
        yield from _inventory(asked)
    elif documents.is_named(asked):
        yield from documents.told_of(asked, ())
    elif nameless := which(asked):
        yield nameless
    elif len(asked.query.words) < _A_QUESTION:
        yield from _out_of_scope(asked)
    elif near := [one for one in asked.found if len(one.text.split()) > _A_QUESTION]:
        yield from quotes.quoted(asked, near[:_NEAREST_MAX], "search.nearest")
    else:
        yield from absent_anything(asked)
