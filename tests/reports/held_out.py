"""Layouts written after the extractor's rules, first measured as they stood (the connector's README)."""

import random
from datetime import date

from tests.reports import catalogue
from tests.reports.catalogue import Analysis, in_english, printed
from tests.reports.layouts import METHODS_FR, Layout, draft, foot_en, foot_fr, head_en, head_fr, sections
from tests.reports.paper import Paper, Report, Truth, day


def fr_group(rng: random.Random, name: str) -> Report:
    """A large French group: value and unit right-aligned in one run, the earlier value's date below it."""
    d = draft(rng, "fr", size=9, dates=rng.choice(["dmy/", "dmy-"]))
    edited = date.fromordinal(d.case.taken.toordinal() + 1)

    def head(p: Paper) -> None:
        p.text(p.width / 2, d.case.laboratory, y=38, bold=True, size=15, align="center")
        p.text(
            p.width / 2,
            "Site de Lyon Gerland - 4, avenue Tony Garnier 69007 LYON - 04.78.11.22.33",
            y=50,
            size=7,
            align="center",
        )
        civil = "Mme" if d.case.sex == "F" else "M."
        p.text(40, f"{civil} {d.case.last} {d.case.first}", y=76, bold=True, size=11)
        p.text(40, f"né(e) le : {d.day(d.case.birth)}  Sexe : {d.case.sex}", y=89, size=8)
        p.text(40, "N° de dossier : 2403-00451  /  IPP 00098765", y=101, size=8)
        p.text(555, f"Prélèvement du {d.day(d.case.taken)} à 07h52", y=76, size=8, align="right")
        p.text(555, f"Compte-rendu édité le {d.day(edited)} à 16h03", y=89, size=8, align="right")
        p.text(555, "Copie à : Dr LEFEBVRE Anne, 69008 LYON", y=101, size=8, align="right")
        p.line(40, 555, y=108)
        p.y = 126

    p = d.paper
    p.header, p.footer = head, foot_fr(d)
    p.start()
    before = d.case.earlier[0]
    p.text(330, "Valeur", size=7, align="right", grey=0.3)
    p.text(350, "Valeurs de référence", size=7, grey=0.3)
    p.text(480, "Antériorités", size=7, grey=0.3)
    p.y += 14
    for title, analyses in sections(rng, "fr", 3, (3, 7)):
        p.room(80)
        p.text(p.width / 2, title, bold=True, size=11, align="center")
        p.y += 11
        p.text(
            p.width / 2,
            "(Sang total EDTA)" if title.startswith("HÉMA") else "(Sérum)",
            size=7,
            align="center",
        )
        p.y += 14
        for analysis in analyses:
            p.room(45)
            it = d.measure(analysis)
            p.text(40, analysis.fr, bold=True)
            shown = f"{it.text} {analysis.unit_fr}".strip()
            p.text(330, shown, bold=it.outside, align="right")
            if it.outside:
                p.text(336, "*", bold=True)
            p.text(350, d.range(it, "dash"))
            if rng.random() < 0.6:
                earlier = d.measure(analysis)
                p.text(480, earlier.text)
                p.text(480, d.day(before), y=p.y + 10, size=7, grey=0.3)
                d.state(earlier, when=before)
            method = rng.choice(METHODS_FR) if rng.random() < 0.8 else None
            if method:
                p.text(
                    46,
                    f"({method})" if rng.random() < 0.5 else f"Technique : {method}",
                    y=p.y + 10,
                    size=6.5,
                    grey=0.4,
                )
            d.state(it, flag="*" if it.outside else None, method=method)
            p.y += 26
    return d.finish(name)


def ch_panel(rng: random.Random, name: str) -> Report:
    """Swiss: French words, decimal points, apostrophes for thousands, a sign and a bar."""
    d = draft(rng, "fr", size=8.5, dates="dmY.")
    d.comma, d.group = False, "'"
    p = d.paper

    def head(p: Paper) -> None:
        p.text(40, "Laboratoire Modèle Léman SA", y=40, bold=True, size=13)
        p.text(
            40,
            "Ch. des Exemples 12, 1205 Genève, T +41 22 000 00 00, resultats@exemple.invalid",
            y=52,
            size=7,
        )
        p.text(40, f"Patient : {d.case.last} {d.case.first}, {d.day(d.case.birth)}, {d.case.sex}", y=80)
        p.text(
            40,
            f"Ordre : 24.0012345   Prélèvement : {d.day(d.case.taken)} 08:05   Réception : {d.day(d.case.taken)} 12:40",  # noqa: E501  as printed
            y=92,
        )
        p.text(40, "Médecin : Dr. méd. U. Fictif, Lausanne", y=104)
        p.y = 126

    p.header, p.footer = head, foot_fr(d)
    p.start()
    for x, word in (
        (40, "Analyse"),
        (230, "Résultat"),
        (290, "Unité"),
        (350, "Intervalle de référence"),
        (470, "Graphique"),
    ):
        p.text(x, word, bold=True, size=8)
    p.y += 16
    chosen = [("Hématologie", [*catalogue.COUNTS[:3], *rng.sample(catalogue.BLOOD_COUNT[1:6], 3)])]
    chosen += [(title.capitalize(), analyses) for title, analyses in sections(rng, "fr", 2, (4, 7))]
    for title, analyses in chosen:
        p.room(60)
        p.text(40, title, bold=True, size=9.5)
        p.y += 14
        for analysis in analyses:
            p.room(24)
            it = d.measure(analysis)
            p.text(48, analysis.fr)
            sign = {"H": "+", "L": "-", "": ""}[it.flag]
            if sign:
                p.text(220, sign, bold=True)
            p.text(230, it.text, bold=it.outside)
            p.text(278, analysis.unit_fr)
            p.text(352, d.range(it, "dash"))
            bar = {"H": "[----]  *", "L": "*  [----]", "": "[--*--]"}[it.flag]
            p.text(470, bar, grey=0.4)
            d.state(it, flag=sign or None)
            p.y += 14
        p.y += 6
    d_report = d.finish(name)
    return Report(
        name,
        d_report.data,
        d_report.truth,
        d_report.name,
        d_report.birth,
        "Laboratoire Modèle Léman SA",
        d_report.taken,
        "fr",
    )


def us_portal(rng: random.Random, name: str) -> Report:
    """A patient portal's print: one result a block, label and value on lines of their own; long comments."""
    d = draft(rng, "en", us=True, dates="us", size=10)
    p = d.paper

    def head(p: Paper) -> None:
        p.text(40, "MyHealth Sample Medical Center", y=40, bold=True, size=14)
        p.text(
            40,
            f"Name: {d.case.full} | DOB: {day(d.case.birth, 'mdy/')} | MRN: 00123456 | PCP: Ann Green, MD",
            y=56,
            size=8,
        )
        p.y = 86

    p.header, p.footer = head, foot_en(d)
    p.start()
    for title, analyses in sections(rng, "en", 2, (4, 7)):
        p.room(100)
        p.text(40, title.title(), bold=True, size=13)
        p.y += 15
        p.text(40, f"Collected on {d.day(d.case.taken)} 8:12 AM", size=9)
        p.y += 20
        for analysis in analyses:
            p.room(75)
            it = d.measure(analysis)
            p.text(40, analysis.en, bold=True, size=11)
            p.y += 14
            p.text(52, f"Normal range: {d.range(it, 'dash')} {analysis.unit_en}".strip(), size=9, grey=0.3)
            p.y += 14
            p.text(52, f"Value: {it.text}" if rng.random() < 0.5 else it.text, bold=True)
            if it.flag:
                p.text(110, "High" if it.flag == "H" else "Low")
            d.state(it, flag={"H": "High", "L": "Low"}.get(it.flag))
            p.y += 22
    return d.finish(name)


def fr_formula(rng: random.Random, name: str) -> Report:
    """Shares and counts in one row; coagulation with a patient time; an urine strip in words."""
    d = draft(rng, "fr", family=rng.choice(["helvetica", "times", "courier"]), size=8.5)

    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    p.y += 6
    p.text(40, "NUMERATION GLOBULAIRE", bold=True)
    p.y += 16
    for analysis in catalogue.BLOOD_COUNT[:6]:
        it = d.measure(analysis)
        p.text(40, analysis.fr)
        p.text(250, it.text, align="right")
        p.text(260, analysis.unit_fr)
        p.text(400, f"{it.low} à {it.high}")
        d.state(it)
        p.y += 12
    p.y += 8
    p.text(40, "FORMULE LEUCOCYTAIRE", bold=True)
    p.y += 16
    for label, low, high in (
        ("Polynucléaires neutrophiles", 1800, 7500),
        ("Polynucléaires éosinophiles", 40, 500),
        ("Polynucléaires basophiles", 0, 200),
        ("Lymphocytes", 1000, 4000),
        ("Monocytes", 200, 1000),
    ):
        share = printed(rng.uniform(0.5, 70), 1, comma=True)
        count = printed(rng.uniform(max(low, 1), high), 0, comma=True, group=" ")
        p.text(40, label)
        p.text(230, f"{share} %", align="right")
        p.text(250, "soit")
        p.text(330, f"{count} /mm3", align="right")
        limits = f"({printed(low, 0, comma=True, group=' ')} à {printed(high, 0, comma=True, group=' ')})"
        p.text(400, limits)
        p.truth.append(Truth(label, f"{share}", "%", d.case.taken.isoformat()))
        p.truth.append(Truth(label, f"{count}", "/mm3", d.case.taken.isoformat(), str(low), str(high)))
        p.y += 12
    p.y += 8
    p.text(40, "HEMOSTASE", bold=True)
    p.y += 16
    for label, value, unit, bounds in (
        ("Taux de prothrombine", printed(rng.uniform(70, 100), 0, comma=True), "%", ("70", "120")),
        ("TCA patient", printed(rng.uniform(28, 40), 1, comma=True), "sec", ("25,0", "37,0")),
        ("TCA ratio", printed(rng.uniform(0.8, 1.3), 2, comma=True), "", ("0,80", "1,20")),
    ):
        p.text(40, label)
        p.text(250, value, align="right")
        p.text(260, unit)
        p.text(400, f"{bounds[0]} à {bounds[1]}")
        p.truth.append(
            Truth(label, value, unit, d.case.taken.isoformat(), *(x.replace(",", ".") for x in bounds))
        )
        p.y += 12
    p.y += 8
    p.text(40, "BANDELETTE URINAIRE", bold=True)
    p.y += 16
    for fr, _, value, _, normal, _ in catalogue.QUALITATIVE[2:5]:
        p.text(40, fr)
        p.text(230, value)
        p.text(400, normal)
        p.truth.append(Truth(fr, value, "", d.case.taken.isoformat()))
        p.y += 12
    return d.finish(name)


def in_pathology(rng: random.Random, name: str) -> Report:
    """Indian: capitals, method under the name, ranges for sexes over two lines, dates day first."""
    d = draft(rng, "en", dates="dmy/", size=9)
    p = d.paper

    def head(p: Paper) -> None:
        p.text(40, "SAMPLE PATHLABS PVT LTD", y=38, bold=True, size=15)
        p.text(
            40,
            "Plot 5, Sector 18, New Delhi 110001, India  Ph: +91 11 4000 0000  CIN U74899DL0000PTC000000",
            y=50,
            size=7,
        )
        p.text(40, f"Patient Name : {'Ms.' if d.case.sex == 'F' else 'Mr.'} {d.case.full}", y=76)
        p.text(40, f"Age/Gender : {d.case.taken.year - d.case.birth.year} Y/{d.case.sex}", y=89)
        p.text(40, "Ref. By : Dr. R. Kapoor", y=102)
        p.text(330, f"Sample Collected : {d.day(d.case.taken)} 08:30 AM", y=76)
        p.text(330, f"Sample Received : {d.day(d.case.taken)} 11:10 AM", y=89)
        p.text(
            330, f"Report Generated : {d.day(date.fromordinal(d.case.taken.toordinal() + 1))} 05:55 PM", y=102
        )
        p.text(40, f"DOB : {d.day(d.case.birth)}", y=115)
        p.y = 138

    p.header, p.footer = head, foot_en(d)
    p.start()
    for x, word in (
        (40, "TEST DESCRIPTION"),
        (240, "OBSERVED VALUE"),
        (340, "UNIT"),
        (410, "BIOLOGICAL REFERENCE INTERVAL"),
    ):
        p.text(x, word, bold=True, size=8)
    p.y += 18
    for title, analyses in sections(rng, "en", 2, (4, 7)):
        p.room(60)
        p.text(p.width / 2, title, bold=True, align="center")
        p.y += 16
        for analysis in analyses:
            p.room(45)
            it = d.measure(analysis)
            p.text(40, analysis.en.upper(), bold=True)
            p.text(240, f"{it.flag} {it.text}".strip())
            p.text(340, analysis.unit_en)
            sexes = analysis.en in (
                "Haemoglobin",
                "Haematocrit",
                "Creatinine",
                "Uric acid",
                "Ferritin",
                "ESR",
                "Iron",
            )
            if sexes:
                p.text(410, f"Male : {it.low} - {it.high}")
                p.text(410, f"Female : {it.low} - {it.high}", y=p.y + 11)
            else:
                p.text(410, d.range(it, "dash"))
            p.text(40, "Method : Electrical impedance", y=p.y + 10, size=6.5)
            d.state(
                it,
                flag=it.flag or None,
                label=analysis.en.upper(),
                ranged=not sexes,
                method="Electrical impedance",
            )
            p.y += 27
    return d.finish(name)


def uk_transposed(rng: random.Random, name: str) -> Report:
    """A cumulative sheet the other way round: one row a date, one column an analysis."""
    d = draft(rng, "en", dates="dmy/", size=8.5)

    p = d.paper
    p.header, p.footer = head_en(d), foot_en(d)
    p.start()
    analyses: list[Analysis] = [in_english(one) for one in rng.sample(catalogue.BLOOD_COUNT[:6], 3)]
    analyses += [in_english(one) for one in rng.sample(catalogue.CHEMISTRY[4:7], 2)]
    days = [d.case.taken, *d.case.earlier]
    p.text(40, "CUMULATIVE RESULTS", bold=True)
    p.y += 18
    p.text(40, "Date", bold=True)
    for index, analysis in enumerate(analyses):
        p.text(130 + 88 * index, analysis.en, bold=True, size=7.5)
        p.text(130 + 88 * index, analysis.unit_en, y=p.y + 10, size=7)
    p.y += 26
    for each in days:
        p.text(40, d.day(each))
        for index, analysis in enumerate(analyses):
            if rng.random() < 0.2:
                continue
            it = d.measure(analysis)
            p.text(130 + 88 * index, it.text)
            d.state(it, when=each, ranged=False)
        p.y += 14
    return d.finish(name)


def held_out_layouts() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (fr_group, ch_panel, us_portal, fr_formula, in_pathology, uk_transposed)
    return {layout.__name__: layout for layout in chosen}
