"""A fifth set, written after the fourth was measured and before any rule was changed for it."""

import random
from datetime import timedelta

from tests.reports import catalogue
from tests.reports.catalogue import Analysis
from tests.reports.layouts import Draft, Layout, Measured, draft, foot_en, foot_fr, sections
from tests.reports.paper import Paper, Report, Truth, day


def _state(d: Draft, label: str, value: str, unit: str, **more: str | None) -> None:
    d.paper.truth.append(Truth(label, value, unit, d.case.taken.isoformat(), **more))


def _feet(p: Paper, *lines: str) -> None:
    for index, line in enumerate(lines):
        p.text(36, line, y=p.height - 40 + 8 * index, size=6)


def us_inpatient_flowsheet(rng: random.Random, name: str) -> Report:
    """Hospital flowsheet: dates with hours over the columns, oldest first; range under each name; (H)."""
    d = draft(rng, "en", us=True, family="times", size=9, dates="mdy/")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(36, "Example Memorial Hospital", y=36, bold=True, size=13)
        p.text(
            36,
            f"Patient: {d.case.last}, {d.case.first}   MRN: {rng.randrange(10**7)}   DOB: {d.day(d.case.birth)}",  # noqa: E501  as printed
            y=52,
        )
        p.text(
            36,
            f"Admit: {d.day(d.case.earlier[-1] - timedelta(days=1))}   Loc: 4 West 412-B   Attending: R. Vance, MD",  # noqa: E501  as printed
            y=64,
        )
        p.y = 92

    p.header = head
    p.footer = lambda p: _feet(
        p, f"Printed {d.day(d.case.taken + timedelta(days=3))} 1432   Page {p.page} of 4"
    )
    p.start()
    days = [*reversed(d.case.earlier[:2]), d.case.taken]
    hours = [f"{rng.randrange(24):02}{rng.randrange(60):02}" for _ in days]
    for title, analyses in sections(rng, "en", 2, (4, 7)):
        p.room(90)
        p.text(36, title, bold=True)
        for index, when in enumerate(days):
            p.text(290 + 90 * index, d.day(when), align="right")
            p.text(290 + 90 * index, hours[index], y=p.y + 10, align="right")
        p.text(520, "Units", y=p.y + 10)
        p.y += 26
        for analysis in analyses:
            shown: Measured | None = None
            p.text(36, analysis.en)
            for index, when in enumerate(days):
                if index < 2 and rng.random() < 0.35:
                    continue
                it = d.measure(analysis)
                shown = it
                flag = f" ({it.flag})" if it.flag else ""
                p.text(290 + 90 * index, f"{it.text}{flag}", align="right")
                d.state(it, when=when, flag=it.flag or None)
            p.text(520, analysis.unit_en)
            assert shown is not None
            p.y += 9
            p.text(44, f"[{d.range(shown, 'tight')}]", size=7)
            p.y += 14
        p.y += 6
    return d.finish(name)


def fr_previous_left(rng: random.Random, name: str) -> Report:
    """The previous result stands left of the new one, under its date."""
    d = draft(rng, "fr", family="helvetica", size=8.5, dates="dmy/")
    p = d.paper
    p.footer = foot_fr(d)
    p.start()
    p.text(36, "Laboratoire Bioexemple Méditerranée", bold=True, size=12)
    p.y += 14
    p.text(
        36,
        f"M. {d.case.last} {d.case.first}   Né le {d.day(d.case.birth)}   Dossier du {d.day(d.case.taken)}",
    )
    p.y += 12
    p.text(
        36,
        f"Prélevé le {d.day(d.case.taken)} à 9h05 - Validé le {d.day(d.case.taken + timedelta(days=1))} à 17h20",  # noqa: E501  as printed
    )
    p.y += 28
    before = d.case.earlier[0]
    p.text(270, "Antérieur", align="right", size=7.5)
    p.text(345, "Résultat", align="right", bold=True)
    p.text(360, "Unités")
    p.text(440, "Valeurs usuelles")
    p.y += 10
    p.text(270, d.day(before), align="right", size=7.5)
    p.y += 16
    for title, analyses in sections(rng, "fr", 3, (4, 7)):
        p.room(60)
        p.text(36, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(44, analysis.fr)
            if rng.random() < 0.6:
                old = d.measure(analysis)
                p.text(270, old.text, align="right", grey=0.4)
                d.state(old, when=before)
            p.text(345, it.text, align="right", bold=True)
            p.text(360, analysis.unit_fr)
            p.text(440, d.range(it, "a"))
            d.state(it)
            p.y += 13
    return d.finish(name)


def uk_starred_lines(rng: random.Random, name: str) -> Report:
    """A hospital's interim report: star in front of the name, everything in one typewriter line, notes."""
    d = draft(rng, "en", family="courier", size=8.5, dates="uk")
    p = d.paper
    p.start()
    for line in (
        "NORTHFIELD UNIVERSITY HOSPITALS NHS TRUST - PATHOLOGY",
        f"Name: {d.case.full}      Sex: {d.case.sex}    DoB: {day(d.case.birth, 'dmy/')}    NHS No: 943 476 5919",  # noqa: E501  as printed
        f"Collected : {d.day(d.case.taken)} 10:20    Received : {d.day(d.case.taken)} 14:05",
        f"Reported  : {d.day(d.case.taken + timedelta(days=1))} 08:30    Lab No : B,24.{rng.randrange(10**7)}.X",  # noqa: E501  as printed
        "",
    ):
        p.text(36, line)
        p.y += 11
    for title, analyses in sections(rng, "en", 3, (3, 7)):
        p.room(60)
        p.text(36, f"{title} (Authorised)")
        p.y += 13
        for analysis in analyses:
            it = d.measure(analysis)
            star = "*" if it.outside else " "
            p.text(
                36,
                f"{star} {analysis.en.ljust(30)} : {it.text.rjust(8)} {analysis.unit_en.ljust(14)} ({d.range(it, 'dash')})",  # noqa: E501  as printed
            )
            d.state(it, flag="*" if it.outside else None)
            p.y += 11
        p.text(36, "  Comment : sample slightly haemolysed, potassium may be falsely raised by 0.3 mmol/L")
        p.y += 16
    return d.finish(name)


def ch_grid_days(rng: random.Random, name: str) -> Report:
    """Geneva hospital: a ruled grid, unit and norm before three dated columns, newest first."""
    d = draft(rng, "fr", family="helvetica", size=7.5, dates="dmy.")
    p = d.paper
    p.start()
    p.text(36, "Hôpitaux du Bout-du-Lac", bold=True, size=12)
    p.text(330, f"{d.case.last} {d.case.first} ({d.case.sex}) DN {day(d.case.birth, 'dmY.')}")
    p.y += 13
    p.text(36, "Diagnostic - Laboratoire de chimie clinique   Accréditation STS 0123")
    p.text(330, f"Etat au {day(d.case.taken + timedelta(days=6), 'dmY.')} 10:12")
    p.y += 26
    edges = (36, 190, 260, 340, 420, 490, 559)
    days = (d.case.taken, *d.case.earlier[:2])
    heads = ("Analyse", "Unités", "Norme", *(d.day(each) for each in days))

    def row(cells: tuple[str, ...], bold: bool = False) -> None:
        for x in edges:
            p.canvas.line(x, p.height - p.y + 10, x, p.height - p.y - 4)
        p.line(edges[0], edges[-1], y=p.y + 4)
        for x, cell in zip(edges, cells, strict=False):
            p.text(x + 3, cell, bold=bold)
        p.y += 14

    p.line(edges[0], edges[-1], y=p.y - 10)
    row(heads, bold=True)
    for title, analyses in sections(rng, "fr", 2, (4, 8)):
        row((title,), bold=True)
        for analysis in analyses:
            cells = []
            shown = d.measure(analysis)
            for index, when in enumerate(days):
                if index and rng.random() < 0.4:
                    cells.append("")
                    continue
                it = d.measure(analysis)
                flag = {"H": "+", "L": "-"}.get(it.flag)
                cells.append(f"{it.text} {flag or ''}".strip())
                d.state(it, when=when, flag=flag)
            row((analysis.fr, analysis.unit_fr, d.range(shown, "dash"), *cells))
    return d.finish(name)


def in_range_underneath(rng: random.Random, name: str) -> Report:
    """An Indian chain of check-ups: technology, value and units in columns; the range in words below."""
    d = draft(rng, "en", family="helvetica", size=9, dates="uk")
    p = d.paper
    p.header = None
    p.footer = lambda p: _feet(
        p,
        f"Sample Collected on (SCT) : {d.day(d.case.taken)} 07:05",
        f"Sample Received on (SRT) : {d.day(d.case.taken)} 19:44     Report Released on (RRT) : {d.day(d.case.taken + timedelta(days=1))} 03:10",  # noqa: E501  as printed
        f"Labcode : {rng.randrange(10**9)}/DL014   Barcode : AB{rng.randrange(10**6)}   Page : {p.page} of 12",  # noqa: E501  as printed
    )
    p.start()
    p.text(36, "EXAMPLECARE TECHNOLOGIES", bold=True, size=12)
    p.y += 14
    p.text(36, f"NAME : {d.case.full.upper()} (44Y/{d.case.sex})")
    p.y += 12
    p.text(36, "REF. BY : SELF")
    p.y += 24
    for x, word in ((36, "TEST NAME"), (260, "TECHNOLOGY"), (370, "VALUE"), (450, "UNITS")):
        p.text(x, word, bold=True)
    p.y += 18
    for _, analyses in sections(rng, "en", 2, (3, 6)):
        for analysis in analyses:
            p.room(60)
            it = d.measure(analysis)
            p.text(36, analysis.en.upper(), bold=True)
            p.text(260, rng.choice(["PHOTOMETRY", "C.M.I.A", "CALCULATED", "I.S.E", "H.P.L.C"]))
            p.text(370, it.text, bold=True)
            p.text(450, analysis.unit_en)
            p.y += 13
            p.text(36, f"Reference Range : {d.range(it, 'dash')}", size=8)
            p.y += 20
            d.state(it, label=analysis.en.upper())
    p.text(36, "Please correlate with clinical conditions.", size=8)
    return d.finish(name)


def fr_several_earlier_below(rng: random.Random, name: str) -> Report:
    """Two earlier results in one line below each result: ``Ant. : 5,2 (12/03/24) - 5,4 (01/02/23)``."""
    d = draft(rng, "fr", family=rng.choice(["helvetica", "times"]), size=9, dates="dmy/2")
    p = d.paper
    p.footer = foot_fr(d)
    p.start()
    p.text(36, "LABM du Canal", bold=True, size=12)
    p.y += 14
    p.text(36, f"Mme {d.case.last} {d.case.first} (née le {day(d.case.birth, 'dmy/')})")
    p.y += 12
    p.text(
        36,
        f"Prélèvement du {day(d.case.taken, 'dmy/')} à 07:30   Impression du {day(d.case.taken + timedelta(days=1), 'dmy/')}",  # noqa: E501  as printed
    )
    p.y += 26
    for title, analyses in sections(rng, "fr", 2, (4, 7)):
        p.room(70)
        p.text(36, title, bold=True, size=10)
        p.y += 16
        for analysis in analyses:
            p.room(40)
            it = d.measure(analysis)
            p.text(36, analysis.fr)
            p.text(250, it.text, bold=it.outside, align="right")
            p.text(256, analysis.unit_fr)
            p.text(360, f"({d.range(it, 'a')})")
            d.state(it)
            p.y += 11
            if rng.random() < 0.6:
                olds = [(d.measure(analysis), when) for when in d.case.earlier[: rng.randint(1, 2)]]
                p.text(
                    60, "Ant. : " + " - ".join(f"{old.text} ({d.day(when)})" for old, when in olds), size=7.5
                )
                for old, when in olds:
                    d.state(old, when=when)
                p.y += 11
            p.y += 5
    return d.finish(name)


def us_dated_rows(rng: random.Random, name: str) -> Report:
    """An electronic record's export: every row has its own date and hour, status, unit at the end."""
    d = draft(rng, "en", us=True, family="helvetica", size=8, dates="mdy/")
    p = d.paper
    p.footer = foot_en(d)
    p.start()
    p.text(36, "Lab Results - Exported Health Summary", bold=True, size=13)
    p.y += 14
    p.text(
        36,
        f"{d.case.full}, born {d.day(d.case.birth)}     Riverside Clinic     Exported {d.day(d.case.taken + timedelta(days=40))}",  # noqa: E501  as printed
    )
    p.y += 26
    for x, word in (
        (36, "Date/Time"), (120, "Test"), (280, "Result"), (330, "Abnormal"), (385, "Reference Range"),
        (470, "Units"), (540, "Status"),
    ):  # fmt: skip
        p.text(x, word, bold=True)
    p.y += 15
    days = sorted((d.case.taken, *d.case.earlier), reverse=True)
    for _, analyses in sections(rng, "en", 2, (4, 8)):
        for analysis in analyses:
            for when in rng.sample(days, rng.randint(1, 3)):
                p.room(20)
                it = d.measure(analysis)
                p.text(36, f"{d.day(when)} {rng.randrange(6, 12)}:{rng.randrange(10, 59)} AM")
                p.text(120, analysis.en)
                p.text(280, it.text)
                p.text(330, {"H": "High", "L": "Low"}.get(it.flag, ""))
                p.text(385, d.range(it, "dash"))
                p.text(470, analysis.unit_en)
                p.text(540, "Final")
                d.state(it, when=when, flag={"H": "High", "L": "Low"}.get(it.flag))
                p.y += 12
    return d.finish(name)


def fr_between_limits(rng: random.Random, name: str) -> Report:
    """The value stands between its lower and its upper limit."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    p.footer = foot_fr(d)
    p.start()
    p.text(36, "Laboratoire Le Modèle", bold=True, size=12)
    p.y += 14
    p.text(
        36,
        f"Patient : {d.case.last} {d.case.first}    DDN : {d.day(d.case.birth)}    Date prélèvement : {d.day(d.case.taken)}",  # noqa: E501  as printed
    )
    p.y += 28
    for x, word in ((36, "Examen"), (230, "Mini"), (310, "Résultat"), (400, "Maxi"), (470, "Unité")):
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "fr", 2, (4, 8)):
        p.text(36, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(36, analysis.fr)
            p.text(230, it.low if analysis.open_range != "<" else "")
            p.text(310, it.text, bold=True)
            p.text(400, it.high if analysis.open_range != ">" else "")
            p.text(470, analysis.unit_fr)
            d.state(it)
            p.y += 13
    return d.finish(name)


def en_serology(rng: random.Random, name: str) -> Report:
    """Infection: words as results, an index beside some, a remark below."""
    d = draft(rng, "en", family="times", size=9.5, dates="abbr")
    p = d.paper
    p.start()
    p.text(36, "Sample City Virology Reference Laboratory", bold=True, size=12)
    p.y += 15
    p.text(
        36,
        f"Patient: {d.case.full}    DOB: {d.day(d.case.birth)}    Date of collection: {d.day(d.case.taken)}",
    )
    p.y += 13
    p.text(36, f"Date of issue: {d.day(d.case.taken + timedelta(days=3))}")
    p.y += 26
    for x, word in ((36, "Investigation"), (260, "Result"), (370, "Units"), (440, "Expected")):
        p.text(x, word, bold=True)
    p.y += 16
    for label, words, normal in (
        ("HIV 1/2 antigen/antibody", ("Not detected", "Detected"), "Not detected"),
        ("Hepatitis B surface antigen", ("Not detected", "Detected"), "Not detected"),
        ("Hepatitis C antibody", ("Non-reactive", "Reactive", "Equivocal"), "Non-reactive"),
        ("Syphilis TPPA", ("Negative", "Positive"), "Negative"),
        ("SARS-CoV-2 RNA (PCR)", ("Not detected", "Detected"), "Not detected"),
    ):
        value = rng.choice(words)
        p.text(36, label)
        p.text(260, value)
        p.text(440, normal)
        _state(d, label, value, "")
        p.y += 15
    for label, low, top, unit in (
        ("Hepatitis B surface antibody", 2, 400, "mIU/mL"),
        ("Rubella IgG", 3, 120, "IU/mL"),
    ):
        value = rng.choice([str(rng.randrange(low, top)), "> 1000" if label[0] == "H" else "< 5"])
        p.text(36, label)
        p.text(260, value)
        p.text(370, unit)
        p.text(440, "> 10")
        _state(d, label, value, unit, low="10")
        p.y += 15
    p.text(
        36,
        "A level above 10 mIU/mL is considered protective. Repeat in 5 years. Please send 5 mL clotted blood.",  # noqa: E501  as printed
        size=8,
    )
    return d.finish(name)


_GAS = (
    Analysis("pH", "pH", "", "", 3, 7.35, 7.45),
    Analysis("pCO2", "pCO2", "kPa", "kPa", 2, 4.7, 6.0),
    Analysis("pO2", "pO2", "kPa", "kPa", 1, 10.0, 13.5),
    Analysis("cHCO3-", "cHCO3-", "mmol/L", "mmol/L", 1, 21.0, 27.0),
    Analysis("cLac", "cLac", "mmol/L", "mmol/L", 1, 0.5, 1.6),
    Analysis("cGlu", "cGlu", "mmol/L", "mmol/L", 1, 3.9, 5.8),
    Analysis("ctHb", "ctHb", "g/L", "g/L", 0, 120, 160),
    Analysis("cK+", "cK+", "mmol/L", "mmol/L", 1, 3.5, 4.8),
)


def en_blood_gas(rng: random.Random, name: str) -> Report:
    """A blood gas analyser's slip: narrow paper, arrow in front, range in square brackets."""
    d = draft(rng, "en", family="courier", size=8, dates="abbr")
    p = d.paper
    p.width, p.height = 260, 420
    p.canvas.setPageSize((p.width, p.height))
    p.top, p.bottom = 24, 10
    p.start()
    for line in (
        "RADIOSAMPLE ABL800",
        f"PATIENT REPORT   {d.day(d.case.taken)} 03:12",
        f"Patient ID   {rng.randrange(10**7)}",
        f"Name  {d.case.last}, {d.case.first}",
        f"Date of birth {d.day(d.case.birth)}",
        "Sample type  Arterial",
        f"Drawn  {d.day(d.case.taken)} 03:05",
        "",
        "Blood Gas Values",
    ):
        p.text(14, line)
        p.y += 11
    for analysis in rng.sample(_GAS, 7):
        it = d.measure(analysis)
        arrow = {"H": "+", "L": "-"}.get(it.flag, " ")
        p.text(
            14,
            f"{arrow} {analysis.en.ljust(8)} {it.text.rjust(6)} {analysis.unit_en.ljust(8)} [{d.range(it, 'dash')}]",  # noqa: E501  as printed
        )
        d.state(it, flag=arrow.strip() or None)
        p.y += 11
    p.text(14, f"Printed  03:13  {d.day(d.case.taken)}")
    return d.finish(name)


def fr_wrapped_grid(rng: random.Random, name: str) -> Report:
    """Boxes whose names and ranges wrap over two lines; the other cells stand in the middle of the height."""
    d = draft(rng, "fr", family="helvetica", size=8.5, dates="dmy/")
    p = d.paper
    p.start()
    p.text(36, "Laboratoire d'analyses Exemple-Nord", bold=True, size=12)
    p.y += 14
    p.text(
        36,
        f"Patient : {d.case.last} {d.case.first}   Date de naissance : {d.day(d.case.birth)}   Sexe : {d.case.sex}",  # noqa: E501  as printed
    )
    p.y += 12
    p.text(
        36,
        f"Date de prélèvement : {d.day(d.case.taken)}   Date d'édition : {d.day(d.case.taken + timedelta(days=2))}",  # noqa: E501  as printed
    )
    p.y += 24
    edges = (36, 220, 290, 360, 470, 559)

    def row(cells: tuple[tuple[str, ...], ...], bold: bool = False) -> None:
        height = 12 * max(map(len, cells)) + 4
        for x in edges:
            p.canvas.line(x, p.height - p.y, x, p.height - p.y - height)
        p.line(edges[0], edges[-1], y=p.y)
        p.line(edges[0], edges[-1], y=p.y + height)
        for x, lines in zip(edges, cells, strict=False):
            top = p.y + (height - 12 * len(lines)) / 2 + 9
            for index, text in enumerate(lines):
                p.text(x + 3, text, y=top + 12 * index, bold=bold)
        p.y += height

    row((("Analyse",), ("Résultat",), ("Unité",), ("Valeurs de", "référence"), ("Technique",)), bold=True)
    for analysis in rng.sample((*catalogue.CHEMISTRY, *catalogue.OTHERS), 12):
        it = d.measure(analysis)
        words = analysis.fr.split(" ")
        names = (words[0], " ".join(words[1:])) if len(words) > 1 and rng.random() < 0.7 else (analysis.fr,)
        row(
            (
                names,
                (it.text,),
                (analysis.unit_fr,),
                (d.range(it, "a"),),
                ("Immuno-", "dosage") if rng.random() < 0.4 else ("",),
            )
        )
        d.state(it)
    row((("Bêta-HCG", "(grossesse)"), ("< 2",), ("UI/L",), ("Absence de", "grossesse : < 5"), ("",)))
    _state(d, "Bêta-HCG (grossesse)", "< 2", "UI/L")
    return d.finish(name)


def fifth_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        us_inpatient_flowsheet, fr_previous_left, uk_starred_lines, ch_grid_days, in_range_underneath,
        fr_several_earlier_below, us_dated_rows, fr_between_limits, en_serology, en_blood_gas, fr_wrapped_grid,  # noqa: E501  as printed
    )  # fmt: skip
    return {layout.__name__: layout for layout in chosen}
