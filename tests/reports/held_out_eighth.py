"""An eighth set, drawn before the seventh's faults were looked into; measured once, after they were mended."""  # noqa: E501

import random
from datetime import timedelta

from tests.reports.catalogue import Analysis, printed
from tests.reports.layouts import Layout, draft
from tests.reports.paper import Report, Truth, day


def _a(label: str, unit: str, decimals: int, low: float, high: float, limit: str | None = None) -> Analysis:
    return Analysis(label, label, unit, unit, decimals, low, high, None, limit)


SWISS = (
    _a("Hämoglobin / Hémoglobine", "g/L", 0, 120, 160),
    _a("Leukozyten / Leucocytes", "G/L", 1, 4.0, 10.0),
    _a("Thrombozyten / Thrombocytes", "G/L", 0, 150, 400),
    _a("Natrium / Sodium", "mmol/L", 0, 135, 145),
    _a("Kreatinin / Créatinine", "µmol/L", 0, 45, 84),
    _a("CRP", "mg/L", 1, 0, 5.0, "<"),
)


def ch_unit_first(rng: random.Random, name: str) -> Report:
    """Switzerland: unit and limits right after the name, then a column a date, newest on the left."""
    d = draft(rng, "fr", family="helvetica", size=8.5, dates="dmY.")
    d.comma = False
    p = d.paper
    p.start()
    p.text(40, "Labor Muster AG / Laboratoires Modèle SA", bold=True, size=12)
    p.y += 14
    p.text(
        40,
        f"Patient/in : {d.case.last} {d.case.first}   Geb./Né(e) : {d.day(d.case.birth)}   Fall/Cas : 00412345",  # noqa: E501
    )
    p.y += 12
    p.text(40, f"Druckdatum / Imprimé le : {d.day(d.case.taken + timedelta(days=2))}")
    p.y += 24
    days = (d.case.taken, *d.case.earlier[:2])
    for x, word in ((40, "Analyse"), (200, "Einheit / Unité"), (280, "Referenz / Référence")):
        p.text(x, word, bold=True)
    for index, when in enumerate(days):
        p.text(430 + 65 * index, d.day(when), bold=True, align="right")
        p.text(430 + 65 * index, "08:00", y=p.y + 10, size=7, align="right")
    p.y += 26
    for analysis in SWISS:
        p.text(40, analysis.fr)
        p.text(200, analysis.unit_fr)
        p.text(280, d.range(d.measure(analysis), "dash"))
        for index, when in enumerate(days):
            if index and rng.random() < 0.3:
                continue
            it = d.measure(analysis)
            p.text(430 + 65 * index, it.text, align="right", bold=it.outside)
            d.state(it, when=when)
        p.y += 13
    return d.finish(name)


FRACTIONS = (
    ("Albumine", 55.8, 66.1),
    ("Alpha 1 globulines", 2.9, 4.9),
    ("Alpha 2 globulines", 7.1, 11.8),
    ("Bêta 1 globulines", 4.7, 7.2),
    ("Bêta 2 globulines", 3.2, 6.5),
    ("Gamma globulines", 11.1, 18.8),
)


def fr_electrophorese(rng: random.Random, name: str) -> Report:
    """Electrophoresis: share and concentration in columns named by their unit, each with its usual values."""
    d = draft(rng, "fr", family="times", size=10, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, d.case.laboratory, bold=True, size=13)
    p.y += 14
    p.text(40, f"Patient : {d.case.last} {d.case.first}   Né(e) le {d.day(d.case.birth)}")
    p.y += 13
    p.text(40, f"Date de prélèvement : {d.day(d.case.taken)}")
    p.y += 26
    p.text(300, "ÉLECTROPHORÈSE DES PROTÉINES SÉRIQUES", bold=True, align="center")
    p.y += 18
    total = rng.uniform(62, 84)
    text = printed(total, 1, comma=True)
    p.text(40, "Protéines totales")
    p.text(230, f"{text} g/L", align="right")
    p.text(420, "64,0 - 83,0")
    day_taken = d.case.taken.isoformat()
    p.truth.append(Truth("Protéines totales", text, "g/L", day_taken, "64,0", "83,0"))
    p.y += 18
    for x, word in ((40, "Fractions"), (200, "%"), (250, "Normales"), (360, "g/L"), (420, "Normales")):
        p.text(x, word, bold=True)
    p.y += 15
    for label, low, high in FRACTIONS:
        share = rng.uniform(low * 0.9, high * 1.1)
        cells = (
            (printed(share, 1, comma=True), printed(low, 1, comma=True), printed(high, 1, comma=True), "%"),
            (
                printed(share * total / 100, 1, comma=True),
                printed(low * 0.7, 1, comma=True),
                printed(high * 0.73, 1, comma=True),
                "g/L",
            ),
        )
        p.text(40, label)
        for (value, least, most, unit), x in zip(cells, (200, 360), strict=True):
            p.text(x, value)
            p.text(x + 50 if x == 200 else 420, f"{least} - {most}")
            p.truth.append(Truth(label, value, unit, day_taken, least, most))
        p.y += 14
    ratio = printed(rng.uniform(1.0, 1.9), 2, comma=True)
    p.text(40, "Rapport Albumine/Globulines")
    p.text(200, ratio)
    p.truth.append(Truth("Rapport Albumine/Globulines", ratio, "", day_taken))
    p.y += 18
    p.text(40, "Conclusion : profil sans anomalie notable. Absence de pic d'allure monoclonale.")
    return d.finish(name)


CHILD = (
    _a("Hémoglobine", "g/dL", 1, 11.5, 13.5),
    _a("VGM", "fL", 0, 75, 87),
    _a("Ferritine", "µg/L", 0, 10, 60),
    _a("Plombémie", "µg/L", 0, 5, 50, "<"),
    _a("Vitamine D (25-OH)", "ng/mL", 1, 30.0, 60.0),
)


def fr_enfant(rng: random.Random, name: str) -> Report:
    """A child's: the limits on a line below, between the words of the age that they are for."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    birth = d.case.taken - timedelta(days=1500)
    p.start()
    p.text(
        40,
        "Hôpital des Enfants Exemple - Service de Biochimie et Hématologie pédiatriques",
        bold=True,
        size=10,
    )
    p.y += 14
    p.text(
        40,
        f"Enfant {d.case.first} {d.case.last}, né(e) le {d.day(birth)} (4 ans et 1 mois) - Poids : 16,5 kg",
    )
    p.y += 12
    p.text(40, f"Prélèvement capillaire du {d.day(d.case.taken)} à 10h20")
    p.y += 28
    for analysis in CHILD:
        it = d.measure(analysis)
        p.text(40, analysis.fr, bold=True)
        p.text(300, f"{it.text} {analysis.unit_fr}", align="right", bold=True)
        p.y += 11
        p.text(60, f"Valeurs usuelles (enfant de 2 à 6 ans) : {d.range(it, 'word')}", size=7.5)
        d.state(it, ranged=False)  # limits of one age stay words
        p.y += 17
    return Report(
        name, p.done(), tuple(p.truth), d.case.full, birth.isoformat(), "", d.case.taken.isoformat(), "fr"
    )


GAS = (
    _a("pH", "", 3, 7.350, 7.450),
    _a("pCO2", "mmHg", 1, 35.0, 45.0),
    _a("pO2", "mmHg", 1, 83.0, 108.0),
    _a("Na+", "mmol/L", 0, 136, 145),
    _a("K+", "mmol/L", 2, 3.50, 5.10),
    _a("Ca++", "mmol/L", 2, 1.15, 1.33),
    _a("Glu", "mg/dL", 0, 65, 95),
    _a("Lac", "mmol/L", 1, 0.4, 1.8),
    _a("tHb", "g/dL", 1, 11.7, 17.4),
    _a("HCO3-(c)", "mmol/L", 1, 22.0, 26.0),
)


def en_gas_slip(rng: random.Random, name: str) -> Report:
    """A blood gas machine's slip in a narrow column: mark, name, value, unit, limits between brackets."""
    d = draft(rng, "en", family="courier", size=9, dates="dmy/")
    p = d.paper
    p.start()
    for line in (
        "BLOOD GAS ANALYSER 9000   S/N 12345",
        "PATIENT REPORT   Syringe - S 195uL",
        f"Patient: {d.case.last} {d.case.first}",
        f"D.O.B. : {d.day(d.case.birth)}",
        f"Sampled: {d.day(d.case.taken)} 03:42",
        f"Printed: {d.day(d.case.taken)} 03:46",
        "Sample type  Arterial",
        "",
        "Measured values",
    ):
        p.text(60, line)
        p.y += 12
    for index, analysis in enumerate(GAS):
        if index == 9:
            p.text(60, "Calculated values")
            p.y += 12
        it = d.measure(analysis)
        mark = {"H": "+", "L": "-"}.get(it.flag)
        p.text(
            60,
            f"{mark or ' '} {analysis.en.ljust(10)}{it.text.rjust(7)}  {analysis.unit_en.ljust(8)}[ {d.range(it, 'dash')} ]",  # noqa: E501
        )
        d.state(it, flag=mark)
        p.y += 12
    p.text(60, "[+] above reference range  [-] below")
    return d.finish(name)


IRON = (
    (
        _a("Serum Iron", "umol/L", 1, 10.0, 30.0),
        "Iron levels vary through the day; a sample before 10 am is preferred.",
    ),
    (_a("Transferrin", "g/L", 2, 2.00, 3.60), ""),
    (
        _a("Transferrin Saturation", "%", 0, 20, 45),
        "Saturation below 20 % with ferritin 30-100 ug/L may suggest mixed deficiency.",
    ),
    (_a("TIBC", "umol/L", 0, 45, 80), ""),
    (_a("Ferritin", "ug/L", 0, 30, 300), "Ferritin < 30 ug/L indicates absolute iron deficiency (WHO 2020)."),
    (_a("Soluble Transferrin Receptor", "mg/L", 2, 0.76, 1.76), ""),
)


def en_iron_comments(rng: random.Random, name: str) -> Report:
    """Iron studies: the flag before the value, and a sentence with numbers under some rows."""
    d = draft(rng, "en", family="dejavu", size=8, dates="uk")
    p = d.paper
    p.start()
    p.text(40, "Coastal Example Pathology - FINAL REPORT", bold=True, size=12)
    p.y += 16
    p.text(
        40,
        f"{d.case.full}    DOB: {d.day(d.case.birth)}    Sex: {d.case.sex}    Ref: 21-{rng.randrange(10**6, 10**7)}",  # noqa: E501
    )
    p.y += 12
    p.text(
        40,
        f"Date collected: {d.day(d.case.taken)}    Date reported: {d.day(d.case.taken + timedelta(days=1))}",
    )
    p.y += 24
    p.text(40, "IRON STUDIES", bold=True)
    p.text(300, "Range", size=7)
    p.y += 15
    for analysis, comment in IRON:
        it = d.measure(analysis)
        p.text(40, analysis.en)
        p.text(200, it.flag, bold=True)
        p.text(216, f"{it.text}", bold=it.outside)
        p.text(250, analysis.unit_en)
        p.text(300, f"({d.range(it, 'dash')})")
        d.state(it, flag=it.flag or None)
        p.y += 12
        if comment:
            p.text(52, comment, size=7)
            p.y += 12
    p.text(40, "COMMENT: repeat iron studies in 12 weeks after 100 mg elemental iron daily.", size=7.5)
    return d.finish(name)


SPANISH = (
    _a("Glucose basale", "mg/dL", 0, 74, 106),
    _a("Créatinine", "mg/dL", 2, 0.50, 1.10),
    _a("Urate", "mg/dL", 1, 2.6, 6.0),
    _a("Cholestérol total", "mg/dL", 0, 100, 200, "<"),
    _a("GOT (AST)", "U/L", 0, 5, 35, "<"),
    _a("Hémoglobine glyquée A1c (NGSP)", "%", 1, 4.0, 5.7, "<"),
    _a("Hémoglobine glyquée A1c (IFCC)", "mmol/mol", 0, 20, 39, "<"),
    _a("VSG 1re heure", "mm/h", 0, 1, 20),
)


def es_star_first(rng: random.Random, name: str) -> Report:
    """Andorra: a star before an abnormal value, the earlier result beside it, limits in square brackets."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    before = d.case.earlier[0]
    p.start()
    p.text(40, "LABORATORI D'ANÀLISIS EXEMPLE - ANDORRA LA VELLA", bold=True, size=11)
    p.y += 14
    p.text(
        40,
        f"Patient : {d.case.last}, {d.case.first}   Date naiss. : {d.day(d.case.birth)}   N. Història : 123456",  # noqa: E501
    )
    p.y += 12
    p.text(
        40,
        f"Date extraction : {d.day(d.case.taken)}   Date rapport : {d.day(d.case.taken + timedelta(days=1))}",
    )
    p.y += 26
    for x, word in (
        (40, "Détermination"),
        (262, "Résultat"),
        (330, "Unités"),
        (395, "Intervalle réf."),
        (480, "Rés. antérieur"),
    ):
        p.text(x, word, bold=True, size=8)
    p.y += 10
    p.text(480, f"({day(before, 'dmy/')})", size=7)
    p.y += 16
    for analysis in SPANISH:
        it, then = d.measure(analysis), d.measure(analysis)
        p.text(40, analysis.fr)
        p.text(300, f"{'* ' if it.outside else ''}{it.text}", align="right", bold=it.outside)
        p.text(330, analysis.unit_fr)
        p.text(395, f"[{d.range(it, 'dash')}]")
        p.text(480, then.text)
        d.state(it, flag="*" if it.outside else None)
        d.state(then, when=before)
        p.y += 13
    return d.finish(name)


def eighth_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        ch_unit_first, fr_electrophorese, fr_enfant, en_gas_slip, en_iron_comments, es_star_first,
    )  # fmt: skip
    return {layout.__name__: layout for layout in chosen}
