"""The layouts that the extractor's rules were written with. Each differs in structure, not only in words."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.reports import catalogue
from tests.reports.catalogue import Analysis, in_english, printed, value_of
from tests.reports.paper import Case, Paper, Report, Truth, case, day

Layout = Callable[[random.Random, str], Report]


@dataclass(frozen=True)
class Measured:
    """An analysis with its value, as this report prints them."""

    analysis: Analysis
    value: float
    text: str
    low: str
    high: str
    flag: str

    @property
    def outside(self) -> bool:
        return bool(self.flag)


@dataclass
class Draft:
    """A report being drawn: its style by chance of the seed."""

    rng: random.Random
    language: str
    paper: Paper
    case: Case
    dates: str
    comma: bool
    group: str = ""

    def measure(self, analysis: Analysis, value: float | None = None) -> Measured:
        value = value_of(analysis, self.rng) if value is None else value
        places = analysis.decimals
        text = printed(value, places, comma=self.comma, group=self.group)
        low = printed(analysis.low, places, comma=self.comma, group=self.group)
        high = printed(analysis.high, places, comma=self.comma, group=self.group)
        shown = float(printed(value, places, comma=False))
        flag = ""
        if analysis.open_range != "<" and shown < float(printed(analysis.low, places, comma=False)):
            flag = "L"
        if analysis.open_range != ">" and shown > float(printed(analysis.high, places, comma=False)):
            flag = "H"
        return Measured(analysis, value, text, low, high, flag)

    def range(self, it: Measured, style: str) -> str:
        low, high, only = it.low, it.high, it.analysis.open_range
        if only == "<":
            return {
                "word": f"inférieur à {high}" if self.language == "fr" else f"less than {high}",
                "tight": f"<{high}",
            }.get(style, f"< {high}")
        if only == ">":
            return {
                "word": f"supérieur à {low}" if self.language == "fr" else f"greater than {low}",
                "tight": f">{low}",
            }.get(style, f"> {low}")
        return {
            "dash": f"{low} - {high}",
            "tight": f"{low}-{high}",
            "en": f"{low}–{high}",
            "a": f"{low} à {high}",
            "to": f"{low} to {high}",
            "word": f"{low} à {high}" if self.language == "fr" else f"{low} to {high}",
        }[style]

    def state(
        self,
        it: Measured,
        *,
        when: date | None = None,
        unit: str | None = None,
        flag: str | None = None,
        text: str | None = None,
        label: str | None = None,
        low: str | None = None,
        high: str | None = None,
        ranged: bool = True,
        method: str | None = None,
    ) -> None:
        """Write one result into the truth."""
        only = it.analysis.open_range
        self.paper.truth.append(
            Truth(
                label=label or it.analysis.name(self.language),
                value=text or it.text,
                unit=it.analysis.unit(self.language) if unit is None else unit,
                date=(when or self.case.taken).isoformat(),
                low=(low or it.low) if ranged and only != "<" else None,
                high=(high or it.high) if ranged and only != ">" else None,
                flag=flag,
                method=method,
            )
        )

    def day(self, value: date) -> str:
        return day(value, self.dates)

    def finish(self, layout: str) -> Report:
        return Report(
            layout,
            self.paper.done(),
            tuple(self.paper.truth),
            self.case.full,
            self.case.birth.isoformat(),
            self.case.laboratory,
            self.case.taken.isoformat(),
            self.language,
        )


def draft(
    rng: random.Random,
    language: str,
    *,
    family: str | None = None,
    us: bool = False,
    dates: str | None = None,
    size: float | None = None,
) -> Draft:
    styles = {"fr": ["dmy/", "dmy/", "dmy.", "fr", "dmY."], "en": ["dmy/", "uk", "dmy-", "abbr", "iso"]}
    paper = Paper(
        rng,
        family=family or rng.choice(["helvetica", "helvetica", "times", "dejavu"]),
        size=size or rng.choice([8.0, 8.5, 9.0, 10.0]),
        us=us,
        title="report",
    )
    if paper.family == "dejavu":
        paper.size = min(paper.size, 8.5)
    return Draft(
        rng,
        language,
        paper,
        case(rng, language),
        dates or rng.choice(styles[language]),
        comma=language == "fr",
    )


def sections(
    rng: random.Random, language: str, count: int, each: tuple[int, int]
) -> list[tuple[str, list[Analysis]]]:
    chosen = rng.sample(catalogue.SECTIONS[language], count)
    found = []
    for title, analyses in chosen:
        some = rng.sample(analyses, min(len(analyses), rng.randint(*each)))
        found.append((title, [in_english(one) if language == "en" else one for one in some]))
    return found


# --- heads and feet ---


def head_fr(d: Draft) -> Callable[[Paper], None]:
    edited = d.case.taken.toordinal() + 1
    variant = d.rng.randrange(3)

    def draw(p: Paper) -> None:
        p.text(40, d.case.laboratory, y=40, bold=True, size=14)
        p.text(40, "12 rue des Acacias - 69003 LYON - Tél. 04 78 00 00 00 - Fax 04 78 00 00 01", y=53, size=7)
        p.text(40, "Biologistes : Dr A. MARTIN - Dr B. DURAND   FINESS 690000000", y=62, size=7)
        if variant == 0:
            p.text(
                330,
                f"{'Madame' if d.case.sex == 'F' else 'Monsieur'} {d.case.last} {d.case.first}",
                y=85,
                bold=True,
            )
            p.text(
                330,
                f"Né{'e' if d.case.sex == 'F' else ''} le {d.day(d.case.birth)} ({d.case.taken.year - d.case.birth.year} ans)",  # noqa: E501  as printed
                y=97,
            )
            p.text(330, "14 avenue de la Gare", y=109)
            p.text(330, "69100 VILLEURBANNE", y=121)
            p.text(40, f"Dossier n° 240{d.rng.randrange(1000, 9999)}-12", y=85)
            p.text(40, f"Prélevé le {d.day(d.case.taken)} à 08h15 au laboratoire", y=97)
            p.text(40, f"Edité le {day(date.fromordinal(edited), d.dates)}", y=109)
            p.text(40, "Prescripteur : Dr Paul LENOIR", y=121)
        elif variant == 1:
            p.text(40, f"Patient : {d.case.last} {d.case.first}", y=85, bold=True)
            p.text(300, f"Date de naissance : {d.day(d.case.birth)}", y=85)
            p.text(470, f"Sexe : {d.case.sex}", y=85)
            p.text(40, f"Date de prélèvement : {d.day(d.case.taken)} 07:45", y=99)
            p.text(300, f"Date d'édition : {day(date.fromordinal(edited), d.dates)}", y=99)
            p.text(40, f"Enregistré le : {d.day(d.case.taken)}", y=113)
            p.text(300, "N° INS 2 79 03 69 123 456 78", y=113)
        else:
            p.text(40, f"Nom : {d.case.last}", y=85)
            p.text(200, f"Prénom : {d.case.first}", y=85)
            p.text(360, f"DDN : {d.day(d.case.birth)}", y=85)
            for x, label, value in (
                (40, "Prélèvement", d.day(d.case.taken)),
                (200, "Réception", d.day(d.case.taken)),
                (360, "Impression", day(date.fromordinal(edited), d.dates)),
            ):
                p.text(x, label, y=101, size=7, grey=0.4)
                p.text(x, value, y=112)
        p.y = 140

    return draw


def foot_fr(d: Draft) -> Callable[[Paper], None]:
    def draw(p: Paper) -> None:
        base = p.height - 40
        p.line(40, p.width - 40, y=base - 9)
        p.text(
            40,
            "SELAS au capital de 37 000 € - SIRET 123 456 789 00012 - RCS LYON 123 456 789",
            y=base,
            size=6.5,
        )
        p.text(
            40, "Accréditation COFRAC n° 8-1234, portée disponible sur www.cofrac.fr", y=base + 9, size=6.5
        )
        p.text(p.width - 40, f"Page {p.page}/3", y=base + 9, size=7, align="right")

    return draw


def head_en(d: Draft) -> Callable[[Paper], None]:
    reported = date.fromordinal(d.case.taken.toordinal() + 1)
    variant = d.rng.randrange(2)

    def draw(p: Paper) -> None:
        p.text(40, d.case.laboratory, y=40, bold=True, size=13)
        p.text(40, "Hospital Road, Northfield NF1 2AB   Tel: +44 1632 960 000   UKAS 9999", y=53, size=7)
        if variant == 0:
            p.text(40, f"Patient name: {d.case.full}", y=80, bold=True)
            p.text(300, f"DOB: {d.day(d.case.birth)}", y=80)
            p.text(450, f"Sex: {'Female' if d.case.sex == 'F' else 'Male'}", y=80)
            p.text(40, "NHS No: 999 123 4567", y=93)
            p.text(300, f"Collected: {d.day(d.case.taken)} 09:10", y=93)
            p.text(40, "Requested by: Dr J. Green", y=106)
            p.text(300, f"Reported: {d.day(reported)} 14:02", y=106)
        else:
            p.text(40, f"Name: {d.case.last}, {d.case.first}", y=80, bold=True)
            p.text(40, f"Date of birth: {d.day(d.case.birth)}", y=93)
            p.text(40, "Hospital number: A123456", y=106)
            p.text(320, f"Specimen date: {d.day(d.case.taken)}", y=80)
            p.text(320, f"Received: {d.day(d.case.taken)} 11:30", y=93)
            p.text(320, f"Printed: {d.day(reported)}", y=106)
        p.y = 130

    return draw


def foot_en(d: Draft) -> Callable[[Paper], None]:
    def draw(p: Paper) -> None:
        base = p.height - 40
        p.text(
            40,
            "Results relate only to the samples tested. Enquiries 01632 960 001, Monday to Friday 9 to 17.",
            y=base,
            size=6.5,
        )
        p.text(p.width / 2, f"Page {p.page} of 2", y=base + 10, size=7, align="center")

    return draw


def head_us(d: Draft) -> Callable[[Paper], None]:
    reported = date.fromordinal(d.case.taken.toordinal() + 2)

    def draw(p: Paper) -> None:
        p.text(40, d.case.laboratory, y=40, bold=True, size=13)
        p.text(40, "100 Main Street, Springfield, IL 62701   (217) 555-0100   CLIA 14D0000000", y=53, size=7)
        p.text(40, f"Patient: {d.case.last}, {d.case.first}", y=78, bold=True)
        p.text(40, f"DOB: {d.day(d.case.birth)}   Age: {d.case.taken.year - d.case.birth.year}", y=91)
        p.text(40, f"Gender: {d.case.sex}   Fasting: Y", y=104)
        p.text(230, "Specimen: ZZ123456Z", y=78)
        p.text(230, "Requisition: 0012345", y=91)
        p.text(390, f"Collected: {d.day(d.case.taken)} / 08:31 EST", y=78)
        p.text(390, f"Received: {d.day(d.case.taken)} / 21:04 EST", y=91)
        p.text(390, f"Reported: {d.day(reported)} / 07:12 EST", y=104)
        p.y = 130

    return draw


def _begin(d: Draft, head: Callable[[Paper], None], foot: Callable[[Paper], None]) -> Paper:
    d.paper.header, d.paper.footer = head, foot
    d.paper.start()
    return d.paper


def _title(p: Paper, title: str, rng: random.Random) -> None:
    p.y += 8
    if rng.random() < 0.5:
        p.shade(38, p.width - 38, p.y - p.size - 1, p.y + 4)
    p.text(p.width / 2 if rng.random() < 0.4 else 42, title, bold=True, size=p.size + 1.5, align="left")
    p.y += p.size + 8


METHODS_FR = (
    "Spectrophotométrie - Cobas Roche",
    "Immunoturbidimétrie",
    "Cytométrie en flux (Sysmex XN)",
    "Électrochimiluminescence",
)


# --- French layouts ---


def fr_columns(rng: random.Random, name: str) -> Report:
    """Headings once a page; earlier results in a dated column; second unit on a line of its own."""
    d = draft(rng, "fr")
    p = _begin(d, head_fr(d), foot_fr(d))
    before = d.case.earlier[0]
    right = rng.random() < 0.5
    style = rng.choice(["dash", "a", "en", "tight"])
    flagged = rng.choice(["*", "+/-", "arrow" if p.family == "dejavu" else "*"])

    def headings() -> None:
        p.text(230 if not right else 250, "Résultats", size=7, align="right" if right else "left")
        p.text(285, "Unités", size=7)
        p.text(350, "Valeurs de référence", size=7)
        p.text(480, "Antériorités", size=7)
        p.y += 9
        p.text(480, d.day(before), size=7)
        p.y += p.size + 6

    headings()
    for title, analyses in sections(rng, "fr", 3, (4, 9)):
        if p.room(80):
            headings()
        _title(p, title, rng)
        if rng.random() < 0.4:
            p.text(48, f"Technique : {rng.choice(METHODS_FR)}", size=6.5, grey=0.3)
            p.y += 12
        for analysis in analyses:
            if p.room(40):
                headings()
            it = d.measure(analysis)
            flag = (
                ""
                if not it.flag
                else {"*": "*", "+/-": "+" if it.flag == "H" else "-"}.get(
                    flagged, "↑" if it.flag == "H" else "↓"
                )
            )
            p.text(44, analysis.fr)
            shown = it.text
            p.text(250 if right else 230, shown, bold=it.outside, align="right" if right else "left")
            if flag:
                p.text(262, flag, bold=True)
            if analysis.unit_fr:
                p.text(285, analysis.unit_fr)
            p.text(350, d.range(it, style))
            d.state(it, flag=flag or None)
            if rng.random() < 0.7:
                earlier = d.measure(analysis)
                p.text(480, earlier.text)
                d.state(earlier, when=before)
            p.y += p.size + 5
            if analysis.second and rng.random() < 0.6:
                unit, factor, places = analysis.second
                text, low, high = (
                    printed(x * factor, places, comma=True) for x in (it.value, analysis.low, analysis.high)
                )
                p.text(250 if right else 230, text, align="right" if right else "left")
                p.text(285, unit)
                second = d.measure(analysis, it.value)
                shown_range = {"<": f"< {high}", ">": f"> {low}"}.get(
                    analysis.open_range or "", f"{low} - {high}"
                )
                p.text(350, shown_range)
                d.state(second, unit=unit, text=text, low=low, high=high)
                p.y += p.size + 4
    return d.finish(name)


def fr_leaders(rng: random.Random, name: str) -> Report:
    """Dotted leaders to a value with its unit in one run; the range in brackets; no headings."""
    d = draft(rng, "fr", family=rng.choice(["helvetica", "times"]))
    p = _begin(d, head_fr(d), foot_fr(d))
    style = rng.choice(["dash", "a"])
    for title, analyses in sections(rng, "fr", 3, (4, 8)):
        p.room(70)
        _title(p, title, rng)
        for analysis in analyses:
            p.room(30)
            it = d.measure(analysis)
            label = analysis.fr + " "
            while p.measure(label + ".") < 200:
                label += "."
            p.text(44, label)
            unit = f" {analysis.unit_fr}" if analysis.unit_fr else ""
            p.text(252, f"{it.text}{unit}", bold=it.outside)
            p.text(380, f"({d.range(it, style)})")
            d.state(it)
            p.y += p.size + 5
            if rng.random() < 0.12:
                p.text(60, "Résultat contrôlé sur un second prélèvement de 5 mL.", size=7)
                p.y += 11
    return d.finish(name)


def fr_cumulative(rng: random.Random, name: str) -> Report:
    """Dated columns, newest first or last; unit and normal values at the end; with holes."""
    d = draft(rng, "fr", dates=rng.choice(["dmy/", "dmy/2", "dmY."]), size=8)
    p = _begin(d, head_fr(d), foot_fr(d))
    days = [d.case.taken, *d.case.earlier[: rng.choice([2, 3])]]
    if rng.random() < 0.5:
        days.reverse()
    start, step = 190, 62
    right = rng.random() < 0.5

    def headings() -> None:
        p.text(44, "Analyses", bold=True, size=7.5)
        for index, each in enumerate(days):
            p.text(
                start + step * index + (45 if right else 0),
                d.day(each),
                bold=True,
                size=7.5,
                align="right" if right else "left",
            )
        p.text(start + step * len(days) + 8, "Unités", bold=True, size=7.5)
        p.text(start + step * len(days) + 62, "Normes", bold=True, size=7.5)
        p.y += 14

    headings()
    for title, analyses in sections(rng, "fr", 3, (4, 8)):
        if p.room(60):
            headings()
        _title(p, title, rng)
        for analysis in analyses:
            if p.room(25):
                headings()
            p.text(44, analysis.fr)
            any_shown = False
            for index, each in enumerate(days):
                if rng.random() < 0.3 and not (index == len(days) - 1 and not any_shown):
                    continue
                any_shown = True
                it = d.measure(analysis)
                x = start + step * index
                p.text(x + (45 if right else 0), it.text, align="right" if right else "left", bold=it.outside)
                d.state(it, when=each)
            p.text(start + step * len(days) + 8, analysis.unit_fr)
            p.text(start + step * len(days) + 62, d.range(d.measure(analysis), "dash"))
            p.y += p.size + 5
    return d.finish(name)


def fr_range_below(rng: random.Random, name: str) -> Report:
    """The normal values stand under the name, after ``N :`` or ``VR``; the technique under them."""
    d = draft(rng, "fr")
    p = _begin(d, head_fr(d), foot_fr(d))
    mark = rng.choice(["N : ", "VR : ", "Valeurs de référence : ", "Réf. ", "Normales : "])
    style = rng.choice(["dash", "a", "word"])
    for title, analyses in sections(rng, "fr", 2, (4, 7)):
        p.room(70)
        _title(p, title, rng)
        for analysis in analyses:
            p.room(60)
            it = d.measure(analysis)
            p.text(44, analysis.fr, bold=True)
            p.text(300, it.text, bold=True, align="right")
            p.text(308, analysis.unit_fr)
            if it.flag:
                p.text(284 - p.measure(it.text, bold=True), "*", bold=True)
            method = rng.choice(METHODS_FR) if rng.random() < 0.5 else None
            p.y += p.size + 2.5
            p.text(52, f"{mark}{d.range(it, style)}", size=p.size - 1)
            p.y += p.size + 2
            if method:
                p.text(52, f"Méthode : {method}", size=6.5, grey=0.4)
                p.y += 9
            d.state(it, flag="*" if it.flag else None, method=method)
            p.y += 6
    return d.finish(name)


def fr_two_units(rng: random.Random, name: str) -> Report:
    """Two units side by side, each with its range; earlier result and its date at the end of the row."""
    d = draft(rng, "fr", size=8, dates=rng.choice(["dmy/", "dmy/2"]))
    p = _begin(d, head_fr(d), foot_fr(d))
    before = d.case.earlier[0]
    analyses = [one for one in (*catalogue.CHEMISTRY, *catalogue.LIPIDS) if one.second]
    rng.shuffle(analyses)
    _title(p, "BIOCHIMIE SANGUINE", rng)
    for analysis in analyses[: rng.randint(5, 8)]:
        it = d.measure(analysis)
        unit, factor, places = analysis.second or ("", 1.0, 0)
        text, low, high = (
            printed(x * factor, places, comma=True) for x in (it.value, analysis.low, analysis.high)
        )
        shown = {"<": f"< {high}", ">": f"> {low}"}.get(analysis.open_range or "", f"{low} - {high}")
        p.text(44, analysis.fr)
        p.text(180, f"{it.text} {analysis.unit_fr}", bold=True)
        p.text(245, f"({d.range(it, 'dash')})")
        p.text(330, f"{text} {unit}", bold=True)
        p.text(405, f"({shown})")
        d.state(it)
        d.state(it, unit=unit, text=text, low=low, high=high)
        if rng.random() < 0.6:
            earlier = d.measure(analysis)
            p.text(480, f"{day(before, 'dmy/2')} : {earlier.text}", size=7)
            d.state(earlier, when=before)
        p.y += p.size + 7
    return d.finish(name)


def fr_grid(rng: random.Random, name: str) -> Report:
    """A ruled table: name, unit, lower and upper limit in columns of their own; long names wrap."""
    d = draft(rng, "fr", size=8)
    p = _begin(d, head_fr(d), foot_fr(d))
    edges = [40, 190, 255, 300, 345, 410, 460]
    names = ["Paramètre", "Unité", "Min", "Max", "Résultat", "Alerte"]

    def row(cells: Sequence[str], height: float, *, bold: bool = False, wrap: Sequence[str] = ()) -> None:
        top = p.y
        p.line(edges[0], edges[-1], y=top)
        for x in edges:
            p.canvas.line(x, p.height - top, x, p.height - top - height)
        middle = top + height / 2 + p.size * 0.35
        for index, cell in enumerate(cells):
            if index == 0 and wrap:
                p.text(edges[0] + 3, wrap[0], y=middle - 5)
                p.text(edges[0] + 3, wrap[1], y=middle + 5)
            elif index in (2, 3, 4):
                p.text(edges[index + 1] - 3, cell, y=middle, bold=bold, align="right")
            else:
                p.text(edges[index] + 3, cell, y=middle, bold=bold)
        p.y = top + height
        p.line(edges[0], edges[-1], y=p.y)

    for title, analyses in sections(rng, "fr", 2, (5, 9)):
        p.room(90)
        p.text(40, title, bold=True, size=10)
        p.y += 8
        row(names, 16, bold=True)
        for analysis in analyses:
            if p.room(30):
                row(names, 16, bold=True)
            it = d.measure(analysis)
            words = analysis.fr.split()
            wrap = (" ".join(words[:2]), " ".join(words[2:])) if len(words) > 2 else ()
            low = it.low if analysis.open_range != "<" else ""
            high = it.high if analysis.open_range != ">" else ""
            row((analysis.fr, analysis.unit_fr, low, high, it.text, it.flag), 24 if wrap else 16, wrap=wrap)
            d.state(it, flag=it.flag or None)
        p.y += 22
    return d.finish(name)


def fr_two_columns(rng: random.Random, name: str) -> Report:
    """Two tables side by side, not on the same baselines."""
    d = draft(rng, "fr", size=7.5, family=rng.choice(["helvetica", "times"]))
    p = _begin(d, head_fr(d), foot_fr(d))
    top = p.y + 8
    offset = rng.choice([0, 3, 5])
    parts = [("HÉMATOLOGIE", list(catalogue.BLOOD_COUNT)), ("BIOCHIMIE", list(catalogue.CHEMISTRY))]
    headed = rng.random() < 0.5
    for column, (title, analyses) in enumerate(parts):
        x = 40 + column * 265
        p.y = top + (offset if column else 0)
        p.text(x, title, bold=True, size=9)
        p.y += 14
        if headed:
            for dx, word in ((0, "Examen"), (105, "Résultat"), (150, "Unité"), (195, "Normes")):
                p.text(x + dx, word, bold=True, size=7)
            p.y += 12
        for analysis in rng.sample(analyses, rng.randint(7, 10)):
            it = d.measure(analysis)
            p.text(x, analysis.fr)
            p.text(x + 130, it.text, align="right", bold=it.outside)
            p.text(x + 150, analysis.unit_fr)
            p.text(x + 195, d.range(it, "dash"))
            d.state(it)
            p.y += 12
    return d.finish(name)


def fr_typewriter(rng: random.Random, name: str) -> Report:
    """A fixed font, columns by spaces; counts grouped by thousands; a star before values out of range."""
    d = draft(rng, "fr", family="courier", size=8.5, dates="dmy/")
    d.group = rng.choice([" ", "\u00a0", ""])
    p = _begin(d, head_fr(d), foot_fr(d))
    p.y += 6
    p.text(40, "HEMOGRAMME", bold=True)
    p.y += 16
    for analysis in (
        *catalogue.COUNTS,
        *rng.sample(catalogue.BLOOD_COUNT[1:6], 4),
        *rng.sample(catalogue.CHEMISTRY, 5),
    ):
        p.room(20)
        it = d.measure(analysis)
        star = "*" if it.flag else " "
        value = f"{star} {it.text}"
        p.text(40, f"{analysis.fr:<32}{value:>12} {analysis.unit_fr:<9} {d.range(it, 'dash'):>22}")
        d.state(it, flag="*" if it.flag else None)
        p.y += 12
    return d.finish(name)


def fr_brackets(rng: random.Random, name: str) -> Report:
    """The unit in brackets after the name; comments full of numbers that are no results."""
    d = draft(rng, "fr")
    p = _begin(d, head_fr(d), foot_fr(d))
    p.text(44, "Examen", bold=True)
    p.text(260, "Résultat", bold=True)
    p.text(360, "Intervalle de référence", bold=True)
    p.y += 18
    for title, analyses in sections(rng, "fr", 2, (4, 7)):
        p.room(60)
        _title(p, title, rng)
        for analysis in analyses:
            p.room(80)
            it = d.measure(analysis)
            p.text(44, f"{analysis.fr} ({analysis.unit_fr})" if analysis.unit_fr else analysis.fr)
            shown = it.text + (" ↑" if p.family == "dejavu" and it.flag == "H" else "")
            p.text(260, shown, bold=True)
            p.text(
                360,
                rng.choice(["[{}]", "({})", "{}"]).format(d.range(it, rng.choice(["tight", "en", "dash"]))),
            )
            d.state(it, flag="↑" if "↑" in shown else None)
            p.y += p.size + 6
            if analysis.fr == "25-OH Vitamine D":
                for line in (
                    "Carence : < 10 ng/mL",
                    "Insuffisance : 10 - 30 ng/mL",
                    "Taux recommandé : 30 - 60 ng/mL",
                    "Intoxication > 150 ng/mL",
                ):
                    p.text(60, line, size=7)
                    p.y += 9
                p.y += 4
            elif analysis.fr == "Cholestérol LDL":
                for line in (
                    "Objectif LDL selon le risque cardiovasculaire (ESC 2019) :",
                    "Risque modéré : LDL < 1,00 g/L",
                    "Risque élevé : < 0,70 g/L",
                ):
                    p.text(60, line, size=7)
                    p.y += 9
                p.y += 4
            elif rng.random() < 0.15:
                p.text(60, "Un résultat inférieur à 30 évoque une carence, à contrôler dans 3 mois.", size=7)
                p.y += 12
    return d.finish(name)


def fr_earlier_below(rng: random.Random, name: str) -> Report:
    """Result, then its range, then a line ``Antériorité du … :`` of its own; results in words."""
    d = draft(rng, "fr", dates=rng.choice(["dmy/", "dmy.", "fr"]))
    p = _begin(d, head_fr(d), foot_fr(d))
    before = d.case.earlier[0]
    for title, analyses in sections(rng, "fr", 2, (3, 6)):
        p.room(70)
        _title(p, title, rng)
        for analysis in analyses:
            p.room(50)
            it = d.measure(analysis)
            p.text(44, f"{analysis.fr} :")
            p.text(250, f"{it.text} {analysis.unit_fr}".strip(), bold=True)
            p.text(370, f"Réf : {d.range(it, 'a')}")
            d.state(it)
            p.y += p.size + 3
            if rng.random() < 0.6:
                earlier = d.measure(analysis)
                p.text(
                    60,
                    f"Antériorité du {d.day(before)} : {earlier.text} {analysis.unit_fr}".strip(),
                    size=p.size - 1,
                )
                d.state(earlier, when=before)
                p.y += p.size + 2
            p.y += 5
    p.room(90)
    _title(p, "SÉROLOGIES", rng)
    for fr, _, value, _, normal, _ in rng.sample(catalogue.QUALITATIVE, 4):
        if not normal:
            continue
        p.text(44, f"{fr} :")
        p.text(250, value, bold=True)
        p.text(370, f"Réf : {normal}")
        p.truth.append(Truth(fr, value, "", d.case.taken.isoformat()))
        p.y += p.size + 6
    return d.finish(name)


# --- English layouts ---


def en_pathology(rng: random.Random, name: str) -> Report:
    """British: flag in a column of its own, range in square brackets, units at the end."""
    d = draft(rng, "en")
    p = _begin(d, head_en(d), foot_en(d))
    brackets = rng.random() < 0.6

    def headings() -> None:
        for x, word in (
            (44, "Test"),
            (240, "Result"),
            (300, "Flag"),
            (340, "Reference range"),
            (450, "Units"),
        ):
            p.text(x, word, bold=True)
        p.y += 16

    headings()
    for title, analyses in sections(rng, "en", 3, (4, 8)):
        if p.room(60):
            headings()
        p.text(44, title, bold=True)
        p.y += 15
        for analysis in analyses:
            if p.room(25):
                headings()
            it = d.measure(analysis)
            p.text(44, analysis.en)
            p.text(240, it.text)
            p.text(302, it.flag)
            shown = d.range(it, "dash")
            p.text(340, f"[{shown}]" if brackets else shown)
            p.text(450, analysis.unit_en)
            d.state(it, flag=it.flag or None)
            p.y += p.size + 5
        p.y += 8
    if rng.random() < 0.6:
        p.room(60)
        p.text(
            44,
            "UPDATE: eGFR calculated with the CKD-EPI 2009 equation. Values above 90 are normal in adults under 60.",  # noqa: E501  as printed
            size=7,
        )
    return d.finish(name)


def en_quest(rng: random.Random, name: str) -> Report:
    """American: results in range and out of range in two columns; unit behind the range."""
    d = draft(rng, "en", us=True, dates="mdy/")
    p = _begin(d, head_us(d), foot_en(d))

    def headings() -> None:
        for x, word in (
            (44, "Test Name"),
            (235, "In Range"),
            (300, "Out Of Range"),
            (380, "Reference Range"),
            (530, "Lab"),
        ):
            p.text(x, word, bold=True)
        p.y += 16

    headings()
    for title, analyses in sections(rng, "en", 3, (4, 8)):
        if p.room(60):
            headings()
        p.text(44, title, bold=True)
        p.y += 14
        for analysis in analyses:
            if p.room(25):
                headings()
            it = d.measure(analysis)
            p.text(54, analysis.en.upper())
            if it.flag:
                p.text(300, f"{it.text} {it.flag}", bold=True)
            else:
                p.text(235, it.text)
            p.text(380, f"{d.range(it, 'tight')} {analysis.unit_en}".strip())
            p.text(530, rng.choice(["01", "EN", "TP"]))
            d.state(it, flag=it.flag or None, label=analysis.en.upper())
            p.y += p.size + 5
        p.y += 6
    return d.finish(name)


def en_interval(rng: random.Random, name: str) -> Report:
    """American: current result and flag, previous result and date, units, reference interval."""
    d = draft(rng, "en", us=True, dates="mdy/", size=8)
    p = _begin(d, head_us(d), foot_en(d))
    before = d.case.earlier[0]
    columns = (
        (44, "Test"),
        (190, "Current Result and Flag"),
        (300, "Previous Result and Date"),
        (420, "Units"),
        (490, "Reference Interval"),
    )

    def headings() -> None:
        for x, word in columns:
            p.text(x, word, bold=True, size=7.5)
        p.y += 15

    headings()
    for title, analyses in sections(rng, "en", 2, (5, 9)):
        if p.room(60):
            headings()
        p.text(44, title, bold=True)
        p.y += 14
        for analysis in analyses:
            if p.room(25):
                headings()
            it = d.measure(analysis)
            p.text(48, analysis.en)
            p.text(190, it.text)
            if it.flag:
                p.text(245, "High" if it.flag == "H" else "Low", bold=True)
            if rng.random() < 0.6:
                earlier = d.measure(analysis)
                p.text(300, earlier.text)
                p.text(345, d.day(before))
                d.state(earlier, when=before)
            p.text(420, analysis.unit_en)
            p.text(490, d.range(it, "tight"))
            d.state(it, flag={"H": "High", "L": "Low"}.get(it.flag))
            p.y += p.size + 6
        p.y += 6
    return d.finish(name)


def en_sexes(rng: random.Random, name: str) -> Report:
    """Ranges for men and women, kept as words; ranges ``to``; arrows."""
    d = draft(rng, "en", family="dejavu", size=8, dates=rng.choice(["uk", "us", "abbr"]))
    p = _begin(d, head_en(d), foot_en(d))
    for x, word in (
        (44, "Investigation"),
        (220, "Value"),
        (290, "Unit"),
        (360, "Biological Reference Interval"),
    ):
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.room(60)
        p.text(44, title, bold=True)
        p.y += 14
        for analysis in analyses:
            p.room(30)
            it = d.measure(analysis)
            arrow = {"H": "↑", "L": "↓", "": ""}[it.flag]
            p.text(44, analysis.en)
            p.text(220, f"{it.text} {arrow}".strip(), bold=it.outside)
            p.text(290, analysis.unit_en)
            if analysis.en in ("Haemoglobin", "Creatinine", "Ferritin", "Uric acid"):
                p.text(360, f"Men: {it.low}-{it.high} Women: {it.low}-{it.high}")
                d.state(it, flag=arrow or None, ranged=False)
            else:
                p.text(360, d.range(it, "to"))
                d.state(it, flag=arrow or None)
            p.y += p.size + 6
        p.y += 6
    return d.finish(name)


def en_result_first(rng: random.Random, name: str) -> Report:
    """The result stands first, then unit, test and range; results in words too."""
    d = draft(rng, "en")
    p = _begin(d, head_en(d), foot_en(d))
    for x, word in ((44, "Result"), (110, "Units"), (190, "Test"), (380, "Normal range")):
        p.text(x, word, bold=True)
    p.y += 16
    for _, analyses in sections(rng, "en", 2, (4, 8)):
        for analysis in analyses:
            p.room(30)
            it = d.measure(analysis)
            p.text(44, it.text, bold=it.outside)
            p.text(110, analysis.unit_en)
            p.text(190, analysis.en)
            p.text(380, d.range(it, "dash"))
            d.state(it)
            p.y += p.size + 6
    for _, en, _, value, _, normal in rng.sample(catalogue.QUALITATIVE, 3):
        p.text(44, value)
        p.text(190, en)
        p.text(380, normal)
        p.truth.append(Truth(en, value, "", d.case.taken.isoformat()))
        p.y += p.size + 6
    return d.finish(name)


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        fr_columns,
        fr_leaders,
        fr_cumulative,
        fr_range_below,
        fr_two_units,
        fr_grid,
        fr_two_columns,
        fr_typewriter,
        fr_brackets,
        fr_earlier_below,
        en_pathology,
        en_quest,
        en_interval,
        en_sexes,
        en_result_first,
    )
}
