"""A seventh set, drawn from memory of real reports without reading the reader; measured once as it stood."""

import random
from datetime import timedelta

from tests.reports.catalogue import Analysis, printed
from tests.reports.layouts import Draft, Layout, Measured, draft
from tests.reports.paper import Report, Truth, day


def _a(label: str, unit: str, decimals: int, low: float, high: float, limit: str | None = None) -> Analysis:
    """An analysis under one name in every language."""
    return Analysis(label, label, unit, unit, decimals, low, high, None, limit)


def _some(rng: random.Random, analyses: tuple[Analysis, ...], least: int) -> list[Analysis]:
    """Some of them in the order that they are listed."""
    kept = set(rng.sample(range(len(analyses)), rng.randint(least, len(analyses))))
    return [one for index, one in enumerate(analyses) if index in kept]


def _say(d: Draft, label: str, value: str, unit: str = "", **more: str | None) -> None:
    d.paper.truth.append(Truth(label, value, unit, d.case.taken.isoformat(), **more))


FR_CHEMISTRY = (
    Analysis("Glucose à jeun", "", "g/L", "", 2, 0.70, 1.10, ("mmol/L", 5.55, 2)),
    Analysis("Créatinine plasmatique", "", "mg/L", "", 1, 5.7, 12.5, ("µmol/L", 8.84, 0)),
    Analysis("Urée", "", "g/L", "", 2, 0.17, 0.48, ("mmol/L", 16.65, 1)),
    Analysis("Calcium total", "", "mg/L", "", 0, 86, 103, ("mmol/L", 0.02495, 2)),
    Analysis("Acide urique", "", "mg/L", "", 0, 26, 60, ("µmol/L", 5.95, 0)),
    Analysis("Phosphore", "", "mg/L", "", 0, 23, 47, ("mmol/L", 0.0323, 2)),
    Analysis("Magnésium", "", "mg/L", "", 1, 16.0, 26.0, ("mmol/L", 0.0411, 2)),
    Analysis("Bilirubine totale", "", "mg/L", "", 1, 2.0, 12.0, ("µmol/L", 1.71, 1)),
)


def fr_technique(rng: random.Random, name: str) -> Report:
    """Name in bold, its technique in small below it; the second unit on the technique's line."""
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    before = d.case.earlier[0]

    def head(_: object) -> None:
        p.text(40, "BIOGROUPE EXEMPLE - Laboratoire des Remparts", y=36, bold=True, size=12)
        p.text(
            40,
            "8 place du Marché 35400 SAINT-MALO - Tél : 02 99 00 00 00 - biologistes-coresponsables",
            y=48,
            size=7,
        )
        p.text(40, f"{d.case.last} {d.case.first}", y=70, bold=True)
        p.text(40, f"Né(e) le : {d.day(d.case.birth)}   Sexe : {d.case.sex}", y=82)
        p.text(300, f"Dossier : {d.case.taken:%y%m%d}-0157", y=70)
        p.text(300, f"Prélevé le {d.day(d.case.taken)} à 07:52 par Mme LEROUX, IDE", y=82)
        p.text(300, f"Validé le {d.day(d.case.taken + timedelta(days=1))}", y=94)
        p.text(380, "Valeurs de référence", y=118, size=7.5)
        p.text(490, "Antériorités", y=118, size=7.5)
        p.y = 136

    def foot(_: object) -> None:
        p.text(
            40,
            f"Dossier {d.case.taken:%y%m%d}-0157 - {d.case.last} {d.case.first} - Page {p.page} sur 2",
            y=815,
            size=6.5,
        )

    p.header, p.footer = head, foot
    p.start()
    p.text(40, "BIOCHIMIE SANGUINE", bold=True, size=11)
    p.y += 18
    for analysis in _some(rng, FR_CHEMISTRY, 5):
        p.room(50)
        now, then = d.measure(analysis), d.measure(analysis)
        unit, factor, places = analysis.second or ("", 1.0, 0)
        text, past, low, high = (
            printed(x * factor, places, comma=True)
            for x in (now.value, then.value, analysis.low, analysis.high)
        )
        p.text(40, analysis.fr, bold=True)
        p.text(270, now.text, align="right", bold=True)
        p.text(276, analysis.unit_fr)
        p.text(380, f"{now.low} à {now.high}")
        p.text(490, f"{then.text}")
        p.text(525, day(before, "dmy/2"), size=7)
        d.state(now)
        d.state(then, when=before)
        p.y += 11
        p.text(40, "(Spectrophotométrie - Alinity c ABBOTT)", size=6.5, grey=0.4)
        p.text(270, text, align="right")
        p.text(276, unit)
        p.text(380, f"{low} à {high}")
        p.text(490, past)
        d.state(now, text=text, unit=unit, low=low, high=high)
        d.state(then, when=before, text=past, unit=unit, low=low, high=high)
        p.y += 18
    p.text(40, "Document validé électroniquement par Dr A. MARTIN, biologiste médical", size=7)
    return d.finish(name)


BE_TESTS = (
    _a("Natrium / Sodium", "mmol/L", 0, 136, 145),
    _a("Kalium / Potassium", "mmol/L", 1, 3.5, 5.1),
    _a("Chloride / Chlorures", "mmol/L", 0, 98, 107),
    _a("Ureum / Urée", "mg/dL", 0, 17, 48),
    _a("Creatinine / Créatinine", "mg/dL", 2, 0.50, 0.95),
    _a("Glucose / Glucose", "mg/dL", 0, 70, 100),
    _a("GOT / AST", "U/L", 0, 5, 32, "<"),
    _a("Ijzer / Fer", "µg/dL", 0, 33, 193),
    _a("Ferritine / Ferritine", "µg/L", 0, 15, 150),
    _a("Vrij T4 / T4 libre", "ng/dL", 2, 0.93, 1.70),
    _a("Sedimentatie / Sédimentation", "mm/h", 0, 1, 20, "<"),
)


def be_bilingual(rng: random.Random, name: str) -> Report:
    """Brussels: two languages everywhere, the mark before the value, the range between square brackets."""
    d = draft(rng, "fr", family="times", size=10, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, "Klinisch Laboratorium - Laboratoire Clinique Voorbeeld-Exemple", bold=True, size=12)
    p.y += 14
    p.text(40, f"Patiënt / Patient : {d.case.last} {d.case.first}")
    p.text(330, f"Geboortedatum / Date de naissance : {d.day(d.case.birth)}", size=9)
    p.y += 13
    p.text(40, f"Afname / Prélèvement : {d.day(d.case.taken)} 08:30")
    p.text(330, f"Ontvangst / Réception : {d.day(d.case.taken)}", size=9)
    p.y += 13
    p.text(40, "Arts / Médecin : Dr. J. PEETERS (1-23456-78-004)")
    p.y += 26
    for x, top, below in (
        (40, "Onderzoek", "Analyse"), (270, "Resultaat", "Résultat"), (340, "Eenheid", "Unité"),
        (430, "Referentiewaarden", "Valeurs de référence"),
    ):  # fmt: skip
        p.text(x, top, bold=True, size=9)
        p.text(x, below, y=p.y + 11, size=9)
    p.y += 28
    p.text(40, "KLINISCHE CHEMIE / CHIMIE CLINIQUE", bold=True)
    p.y += 16
    for analysis in _some(rng, BE_TESTS, 6):
        it = d.measure(analysis)
        mark = {"H": "+", "L": "-"}.get(it.flag)
        p.text(50, analysis.fr)
        p.text(256, mark or "", bold=True)
        p.text(270, it.text)
        p.text(340, analysis.unit_fr)
        p.text(430, f"[{d.range(it, 'dash')}]")
        d.state(it, flag=mark)
        p.y += 14
    return d.finish(name)


QC_GROUPS = (
    (
        "FORMULE SANGUINE COMPLÈTE",
        (
            _a("Leucocytes", "10*9/L", 1, 4.0, 11.0),
            _a("Érythrocytes", "10*12/L", 2, 3.90, 5.20),
            _a("Hémoglobine", "g/L", 0, 120, 160),
            _a("Hématocrite", "L/L", 3, 0.360, 0.470),
            _a("VGM", "fL", 1, 80.0, 100.0),
            _a("DVE", "%", 1, 11.5, 14.5),
            _a("Plaquettes", "10*9/L", 0, 140, 440),
        ),
    ),
    (
        "BIOCHIMIE",
        (
            _a("Créatinine", "umol/L", 0, 50, 100),
            _a("Glucose aléatoire", "mmol/L", 1, 3.9, 11.0),
            _a("ALT", "U/L", 0, 5, 41, "<"),
            _a("Hémoglobine glyquée (HbA1c)", "%", 1, 4.5, 6.0),
            _a("TSH", "mUI/L", 2, 0.30, 5.50),
            _a("DFGe (CKD-EPI)", "mL/min/1,73 m2", 0, 60, 120, ">"),
        ),
    ),
)


def qc_two_requests(rng: random.Random, name: str) -> Report:
    """Québec: two requests on one report, each taken on its own day; units last; flag in a narrow column."""
    d = draft(rng, "fr", us=True, family="helvetica", size=9, dates="iso")
    p = d.paper
    p.start()
    p.text(40, "CIUSSS de l'Exemple - Grappe Optilab", bold=True, size=12)
    p.text(400, "RAPPORT CUMULATIF FINAL", size=8)
    p.y += 14
    p.text(
        40,
        f"Usager : {d.case.last}, {d.case.first}   NAM : FICT 1234 5678   DDN : {d.day(d.case.birth)}   Sexe : {d.case.sex}",  # noqa: E501
    )
    p.y += 12
    p.text(40, "Prescripteur : TREMBLAY, Annie (12345)   Installation : CLSC du Modèle   Tél. : 418 555-0134")
    p.y += 24
    for (title, tests), when in zip(QC_GROUPS, (d.case.taken, d.case.earlier[0]), strict=True):
        p.shade(36, 576, p.y - 10, p.y + 4)
        p.text(40, title, bold=True)
        p.y += 14
        p.text(
            40,
            f"Requête : H{rng.randrange(10**6, 10**7)}   Prélevé : {d.day(when)} 09:05   Reçu : {d.day(when)} 10:40   Statut : Final",  # noqa: E501
            size=8,
        )
        p.y += 14
        for x, word in (
            (40, "Analyse"),
            (230, "Résultat"),
            (300, "Drap."),
            (350, "Intervalle de réf."),
            (470, "Unités"),
        ):
            p.text(x, word, size=8, bold=True)
        p.y += 13
        for analysis in _some(rng, tests, 4):
            it = d.measure(analysis)
            flag = {"H": "H", "L": "B"}.get(it.flag)
            p.text(40, analysis.fr)
            p.text(230, it.text)
            p.text(306, flag or "")
            p.text(350, d.range(it, "dash"))
            p.text(470, analysis.unit_fr)
            d.state(it, when=when, flag=flag)
            p.y += 12
        p.y += 14
    p.text(40, "B = bas, H = haut, C = critique. Fin du rapport.", size=7)
    return d.finish(name)


NHS_GROUPS = (
    (
        "Full blood count - FBC",
        (
            _a("Haemoglobin estimation", "g/L", 0, 115, 165),
            _a("Total white cell count", "10*9/L", 1, 4.0, 11.0),
            _a("Platelet count", "10*9/L", 0, 150, 400),
            _a("Red blood cell (RBC) count", "10*12/L", 2, 3.80, 5.80),
            _a("Mean corpuscular volume (MCV)", "fL", 1, 80.0, 100.0),
            _a("Neutrophil count", "10*9/L", 2, 2.00, 7.50),
        ),
    ),
    (
        "Urea and electrolytes",
        (
            _a("Serum sodium level", "mmol/L", 0, 133, 146),
            _a("Serum potassium level", "mmol/L", 1, 3.5, 5.3),
            _a("Serum urea level", "mmol/L", 1, 2.5, 7.8),
            _a("Serum creatinine level", "umol/L", 0, 45, 84),
            _a("Serum C reactive protein level", "mg/L", 0, 0, 5, "<"),
        ),
    ),
)


def uk_gp_record(rng: random.Random, name: str) -> Report:
    """A surgery's print of pathology messages: unit and range in one bracket, the verdict on a line below."""
    d = draft(rng, "en", family="dejavu", size=8, dates="uk")
    p = d.paper
    p.start()
    p.text(40, "Test Results (for surgery record)", bold=True, size=11)
    p.y += 16
    p.text(
        40,
        f"{d.case.last.title()}, {d.case.first}    Date of birth {d.day(d.case.birth)}    NHS No. 999 012 3456",  # noqa: E501
    )
    p.y += 12
    p.text(40, "The Sample Practice, 1 High Street, Exampleton EX1 2AB - Tel 01632 960123")
    p.y += 12
    p.text(40, f"Report printed {d.day(d.case.taken + timedelta(days=30))}", size=7)
    p.y += 20
    for title, tests in NHS_GROUPS:
        p.text(40, f"{d.day(d.case.taken)}    {title}", bold=True)
        p.y += 12
        p.text(50, "Filed by Dr R. Fictional - Satisfactory - No Further Action. Specimen: BLOOD", size=7)
        p.y += 13
        for analysis in _some(rng, tests, 3):
            it = d.measure(analysis)
            p.text(60, analysis.en)
            p.text(260, f"{it.text} {analysis.unit_en} [{d.range(it, 'dash')}]")
            d.state(it)
            p.y += 11
            if it.outside:
                p.text(
                    72,
                    "Above high reference limit" if it.flag == "H" else "Below low reference limit",
                    size=7,
                )
                p.y += 11
        p.y += 10
    return d.finish(name)


PORTAL = (
    _a("Sodium", "mmol/L", 0, 136, 145),
    _a("Potassium", "mmol/L", 1, 3.5, 5.1),
    _a("Chloride", "mmol/L", 0, 98, 107),
    _a("CO2", "mmol/L", 0, 21, 32),
    _a("Urea Nitrogen (BUN)", "mg/dL", 0, 7, 25),
    _a("Creatinine", "mg/dL", 2, 0.60, 1.20),
    _a("Calcium, Total", "mg/dL", 1, 8.6, 10.3),
    _a("Albumin", "g/dL", 1, 3.5, 5.7),
    _a("Anion Gap", "mmol/L", 0, 4, 12),
)


def us_portal_scale(rng: random.Random, name: str) -> Report:
    """A portal's print: name, normal range, then the value above a scale whose ends are printed below it."""
    d = draft(rng, "en", us=True, family="helvetica", size=9, dates="us")
    p = d.paper
    p.start()
    p.text(40, "MyRecord - Basic Metabolic Panel", bold=True, size=14)
    p.y += 16
    p.text(
        40,
        f"Name: {d.case.full} | DOB: {d.day(d.case.birth)} | MRN: 100{rng.randrange(10000, 99999)} | PCP: Sam Sample, MD",  # noqa: E501
        size=8,
    )
    p.y += 14
    p.text(40, f"Collected on {d.day(d.case.taken)} 8:14 AM")
    p.y += 12
    p.text(40, "Lab tests - Blood (Blood, Venous)")
    p.y += 24
    p.text(40, "Results", bold=True, size=12)
    p.y += 18
    for analysis in _some(rng, PORTAL, 5):
        p.room(76)
        it = d.measure(analysis)
        p.text(40, analysis.en, bold=True, size=10)
        p.y += 12
        p.text(40, f"Normal range: {d.range(it, 'dash')} {analysis.unit_en}", size=8, grey=0.3)
        p.y += 18
        span = analysis.high - analysis.low
        at = 180 + 180 * max(-0.6, min(1.6, (it.value - analysis.low) / span))
        said = {"H": "High", "L": "Low"}.get(it.flag)
        p.text(at, it.text, bold=True, size=10, align="center")
        if said:
            p.text(500, said, size=8)
        p.line(60, 480, y=p.y + 4, width=3)
        p.text(180, it.low, y=p.y + 15, size=7, align="center")
        p.text(360, it.high, y=p.y + 15, size=7, align="center")
        d.state(it, unit=analysis.unit_en, flag=said)
        p.y += 40
    p.text(40, "MyRecord(R) licensed from Example Systems Corporation", size=7)
    return d.finish(name)


EPIC = (
    _a("WBC", "K/uL", 1, 4.0, 11.0),
    _a("RBC", "M/uL", 2, 3.90, 5.20),
    _a("Hemoglobin", "g/dL", 1, 11.7, 15.5),
    _a("Hematocrit", "%", 1, 35.0, 45.0),
    _a("Platelet Count", "K/uL", 0, 140, 400),
    _a("Absolute Neutrophil Count (ANC), Automated Differential", "K/uL", 2, 1.50, 7.80),
    _a("Estimated Glomerular Filtration Rate, CKD-EPI 2021, non-race", "mL/min/1.73 m2", 0, 60, 120, ">"),
    _a("Thyroid Stimulating Hormone with Reflex to Free Thyroxine", "uIU/mL", 3, 0.450, 4.500),
)


def us_component(rng: random.Random, name: str) -> Report:
    """Component, your value with its unit, standard range with the unit again, flag; long names wrap."""
    d = draft(rng, "en", us=True, family="helvetica", size=9, dates="mdy/")
    p = d.paper
    p.start()
    p.text(40, "General Hospital of Sampleville - Test Details", bold=True, size=12)
    p.y += 15
    p.text(40, f"Patient: {d.case.full}    DOB: {d.day(d.case.birth)}    Legal Sex: {d.case.sex}")
    p.y += 12
    p.text(40, f"Collected: {d.day(d.case.taken)} 10:02 AM    Resulted: {d.day(d.case.taken)} 2:40 PM")
    p.y += 12
    p.text(40, "Ordering provider: Alex Example, NP    Lab: SAMPLEVILLE CENTRAL LAB 05D0000000")
    p.y += 26
    p.text(40, "Component", bold=True)
    p.text(230, "Your Value", bold=True)
    p.text(340, "Standard Range", bold=True)
    p.text(480, "Flag", bold=True)
    p.y += 6
    p.line(40, 570)
    p.y += 14
    for analysis in _some(rng, EPIC, 5):
        it = d.measure(analysis)
        said = {"H": "H", "L": "L"}.get(it.flag)
        words, lines = analysis.en.split(), [""]
        for word in words:
            if p.measure(f"{lines[-1]} {word}") > 180:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        p.text(40, lines[0])
        p.text(230, f"{it.text} {analysis.unit_en}")
        p.text(340, f"{d.range(it, 'dash')} {analysis.unit_en}")
        p.text(480, said or "")
        for more in lines[1:]:
            p.y += 10
            p.text(40, more)
        d.state(it, flag=said)
        p.y += 16
    p.text(40, "Specimen (Source): Blood, Venous", size=8)
    return d.finish(name)


IN_TESTS = (
    _a("Hemoglobin", "gm/dL", 1, 12.0, 15.0),
    _a("Packed Cell Volume (PCV)", "%", 1, 36.0, 46.0),
    _a("RBC Count", "mill/mm3", 2, 3.80, 4.80),
    _a("MCV", "fL", 1, 83.0, 101.0),
    _a("Total Leukocyte Count (TLC)", "thou/mm3", 2, 4.00, 10.00),
    _a("Platelet Count", "thou/mm3", 0, 150, 410),
)
IN_LIPIDS = (
    (_a("Cholesterol, Total", "mg/dL", 0, 100, 200, "<"), "CHO-POD"),
    (_a("Triglycerides", "mg/dL", 0, 50, 150, "<"), "GPO-POD"),
    (_a("HDL Cholesterol", "mg/dL", 0, 40, 80, ">"), "Enz Immunoinhibition"),
    (_a("LDL Cholesterol, Calculated", "mg/dL", 0, 40, 100, "<"), "Calculated"),
)


def in_chain(rng: random.Random, name: str) -> Report:
    """An Indian chain: result column before unit and biological interval, method below, tiers in a table."""
    d = draft(rng, "en", family="helvetica", size=8.5, dates="dmy/")
    p = d.paper
    p.start()
    p.text(300, "Dr Sample PathLabs (NABL M-0000)", bold=True, size=13, align="center")
    p.y += 18
    for left, right in (
        (f"Name        : {d.case.full}", f"Collected     : {d.day(d.case.taken)}  8:05:00AM"),
        (f"Lab No.     : {rng.randrange(10**8, 10**9)}", f"Received      : {d.day(d.case.taken)}  9:31:12AM"),
        (
            f"Age / Gender: {d.case.taken.year - d.case.birth.year} Years / {d.case.sex}",
            f"Reported      : {d.day(d.case.taken + timedelta(days=1))}  1:20:45PM",
        ),
        (f"DOB         : {d.day(d.case.birth)}", "Report Status : Final"),
    ):
        p.text(40, left)
        p.text(330, right)
        p.y += 12
    p.line(36, 560)
    p.y += 14
    for x, word in ((40, "Test Name"), (270, "Results"), (345, "Units"), (430, "Bio. Ref. Interval")):
        p.text(x, word, bold=True)
    p.y += 18
    p.text(300, "COMPLETE BLOOD COUNT;CBC", bold=True, align="center")
    p.y += 12
    p.text(40, "(Electrical Impedence & VCS,Photometry)", size=7)
    p.y += 13
    for analysis in _some(rng, IN_TESTS, 4):
        it = d.measure(analysis)
        p.text(40, analysis.en)
        p.text(270, it.text, bold=it.outside)
        p.text(345, analysis.unit_en)
        p.text(430, d.range(it, "dash"))
        d.state(it)
        p.y += 14
    p.text(40, "Differential Leucocyte Count (DLC)", bold=True)
    p.y += 13
    for analysis in (
        _a("Segmented Neutrophils", "%", 2, 40, 80),
        _a("Lymphocytes", "%", 2, 20, 40),
        _a("Basophils", "%", 2, 0, 2, "<"),
    ):
        it = d.measure(analysis)
        p.text(48, analysis.en)
        p.text(270, it.text)
        p.text(345, "%")
        p.text(430, d.range(it, "dash"))
        d.state(it)
        p.y += 13
    p.y += 10
    p.text(300, "LIPID SCREEN, SERUM", bold=True, align="center")
    p.y += 14
    for analysis, method in IN_LIPIDS:
        it = d.measure(analysis)
        p.text(40, analysis.en)
        p.text(270, it.text, bold=it.outside)
        p.text(345, analysis.unit_en)
        p.text(430, d.range(it, "tight"))
        d.state(it)
        p.y += 10
        p.text(40, f"({method})", size=6.5, grey=0.3)
        p.y += 14
    p.text(40, "Interpretation", bold=True)
    p.y += 14
    for cells in (
        ("REMARKS", "TOTAL CHOLESTEROL in mg/dL", "TRIGLYCERIDE in mg/dL"),
        ("Optimal", "<200", "<150"),
        ("Above Optimal", "-", "-"),
        ("Borderline High", "200-239", "150-199"),
        ("High", ">=240", "200-499"),
        ("Very High", "-", ">=500"),
    ):
        for x, cell in zip((40, 200, 380), cells, strict=True):
            p.text(x, cell, size=8)
        p.y += 12
    return d.finish(name)


MA_TESTS = FR_CHEMISTRY[:4]


def ma_inline(rng: random.Random, name: str) -> Report:
    """Morocco: everything of a result in one row, ``soit`` its second unit, ``VN`` its range, no headings."""
    d = draft(rng, "fr", family="times", size=10, dates="dmy-")
    p = d.paper
    p.start()
    p.text(300, "LABORATOIRE D'ANALYSES MÉDICALES ATLAS-EXEMPLE", bold=True, size=13, align="center")
    p.y += 13
    p.text(
        300,
        "Dr. Y. FICTIF, Pharmacien Biologiste - 12, Bd Zerktouni, Casablanca - ICE 000123456000078",
        size=8,
        align="center",
    )
    p.y += 24
    p.text(330, f"Casablanca, le {d.day(d.case.taken)}")
    p.y += 14
    p.text(330, f"{'Mme' if d.case.sex == 'F' else 'Mr'} {d.case.last} {d.case.first}", bold=True)
    p.y += 13
    p.text(330, f"Né(e) le {d.day(d.case.birth)}")
    p.y += 13
    p.text(
        40,
        f"Réf : {rng.randrange(1000, 9999)}/{d.case.taken:%y}        Prélèvement effectué le {d.day(d.case.taken)} à 9h",  # noqa: E501
    )
    p.y += 28
    p.text(300, "BIOCHIMIE", bold=True, size=12, align="center")
    p.y += 20
    for analysis in MA_TESTS:
        it = d.measure(analysis)
        unit, factor, places = analysis.second or ("", 1.0, 0)
        text, low, high = (  # noqa: RUF059
            printed(x * factor, places, comma=True) for x in (it.value, analysis.low, analysis.high)
        )
        p.text(40, f"{analysis.fr} {'.' * 20}")
        p.text(250, f"{it.text} {analysis.unit_fr}", bold=True)
        p.text(320, f"soit {text} {unit}")
        p.text(430, f"VN : {it.low} - {it.high} {analysis.unit_fr}", size=9)
        d.state(it)
        d.state(it, text=text, unit=unit, ranged=False)
        p.y += 18
    for analysis in (
        _a("Transaminases SGOT", "UI/L", 0, 5, 40, "<"),
        _a("Transaminases SGPT", "UI/L", 0, 5, 41, "<"),
        _a("Ferritinémie", "ng/mL", 1, 13.0, 150.0),
        _a("T.S.H. ultra-sensible", "µUI/mL", 2, 0.27, 4.20),
    ):
        it = d.measure(analysis)
        p.text(40, f"{analysis.fr} {'.' * 20}")
        p.text(250, f"{it.text} {analysis.unit_fr}", bold=True)
        p.text(430, f"VN : {d.range(it, 'dash')} {analysis.unit_fr}", size=9)
        d.state(it)
        p.y += 18
    p.text(400, "Le biologiste", size=9)
    return d.finish(name)


LETTER = (
    _a("Ferritine", "µg/L", 0, 15, 150),
    _a("TSH", "mUI/L", 2, 0.40, 4.00),
    _a("Vitamine D (25-OH)", "nmol/L", 0, 75, 150),
    _a("Hémoglobine", "g/dL", 1, 12.0, 16.0),
    _a("Cholestérol LDL", "g/L", 2, 0.50, 1.60, "<"),
    _a("CRP", "mg/L", 1, 0, 5.0, "<"),
)


def fr_voici(rng: random.Random, name: str) -> Report:
    """``Voici vos résultats``: a letter with bullets, each result with its usual values and a few words."""
    d = draft(rng, "fr", family="helvetica", size=10, dates="fr")
    p = d.paper
    p.start()
    p.text(40, "Centre de santé Exemple", bold=True, size=13)
    p.y += 30
    p.text(330, f"{'Madame' if d.case.sex == 'F' else 'Monsieur'} {d.case.full}")
    p.y += 13
    p.text(330, "14 avenue de la Gare, 44000 NANTES")
    p.y += 24
    p.text(330, f"Nantes, le {d.day(d.case.taken + timedelta(days=3))}")
    p.y += 28
    p.text(40, f"{'Chère Madame' if d.case.sex == 'F' else 'Cher Monsieur'},")
    p.y += 18
    p.text(40, f"Voici vos résultats de la prise de sang du {d.day(d.case.taken)} :")
    p.y += 20
    for analysis in _some(rng, LETTER, 4):
        it = d.measure(analysis)
        close = (
            "au-dessus des valeurs habituelles" if it.flag == "H" else "en dessous des valeurs habituelles"
        )
        p.text(
            52,
            f"•  {analysis.fr} : {it.text} {analysis.unit_fr} (valeurs habituelles : {d.range(it, 'word')} {analysis.unit_fr}) - {close if it.outside else 'normal'}",  # noqa: E501
        )
        d.state(it)
        p.y += 17
    p.y += 10
    for line in (
        "Je vous propose de contrôler ces dosages dans 3 mois, à jeun depuis 12 heures.",
        "Pensez à boire 1,5 L d'eau par jour. Je reste à votre disposition.",
        "Bien cordialement,",
        "Dr Hélène FICTIVE",
    ):
        p.text(40, line)
        p.y += 16
    return d.finish(name)


DIALYSIS = (
    _a("Hb", "g/dL", 1, 10.0, 12.0),
    _a("Ferritin", "ng/mL", 0, 200, 500),
    _a("TSAT", "%", 0, 20, 50),
    _a("Potassium", "mmol/L", 1, 3.5, 5.5),
    _a("Phosphate", "mmol/L", 2, 0.80, 1.70),
    _a("Calcium", "mmol/L", 2, 2.10, 2.50),
    _a("PTH", "pg/mL", 0, 130, 600),
    _a("Kt/V", "", 2, 1.20, 2.00),
)


def en_dialysis_chart(rng: random.Random, name: str) -> Report:
    """A dialysis unit's flowsheet: a month a row, tests across, units and targets in rows of their own."""
    d = draft(rng, "en", family="helvetica", size=8, dates="abbr")
    p = d.paper
    p.start()
    p.text(40, "Renal Unit - monthly bloods flowsheet", bold=True, size=12)
    p.y += 14
    p.text(
        40,
        f"{d.case.last}, {d.case.first}   DOB {d.day(d.case.birth)}   Dry weight 71.5 kg   Access: L AVF   HD 3 x 4 h/week",  # noqa: E501
    )
    p.y += 26
    xs = [130 + 56 * index for index in range(len(DIALYSIS))]
    p.text(40, "Date", bold=True)
    for x, analysis in zip(xs, DIALYSIS, strict=True):
        p.text(x, analysis.en, bold=True)
    p.y += 10
    p.text(40, "Units", size=7)
    for x, analysis in zip(xs, DIALYSIS, strict=True):
        p.text(x, analysis.unit_en, size=7)
    p.y += 10
    p.text(40, "Target", size=7)
    for x, analysis in zip(xs, DIALYSIS, strict=True):
        p.text(x, d.range(d.measure(analysis), "tight"), size=7)
    p.y += 6
    p.line(40, 560)
    p.y += 12
    for when in (*reversed(d.case.earlier), d.case.taken):
        p.text(40, d.day(when))
        for x, analysis in zip(xs, DIALYSIS, strict=True):
            if rng.random() < 0.25:
                continue
            it = d.measure(analysis)
            p.text(x, it.text)
            d.state(it, when=when)
        p.y += 14
    p.text(40, "Plan: EPO 6000 units weekly, alfacalcidol 0.25 mcg daily, next bloods in 4 weeks", size=8)
    return d.finish(name)


def fr_ecbu(rng: random.Random, name: str) -> Report:
    """Urine microbiology: cytology with limits, Gram in words, germ with its count, antibiogram in two columns."""  # noqa: E501
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, d.case.laboratory, bold=True, size=12)
    p.y += 14
    p.text(40, f"Patient : {d.case.last} {d.case.first}   né(e) le {d.day(d.case.birth)}")
    p.y += 12
    p.text(
        40, f"Prélevé le {d.day(d.case.taken)} à 06h40 par le patient - Enregistré le {d.day(d.case.taken)}"
    )
    p.y += 24
    p.text(300, "EXAMEN CYTOBACTÉRIOLOGIQUE DES URINES", bold=True, size=11, align="center")
    p.y += 18
    p.text(40, "Mode de recueil : milieu de jet")
    p.y += 16
    p.text(40, "Examen direct", bold=True)
    p.y += 13
    for label, top, limit in (("Leucocytes", 400_000, "< 10 000"), ("Hématies", 90_000, "< 10 000")):
        text = f"{rng.randrange(1, top // 1000)} 000"
        p.text(52, label)
        p.text(200, f"{text} /mL")
        p.text(320, f"(N : {limit})")
        _say(d, label, text, "/mL", high="10000")
        p.y += 13
    for label, values in (
        ("Cellules épithéliales", ("Rares", "Quelques", "Absence")),
        ("Cristaux", ("Absence", "Présence")),
        ("Cylindres", ("Absence",)),
    ):
        value = rng.choice(values)
        p.text(52, label)
        p.text(200, value)
        _say(d, label, value)
        p.y += 13
    p.text(52, "Coloration de Gram : présence de bacilles à Gram négatif")
    _say(d, "Coloration de Gram", "présence de bacilles à Gram négatif")
    p.y += 18
    p.text(40, "Culture", bold=True)
    p.y += 13
    count = rng.choice(["10^4", "10^5", "10^6"])
    germ = rng.choice(["Escherichia coli", "Klebsiella pneumoniae", "Proteus mirabilis"])
    p.text(52, f"Germe identifié : {germ}")
    _say(d, "Germe identifié", germ)
    p.y += 13
    p.text(52, f"Bactériurie : {count} UFC/mL")
    _say(d, "Bactériurie", count, "UFC/mL")
    p.y += 20
    p.text(40, f"Antibiogramme (CA-SFM / EUCAST {d.case.taken.year})", bold=True)
    p.y += 13
    drugs = (
        "Amoxicilline",
        "Amox. + ac. clavulanique",
        "Céfotaxime",
        "Ofloxacine",
        "Nitrofurantoïne",
        "Fosfomycine",
    )
    for at in range(0, 6, 2):
        for x, drug in zip((52, 300), drugs[at : at + 2], strict=True):
            p.text(x, drug)
            p.text(x + 150, rng.choice("SSSIR"))
        p.y += 12
    p.text(40, "S : sensible à posologie standard   I : sensible à forte posologie   R : résistant", size=7)
    return d.finish(name)


HORMONES = (
    ("FSH", "IU/L", 1, ((3.5, 12.5), (4.7, 21.5), (1.7, 7.7), (25.8, 134.8))),
    ("LH", "IU/L", 1, ((2.4, 12.6), (14.0, 95.6), (1.0, 11.4), (7.7, 58.5))),
    ("Oestradiol", "pmol/L", 0, ((45, 854), (151, 1461), (82, 1251), (18, 505))),
    ("Progesterone", "nmol/L", 1, ((0.2, 2.8), (0.1, 38.1), (5.8, 75.9), (0.2, 0.4))),
)


def en_hormones(rng: random.Random, name: str) -> Report:
    """Hormones whose limits depend on the phase: four lines of limits, the result on the first of them."""
    d = draft(rng, "en", family="times", size=10, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, "Emirates Sample Reference Laboratory", bold=True, size=13)
    p.y += 16
    p.text(40, f"Patient Name : {d.case.full}      DOB : {d.day(d.case.birth)}")
    p.y += 13
    p.text(
        40,
        f"Sample Date : {d.day(d.case.taken)} 08:20      Report Date : {d.day(d.case.taken + timedelta(days=1))}",  # noqa: E501
    )
    p.y += 26
    for x, word in (
        (40, "Investigation"),
        (190, "Result"),
        (250, "Unit"),
        (320, "Reference Range"),
        (490, "Method"),
    ):
        p.text(x, word, bold=True)
    p.y += 16
    for label, unit, places, limits in HORMONES:
        text = printed(rng.uniform(limits[0][0], limits[0][1]), places, comma=False)
        p.text(40, label)
        p.text(190, text)
        p.text(250, unit)
        p.text(490, "ECLIA")
        for phase, (low, high) in zip(
            ("Follicular phase", "Ovulation phase", "Luteal phase", "Postmenopause"), limits, strict=True
        ):
            p.text(320, f"{phase}: {low} - {high}", size=9)
            p.y += 11
        _say(d, label, text, unit)
        p.y += 5
    for analysis in (_a("Prolactin", "mIU/L", 0, 102, 496), _a("TSH", "mIU/L", 2, 0.27, 4.20)):
        it = d.measure(analysis)
        p.text(40, analysis.en)
        p.text(190, it.text)
        p.text(250, analysis.unit_en)
        p.text(320, d.range(it, "dash"), size=9)
        p.text(490, "ECLIA")
        d.state(it)
        p.y += 16
    return d.finish(name)


def fr_hemostase(rng: random.Random, name: str) -> Report:
    """Coagulation: the patient's time beside the control's, then the ratio; the control's is nobody's result."""  # noqa: E501
    d = draft(rng, "fr", family="helvetica", size=9, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, d.case.laboratory, bold=True, size=12)
    p.y += 14
    p.text(40, f"{d.case.last} {d.case.first}, né(e) le {d.day(d.case.birth)}")
    p.text(330, f"Date du prélèvement : {d.day(d.case.taken)}")
    p.y += 26
    p.text(40, "HÉMOSTASE", bold=True, size=11)
    p.y += 16
    p.text(40, "Traitement anticoagulant signalé : aucun", size=8)
    p.y += 16

    def row(analysis: Analysis, control: str = "") -> Measured:
        it = d.measure(analysis)
        p.text(40, analysis.fr)
        p.text(240, f"{it.text} {analysis.unit_fr}".strip(), bold=True)
        if control:
            p.text(320, f"Témoin : {control}", size=8)
        else:
            p.text(430, f"({d.range(it, 'a')})")
        d.state(it, ranged=not control)
        p.y += 14
        return it

    row(_a("Temps de Quick", "s", 1, 11.0, 14.0), f"12,{rng.randrange(10)} s")
    row(_a("Taux de prothrombine", "%", 0, 70, 120))
    row(_a("INR", "", 2, 0.90, 1.20))
    p.text(40, "(zone thérapeutique sous AVK : 2,0 à 3,0 ; prothèse mécanique : 2,5 à 4,5)", size=7)
    p.y += 16
    row(_a("Temps de céphaline + activateur", "s", 1, 25.0, 38.0), f"31,{rng.randrange(10)} s")
    row(_a("Rapport malade / témoin", "", 2, 0.80, 1.20))
    row(_a("Fibrinogène (Clauss)", "g/L", 2, 2.00, 4.00))
    row(_a("D-Dimères", "ng/mL FEU", 0, 100, 500, "<"))
    p.text(
        40,
        "Exclusion de la maladie thromboembolique veineuse : seuil ajusté à l'âge (âge x 10 après 50 ans).",
        size=7,
    )
    return d.finish(name)


QUEST = (
    _a("GLUCOSE", "mg/dL", 0, 65, 99),
    _a("UREA NITROGEN (BUN)", "mg/dL", 0, 7, 25),
    _a("CREATININE", "mg/dL", 2, 0.60, 1.35),
    _a("SODIUM", "mmol/L", 0, 135, 146),
    _a("CARBON DIOXIDE", "mmol/L", 0, 20, 32),
    _a("PROTEIN, TOTAL", "g/dL", 1, 6.1, 8.1),
    _a("GLOBULIN", "g/dL (calc)", 1, 1.9, 3.7),
    _a("ALBUMIN/GLOBULIN RATIO", "(calc)", 1, 1.0, 2.5),
    _a("ALKALINE PHOSPHATASE", "U/L", 0, 36, 130),
    _a("HEMOGLOBIN A1c", "% of total Hgb", 1, 4.0, 5.7, "<"),
    _a("VITAMIN D,25-OH,TOTAL,IA", "ng/mL", 0, 30, 100),
    _a("TSH", "mIU/L", 2, 0.40, 4.50),
)
LEGAL = (
    "Fasting reference interval. For someone without known diabetes, a glucose value between 100 and 125 mg/dL",  # noqa: E501
    "is consistent with prediabetes and should be confirmed with a follow-up test.",
    "The analytical performance characteristics of this assay have been determined by Sample Institute (CLIA).",  # noqa: E501
    "For additional information, please refer to http://education.example.com/faq/FAQ199 (This link is being",
    "provided for informational/educational purposes only.)",
)


def us_two_page_legal(rng: random.Random, name: str) -> Report:
    """American, two pages: in range or out of range, unit after the range, notes between rows, headings again."""  # noqa: E501
    d = draft(rng, "en", us=True, family="courier", size=8, dates="mdy/")
    p = d.paper

    def head(_: object) -> None:
        p.text(36, "SAMPLE NATIONAL DIAGNOSTICS", y=36, bold=True, size=11)
        p.text(36, f"Patient: {d.case.last.upper()}, {d.case.first.upper()}", y=54)
        p.text(
            36,
            f"DOB: {d.day(d.case.birth)}   AGE: {d.case.taken.year - d.case.birth.year}   Fasting: Y",
            y=64,
        )
        p.text(320, "Specimen: WX123456Q   Requisition: 0001234", y=54)
        p.text(320, f"Collected: {d.day(d.case.taken)} / 08:47 PDT", y=64)
        p.text(320, f"Received:  {d.day(d.case.taken + timedelta(days=1))} / 02:12 PDT", y=74)
        p.text(36, "Test Name", y=98, bold=True)
        p.text(220, "In Range", y=98, bold=True)
        p.text(290, "Out Of Range", y=98, bold=True)
        p.text(380, "Reference Range", y=98, bold=True)
        p.text(545, "Lab", y=98, bold=True)
        p.y = 116

    def foot(_: object) -> None:
        p.text(36, f"CLIENT SERVICES: 866.555.0100   SPECIMEN: WX123456Q   PAGE {p.page} OF 2", y=760, size=7)

    p.header, p.footer = head, foot
    p.bottom = 360
    p.start()
    p.text(36, "COMPREHENSIVE METABOLIC PANEL", bold=True)
    p.y += 12
    for index, analysis in enumerate(_some(rng, QUEST, 8)):
        if p.room(40):
            p.text(36, "COMPREHENSIVE METABOLIC PANEL (Continued)", bold=True)
            p.y += 12
        it = d.measure(analysis)
        said = {"H": "H", "L": "L"}.get(it.flag)
        p.text(44, analysis.en)
        if said:
            p.text(290, f"{it.text} {said}", bold=True)
        else:
            p.text(220, it.text)
        p.text(380, f"{d.range(it, 'tight')} {analysis.unit_en}")
        p.text(545, rng.choice(["EN", "SLI"]))
        unit = "" if analysis.unit_en == "(calc)" else None  # a remark, no unit
        d.state(it, flag=said, unit=unit)
        p.y += 11
        if index in (0, 4):
            p.y += 4
            for line in LEGAL if index else LEGAL[:2]:
                p.text(60, line, size=7)
                p.y += 9
            p.y += 5
    return d.finish(name)


def seventh_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        fr_technique, be_bilingual, qc_two_requests, uk_gp_record, us_portal_scale, us_component, in_chain,
        ma_inline, fr_voici, en_dialysis_chart, fr_ecbu, en_hormones, fr_hemostase, us_two_page_legal,
    )  # fmt: skip
    return {layout.__name__: layout for layout in chosen}
