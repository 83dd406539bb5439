"""Events and reports into what the chat shows: Markdown with citation chips, report cards.

Pure. Anything that comes from a document (labels, file names, quotes) is escaped, so that a document can
neither add a link or a picture to an answer nor change how it looks.
"""

import re
from collections.abc import Collection, MutableMapping, Sequence
from functools import partial

from chains.events import Basis, Citation, Sending, Sentence
from chains.plain_words import Entry
from core.language import Language
from records.metrics import metrics
from records.model import Extraction, Fact, Kind, Problem
from records.words import fold
from retrieval.ingest.report import Dense, IngestReport
from ui.told import Strings, strings
from ui.words import count, day, day_of

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")
_LINK_LIKE = re.compile(r"(?i)\b(https?|ftp|mailto|javascript|data)(?=:)|\b(www)(?=\.)")
_ABBREVIATION = re.compile(r"(?<![\w\[/.-])[A-Z][A-Z0-9]{1,6}(?![\w\]/-]|\()")
_TO_CALL = re.compile(
    r"\*\*(?P<said>(?P<number>\+?\d[\d -]*\d)(?P<text> \((?:SMS|text)(?:(?: :)? (?P<word>\w+))?\))?[^*]*)\*\*"
    r"(?= \((?P<label>SMS\b)?)"
)
_ROWS_MAX = 40
_ROWS_CODED_MAX = 12  # coded data needs no checking by eye: a taste of it is enough
_ORDER = {Kind.ALLERGY: 0, Kind.MEDICATION: 1, Kind.CONDITION: 2, Kind.OBSERVATION: 3}


def plain(text: str) -> str:
    """Words from outside as Markdown that shows exactly these words, on one line, with nothing to click."""
    text = " ".join(text.split())
    text = _MARKDOWN.sub(r"\\\1", text)
    return _LINK_LIKE.sub(lambda match: match[0] + "\\", text)


def chip(citation: Citation) -> str:
    """A numbered link that opens the page with the words marked."""
    name = citation.source.file_name.replace('"', "'")
    where = f"{name}, p. {citation.source.page}" if citation.source.page else name
    return f'[{citation.number}](/source/{citation.evidence_id} "{plain(where)}")'


def sentence(event: Sentence, language: Language, meanings: MutableMapping[str, Entry] | None = None) -> str:
    """One sentence with its chips, led in by its space, paragraph or bullet.

    Args:
        event: Checked.
        language: Of the answer.
        meanings: Abbreviations that open their explanation, by how they are written (folded); those that
            were linked are taken out, so that each is linked once an answer.
    """
    chips = "".join(f" {chip(citation)}" for citation in event.citations)
    text = event.text if not meanings else _ABBREVIATION.sub(partial(_meant, meanings), event.text)
    text = calls(text) if event.basis is Basis.GUIDANCE else text
    return f"{event.lead}{text}{chips}{_basis(event, language)}"


def _basis(event: Sentence, language: Language) -> str:
    """How it is known, where a chip alone does not say it: worked out by code, or generally so."""
    worked_out = event.basis is Basis.WORKED_OUT and event.citations
    if not worked_out and event.basis is not Basis.GENERAL:
        return ""
    say, name = strings(language), event.basis.value
    return f' [{say.text(f"basis.{name}_mark")}](/basis#{name} "{say.text(f"basis.{name}_title")}")'


def _meant(meanings: MutableMapping[str, Entry], match: re.Match[str]) -> str:
    entry = meanings.get(fold(match[0]))
    if entry is None or not entry.name:
        return match[0]
    for form in entry.forms:
        meanings.pop(form, None)
    return f'[{match[0]}](/word/{entry.key} "{plain(entry.name)}")'


def calls(text: str) -> str:
    """A signed text with its numbers as links: one tap calls, or writes where the number is for texts.

    The page of emergency numbers is behind each link; ``public/app.js`` turns it into a call.

    >>> calls("**15** (SAMU), **85258 (text SHOUT)** (Shout)")
    '[**15**](/urgent#tel-15) (SAMU), [**85258 (text SHOUT)**](/urgent#sms-85258?body=SHOUT) (Shout)'
    """
    return _TO_CALL.sub(_call, text)


def _call(match: re.Match[str]) -> str:
    digits = re.sub("[ -]", "", match["number"])
    way = f"sms-{digits}" if match["text"] or match["label"] else f"tel-{digits}"
    word = f"?body={match['word']}" if match["word"] else ""
    return f"[**{match['said']}**](/urgent#{way}{word})"


def sending(event: Sending, language: Language) -> str:
    """The line that says what goes where, before it goes."""
    say = strings(language)
    to, model, lines = plain(event.to), plain(event.model), len(event.evidence_ids)
    line = (
        say.text("chat.sending", count=lines, to=to, model=model)
        if lines
        else say.text("chat.sending_words", to=to, model=model)
    )
    if event.masked:
        line += " " + say.text("chat.sending_masked", count=event.masked)
    return f"*{line}* [{say.text('chat.sending_link')}](/sent/{event.id})"


def report_card(report: IngestReport, language: Language) -> str:
    """What was read from one file: values as printed, what was merged, what could not be read and why."""
    say = strings(language)
    parts = [f"**{plain(report.file_name)}**  ", _headline(report, say, language)]
    facts = sorted((fact for fact in report.added if fact.same_as is None), key=_interest)
    unsure = unconfirmed(report)
    shown = facts[: _ROWS_MAX if unsure else _ROWS_CODED_MAX]
    if shown:
        parts.append(_fact_table(shown, unsure, say, language))
    if len(facts) > len(shown):
        parts.append(say.text("chat.report_more", count=len(facts) - len(shown)))
    if report.samples:
        parts.append("\n".join(_dense(dense, say, language) for dense in report.samples))
    if report.merged:
        parts.append(say.text("chat.report_merged", count=report.merged))
    parts += [_conflict(pair, say, language) for pair in report.conflicts]
    if unsure:
        parts.append(say.text("chat.report_to_confirm", count=len(unsure)))
    if report.person_differs:
        parts.append(say.text("chat.report_other_person"))
    parts += [_problem(problem, say) for problem in report.problems]
    if report.connector == "table":
        parts.append(f"[{say.text('columns.open')}](/records/{report.file_id}/columns)")
    return "\n\n".join(parts)


def _dense(dense: Dense, say: Strings, language: Language) -> str:
    """One metric that a device measured all the time."""
    line = say.text(
        "records.dense_line",
        n=count(dense.n, language),
        first=day_of(dense.first, language),
        last=day_of(dense.last, language),
    )
    return f"- **{metrics()[dense.metric].title(language)}** {line}"


def _interest(fact: Fact) -> tuple[bool, int, int]:
    """Read from words: in the document's order. Coded: what is live first, by kind, newest first."""
    if fact.extraction is not Extraction.CODED:
        return (False, 0, 0)
    day = fact.start.first_day.toordinal() if fact.start is not None else 0
    return (fact.end is not None, _ORDER.get(fact.kind, len(_ORDER)), -day)


def unconfirmed(report: IngestReport) -> tuple[Fact, ...]:
    """What was read from words or a picture, and that the person has not looked at yet."""
    return tuple(
        fact
        for fact in report.added
        if fact.extraction in (Extraction.TEXT, Extraction.OCR)
        and not fact.confirmed
        and fact.same_as is None
    )


def _headline(report: IngestReport, say: Strings, language: Language) -> str:
    if report.already_here:
        return say.text("chat.report_already_here")
    if not report.connector:
        return say.text("chat.report_kept_unread")
    document = report.document
    dated = day(document.when, language) if document is not None and document.when is not None else ""
    words = say.text("chat.report_read", facts=len(report.added), passages=report.passages)
    return f"{words} {dated}".strip()


def _fact_table(facts: Sequence[Fact], unsure: Collection[Fact], say: Strings, language: Language) -> str:
    header = [say.text(f"chat.table_{name}") for name in ("what", "value", "range", "date", "source")]
    rows = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for fact in facts:
        value = " ".join(part for part in (fact.value_text, fact.unit_text) if part) or fact.detail or "–"
        flag = f" **{plain(fact.interpretation)}**" if fact.interpretation else ""
        verb = say.text("chat.check" if fact in unsure else "chat.open")
        cells = [
            plain(fact.label),
            plain(value) + flag,
            plain(fact.reference.text) if fact.reference else "–",
            day(fact.start, language) if fact.start else "–",
            f"[{verb}](/source/{fact.id})",
        ]
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _conflict(pair: tuple[Fact, Fact], say: Strings, language: Language) -> str:
    old, new = pair

    def shown(fact: Fact) -> str:
        value = " ".join(part for part in (fact.value_text, fact.unit_text) if part)
        return f"{plain(value)} [{say.text('chat.open')}](/source/{fact.id})"

    when = day(new.start, language) if new.start else "–"
    return say.text("chat.report_conflict", label=plain(new.label), new=shown(new), old=shown(old), date=when)


def _problem(problem: Problem, say: Strings) -> str:
    told = say.parts("problems", problem.code, count=problem.count)
    page = problem.source.page if problem.source is not None else None
    where = f" ({say.text('chat.page', page=page)})" if page else ""
    return f"> {told.happened}{where} {told.safe} {told.todo}".rstrip()
