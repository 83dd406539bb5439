"""A document's lines to facts, in numbered steps."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from connectors.prose import (
    allergies,
    clinical,
    conditions,
    context,
    follow_up,
    measures,
    medicines,
    procedures,
    stays,
    vaccines,
    vocabulary,
)
from connectors.prose.lines import Line, Stretch, plain, sentences
from connectors.prose.moments import Moments
from connectors.prose.moments import document_date as own_date
from connectors.prose.sections import MEDICINES, Placed, Section, column_names, ends, heading, placed, reach
from core.language import Language
from records.model import Extraction, Fact, Kind
from records.source import Source
from records.when import When

Locate = Callable[[tuple[int, ...]], Source]
"""From line numbers (from 0) to their place in the file."""

_HEAD_LINES = 6
MAX_LINES, MAX_CHARACTERS = 6_000, 1_500
"""Of a document; of one line or item. Longer ones are not read for facts."""
_MAX_OF_A_BLOCK = 40
"""Lines: a longer paragraph is read in pieces, so that time grows with the document and no faster."""
_LONG, _FEWEST_LETTERS = 240, 0.3
"""Of a line, and of its signs: a longer line of fewer letters is ruling or figures, not words."""

_BULLET = re.compile(
    r"\s*(?:[-–•*·▪►>✓.°☐☑☒□■]|[Rr]/|\d{1,2}\s?[.)/]|[a-h]\)|\[[ xX✓]?\]|\([ xX]\))\s+(?=\S)"
)
_UNTICKED = re.compile(r"\s*(?:[-–•*]\s+)?(?:[☐□]|\[ ?\]|\( \))\s")
_OF_A_DATE = 6
"""Words of a date with its day and hour: what is planned then is said by the heading."""
_SHORT = 60
"""Signs: a printed line that does not reach the margin."""
_ARRIVED = re.compile(r"attended|arriv|passage")
_BEFORE = re.compile(
    r"\b(?:entree|admission|preadmission|anterieure?s?|avant|habituels?|usual|regular|home|personnels?)\b"
)
_AFTER = re.compile(r"\b(?:sortie|discharge|domicile|take home|ttos?|tta)\b")
_CONCLUDES = re.compile(
    r"\s*(?:clinical |overall |final )?(?:impressions?|imp\b|assessment|conclusions?|au total|synthese|"
    r"avis|a/p|"
    r"diagnos\w+|dx|opinion|en resume|summary of findings|resultat final)\b"
)
_GOES_HOME = re.compile(
    r"\s*(?:post-?op\w*|dispo\w*|suites|(?:at |on )?discharge|sortie|retour|conge|treatment plan)\b"
)
"""A heading under which stands what is taken from now on."""
_HANGS = re.compile(
    r"(?i)(?:[,(/+-]|\b(?:et|and|de|du|des|d'|of|the|le|la|les|un|une|a|à|to|with|avec|ou|or|dr|mme|mr))\s*\Z"
)
"""An end of a line after which a sentence goes on."""
_OF_AN_OPERATION = re.compile(
    r"\b(?:operation (?:note|record|report)|operative (?:note|report)|op note|"
    r"compte[- ]rendu operatoire|protocole operatoire|procedure (?:note|report))\b"
)
_OF_AN_EMERGENCY = re.compile(r"\b(?:urgences?|emergency|a&e|ed (?:provider )?note)\b")
_RX = re.compile(r"(?i)\s*rx\s*\Z")
"""Before the diagnosis, a list on its line is what is taken already."""
_GIVEN_THEN = re.compile(
    r"\b(?:(?:traitement|treatment|soins|medications?)\b.*\b(?:urgences?|ed|er|emergency|given|recus?|place)|"
    r"sedation|premedication|induction|medications? given|treatment given|given in)\b"
)
"""A heading under which stands what was given once."""
_TO_COME = re.compile(
    r"\b(?:proposed|planned|scheduled|upcoming|prevue?s?|programmee?s?|envisagee?s?|"
    r"propose\w*)\b"
)
_TITLE_OF_PRESCRIPTION = re.compile(r"\s*(?:ordonnance\w*|rx|prescriptions?)\b")


@dataclass(frozen=True, slots=True)
class Block:
    """An item of a list, a row, or a paragraph, with where it stands."""

    section: Section
    heading: str
    words: Stretch
    listed: bool
    unticked: bool = False
    running: bool = False
    """Whether it stands on the line of its heading."""


def facts(
    lines: Sequence[Line],
    locate: Locate,
    *,
    language: Language,
    document_date: When | None,
    extraction: Extraction = Extraction.TEXT,
) -> Iterator[Fact]:
    """Everything of one person's care that the document states and that is sure.

    Nothing is executed and nothing is guessed: what is denied is a denied fact or none, what is supposed,
    feared or said of somebody else is none, and a relative date ("dans 3 mois") stays in the words.

    Args:
        lines: In reading order.
        locate: Gives the place of lines in the file.
        language: Of the document: decides how ``03/04/2026`` is read where nothing else does.
        document_date: The date the caller takes for the document's; one printed in its head goes before it.
        extraction: How its words were read.
    """
    if len(lines) > MAX_LINES:
        return
    lines = [line if _is_prose(line.text) else replace(line, text="", cells=(), lefts=()) for line in lines]
    text = "\n".join(line.text for line in lines)
    # (1) is it about a person's care?
    report = procedures.report_title(lines)
    opened = {found.section for line in lines if (found := heading(line)) is not None}
    moments = Moments.of(text, french=language == "fr")
    cared_for = _cared_for(lines, moments)
    if not clinical.about_a_person(text, opened, reports=report is not None, cared_for=cared_for):
        return
    # (2) sections, items, paragraphs
    prescription = report is None and clinical.prescription(text, opened) and _mostly_medicines(lines)
    blocks = list(_blocks(lines, imaging=report is not None, prescription=prescription))
    rows = [Stretch.of([(index, line.text)]) for index, line in enumerate(lines)]
    head = "\n".join(line.text for line in lines[:_HEAD_LINES])
    operated = stays.operation_day(rows, moments)
    today = own_date([plain(line.text) for line in lines], moments, operated or document_date)
    if operated is None and _OF_AN_OPERATION.search(plain(head)):
        operated = today
    moments = moments.knowing(today)
    reader = _Reader(
        locate, moments, today, extraction, operated, prescription, of_vaccines=clinical.of_vaccines(head)
    )
    # (3) when the person was seen or stayed
    reader.times(rows, blocks, examined=report is not None)
    # (4) each kind in each block
    if report is not None:
        reader.report(lines, report)
    superseded = _superseded(blocks)
    for block in blocks:
        if (
            block.section in MEDICINES
            and _BEFORE.search(plain(block.heading))
            and not _AFTER.search(plain(block.heading))
            and superseded(block.words.plain)
        ):
            continue
        reader.read(block)
    # (5) out, each once
    yield from reader.kept()


_FEWEST_OF_CARE = 3
"""Lines: fewer may stand in any text."""


def _cared_for(lines: Sequence[Line], moments: Moments) -> bool:
    """Whether several lines say what somebody takes, measured or got."""
    count, named = 0, False
    for line in lines:
        folded = _unbulleted(line.text)
        taken = medicines.taken_in(folded)
        if taken or (named and medicines.posology(folded)) or medicines.stops_one(folded):
            count += max(taken, 1)
        elif vocabulary.VACCINE.search(folded):
            count += bool(moments.days(folded))
        else:
            row = Stretch.of([(0, line.text)])
            count += any(True for _ in measures.vitals(row, moments, measures.Dates(), ""))
        if count >= _FEWEST_OF_CARE:
            return True
        named = medicines.begins_one(folded)
    return False


def _unbulleted(text: str) -> str:
    """A line in plain letters without its bullet."""
    bullet = _BULLET.match(text)
    return plain(text[bullet.end() :] if bullet else text)


_MOST_OTHERS = 2
"""Lines of a prescription between two that are about medicines."""


def _mostly_medicines(lines: Sequence[Line]) -> bool:
    """Whether from the first medicine on nearly every line is one or says how it is taken."""
    said = [
        medicines.begins_one(text) or medicines.posology(text)
        for text in map(_unbulleted, (line.text for line in lines))
    ]
    return any(said) and 2 * sum(said) >= len(said) - said.index(True) - _MOST_OTHERS


def _superseded(blocks: Sequence[Block]) -> Callable[[str], bool]:
    """Whether a medicine from before a stay is in the list of its end, which says how it is taken now."""
    after = {
        words[0]
        for block in blocks
        if block.section is Section.PRESCRIBED
        or (block.section in MEDICINES and _AFTER.search(plain(block.heading)))
        if (words := re.findall(r"[a-z][a-z-]{3,}", medicines.without_course(block.words.plain)))
    }
    return lambda folded: not after.isdisjoint(re.findall(r"[a-z][a-z-]{3,}", folded)[:1])


def _is_prose(text: str) -> bool:
    letters = sum(map(str.isalpha, text)) if len(text) > _LONG else len(text)
    return len(text) <= MAX_CHARACTERS and letters >= _FEWEST_LETTERS * len(text)


# --- blocks -------------------------------------------------------------------------------------------------


def _blocks(lines: Sequence[Line], *, imaging: bool, prescription: bool) -> Iterator[Block]:
    group: list[Placed] = []
    title, begun = "", False
    width = reach(lines)
    for found in placed(lines, imaging=imaging, holds=_holds):
        one = found
        if prescription and found.section is Section.OTHER:  # without a title: its first medicine opens it
            begun = begun or medicines.begins_one(_unbulleted(found.line.text))
            one = replace(found, section=Section.PRESCRIBED) if begun else found
        if one.first or (group and one.section is not group[-1].section):
            if group:
                yield from _items(group, title, width)
            group, title = [], one.title
        if one.line.text.strip():
            group.append(one)
    if group:
        yield from _items(group, title, width)


def _holds(section: Section, folded: str) -> bool:
    """Whether a title in capitals is an item of the list it stands in: ``PARACETAMOL``, ``COPD``."""
    if section in MEDICINES:
        return medicines.starts_one(folded)
    if section in (Section.HISTORY, Section.DIAGNOSIS, Section.SURGERY):
        return vocabulary.disease(folded) or vocabulary.operation(folded)
    return section is Section.VACCINES and vocabulary.VACCINE.search(folded) is not None


def _items(group: Sequence[Placed], title: str, width: float) -> Iterator[Block]:
    """Bullets, rows and paragraphs of one section."""
    section = group[0].section
    listing = section not in (Section.OTHER, Section.IMAGING, Section.REQUEST, Section.CLOSED)
    current: list[Placed] = []
    longest = max(len(one.line.text) for one in group)
    for one in group:
        full = len(current) >= _MAX_OF_A_BLOCK
        if current and (full or _begins(one, current, section, reach=longest, width=width, listing=listing)):
            yield _block(current, title)
            current = []
        current.append(one)
    if current:
        yield _block(current, title)


def _begins(  # noqa: PLR0911  one sign of a beginning after the other
    one: Placed, current: Sequence[Placed], section: Section, *, reach: int, width: float, listing: bool
) -> bool:
    """Whether a line begins something new rather than going on."""
    folded = plain(one.line.text)
    last = current[-1].line
    if _BULLET.match(one.line.text):
        return True
    if section in MEDICINES and medicines.posology(folded) and not one.line.gap:
        return False
    if one.running and not one.line.gap and re.match(r"[(a-zà-þ]", one.line.text):
        return False
    if one.line.gap or len(one.line.cells) > 1 or len(last.cells) > 1:
        return True
    if section in MEDICINES and medicines.stops_one(folded):
        return True
    full = len(last.text) >= 0.7 * max(reach, 60)
    if (
        section is Section.OTHER
        and medicines.begins_one(plain(current[0].line.text))
        and (len(last.text) < _SHORT or (one.line.text[:1].isupper() and not medicines.posology(folded)))
    ):
        return True  # a prescription without a title: an item ends with its line
    if not (one.running and full) and medicines.begins_one(folded):
        if section in MEDICINES:
            return True
        short = len(last.text) < 0.7 * max(reach, 60) or medicines.begins_one(plain(last.text))
        if short and medicines.TAKING.search(folded, medicines.strength_end(folded)):
            return True
    if listing:
        return _begins_item(one, current, full=full)
    return _begins_paragraph(last.text, one.line.text, reach=reach, width=width)


def _begins_paragraph(above: str, text: str, *, reach: int, width: float) -> bool:
    """Whether a line of running text stands under one that was ended on purpose."""
    if above.rstrip().endswith((".", ":")) and len(above) < 0.6 * reach:
        return True
    if ends(above, text, width) and text[:1].isupper() and not _HANGS.search(above):
        return True
    return len(above) < 0.55 * max(reach, 60)


def _begins_item(one: Placed, current: Sequence[Placed], *, full: bool) -> bool:
    """Whether a line of a list is its next item, not the end of the last one."""
    goes_on = (
        full
        and not current[-1].line.text.rstrip().endswith((".", ";", ":"))
        and (one.running or not one.line.text[:1].isupper())
    )
    bulleted = _BULLET.match(current[0].line.text) is not None
    return not (goes_on or (bulleted and one.line.text[:1].islower()) or (full and bulleted))


def _block(lines: Sequence[Placed], title: str) -> Block:
    section = lines[0].section
    parts = []
    for number, one in enumerate(lines):
        text = one.line.text
        bullet = _BULLET.match(text) if number == 0 else None
        parts.append((one.index, (text[bullet.end() :] if bullet else text).strip()[:MAX_CHARACTERS]))
    row = lines[0].line if len(lines) == 1 and len(lines[0].line.cells) > 1 else Line("")
    return Block(
        section,
        title,
        Stretch.of(parts, row.cells, row.lefts),
        _BULLET.match(lines[0].line.text) is not None,
        _UNTICKED.match(lines[0].line.text) is not None,
        lines[0].running,
    )


def _column(columns: Stretch | None, row: Stretch, number: int) -> str:
    """The name of the column that a cell stands under: by place where places are known, else by count."""
    if columns is None:
        return ""
    names = [plain(cell) for cell in columns.cells]
    if len(columns.lefts) == len(names) and number < len(row.lefts):
        nearest = min(range(len(names)), key=lambda each: abs(columns.lefts[each] - row.lefts[number]))
        return names[nearest]
    return names[number] if len(names) == len(row.cells) else ""


def _with_its_title(block: Block) -> Stretch:
    """``Vaccination antitétanique : à jour, dernier rappel 2022``: the title names it."""
    words = block.words
    general = re.sub(r"\b(?:vaccin|immuni)\w*", "", plain(block.heading))
    if words.cells or len(words.lines) != 1 or not vocabulary.VACCINE.search(general):
        return words
    return Stretch.of([(words.lines[0], f"{block.heading} : {words.text}")])


_FEWEST_SIGNS = 2


def _named_row(columns: Stretch | None, row: Stretch) -> Stretch | None:
    """A row of vital signs as if each value had its column's name before it; None for other rows."""
    if columns is None or not row.cells:
        return None
    said, signs = [], 0
    for number, cell in enumerate(row.cells):
        name, unit = measures.titled(_printed(columns, _column(columns, row, number)))
        signs += measures.a_sign(name)
        said.append(f"{name} {cell} {unit}".strip() if measures.a_sign(name) else cell)
    return Stretch.of([(row.lines[0], " ; ".join(said))]) if signs >= _FEWEST_SIGNS else None


def _printed(columns: Stretch, name: str) -> str:
    """The column's name as it is printed."""
    return next((cell for cell in columns.cells if plain(cell) == name), name)


# --- facts --------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Reader:
    """Collects the facts of one document, each once."""

    locate: Locate
    moments: Moments
    today: When | None
    extraction: Extraction
    operated: When | None
    prescription: bool
    of_vaccines: bool
    found: list[Fact] = field(default_factory=list)
    dates: measures.Dates = field(default_factory=measures.Dates)
    columns: Stretch | None = None
    titled: str = ""
    stay: bool = False
    emergency: bool = False
    concluded: bool = False
    _seen: set[tuple[object, ...]] = field(default_factory=set)
    _named: set[int] = field(default_factory=set)

    def kept(self) -> Iterator[Fact]:
        """What was found; a disease that prose only names goes where another fact names it more closely."""
        closer = [
            f"{plain(fact.label)} " for fact in self.found if fact.kind is Kind.CONDITION and not fact.negated
        ]
        for fact in self.found:
            label = f"{plain(fact.label)} "
            vague = id(fact) in self._named and not fact.negated
            if not (vague and any(one.startswith(label) and one != label for one in closer)):
                yield fact

    def times(self, rows: Sequence[Stretch], blocks: Sequence[Block], *, examined: bool) -> None:
        """Stay or visit, and with it the date of what was measured."""
        paragraphs = [block.words for block in blocks if block.section is not Section.FAMILY]
        whole = " ".join(row.plain for row in rows)
        self.stay = any(stays.of_a_stay(row.plain) for row in rows) and not stays.of_visits(whole)
        self.emergency = (
            _OF_AN_EMERGENCY.search(" ".join(row.plain for row in rows[:_HEAD_LINES])) is not None
        )
        self.dates = measures.Dates(
            seen=None if self.stay else self.today, same_day=self.emergency and not self.stay
        )
        for found in stays.find(paragraphs, rows, self.moments):
            if found.visit and self.today is not None and found.start.day > self.today.day:
                continue  # to come
            if found.visit and (not self.stay or _ARRIVED.match(plain(found.label))):
                self.dates = measures.Dates(seen=found.start, same_day=self.emergency)
            elif not found.visit:
                self.stay = True
                self.dates = measures.Dates(entry=found.start, exit=found.end)
                if found.end is not None and (self.today is None or self.today.day < found.end.day):
                    self.today = found.end
            if not (found.visit and examined):
                self._add(
                    Kind.ENCOUNTER,
                    found.label,
                    found.place,
                    start=found.start,
                    end=found.end,
                    status="finished",
                )

    def report(self, lines: Sequence[Line], title: tuple[int, str]) -> None:
        """The examination that the document reports."""
        place = Stretch.of([(title[0], lines[title[0]].text)])
        self._add(Kind.PROCEDURE, title[1], place, start=self.dates.seen, status="completed")

    def read(self, block: Block) -> None:
        """All kinds that a block can hold."""
        self.concluded = self.concluded or _CONCLUDES.match(plain(block.heading)) is not None
        if block.unticked and block.section not in (*MEDICINES, Section.OTHER):
            return  # a form's box that nobody ticked
        if block.section in (Section.FAMILY, Section.CLOSED) or context.gives_orders(block.words.plain):
            return
        if column_names(block.words.cells):
            self.columns, self.titled = block.words, block.heading
            return
        if not block.words.cells or block.heading != self.titled:
            self.columns, self.titled = None, block.heading
        self._lists(block)
        row = _named_row(self.columns, block.words)
        if row is not None:
            self._sentence(block, row)
            return
        kin: str | None = None
        for sentence in sentences(block.words):
            kin = context.subject_of_the_family(sentence.plain, kin)
            if kin is None:
                self._sentence(block, sentence)

    def _lists(self, block: Block) -> None:
        words, section = block.words, block.section
        if section in MEDICINES:
            self._medicines(block)
        elif section is Section.ALLERGY:
            for part in sentences(words) if not words.cells else [words]:
                self._allergies(allergies.listed(part, block.heading))
        elif section in (Section.HISTORY, Section.DIAGNOSIS, Section.SURGERY):
            self._statements(block)
        elif section is Section.VACCINES:
            self._vaccines(block)
        elif words.cells and self.columns is not None:
            self._vaccine(words, headed=False)
        elif section is Section.PROCEDURE:
            self._operation(block)
        else:
            self._of_no_list(block)

    def _of_no_list(self, block: Block) -> None:
        """What plans, conclusions and lines under other headings say as a list would."""
        words, section, title = block.words, block.section, plain(block.heading)
        if _GIVEN_THEN.search(title):
            return
        if section is Section.PLAN or (section is Section.OTHER and _GOES_HOME.match(title)):
            for sentence in sentences(words):
                self._take(medicines.listed(sentence, plan=True), block)
                if not medicines.supposed(sentence.plain):
                    self._take(medicines.ended(sentence), block)
        elif section in (Section.OTHER, Section.IMAGING) and _CONCLUDES.match(title):
            self._state(conditions.concluded(words, self.moments), again=False)
        elif section is Section.OTHER and not self.stay and medicines.begins_one(words.plain):
            self._take(medicines.listed(words, plan=True), block)

    def _medicines(self, block: Block) -> None:
        stopped = block.section is Section.STOPPED
        parts = [block.words] if block.words.cells else sentences(block.words)
        if len(parts) > 1 and not any(medicines.mentions_one(part.plain) for part in parts[1:]):
            parts = [block.words]
        for part in parts:
            self._take(medicines.listed(part, stopped=stopped), block)

    def _take(self, taken: Iterator[medicines.Medicine], block: Block) -> None:
        prescribed = block.section is Section.PRESCRIBED and (
            self.prescription
            or (
                _TITLE_OF_PRESCRIPTION.match(plain(block.heading))
                and not (block.running and not self.concluded and _RX.match(block.heading))
            )
        )
        for one in taken:
            start, end, detail = self._course(one)
            if start is None and prescribed and one.status == "active":
                start = self.today
            self._add(
                Kind.MEDICATION, one.label, one.place, detail=detail, status=one.status, start=start, end=end
            )

    def _course(self, one: medicines.Medicine) -> tuple[When | None, When | None, str | None]:
        """Dates that a table prints in columns of its own, and the detail without them."""
        start = end = None
        detail = one.detail
        for number, cell in enumerate(one.cells):
            days = self.moments.days(plain(cell))
            column = _column(self.columns, one.place, number) if len(days) == 1 else ""
            if re.match(r"debut|start|date|depuis|since|prescri", column):
                start = days[0].when
            elif re.match(r"fin|end|stop|arret|jusqu", column):
                end = days[0].when
        return start, end, detail

    def _statements(self, block: Block) -> None:
        headed, surgery = block.section is Section.DIAGNOSIS, block.section is Section.SURGERY
        self._state(
            conditions.listed(block.words, self.moments, headed=headed, surgery=surgery),
            planned=_TO_COME.search(plain(block.heading)) is not None,
        )

    def _state(
        self, statements: Iterator[conditions.Statement], *, again: bool = True, planned: bool = False
    ) -> None:
        """Files statements; where not `again`, only those that no list made already.

        `planned` acts are to come, as is one whose day is.
        """
        known = [f" {plain(fact.label)} " for fact in self.found if fact.kind is Kind.CONDITION]
        for one in statements:
            if not again and any(f" {plain(one.label)} " in label for label in known):
                continue
            kind = Kind.PROCEDURE if one.operation else Kind.CONDITION
            to_come = planned or (one.start and self.today and one.start.day > self.today.day)
            status = one.status if kind is Kind.CONDITION else "planned" if to_come else "completed"
            before = len(self.found)
            self._add(
                kind,
                one.label,
                one.place,
                start=one.start,
                status=status,
                negated=one.negated,
                detail=one.detail,
            )
            if not again:
                self._named.update(id(fact) for fact in self.found[before:])

    def _operation(self, block: Block) -> None:
        for one in conditions.listed(sentences(block.words)[0], self.moments, headed=False, surgery=True):
            start = one.start or self.operated
            planned = start is not None and self.today is not None and start.day > self.today.day
            known = vocabulary.operation(plain(one.label)) or vocabulary.MODALITY.search(plain(one.label))
            if one.operation and known and not one.negated:
                self._add(
                    Kind.PROCEDURE, one.label, one.place, start=start, detail=one.detail,
                    status="planned" if planned else "completed",
                )  # fmt: skip

    def _vaccines(self, block: Block) -> None:
        if self.today is not None and vaccines.today(plain(block.heading)):
            self._vaccinated(vaccines.given(block.words, self.today))
        else:
            self._vaccine(_with_its_title(block), headed=True)

    def _vaccine(self, words: Stretch, *, headed: bool) -> None:
        columns = [_column(self.columns, words, number) for number in range(len(words.cells))]
        headed = headed or any(vocabulary.VACCINE.match(column) for column in columns)
        self._vaccinated(
            vaccines.listed(
                words, self.moments, self.dates.seen or self.today, headed=headed, columns=columns
            )
        )

    def _vaccinated(self, read: Iterator[vaccines.Vaccine]) -> None:
        for one in read:
            self._add(
                Kind.IMMUNIZATION, one.label, one.place, start=one.start, detail=one.detail,
                negated=one.negated, status="not-done" if one.negated else "completed",
            )  # fmt: skip

    def _allergies(self, read: Iterator[allergies.Allergy]) -> None:
        for one in read:
            self._add(Kind.ALLERGY, one.label, one.place, detail=one.detail, negated=one.negated)

    def _sentence(self, block: Block, sentence: Stretch) -> None:
        section, titled = block.section, plain(block.heading)
        for vital in measures.vitals(sentence, self.moments, self.dates, titled):
            self._measure(vital)
        if section not in MEDICINES and section is not Section.ALLERGY:
            for value in measures.laboratory(sentence, self.moments, self.dates, titled):
                self._measure(value)
        if section is Section.IMAGING:
            self._next(sentence, headed=False)
            return
        if section not in (*MEDICINES, Section.PLAN, Section.ALLERGY, Section.REQUEST):
            self._medicines_told(block, sentence)
        if section in (Section.OTHER, Section.REQUEST, Section.HISTORY, Section.DIAGNOSIS):
            self._state(conditions.told(sentence, self.moments), again=False)
        if section is not Section.ALLERGY:
            self._allergies(allergies.told(sentence))
        if section not in (Section.VACCINES, Section.REQUEST):
            self._vaccine(sentence, headed=self.of_vaccines and section is Section.OTHER)
        for done in procedures.told(sentence, self.moments, self.today):
            self._add(Kind.PROCEDURE, done.label, done.place, start=done.start, status=done.status)
        if section not in (Section.ALLERGY, Section.REQUEST):
            self._next(sentence, headed=section is Section.PLAN, title=block.heading)

    def _medicines_told(self, block: Block, sentence: Stretch) -> None:
        for one in medicines.told(sentence, during_stay=self.stay):
            self._add(Kind.MEDICATION, one.label, one.place, detail=one.detail, status=one.status)
        said = medicines.after_its_title(sentence)
        begins = medicines.begins_one(said.plain) or medicines.begins_with_name(said.plain)
        if medicines.supposed(sentence.plain) or _GIVEN_THEN.search(plain(block.heading)):
            return
        if not self.stay and begins and medicines.regularly(said.plain):
            self._take(medicines.listed(said, plan=medicines.begins_one(said.plain)), block)

    def _next(self, sentence: Stretch, *, headed: bool, title: str = "") -> None:
        for one in follow_up.listed(sentence, self.moments, self.today, headed=headed):
            bare = headed and len(one.label.split()) <= _OF_A_DATE and not follow_up.says_what(one.label)
            label = f"{title.strip(' :')} : {one.label}" if bare and title.strip(" :") else one.label
            self._add(Kind.NOTE, label, one.place, start=one.start, status="planned")

    def _measure(self, one: measures.Measure) -> None:
        key = ("measure", one.label.lower(), one.value_text, one.start)
        if key in self._seen:
            return
        self._seen.add(key)
        self.found.append(
            Fact(
                kind=Kind.OBSERVATION,
                label=one.label,
                source=self._source(one.place),
                analyte=one.analyte,
                quantity=one.quantity,
                value_text=one.value_text,
                unit_text=one.unit_text,
                start=one.start,
                extraction=self.extraction,
            )
        )

    def _add(
        self,
        kind: Kind,
        label: str,
        place: Stretch,
        *,
        detail: str | None = None,
        status: str | None = None,
        start: When | None = None,
        end: When | None = None,
        negated: bool = False,
    ) -> None:
        key = (
            kind,
            " ".join(plain(label).split()),
            status if kind is Kind.MEDICATION else None,
            start,
            negated,
        )
        if key in self._seen:
            return
        self._seen.add(key)
        self.found.append(
            Fact(
                kind=kind,
                label=label,
                source=self._source(place),
                start=start,
                end=end,
                status=status,
                negated=negated,
                detail=detail,
                extraction=self.extraction,
            )
        )

    def _source(self, place: Stretch) -> Source:
        return self.locate(place.within(0, len(place.text)))
