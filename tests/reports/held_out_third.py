"""A third set, written when the first two were read whole; measured once as they stood."""

import random

from tests.reports.layouts import Layout, draft, foot_en, foot_fr, head_en, head_fr, head_us, sections
from tests.reports.paper import Report, day


def fr_last_result(rng: random.Random, name: str) -> Report:
    """Limits, last result and its date each in a column of their own."""
    d = draft(rng, "fr", dates="dmy/2", size=8)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    columns = (
        (40, "Désignation"),
        (200, "Valeur"),
        (250, "Unité"),
        (325, "Mini"),
        (370, "Maxi"),
        (420, "Dernier résultat"),
        (505, "Date"),
    )
    for x, word in columns:
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "fr", 2, (4, 8)):
        p.text(40, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, analysis.fr)
            p.text(200, it.text, bold=it.outside)
            p.text(250, analysis.unit_fr)
            p.text(325, it.low if analysis.open_range != "<" else "-")
            p.text(370, it.high if analysis.open_range != ">" else "-")
            d.state(it)
            if rng.random() < 0.6:
                earlier = d.measure(analysis)
                when = rng.choice(d.case.earlier)
                p.text(420, earlier.text)
                p.text(505, d.day(when))
                d.state(earlier, when=when)
            p.y += 13
    return d.finish(name)


def ca_bilingual(rng: random.Random, name: str) -> Report:
    """Canadian: both languages in each heading, ISO dates, flag column A."""
    d = draft(rng, "en", dates="iso", size=8.5)
    p = d.paper
    p.header, p.footer = head_en(d), foot_en(d)
    p.start()
    columns = (
        (40, "Test / Analyse"),
        (220, "Result / Résultat"),
        (310, "Flag"),
        (345, "Units / Unités"),
        (430, "Reference / Référence"),
    )
    for x, word in columns:
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.text(40, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, analysis.en)
            p.text(220, it.text)
            p.text(312, "A" if it.flag else "")
            p.text(345, analysis.unit_en)
            p.text(430, d.range(it, "tight"))
            d.state(it, flag="A" if it.flag else None)
            p.y += 13
    return d.finish(name)


def fr_range_first(rng: random.Random, name: str) -> Report:
    """The normal values stand first."""
    d = draft(rng, "fr", size=9)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    for x, word in ((40, "Normales"), (140, "Analyse"), (320, "Résultat"), (400, "Unité")):
        p.text(x, word, bold=True)
    p.y += 16
    for title, analyses in sections(rng, "fr", 2, (4, 8)):
        p.text(140, title, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, d.range(it, "a"))
            p.text(140, analysis.fr)
            p.text(320, it.text + (" *" if it.outside else ""))
            p.text(400, analysis.unit_fr)
            d.state(it, flag="*" if it.outside else None)
            p.y += 13
    return d.finish(name)


def uk_practice(rng: random.Random, name: str) -> Report:
    """A family doctor's print-out: one running line a result, with the doctor's remark behind it."""
    d = draft(rng, "en", dates="uk", size=9.5)
    p = d.paper
    p.header, p.footer = head_en(d), foot_en(d)
    p.start()
    for title, analyses in sections(rng, "en", 2, (4, 7)):
        p.text(40, f"{title.capitalize()} - (AG) - Normal, no action required", bold=True)
        p.y += 15
        for analysis in analyses:
            it = d.measure(analysis)
            unit = f" {analysis.unit_en}" if analysis.unit_en else ""
            p.text(52, f"Serum {analysis.en.lower()} level {it.text}{unit} [{d.range(it, 'dash')}]")
            d.state(it, label=f"Serum {analysis.en.lower()} level")
            p.y += 13
            if it.outside:
                p.text(
                    64,
                    "Below low reference limit" if it.flag == "L" else "Above high reference limit",
                    size=8,
                )
                p.y += 12
        p.y += 8
    return d.finish(name)


def fr_centred(rng: random.Random, name: str) -> Report:
    """Everything centred in its column; one heading over two dated columns of earlier results."""
    d = draft(rng, "fr", dates=rng.choice(["dmy/", "dmY."]), size=8)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    days = d.case.earlier[:2]
    p.text(230, "Vos résultats", bold=True, align="center")
    p.text(300, "Unités", bold=True, align="center")
    p.text(375, "Intervalles de référence", bold=True, align="center", size=7)
    p.text(495, "Résultats antérieurs", bold=True, align="center")
    p.y += 10
    for index, each in enumerate(days):
        p.text(465 + 60 * index, d.day(each), align="center", size=7.5)
    p.y += 16
    for title, analyses in sections(rng, "fr", 3, (4, 7)):
        p.text(p.width / 2, title, bold=True, align="center", size=10)
        p.y += 15
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(40, analysis.fr)
            p.text(230, it.text, align="center", bold=it.outside)
            p.text(300, analysis.unit_fr, align="center")
            p.text(375, d.range(it, "a"), align="center")
            d.state(it)
            for index, each in enumerate(days):
                if rng.random() < 0.5:
                    earlier = d.measure(analysis)
                    p.text(465 + 60 * index, earlier.text, align="center")
                    d.state(earlier, when=each)
            p.y += 13
        p.y += 5
    return d.finish(name)


def us_chart(rng: random.Random, name: str) -> Report:
    """A hospital chart: component, your value with its unit, standard range with the unit again, flag."""
    d = draft(rng, "en", us=True, dates="mdy/", size=9)
    p = d.paper
    p.header, p.footer = head_us(d), foot_en(d)
    p.start()
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.room(80)
        p.text(40, f"{title} - Details", bold=True, size=11)
        p.y += 16
        for x, word in ((40, "Component"), (200, "Your Value"), (330, "Standard Range"), (500, "Flag")):
            p.text(x, word, bold=True)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            unit = f" {analysis.unit_en}" if analysis.unit_en else ""
            p.text(40, analysis.en)
            p.text(200, f"{it.text}{unit}")
            p.text(330, f"{d.range(it, 'dash')}{unit}")
            p.text(500, it.flag)
            d.state(it, flag=it.flag or None)
            p.y += 13
        p.y += 10
    return d.finish(name)


def fr_footnotes(rng: random.Random, name: str) -> Report:
    """Footnote numbers behind names, comments between results, no headings, the range after ``Norme``."""
    d = draft(rng, "fr", size=9.5)
    p = d.paper
    p.header, p.footer = head_fr(d), foot_fr(d)
    p.start()
    for title, analyses in sections(rng, "fr", 2, (4, 7)):
        p.room(70)
        p.text(40, f"* {title} *", bold=True)
        p.y += 16
        for analysis in analyses:
            p.room(30)
            it = d.measure(analysis)
            p.text(40, f"{analysis.fr} ({rng.randint(1, 3)})")
            p.text(240, f"{it.text} {analysis.unit_fr}".strip() + (" ++" if it.flag == "H" else ""))
            p.text(370, f"Norme : {d.range(it, 'dash')}")
            d.state(it, flag="++" if it.flag == "H" else None)
            p.y += 14
            if rng.random() < 0.2:
                p.text(
                    60,
                    f"A contrôler dans 3 mois (précédent dossier du {day(d.case.earlier[0], 'dmy/')}).",
                    size=7.5,
                )
                p.y += 12
    p.text(
        40,
        "(1) Spectrophotométrie  (2) Immunoanalyse  (3) Analyse transmise au laboratoire spécialisé",
        size=7,
    )
    return d.finish(name)


def third_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        fr_last_result,
        ca_bilingual,
        fr_range_first,
        uk_practice,
        fr_centred,
        us_chart,
        fr_footnotes,
    )
    return {layout.__name__: layout for layout in chosen}
