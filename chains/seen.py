"""What an answer can see: the newest date of each source it rests on, and gaps that matter, in one line.

Said before an answer that draws on several sources, or that something may be missing from: a source that is
old or has stopped, a file that could not be read. An answer from one fresh source says its date itself.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from chains.drafts import PARAGRAPH, Asked, Draft
from chains.events import Basis
from chains.values import age
from chains.wording import shown
from records.evidence import Evidence
from records.metrics import metrics
from records.model import Kind
from records.when import When

_SOURCES_MAX = 3
_STOPPED = timedelta(days=7)
"""A device that sent nothing for longer has stopped, or was not imported since."""
_OLD_DAYS = 365
"""For words and prescriptions."""


def line(asked: Asked, evidence: Iterable[Evidence]) -> Iterator[Draft]:
    """The line to put before an answer that rests on `evidence`; none when there is nothing to add.

    Args:
        asked: The question.
        evidence: What the answer will cite, in its order.
    """
    sources = _newest(asked, evidence)
    if not sources:
        return
    gaps = [*_old(asked, sources), *_stopped(asked), *_unread(asked)]
    if len(sources) == 1 and not gaps:
        return
    yield Draft(
        " ".join([_listed(asked, sources), *gaps]),
        tuple(one for one, _ in sources.values())[:_SOURCES_MAX],
        basis=Basis.WORKED_OUT,
        lead=PARAGRAPH,
        fixed=True,
    )


def _newest(asked: Asked, evidence: Iterable[Evidence]) -> dict[str, tuple[Evidence, When | None]]:
    """Of each file its newest piece and that one's date, or else the date of the file."""
    newest: dict[str, tuple[Evidence, When | None]] = {}
    for one in evidence:
        when = dated(asked, one)
        known = newest.get(one.source.file_id)
        if known is None or (when is not None and (known[1] is None or known[1] < when)):
            newest[one.source.file_id] = (one, when)
    return newest


def dated(asked: Asked, evidence: Evidence) -> When | None:
    """The date of a piece of the record: its own, or that of its document."""
    own = evidence.fact.start if evidence.fact is not None else None
    if own is None and evidence.passage is not None:
        own = evidence.passage.when
    if own is not None:
        return own
    known = (one for one in asked.room.documents() if one.id == evidence.source.file_id)
    return next((one.when for one in known), None)


def _listed(asked: Asked, sources: dict[str, tuple[Evidence, When | None]]) -> str:
    say = asked.wording
    items = [
        say.say("seen.item", label=shown(one.source.file_name), date=say.day(when))
        for one, when in list(sources.values())[:_SOURCES_MAX]
    ]
    if (more := len(sources) - _SOURCES_MAX) > 0:
        items.append(say.say("seen.more", count=str(more)) if more > 1 else say.say("seen.more_one"))
    return say.say("seen.sources", items=say.joined(items))


def _old(asked: Asked, sources: dict[str, tuple[Evidence, When | None]]) -> Iterator[str]:
    """That what is prescribed or written there is old; a value, told with its age, says so itself."""
    whens = [when for _, when in sources.values() if when is not None]
    ages = any(
        one.passage is not None or (one.fact is not None and one.fact.kind is Kind.MEDICATION)
        for one, _ in sources.values()
    )
    if not whens or not ages or asked.query.period is not None or asked.query.metrics:
        return
    days = (asked.today - max(whens).last_day).days
    if days > _OLD_DAYS:
        yield asked.wording.say("seen.old", age=age(asked, days)[0])


def _stopped(asked: Asked) -> Iterator[str]:
    """Devices that the question is about and that have sent nothing for a while."""
    if asked.query.period is not None:
        return
    say = asked.wording
    for key in asked.query.metrics[:_SOURCES_MAX]:
        days = asked.room.samples.days(key)
        if days and asked.today - days[-1].day > _STOPPED:
            name = shown(metrics()[key].name(say.language))
            yield say.say("seen.stopped", label=name, date=say.today(days[-1].day))


def _unread(asked: Asked) -> Iterator[str]:
    """How many files could not be read: any of them might bear on the question."""
    count = sum(not document.connector for document in asked.room.documents())
    if count:
        key = "seen.unread_one" if count == 1 else "seen.unread"
        yield asked.wording.say(key, count=str(count)) if count > 1 else asked.wording.say(key)
