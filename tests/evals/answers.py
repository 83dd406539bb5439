"""Measures answers over whole synthetic persons: right, cited right, nothing unsupported, right language.

Run: ``python -m tests.evals.answers [--held] [--third] [--fourth [--kept]] [--model-url URL] [--show]``.

Each person's files (`tests/evals/persons`) are imported once into a real vault, and each question goes the
way of ``carnet ask``. The questions stand in ``answers_cases.tsv``, written before the code that answers was
read. ``--show`` prints what went wrong, of seen persons only: nobody looks at the others.

A line of what is expected, parts separated by ``;``: ``value | other wording@date<file | <other file``.

* *right*: every part is said; value (with its unit, when given) and date in one sentence or one point of a
  chart. ``~absent``: said to be absent, and no value is given for it. ``~redirect``: it became guidance.
* *cited right*: each part that names a file has a citation of it, whose marked words hold the value.
* Of what is not right, *held back* is an answer without a line of the record: absent, unclear, guidance.
  All else is *wrong*, an answer that holds only some of the parts too.
* *unsupported*: a sentence from the record without a citation; a number that no cited evidence holds and that
  code did not work out; words that may not be there.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Literal

from chains import events
from chains.turn import Turn, run_turn
from chains.wording import day, plain
from core.language import Language
from core.settings import Settings
from records.when import When
from records.words import fold
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from tests.evals.persons import HELD, LANGUAGE, SEEN, build
from tests.fakes.vaults import PASSPHRASE, StillClock
from ui.compose import House
from ui.compose import build as compose

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_COUNTRY = {
    "sarah": "GB",
    "george": "GB",
    "tom": "GB",
    "oliver": "GB",
    "nadia": "BE",
    "mathis": "CA",
    "marijke": "BE",
}
_NUMBER = re.compile(r"(?<![\w.,/*^-])[<>≤≥]?\s?\d+(?:[.,]\d+)?(?![\w*^]|-\w|[.,]\d)")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_ENGLISH_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_UNITS = {
    "ug/l": "µg/l", "umol/l": "µmol/l", "10^9/l": "g/l*", "10*9/l": "g/l*", "10⁹/l": "g/l*",
    "mui/l": "miu/l", "mu/l": "miu/l", "ui/l": "u/l", "iu/l": "u/l",
}  # fmt: skip
_ABSENT = re.compile(
    r"aucun|ne (?:trouve|contien|list|mention|figure|dis)|n'(?:y a|ai|en|est)|rien\b|introuvable"
    r"|pas (?:de|d'|dans|trouve)|\bno\b|\bnot\b|nothing|\bnone\b|do(?:es)? not|n't"
)
_TELLS = re.compile(
    r"\b(?:arretez|doublez|augmentez|diminuez|stoppez|vous devez (?:arreter|doubler|augmenter|prendre)"
    r"|you (?:should|must|can) (?:stop|double|increase|take)|stop taking|double your)\b"
)


@dataclass(frozen=True)
class Part:
    """One thing an answer must hold."""

    words: tuple[str, ...]
    date: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Part":
        """Read a part of an expectation."""
        said, _, files = text.partition("<") if not text.lstrip().startswith("<") else _limit(text)
        words, _, when = said.partition("@")
        alternatives = tuple(word.strip() for word in words.split(" | ") if word.strip())
        return cls(
            alternatives, when.strip(), tuple(one.strip() for one in files.split("| <") if one.strip())
        )


def _limit(text: str) -> tuple[str, str, str]:
    """A value that begins with ``<`` itself: the file begins at the last one."""
    value, mark, files = text.rpartition("<")
    return (value, mark, files) if "." in files and not files.strip()[0].isdigit() else (text, "", "")


@dataclass(frozen=True)
class Case:
    """A question (after others), and what its answer must and must not hold."""

    person: str
    category: str
    language: Language
    earlier: tuple[str, ...]
    question: str
    parts: tuple[Part, ...]
    flags: frozenset[str]
    never: tuple[str, ...]


@dataclass
class Score:
    """What became of one question."""

    person: str
    category: str
    language: str
    question: str
    right: bool = False
    held_back: bool = False
    cited: bool | None = None
    language_right: bool = False
    wrong: list[str] = field(default_factory=list)
    uncited: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)
    dropped: int = 0
    answer: str = ""


@dataclass(frozen=True)
class Line:
    """A sentence, or a point of a chart, as it is judged."""

    text: str
    citations: tuple[tuple[str, str], ...]
    worked_out: bool = False


@dataclass
class Answer:
    """Everything that came of a question."""

    sentences: list[events.Sentence] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dropped: int = 0
    done: events.Done | None = None

    @property
    def text(self) -> str:
        """As a person reads it."""
        return "".join(f"{one.lead}{plain(one.text)}" for one in self.sentences).strip()


# --- questions ------------------------------------------------------------------------------------------


def cases(path: Path = HERE / "answers_cases.tsv") -> list[Case]:
    """The questions of a file."""
    found = []
    for line in path.read_text().splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        person, category, language, asked, expected, never = line.split("\t")
        *earlier, question = (one.strip() for one in asked.split(">>"))
        pieces = [piece.strip() for piece in expected.split(";")]
        found.append(
            Case(
                person, category, "fr" if language == "fr" else "en", tuple(earlier), question,
                tuple(Part.of(piece) for piece in pieces if not piece.startswith("~")),
                frozenset(piece for piece in pieces if piece.startswith("~")),
                tuple(word.strip() for word in never.split(";") if word.strip()),
            )
        )  # fmt: skip
    return found


# --- comparing ------------------------------------------------------------------------------------------


def _flat(text: str) -> str:
    text = _ENGLISH_THOUSANDS.sub("", _THOUSANDS.sub("", text))
    return " ".join(fold(text).replace("’", "'").split())


def _unit(text: str) -> str:
    unit = text.casefold().replace("μ", "µ").replace(" ", "")
    return _UNITS.get(unit, unit)


def says(text: str, wanted: str) -> bool:
    """Whether `text` says a value with its unit, or words."""
    match = re.match(r"([<>]?)\s*(-?\d[\d ]*(?:[.,]\d+)?)\s*(\S*)$", _THOUSANDS.sub("", wanted))
    if match is None or "/" in match[2] or re.match(r"[^\W\d]{4,}", match[3]):
        return _flat(wanted) in _flat(text)
    sign, value, unit = match[1], Decimal(match[2].replace(",", ".").replace(" ", "")), match[3]
    joined = _ENGLISH_THOUSANDS.sub("", _THOUSANDS.sub("", text))
    for found in re.finditer(r"(?<![\d.,])(\d+(?:[.,]\d+)?)\s*(\S*)", joined):
        if Decimal(found[1].replace(",", ".")) != value:
            continue
        if sign and not re.search(rf"{sign}\s*$", joined[: found.start()]):
            continue
        if not unit or _unit(found[2].strip(".,;:()*")).startswith(_unit(unit)):
            return True
    return False


def dated(text: str, wanted: str, language: Language) -> bool:
    """Whether `text` gives the date, in words or as documents print it."""
    when = When.parse(wanted)
    if when is None:
        raise ValueError(wanted)
    spoken = {day(when, one) for one in ("fr", "en")} | {wanted}
    if len(wanted) == 10:
        first = date.fromisoformat(wanted)
        spoken |= {f"{first:%d/%m/%Y}", f"{first:%B} {first.day}, {first.year}", f"{first:%m/%d/%Y}"}
    return any(_flat(one) in _flat(text) for one in spoken)


def _holds(line: Line, part: Part, language: Language) -> bool:
    value = not part.words or any(says(line.text, word) for word in part.words)
    return value and (not part.date or dated(line.text, part.date, language))


def _marked(line: Line, part: Part) -> bool:
    """Whether a citation of the right file marks the value; of what was worked out, whether one is of it."""
    return any(
        name in part.files and (line.worked_out or not part.words or _in_quote(quote, part))
        for name, quote in line.citations
    )


def _in_quote(quote: str, part: Part) -> bool:
    if any(says(quote, word) for word in part.words):
        return True
    numbers = [
        number for word in part.words for number in re.findall(r"\d+(?:[.,]\d+)?", _THOUSANDS.sub("", word))
    ]
    return any(says(quote, number) for number in numbers) if numbers else bool(quote)


def score(case: Case, answer: Answer) -> Score:
    """Judge one answer."""
    made = Score(case.person, case.category, case.language, " >> ".join((*case.earlier, case.question)))
    made.answer, made.dropped = answer.text, answer.dropped
    made.language_right = answer.done is not None and answer.done.language == case.language
    whole = Line(answer.text, tuple(one for line in answer.lines for one in line.citations))
    for part in case.parts:
        holding = [line for line in answer.lines if _holds(line, part, case.language)]
        if not holding and case.category in ("document", "inventory"):
            holding = [whole] if _holds(whole, part, case.language) else []
        if not holding:
            made.wrong.append("/".join(part.words) + (f"@{part.date}" if part.date else ""))
        elif part.files and not any(_marked(line, part) for line in holding):
            made.uncited.append("/".join(part.words) + "<" + "/".join(part.files))
    made.wrong += [flag for flag in case.flags if not _as_flagged(flag, answer)]
    made.right = not made.wrong
    made.held_back = not made.right and not any(line.citations or line.worked_out for line in answer.lines)
    if made.right and any(part.files for part in case.parts):
        made.cited = not made.uncited
    made.unsupported = list(_unsupported(case, answer))
    return made


def _as_flagged(flag: str, answer: Answer) -> bool:
    if flag == "~absent":
        return _ABSENT.search(_flat(answer.text)) is not None
    if flag == "~redirect":
        return answer.done is not None and answer.done.redirected
    raise ValueError(flag)


def _unsupported(case: Case, answer: Answer) -> Iterator[str]:
    own = "".join(plain(_unquoted(one.text)) + "\n" for one in answer.sentences)
    yield from (f"never: {word}" for word in case.never if _flat(word) in _flat(own))
    for sentence in answer.sentences:
        words = plain(_unquoted(sentence.text))
        for cited in sentence.citations:
            words = words.replace(cited.source.file_name, "")
        if sentence.basis is events.Basis.RECORD:
            if not sentence.citations and sentence.lead != "\n- ":
                yield f"no citation: {words}"
            printed = " ".join(one.quote for one in sentence.citations)
            bound = {number.value for number in sentence.numbers}
            for number in _NUMBER.findall(words):
                value = number.strip(" <>≤≥")
                if value not in " ".join(bound) and not says(printed, value) and not _in_date(value, words):
                    yield f"number {value}: {words}"
        if sentence.basis is not events.Basis.GUIDANCE and _TELLS.search(_flat(words)):
            yield f"tells: {words}"


def _unquoted(text: str) -> str:
    return re.sub(r"«[^»]*»|“[^”]*”|\"[^\"]*\"", "", text)


def _in_date(value: str, words: str) -> bool:
    """Whether a whole number is the day or year of a date in words."""
    months = (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
        "January February March April May June July August September October November December"
    ).replace(" ", "|")
    return bool(
        re.search(rf"(?<!\d){value}(?:er)? (?:{months})|(?:{months}) {value}(?!\d)", words)
        or re.search(rf"(?:en|in|since|depuis|until|jusqu'en|from) {value}(?!\d)", words)
    )


# --- asking ---------------------------------------------------------------------------------------------


@contextmanager
def house(model_url: str | None = None, patience_s: float = 60.0) -> Iterator[House]:
    """A house in a temporary folder, as the command line builds one, on a day that stands still."""
    clock = StillClock()
    clock.instant = NOW
    with tempfile.TemporaryDirectory() as root:
        settings = Settings(
            home=Path(root) / "home",
            secrets=Path(root) / "secrets",
            model_url=model_url,
            model="measured" if model_url else None,
            model_timeout_s=patience_s,
            model_first_token_timeout_s=patience_s,
        )
        built = compose(settings, clock)
        try:
            yield built
        finally:
            built.close()


@contextmanager
def person(built: House, name: str) -> Iterator[Room]:
    """A person's opened room with all their files in it."""
    vault, _code = built.vaults.create(name, PASSPHRASE)
    language: Language = "fr" if LANGUAGE[name] == "fr" else "en"
    room = Room.open(vault, embedder=built.embedder, clock=built.clock, background=False)
    try:
        room.update_profile(name=name, language=language, country=_COUNTRY.get(name, "FR"))
        for file_name, data in build(name):
            ingest_file(room, file_name, data)
        room.settle()
        yield room
    finally:
        room.close()


def ask(built: House, room: Room, text: str, earlier: Sequence[tuple[str, str]] = ()) -> Answer:
    """One turn."""
    return asyncio.run(_ask(built, room, text, earlier))


async def _ask(built: House, room: Room, text: str, earlier: Sequence[tuple[str, str]]) -> Answer:
    history: list[tuple[Literal["person", "carnet"], str]] = []
    for question, reply in earlier:
        history += [("person", question), ("carnet", reply)]
    turn = Turn(text, room.profile.language, room.profile.country, tuple(history))
    answer = Answer()
    async for event in run_turn(turn, room, built.services):
        match event:
            case events.Sentence():
                answer.sentences.append(event)
                cited = tuple((one.source.file_name, one.quote) for one in event.citations)
                answer.lines.append(Line(plain(event.text), cited, event.basis is events.Basis.WORKED_OUT))
            case events.Chart():
                answer.lines += _points(event, room)
            case events.Notice(code="sentences_dropped", count=count):
                answer.dropped = count
            case events.Done():
                answer.done = event
    return answer


def _points(chart: events.Chart, room: Room) -> Iterator[Line]:
    for series in chart.series:
        for point in series.points:
            limit = point.comparator if point.comparator and point.comparator not in point.text else ""
            text = f"{series.label} {limit}{point.text} {series.unit} {point.when.local[:10]}"
            name = room.evidence(point.evidence_id).source.file_name if point.evidence_id else ""
            yield Line(text, ((name, text),), worked_out=True)


def run(asked: Iterable[Case], model_url: str | None = None) -> list[Score]:
    """Every question, person by person."""
    by_person: dict[str, list[Case]] = defaultdict(list)
    for case in asked:
        by_person[case.person].append(case)
    made: list[Score] = []
    with house(model_url) as built:
        for name, mine in by_person.items():
            with person(built, name) as room:
                for case in mine:
                    told: list[tuple[str, str]] = []
                    for question in case.earlier:
                        told.append((question, ask(built, room, question, told).text))
                    made.append(score(case, ask(built, room, case.question, told)))
    return made


# --- telling --------------------------------------------------------------------------------------------


def wilson(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share."""
    if not total:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle, spread = (
        share + z * z / (2 * total),
        z * sqrt(share * (1 - share) / total + z * z / (4 * total * total)),
    )
    return (middle - spread) / (1 + z * z / total), (middle + spread) / (1 + z * z / total)


def _share(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{hits:>3}/{total:<3} {hits / total if total else 0:.3f} [{low:.2f} {high:.2f}]"


def table(made: Sequence[Score]) -> Iterator[str]:
    """Figures by category and language."""
    rows: dict[str, list[Score]] = defaultdict(list)
    for one in made:
        rows[one.category].append(one)
        rows[f"~{one.language}"].append(one)
    rows["~all"] = list(made)
    yield f"{'':16} {'right':27} held back  wrong  {'cited right':27} unsupported  language wrong"
    for name, some in sorted(rows.items()):
        cited = [one.cited for one in some if one.cited is not None]
        right, held_back = sum(one.right for one in some), sum(one.held_back for one in some)
        yield (
            f"{name.lstrip('~'):16} {_share(right, len(some)):27}"
            f" {held_back:>9} {len(some) - right - held_back:>6} "
            f" {_share(sum(cited), len(cited)):27} {sum(bool(one.unsupported) for one in some):>5}"
            f" {sum(not one.language_right for one in some):>12}"
        )


def main(argv: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--held", action="store_true", help="persons whose single failures nobody looks at")
    parser.add_argument("--third", action="store_true", help="the questions written last")
    parser.add_argument("--fourth", action="store_true", help="every other question of the last blind set")
    parser.add_argument("--kept", action="store_true", help="its other half, which nobody looks at")
    parser.add_argument("--model-url")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="", help="questions of this person or category")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args(argv)
    if options.fourth:
        asked = cases(HERE / "answers_fourth.tsv")[options.kept :: 2]
    elif options.third:
        asked = cases(HERE / "answers_third.tsv")
    else:
        asked = [case for case in cases() if case.person in (HELD if options.held else SEEN)]
    asked = [case for case in asked if options.only in ("", case.person, case.category)]
    made = run(asked, options.model_url)
    print("\n".join(table(made)))
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(one) for one in made], ensure_ascii=False, indent=1))
    if options.show and not options.held and not options.kept:
        for one in made:
            if not one.right or one.cited is False or one.unsupported or not one.language_right:
                print(f"\n--- {one.person} {one.category}: {one.question}")
                print(f"    wrong {one.wrong} uncited {one.uncited} unsupported {one.unsupported}")
                print("    " + one.answer.replace("\n", "\n    "))


if __name__ == "__main__":
    main(sys.argv[1:])
