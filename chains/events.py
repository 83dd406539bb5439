"""What a turn gives back, in the order a person sees it. Browser and command line read the same events."""

from dataclasses import dataclass
from enum import StrEnum

from core.language import Language
from records.source import Source
from records.when import When
from safety.verdict import CardKind, Verdict


class Basis(StrEnum):
    """What a sentence rests on."""

    RECORD = "record"
    WORKED_OUT = "worked_out"
    GENERAL = "general"
    GUIDANCE = "guidance"


@dataclass(frozen=True, slots=True)
class PromptRef:
    """The signed text that was used.

    Attributes:
        id: Folder name in the library.
        version: Of the front matter.
        signed_by: Key ids; the development key names itself *not a clinician*.
    """

    id: str
    version: str
    signed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A chip.

    Attributes:
        number: As printed in the chip, from 1, the same for the same evidence all through one answer.
        evidence_id: Opens the page (`/source/<evidence_id>`).
        source: The place.
        quote: The words marked there, as the source prints them.
    """

    number: int
    evidence_id: str
    source: Source
    quote: str


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A number of a sentence and the fact it is bound to.

    Attributes:
        value: As the answer prints it.
        unit: As the answer prints it; None for a count or a date part.
        date: Of the evidence; None for a statistic over several.
        fact: Fact id; empty for a statistic over several (then `Citation`s carry them).
    """

    value: str
    unit: str | None
    date: str | None
    fact: str


@dataclass(frozen=True, slots=True)
class Screened:
    """First of all: the verdict."""

    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Card:
    """A full card. `text` is Markdown from a signed text, numbers of the person's country filled in."""

    kind: CardKind
    text: str
    prompt: PromptRef


@dataclass(frozen=True, slots=True)
class Banner:
    """The soft line, Markdown from a signed text."""

    text: str
    prompt: PromptRef


@dataclass(frozen=True, slots=True)
class Sending:
    """Shown before a model is called; kept after.

    Attributes:
        id: Opaque id under which it is kept in the vault.
        to: Host of the endpoint, as configured.
        model: Its name.
        evidence_ids: What of the record is sent.
        text: Exactly what is sent, every message in order, as plain text.
        masked: How many names, addresses and identifiers were replaced in it.
    """

    id: str
    to: str
    model: str
    evidence_ids: tuple[str, ...]
    text: str
    masked: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence.

    Attributes:
        text: Markdown without chips.
        citations: Its chips.
        numbers: Its numbers, each bound.
        basis: What it rests on.
        lead: What to print before it: a space, a new paragraph, or a bullet.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    numbers: tuple[BoundNumber, ...] = ()
    basis: Basis = Basis.RECORD
    lead: str = "\n\n"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series.

    Attributes:
        when: Its date.
        value: For drawing only; `text` is what is said.
        text: As printed by its report.
        comparator: ``<`` or ``>`` when the report gave a limit.
        low: The report's own range for this point, in the series' unit.
        high: The report's own range for this point, in the series' unit.
        evidence_id: Opens its page.
        range_text: The report's own range, as printed.
    """

    when: When
    value: float
    text: str
    comparator: str | None
    low: float | None
    high: float | None
    evidence_id: str
    range_text: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """Points that may be compared with each other: one analyte, one unit, one laboratory and method.

    Attributes:
        label: Of the analyte, in the answer's language.
        unit: Shared by all points.
        origin: Laboratory, device or method, as printed; empty when none is stated.
    """

    label: str
    unit: str
    origin: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A date that a chart shows: where before ends and after begins.

    Attributes:
        when: The date.
        label: What happened then, as its document prints it; empty for a date alone.
    """

    when: When
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A trend drawn, with everything its table twin needs."""

    title: str
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the answer itself: ``model_unavailable``, ``sentences_dropped``, ``embedding_pending``.

    Attributes:
        code: Key of a sentence in ``ui/strings`` (``[notices.<code>]``).
        count: How many, where it makes sense.
    """

    code: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """Last of all.

    Attributes:
        language: Of the answer.
        redirected: A diagnosis or treatment request became what the record says, whom to see, what to ask.
        refused: Code of the reason when nothing could be answered; None otherwise.
        model: Name of the model that worded it; None when it was composed.
        prompt: The signed text used; None when only fixed sentences were.
        evidence_ids: What the answer rests on.
        sent: Ids of the `Sending`s.
        seconds: From message to here.
    """

    language: Language
    verdict: Verdict
    redirected: bool
    refused: str | None
    model: str | None
    prompt: PromptRef | None
    evidence_ids: tuple[str, ...]
    sent: tuple[str, ...]
    seconds: float


Event = Screened | Card | Banner | Sending | Sentence | Chart | Notice | Done
