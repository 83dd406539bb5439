"""A sixth set, written when the fourth and fifth were read whole; measured once as it stood."""

import random
from datetime import timedelta

from tests.reports import catalogue
from tests.reports.catalogue import printed
from tests.reports.layouts import Draft, Layout, draft, foot_en, foot_fr, head_fr, sections
from tests.reports.paper import Report, Truth, day


def _state(d: Draft, label: str, value: str, unit: str, **more: str | None) -> None:
    d.paper.truth.append(Truth(label, value, unit, d.case.taken.isoformat(), **more))


def fr_cards(rng: random.Random, name: str) -> Report:
    """An application's print: cards in two columns, the value large, its unit small beside it."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="fr")
    p = d.paper
    p.start()
    p.text(40, "Mes résultats de biologie", bold=True, size=16)
    p.y += 18
    p.text(40, f"{d.case.full} - né(e) le {d.day(d.case.birth)}")
    p.y += 13
    p.text(40, f"Laboratoire Exemple Littoral - prélèvement du {d.day(d.case.taken)} à 8 h 10")
    p.y += 30
    cards = [one for _, some in sections(rng, "fr", 2, (4, 6)) for one in some]
    for left in range(0, len(cards), 2):
        for x, analysis in zip((40, 310), cards[left : left + 2], strict=False):
            it = d.measure(analysis)
            p.text(x, analysis.fr, bold=True)
            wide = p.text(x, it.text, y=p.y + 22, size=17, bold=True)
            p.text(x + wide + 4, analysis.unit_fr, y=p.y + 22, size=8)
            p.text(x, f"Réf. {d.range(it, 'dash')}", y=p.y + 36, size=8, grey=0.3)
            d.state(it)
        p.y += 62
        p.room(70)
    return d.finish(name)


def us_two_lines(rng: random.Random, name: str) -> Report:
    """The name with its code on one line, value, unit, range and flag indented on the next."""
    d = draft(rng, "en", us=True, family="times", size=10, dates="mdy/")
    p = d.paper
    p.footer = foot_en(d)
    p.start()
    p.text(40, "Sample County Public Health Laboratory", bold=True, size=13)
    p.text(330, "100 Main Street, Springfield, IL 62701  Phone (217) 555-0142", size=7)
    p.y += 16
    p.text(40, f"Patient Name: {d.case.last}, {d.case.first}     Birth Date: {d.day(d.case.birth)}")
    p.y += 13
    p.text(
        40,
        f"Specimen Collected: {d.day(d.case.taken)} 11:20     Report Date: {d.day(d.case.taken + timedelta(days=2))}",  # noqa: E501  as printed
    )
    p.y += 28
    for title, analyses in sections(rng, "en", 2, (4, 6)):
        p.room(80)
        p.text(40, title, bold=True)
        p.y += 16
        for analysis in analyses:
            p.room(34)
            it = d.measure(analysis)
            p.text(40, analysis.en)
            p.text(300, f"LOINC {rng.randrange(1000, 30000)}-{rng.randrange(10)}", size=7)
            p.y += 13
            p.text(70, f"{it.text} {analysis.unit_en}".strip())
            p.text(200, f"Ref: {d.range(it, 'dash')}")
            said = {"H": "HIGH", "L": "LOW"}.get(it.flag)
            p.text(320, said or "")
            d.state(it, flag=said)
            p.y += 17
    return d.finish(name)


def en_piped(rng: random.Random, name: str) -> Report:
    """A typewriter table whose cells are parted by upright strokes."""
    d = draft(rng, "en", family="courier", size=8, dates="iso")
    p = d.paper
    p.start()
    for line in (
        "MERCY SAMPLE HOSPITAL LABORATORY INFORMATION SYSTEM",
        f"PATIENT|{d.case.last}^{d.case.first}|DOB {d.day(d.case.birth)}|SEX {d.case.sex}",
        f"COLLECTED {d.day(d.case.taken)} 07:00|RECEIVED {d.day(d.case.taken)} 07:45|PRINTED {d.day(d.case.taken)} 12:10",  # noqa: E501  as printed
        "",
        "TEST".ljust(30)
        + "|"
        + "RESULT".ljust(10)
        + "|"
        + "FLAG|"
        + "UNITS".ljust(14)
        + "|"
        + "REFERENCE RANGE",
        "-" * 80,
    ):
        p.text(36, line)
        p.y += 11
    for _, analyses in sections(rng, "en", 3, (4, 8)):
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(
                36,
                f"{analysis.en[:30].ljust(30)}|{it.text.ljust(10)}|{it.flag.ljust(4)}|{analysis.unit_en.ljust(14)}|{d.range(it, 'dash')}",  # noqa: E501  as printed
            )
            d.state(it, flag=it.flag or None)
            p.y += 11
        p.text(36, "-" * 80)
        p.y += 11
    return d.finish(name)


def au_cumulative(rng: random.Random, name: str) -> Report:
    """Australian: date, time and number over each column, newest last, unit and range at the end."""
    d = draft(rng, "en", family="helvetica", size=8.5, dates="dmy/2")
    p = d.paper
    p.start()
    p.text(40, "Southern Example Pathology", bold=True, size=13)
    p.y += 15
    p.text(
        40,
        f"Patient: {d.case.last}, {d.case.first}    Birth Date: {day(d.case.birth, 'dmy/')}    Sex: {d.case.sex}    Medicare: 2123 45670 1",  # noqa: E501  as printed
    )
    p.y += 12
    p.text(
        40,
        f"Requested: {day(d.case.taken - timedelta(days=2), 'dmy/')}  Collected: {day(d.case.taken, 'dmy/')} 08:45  Reported: {day(d.case.taken + timedelta(days=1), 'dmy/')}",  # noqa: E501  as printed
    )
    p.y += 28
    days = [*reversed(d.case.earlier), d.case.taken]
    for title, analyses in sections(rng, "en", 2, (4, 7)):
        p.room(110)
        p.text(40, f"CUMULATIVE {title}", bold=True)
        p.y += 14
        for label, texts in (
            ("Date", [d.day(each) for each in days]),
            ("Time", [f"{rng.randrange(7, 18):02}:{rng.randrange(10, 59)}" for _ in days]),
            ("Lab No.", [str(rng.randrange(10**6, 10**7)) for _ in days]),
        ):
            p.text(40, label)
            for index, text in enumerate(texts):
                p.text(230 + 60 * index, text, align="right")
            p.y += 11
        p.y += 4
        for analysis in analyses:
            shown = d.measure(analysis)
            p.text(40, analysis.en)
            for index, when in enumerate(days):
                if index < 3 and rng.random() < 0.35:
                    continue
                it = d.measure(analysis)
                p.text(230 + 60 * index, it.text, align="right", bold=index == 3)
                d.state(it, when=when)
            p.text(425, analysis.unit_en)
            p.text(495, f"({d.range(shown, 'dash')})")
            p.y += 12
        p.y += 10
    return d.finish(name)


def fr_double_formula(rng: random.Random, name: str) -> Report:
    """The white cell formula without headings: share with its range, then count with its own."""
    d = draft(rng, "fr", size=8.5)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    p.text(40, "HEMOGRAMME", bold=True)
    p.y += 16
    for analysis in catalogue.BLOOD_COUNT[:7]:
        it = d.measure(analysis)
        p.text(40, analysis.fr)
        p.text(230, f"{it.text} {analysis.unit_fr}")
        p.text(310, f"({d.range(it, 'a')})")
        d.state(it)
        p.y += 14
    p.text(40, "Formule leucocytaire", bold=True)
    p.y += 14
    for analysis, low, high in zip(catalogue.BLOOD_COUNT[7:11], (40, 1, 20, 2), (75, 5, 45, 10), strict=True):
        it = d.measure(analysis)
        share = printed(rng.uniform(low, high), 1, comma=True)
        p.text(40, analysis.fr)
        p.text(230, f"{share} %")
        p.text(310, f"({low} à {high})")
        p.text(390, f"{it.text} {analysis.unit_fr}")
        p.text(470, f"({d.range(it, 'a')})")
        _state(d, analysis.fr, share, "%", low=str(low), high=str(high))
        d.state(it)
        p.y += 14
    return d.finish(name)


def fr_key_values(rng: random.Random, name: str) -> Report:
    """Each result a block of keys and values, the block with its own date."""
    d = draft(rng, "fr", family="dejavu", size=8, dates="dmY.")
    p = d.paper
    p.start()
    p.text(40, "Export du dossier médical partagé - Biologie", bold=True, size=12)
    p.y += 16
    p.text(
        40,
        f"Titulaire : {d.case.full}, né(e) le {d.day(d.case.birth)}. Document généré le {d.day(d.case.taken + timedelta(days=90))}",  # noqa: E501  as printed
    )
    p.y += 26
    for _, analyses in sections(rng, "fr", 2, (3, 5)):
        for analysis in analyses:
            p.room(75)
            it = d.measure(analysis)
            when = rng.choice((d.case.taken, *d.case.earlier))
            for key, text in (
                ("Analyse", analysis.fr),
                ("Date de prélèvement", d.day(when)),
                ("Résultat", f"{it.text} {analysis.unit_fr}".strip()),
                ("Intervalle de référence", d.range(it, "dash")),
            ):
                p.text(40, f"{key} :", grey=0.4)
                p.text(190, text)
                p.y += 12
            d.state(it, when=when)
            p.y += 8
    return d.finish(name)


def us_urinalysis(rng: random.Random, name: str) -> Report:
    """American urinalysis: words in capitals, counts per field, ``< OR =``."""
    d = draft(rng, "en", us=True, family="courier", size=8.5, dates="mdy/")
    p = d.paper
    p.start()
    for line in (
        "SAMPLE DIAGNOSTICS - LAB REPORT - 8401 FALLBROOK AVE, WEST HILLS, CA 91304  TEL 866-555-0199",
        f"PATIENT: {d.case.last}, {d.case.first}   DOB: {d.day(d.case.birth)}   SEX: {d.case.sex}",
        f"COLLECTED: {d.day(d.case.taken)} 09:00   REPORTED: {d.day(d.case.taken + timedelta(days=1))} 04:00",
        "",
    ):
        p.text(36, line)
        p.y += 11
    for x, word in ((36, "Analyte"), (230, "Value"), (330, "Reference Range")):
        p.text(x, word)
    p.y += 14
    p.text(36, "URINALYSIS, COMPLETE")
    p.y += 12
    for label, values, usual in (
        ("COLOR", ("YELLOW", "AMBER"), "YELLOW"), ("APPEARANCE", ("CLEAR", "CLOUDY"), "CLEAR"),
        ("GLUCOSE", ("NEGATIVE", "TRACE", "2+"), "NEGATIVE"), ("KETONES", ("NEGATIVE", "1+"), "NEGATIVE"),
        ("OCCULT BLOOD", ("NEGATIVE", "3+"), "NEGATIVE"), ("NITRITE", ("NEGATIVE", "POSITIVE"), "NEGATIVE"),
        ("BACTERIA", ("NONE SEEN", "FEW", "MANY"), "NONE SEEN"),
    ):  # fmt: skip
        value = rng.choice(values)
        p.text(48, label)
        p.text(230, value)
        p.text(330, usual)
        _state(d, label, value, "")
        p.y += 11
    gravity, acid = f"1.0{rng.randrange(10, 30)}", rng.choice(["5.5", "6.0", "7.5"])
    for label, value, low, high in (
        ("SPECIFIC GRAVITY", gravity, "1.001", "1.035"),
        ("PH", acid, "5.0", "8.0"),
    ):
        p.text(48, label)
        p.text(230, value)
        p.text(330, f"{low}-{high}")
        _state(d, label, value, "", low=low, high=high)
        p.y += 11
    for label in ("WBC", "RBC"):
        value = rng.choice(["NONE SEEN", "0-5", "6-10"])
        p.text(48, label)
        p.text(230, value)
        p.text(330, "< OR = 5 /HPF")
        _state(d, label, value, "/HPF" if value[0].isdigit() else "", high="5")
        p.y += 11
    return d.finish(name)


def ca_range_before(rng: random.Random, name: str) -> Report:
    """The mark first, then name, range with unit, and the result at the right edge."""
    d = draft(rng, "en", family="helvetica", size=9, dates="abbr")
    p = d.paper
    p.footer = foot_en(d)
    p.start()
    p.text(40, "Prairie Example Laboratories", bold=True, size=13)
    p.y += 15
    p.text(
        40,
        f"Patient: {d.case.full}   PHN: 9876 543 210   Date of Birth: {d.day(d.case.birth)}   Gender: {d.case.sex}",  # noqa: E501  as printed
    )
    p.y += 12
    p.text(
        40,
        f"Collection Date: {d.day(d.case.taken)}   Report printed: {d.day(d.case.taken + timedelta(days=4))}",
    )
    p.y += 28
    for x, word in ((40, "Abnormal"), (100, "Test"), (290, "Reference Range - Units"), (480, "Result")):
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.text(100, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(55, "A" if it.outside else "")
            p.text(100, analysis.en)
            p.text(290, f"{d.range(it, 'tight')} {analysis.unit_en}".strip())
            p.text(480, it.text, bold=it.outside)
            d.state(it, flag="A" if it.outside else None)
            p.y += 13
    return d.finish(name)


def fr_parted_sign(rng: random.Random, name: str) -> Report:
    """The comparator stands in a little column of its own before the number."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    for x, word in (
        (40, "Paramètre"),
        (240, "Résultat"),
        (310, "Unité"),
        (390, "Réf. basse"),
        (460, "Réf. haute"),
    ):
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "fr", 2, (4, 8)):
        p.text(40, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, analysis.fr)
            sign = "<" if rng.random() < 0.2 else ""
            p.text(242, sign)
            p.text(285, it.text, align="right")
            p.text(310, analysis.unit_fr)
            p.text(390, it.low if analysis.open_range != "<" else "")
            p.text(460, it.high if analysis.open_range != ">" else "")
            d.state(it, text=f"{sign} {it.text}" if sign else None)
            p.y += 13
    return d.finish(name)


def sixth_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        fr_cards, us_two_lines, en_piped, au_cumulative, fr_double_formula, fr_key_values, us_urinalysis,
        ca_range_before, fr_parted_sign,
    )  # fmt: skip
    return {layout.__name__: layout for layout in chosen}
