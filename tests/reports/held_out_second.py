"""A second set written after the rules had been widened for the first; also measured as they stood."""

import io
import random

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.reports.layouts import Layout, draft, foot_en, foot_fr, head_en, head_fr, head_us, sections
from tests.reports.paper import Paper, Report, Truth


def fr_platypus(rng: random.Random, name: str) -> Report:
    """A ruled table made by a layout engine: narrow padding, wrapping cells, repeated headings."""
    d = draft(rng, "fr", dates="dmy/", size=7.5)
    small = ParagraphStyle("small", fontName="Helvetica", fontSize=7.5, leading=9)
    bold = ParagraphStyle("bold", parent=small, fontName="Helvetica-Bold")
    before = d.case.earlier[0]
    rows: list[list[object]] = [
        [
            Paragraph(x, bold)
            for x in (
                "Examen",
                "Résultat",
                "Unité",
                "Valeurs de<br/>référence",
                f"Antériorité<br/>{d.day(before)}",
            )
        ]
    ]
    for title, analyses in sections(rng, "fr", 3, (6, 12)):
        rows.append([Paragraph(f"<b>{title}</b>", small), "", "", "", ""])
        for analysis in analyses:
            it = d.measure(analysis)
            shown = f"<b>{it.text}</b> {it.flag}" if it.flag else it.text
            earlier = d.measure(analysis) if rng.random() < 0.5 else None
            label = analysis.fr + (" (méthode enzymatique colorimétrique)" if rng.random() < 0.15 else "")
            rows.append(
                [
                    Paragraph(label, small),
                    Paragraph(shown, small),
                    Paragraph(analysis.unit_fr, small),
                    Paragraph(d.range(it, "dash").replace("<", "&lt;"), small),
                    earlier.text if earlier else "",
                ]
            )
            d.state(it, flag=it.flag or None, label=label)
            if earlier:
                d.state(earlier, when=before, label=label)
    table = Table(rows, colWidths=[120, 60, 62, 70, 62], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, colors.grey),
                ("FONTSIZE", (0, 0), (-1, -1), 7.5),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
                ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    out = io.BytesIO()
    civil = "Mme" if d.case.sex == "F" else "M."
    story = [
        Paragraph(
            f"<b>{d.case.laboratory}</b>",
            ParagraphStyle("t", fontName="Helvetica-Bold", fontSize=13, leading=16),
        ),
        Paragraph(f"{civil} {d.case.last} {d.case.first} - Né(e) le {d.day(d.case.birth)}", small),
        Paragraph(f"Prélevé le {d.day(d.case.taken)} à 09h00 - Edité le {d.day(d.case.taken)}", small),
        Spacer(1, 12),
        table,
        Spacer(1, 10),
        Paragraph(
            "Dossier validé par le Dr Modèle. Une ferritine inférieure à 30 µg/L peut traduire une carence.",
            small,
        ),
    ]
    SimpleDocTemplate(out, pagesize=A4, invariant=1, leftMargin=40, rightMargin=40).build(story)
    report = d.finish(name)
    return Report(
        name, out.getvalue(), report.truth, report.name, report.birth, report.laboratory, report.taken, "fr"
    )


def en_wide(rng: random.Random, name: str) -> Report:
    """Units and range before the dated columns; the time of day under each date; flags stuck to values."""
    d = draft(rng, "en", dates="dmy/", size=8)
    p = d.paper
    p.header, p.footer = head_en(d), foot_en(d)
    p.start()
    days = [d.case.taken, *d.case.earlier[:2]]
    star = rng.choice(["*", " H", "(H)"])
    p.text(40, "Investigation", bold=True)
    p.text(170, "Units", bold=True)
    p.text(240, "Reference", bold=True)
    p.text(240, "range", y=p.y + 9, bold=True)
    for index, each in enumerate(days):
        p.text(340 + 75 * index, d.day(each), bold=True, align="center")
        p.text(340 + 75 * index, f"0{8 - index}:15", y=p.y + 9, size=7, align="center")
    p.y += 26
    for title, analyses in sections(rng, "en", 3, (4, 8)):
        p.room(50)
        p.text(40, title, bold=True)
        p.y += 13
        for analysis in analyses:
            p.text(40, analysis.en)
            p.text(170, analysis.unit_en)
            p.text(240, d.range(d.measure(analysis), "dash"))
            for index, each in enumerate(days):
                if rng.random() < 0.25:
                    continue
                it = d.measure(analysis)
                mark = star.replace("H", it.flag) if it.flag else ""
                p.text(340 + 75 * index, it.text + mark, align="center")
                d.state(it, when=each, flag=mark.strip(" ()") or None)
            p.y += 12
        p.y += 5
    return d.finish(name)


def fr_running(rng: random.Random, name: str) -> Report:
    """Each result a running line: ``Ferritine : 8 µg/L (VR : 15 - 150) Ant. : 12 (03/02/2023)``."""
    d = draft(rng, "fr", dates="dmy/", size=10)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    before = d.case.earlier[0]
    mark = rng.choice(["VR : ", "N : ", "Normes : ", ""])
    for title, analyses in sections(rng, "fr", 2, (4, 7)):
        p.room(60)
        p.text(40, title, bold=True)
        p.y += 16
        for analysis in analyses:
            p.room(20)
            it = d.measure(analysis)
            words = (
                f"{analysis.fr} : {it.text} {analysis.unit_fr}".strip() + f" ({mark}{d.range(it, 'dash')})"
            )
            d.state(it)
            if rng.random() < 0.5:
                earlier = d.measure(analysis)
                words += f" Ant. : {earlier.text} ({d.day(before)})"
                d.state(earlier, when=before)
            p.text(40, words)
            p.y += 15
        p.y += 6
    return d.finish(name)


def en_landscape(rng: random.Random, name: str) -> Report:
    """A page turned on its side, limits in columns of their own."""
    d = draft(rng, "en", dates="abbr", family="helvetica", size=10)
    p = d.paper
    p.width, p.height = landscape(A4)
    p.canvas.setPageSize(A4)
    p.canvas.setPageRotation(90)
    p.canvas.translate(A4[0], 0)
    p.canvas.rotate(90)
    p.header = head_en(d)
    p.start()
    for x, word in (
        (40, "Analyte"),
        (250, "Result"),
        (330, "Unit"),
        (430, "Low"),
        (500, "High"),
        (570, "Flag"),
    ):
        p.text(x, word, bold=True)
    p.y += 18
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.text(40, title, bold=True)
        p.y += 15
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, analysis.en)
            p.text(285, it.text, align="right")
            p.text(330, analysis.unit_en)
            if analysis.open_range != "<":
                p.text(430, it.low)
            if analysis.open_range != ">":
                p.text(500, it.high)
            p.text(570, it.flag)
            d.state(it, flag=it.flag or None)
            p.y += 15
    return d.finish(name)


def fr_several_samples(rng: random.Random, name: str) -> Report:
    """Two samples in one report, each section under its own sampling date."""
    d = draft(rng, "fr", dates=rng.choice(["dmy/", "fr"]), size=9)
    p = d.paper

    def head(p: Paper) -> None:
        p.text(40, d.case.laboratory, y=40, bold=True, size=13)
        p.text(40, "Centre commercial Les Saules, 33000 BORDEAUX, Tél : 05.56.00.00.00", y=52, size=7)
        p.text(
            40,
            f"Patient : {d.case.last} {d.case.first} - Né(e) le {d.day(d.case.birth)} - Sexe {d.case.sex}",
            y=76,
        )
        p.text(555, f"Edition du {d.day(d.case.taken)}", y=76, align="right", size=8)
        p.y = 100

    p.header, p.footer = head, foot_fr(d)
    p.start()
    samples = [d.case.earlier[0], d.case.taken]
    for when, (title, analyses) in zip(samples, sections(rng, "fr", 2, (4, 7)), strict=True):
        p.room(80)
        p.text(
            40,
            f"Prélèvement du {d.day(when)} à 8h30 - Echantillon n° 24031{samples.index(when)}",
            bold=True,
            size=8,
        )
        p.y += 16
        p.text(40, title, bold=True)
        for x, word in ((250, "Résultat"), (320, "Unité"), (400, "Référence")):
            p.text(x, word, size=7)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(48, analysis.fr)
            p.text(250, it.text)
            p.text(320, analysis.unit_fr)
            p.text(400, d.range(it, "a"))
            d.state(it, when=when)
            p.y += 13
        p.y += 10
    return d.finish(name)


def us_running(rng: random.Random, name: str) -> Report:
    """American, no headings: name, value with flag, then ``Reference Range: …`` on the line or below."""
    d = draft(rng, "en", us=True, dates="mdy/", size=9)
    p = d.paper
    p.header, p.footer = head_us(d), foot_en(d)
    p.start()
    below = rng.random() < 0.5
    for title, analyses in sections(rng, "en", 2, (5, 8)):
        p.room(60)
        p.text(40, f"{title} PANEL", bold=True)
        p.y += 16
        for analysis in analyses:
            p.room(34)
            it = d.measure(analysis)
            p.text(48, analysis.en.upper())
            p.text(230, it.text + (f" ({it.flag})" if it.flag else ""), bold=it.outside)
            words = f"Reference Range: {d.range(it, 'tight')} {analysis.unit_en}".strip()
            if below:
                p.y += 11
                p.text(60, words, size=8, grey=0.3)
            else:
                p.text(320, words)
            d.state(it, flag=it.flag or None, label=analysis.en.upper())
            p.y += 15
        p.y += 4
    return d.finish(name)


def fr_words(rng: random.Random, name: str) -> Report:
    """Urine, serology and blood group: results in words, crosses and titres, some without a range."""
    d = draft(rng, "fr", size=9)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    for x, word in ((40, "Analyse"), (260, "Résultat"), (400, "Valeur normale")):
        p.text(x, word, bold=True)
    p.y += 18
    rows = (
        ("Aspect", rng.choice(["Limpide", "Trouble"]), "Limpide"),
        ("Couleur", "Jaune clair", ""),
        ("Leucocytes", rng.choice(["+", "++", "Absence"]), "Absence"),
        ("Nitrites", "Négatif", "Négatif"),
        ("Protéines", rng.choice(["Traces", "+", "Absence"]), "Absence"),
        ("pH", rng.choice(["5,5", "6,0", "7,0"]), "5,0 - 8,0"),
        ("Groupe sanguin ABO", rng.choice(["A", "B", "O", "AB"]), ""),
        ("Rhésus (D)", rng.choice(["Positif", "Négatif"]), ""),
        ("Sérologie toxoplasmose IgG", "Négative", "Négative"),
        ("Sérologie CMV IgG", "Positive", ""),
        ("Anticorps anti-nucléaires", rng.choice(["1/80", "1/160"]), ""),
        ("Test de grossesse", "Négatif", ""),
        ("Culture", "Stérile", "Stérile"),
        ("Recherche d'hématies", "Rares", "Absence"),
    )
    for label, value, normal in rows:
        p.text(40, label)
        p.text(260, value, bold=bool(normal) and value != normal)
        p.text(400, normal)
        low, _, high = normal.partition(" - ") if " - " in normal else ("", "", "")
        p.truth.append(
            Truth(
                label,
                value,
                "",
                d.case.taken.isoformat(),
                low.replace(",", ".") or None,
                high.replace(",", ".") or None,
            )
        )
        p.y += 14
    p.text(40, "Culture : résultat définitif en cours, à suivre", size=8)
    return d.finish(name)


def second_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        fr_platypus,
        en_wide,
        fr_running,
        en_landscape,
        fr_several_samples,
        us_running,
        fr_words,
    )
    return {layout.__name__: layout for layout in chosen}
