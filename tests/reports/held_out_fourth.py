"""A fourth set: what laboratories of eight countries print, each of another structure."""

import random
from dataclasses import replace
from datetime import date, timedelta

from tests.reports import catalogue
from tests.reports.catalogue import in_english, printed
from tests.reports.layouts import Draft, Layout, Measured, draft, foot_fr, sections
from tests.reports.paper import Paper, Report, Truth, day


def _state(d: Draft, label: str, value: str, unit: str, **more: object) -> None:
    when = more.pop("when", d.case.taken)
    assert isinstance(when, date)
    d.paper.truth.append(Truth(label, value, unit, when.isoformat(), **more))  # type: ignore[arg-type]


def _noise_foot(p: Paper, lines: tuple[str, ...], size: float = 6) -> None:
    for index, line in enumerate(lines):
        p.text(36, line, y=p.height - 44 + 8 * index, size=size)


def fr_band_and_method(rng: random.Random, name: str) -> Report:  # noqa: PLR0915  one page
    """A big French group: bands, method under each name, second unit below, own dates a section."""
    d = draft(rng, "fr", family="helvetica", size=8.5, dates="dmy/")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(36, "LBM TERRES D'EXEMPLE", y=34, bold=True, size=13)
        p.text(36, "Site du Marché - 4 place du Marché 33000 BORDEAUX - Tél : 05 56 00 11 22", y=45, size=6.5)
        p.text(340, f"{'Mme' if d.case.sex == 'F' else 'M.'} {d.case.last} {d.case.first}", y=40, bold=True)
        p.text(340, f"Né(e) le : {day(d.case.birth, 'dmy/')}", y=51)
        p.text(36, f"Demande n° 33-{rng.randrange(10**6, 10**7)}", y=66, size=7.5)
        p.text(36, f"Prélevé le {day(d.case.taken, 'dmy/')} à 07h52 par IDE Mme ROSE", y=76, size=7.5)
        p.text(340, f"Edition du {day(d.case.taken + timedelta(days=1), 'dmy/')} 18:05", y=76, size=7.5)
        p.y = 100

    p.header = head
    p.footer = lambda p: _noise_foot(
        p,
        (
            "Laboratoire accrédité n° 8-2741 Examens médicaux, portée sur www.cofrac.fr - FINESS 330012345",
            "SELAS au capital de 1 250 000 € - RCS Bordeaux 812 345 678 - TVA FR12 812345678",
            f"Validé par Dr L. AUBERT   Page {p.page} sur 2",
        ),
    )
    p.start()
    methods = (
        "Hexokinase / Roche Cobas",
        "Impédance - Sysmex XN",
        "Enzymatique",
        "Immunoturbidimétrie",
        "CMIA - Alinity",
    )
    for index, (title, analyses) in enumerate(sections(rng, "fr", 3, (4, 7))):
        p.room(110)
        p.shade(36, 560, p.y - 10, p.y + 4, grey=0.8)
        p.text(298, title, bold=True, align="center", size=10)
        p.y += 18
        before = d.case.earlier[index]
        p.text(300, "Valeurs de référence", size=7)
        p.text(430, "Antériorités", size=7)
        p.y += 9
        p.text(430, day(before, "dmy/"), size=7)
        p.y += 14
        for analysis in analyses:
            p.room(45)
            it = d.measure(analysis)
            p.text(36, analysis.fr)
            p.text(250, it.text, bold=True, align="right")
            p.text(254, analysis.unit_fr)
            p.text(300, f"({d.range(it, 'a')})")
            d.state(it)
            second = analysis.second if rng.random() < 0.7 else None
            if rng.random() < 0.6:
                old = d.measure(analysis)
                p.text(455, old.text, align="right")
                d.state(old, when=before)
            if analysis.second and second:
                unit, factor, places = analysis.second
                p.y += 10
                other = printed(it.value * factor, places, comma=True)
                p.text(250, other, align="right", size=8)
                p.text(254, unit, size=8)
                low = printed(analysis.low * factor, places, comma=True)
                high = printed(analysis.high * factor, places, comma=True)
                only = analysis.open_range
                text = f"< {high}" if only == "<" else f"> {low}" if only == ">" else f"{low} à {high}"
                p.text(300, f"({text})", size=8)
                _state(
                    d, analysis.fr, other, unit,
                    low=None if only == "<" else low, high=None if only == ">" else high,
                )  # fmt: skip
            p.y += 8
            p.text(42, rng.choice(methods), size=6, grey=0.4)
            p.y += 13
    return d.finish(name)


def us_flag_beside(rng: random.Random, name: str) -> Report:
    """A US chain: result and flag, previous result with its date, site numbers raised on names."""
    d = draft(rng, "en", us=True, family="helvetica", size=8.5, dates="mdy/")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(36, "EXAMPLECORP", y=36, bold=True, size=16)
        p.text(300, "Patient Report", y=36, size=12)
        p.text(36, f"Patient: {d.case.last}, {d.case.first}", y=56, bold=True)
        p.text(36, f"DOB: {d.day(d.case.birth)}", y=68)
        p.text(200, f"Patient ID: {rng.randrange(10**6)}", y=68)
        p.text(380, f"Specimen ID: {rng.randrange(100, 999)}-{rng.randrange(100, 999)}-4410-0", y=68)
        p.text(36, f"Date Collected: {d.day(d.case.taken)}", y=80)
        p.text(200, f"Date Received: {d.day(d.case.taken)}", y=80)
        p.text(380, f"Date Reported: {d.day(d.case.taken + timedelta(days=2))} 0605 ET", y=80)
        p.text(36, "Ordering Physician: R HALE   NPI: 1234567890   Acct #: 33445566", y=92)
        p.y = 116

    p.header = head
    p.footer = lambda p: _noise_foot(
        p,
        (
            f"Date Created and Stored {d.day(d.case.taken + timedelta(days=2))} 0607 ET  Final Report  Page {p.page} of 3",  # noqa: E501  as printed
            "01: EC  Examplecorp Burlington  1447 York Court, Burlington, NC 27215-3361  Dir: A Smith, MD  800-555-0162",  # noqa: E501  as printed
        ),
    )
    p.start()
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.room(90)
        p.text(36, title.capitalize(), bold=True, size=11)
        p.y += 16
        for x, word in (
            (48, "Test"), (180, "Current Result and Flag"), (310, "Previous Result and Date"),
            (440, "Units"), (500, "Reference Interval"),
        ):  # fmt: skip
            p.text(x, word, size=7, grey=0.3)
        p.y += 14
        for analysis in analyses:
            it = d.measure(analysis)
            wide = p.text(48, analysis.en, bold=it.outside)
            p.text(48 + wide + 0.8, "01", y=p.y - 3.2, size=5)
            p.text(180, it.text, bold=it.outside)
            said = {"H": "High", "L": "Low"}.get(it.flag)
            p.text(240, said or "")
            d.state(it, flag=said)
            if rng.random() < 0.6:
                old = d.measure(analysis)
                when = rng.choice(d.case.earlier)
                p.text(310, old.text)
                p.text(360, d.day(when))
                d.state(old, when=when)
            p.text(440, analysis.unit_en)
            p.text(500, d.range(it, "tight"))
            p.y += 13
    return d.finish(name)


def us_in_and_out(rng: random.Random, name: str) -> Report:
    """A US chain in typewriter letters: in range and out of range, unit behind the range, remarks."""
    d = draft(rng, "en", us=True, family="courier", size=8, dates="mdy/")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(36, "SAMPLE DIAGNOSTICS INCORPORATED", y=36, bold=True, size=10)
        p.text(36, "PATIENT INFORMATION", y=52, bold=True)
        p.text(36, f"{d.case.last},{d.case.first}", y=62)
        p.text(36, f"DOB: {d.day(d.case.birth)}   AGE: 51", y=72)
        p.text(36, f"GENDER: {d.case.sex}  FASTING: Y", y=82)
        p.text(330, "REPORT STATUS  FINAL", y=52)
        p.text(330, f"COLLECTED: {d.day(d.case.taken)}   08:15", y=62)
        p.text(330, f"RECEIVED:  {d.day(d.case.taken)}   21:40", y=72)
        p.text(330, f"REPORTED:  {d.day(d.case.taken + timedelta(days=1))}   05:12", y=82)
        p.y = 110

    p.header = head
    p.footer = lambda p: _noise_foot(
        p,
        (
            "PERFORMING SITE: EN SAMPLE DIAGNOSTICS, 8401 FALLBROOK AVENUE, WEST HILLS, CA 91304-3226  CLIA: 05D0642827",  # noqa: E501  as printed
            f"CLIENT SERVICES: 866.555.0199   SPECIMEN: WX{rng.randrange(10**6)}K   PAGE {p.page} OF 2",
        ),
    )
    p.start()
    for x, word in (
        (36, "Test Name"),
        (220, "In Range"),
        (300, "Out Of Range"),
        (390, "Reference Range"),
        (530, "Lab"),
    ):
        p.text(x, word)
    p.y += 16
    remarks = (
        "For someone without known diabetes, a glucose value",
        "between 100 and 125 mg/dL is consistent with prediabetes.",
    )
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.room(90)
        p.text(36, title)
        p.y += 11
        for analysis in analyses:
            it = d.measure(analysis)
            p.text(48, analysis.en.upper())
            if it.outside:
                p.text(300, f"{it.text} {it.flag}")
            else:
                p.text(220, it.text)
            p.text(390, f"{d.range(it, 'tight')} {analysis.unit_en}".strip())
            p.text(538, "EN")
            d.state(it, flag=it.flag or None, label=analysis.en.upper())
            p.y += 11
            if rng.random() < 0.15:
                for remark in remarks:
                    p.text(75, remark)
                    p.y += 11
        p.y += 6
    return d.finish(name)


def uk_blocks(rng: random.Random, name: str) -> Report:
    """A national health app printed: each test a block of labelled lines."""
    d = draft(rng, "en", family="helvetica", size=10, dates="uk")
    p = d.paper
    p.start()
    p.text(40, "Your test results", bold=True, size=18)
    p.y += 20
    p.text(40, f"{d.case.full}   NHS number: 943 476 5919   Born {d.day(d.case.birth)}")
    p.y += 20
    p.text(40, "Example Medical Centre, 12 Mill Lane, Northfield NF3 1AA")
    p.y += 28
    for title, analyses in sections(rng, "en", 2, (3, 6)):
        p.room(140)
        p.text(40, title.capitalize(), bold=True, size=13)
        p.y += 18
        p.text(40, f"Sample taken: {d.day(d.case.taken)}")
        p.y += 14
        p.text(40, f"Result received: {d.day(d.case.taken + timedelta(days=2))}")
        p.y += 22
        for analysis in analyses:
            p.room(70)
            it = d.measure(analysis)
            unit = f" {analysis.unit_en}" if analysis.unit_en else ""
            p.text(40, analysis.en, bold=True)
            p.y += 15
            p.text(52, f"Value: {it.text}{unit}")
            p.y += 13
            p.text(52, f"Normal range: {d.range(it, 'to')}{unit}")
            p.y += 22
            d.state(it)
    return d.finish(name)


_STEPS = {
    "Total cholesterol": ("Desirable: < 200", "Borderline High: 200 - 239", "High: >= 240"),
    "Triglycerides": ("Normal: < 150", "Borderline High: 150 - 199", "High: 200 - 499", "Very High: >= 500"),
    "25-OH Vitamin D": ("Deficiency: < 20", "Insufficiency: 20 - 30", "Sufficiency: 30 - 100"),
    "HbA1c": ("Non diabetic: < 5.7", "Pre-Diabetic: 5.7 - 6.4", "Diabetic: >= 6.5"),
}


def in_bio_ref(rng: random.Random, name: str) -> Report:  # noqa: PLR0915  one page
    """An Indian package: method under the name, steps of risk where a range should be, long notes."""
    d = draft(rng, "en", family=rng.choice(["helvetica", "times"]), size=9)
    p = d.paper

    def abbr(value: date) -> str:
        return value.strftime("%d/%b/%Y")

    def head(p: Paper) -> None:
        p.text(40, "SAMPLE PATH LABS PVT. LTD.", y=40, bold=True, size=13)
        p.text(40, f"Patient NAME : Ms. {d.case.first} {d.case.last}", y=62)
        p.text(40, "Age/Gender : 42 Y 0 M 0 D /F", y=74)
        p.text(40, "UHID/MR No : SMPL.0000123456", y=86)
        p.text(40, "Visit ID : CSMPOPV123456", y=98)
        p.text(320, f"Sample Collected : {abbr(d.case.taken)} 08:10AM", y=62)
        p.text(320, f"Received : {abbr(d.case.taken)} 12:22PM", y=74)
        p.text(320, f"Reported : {abbr(d.case.taken + timedelta(days=1))} 03:41PM", y=86)
        p.text(320, "Status : Final Report   Ref Doctor : Dr. SELF", y=98)
        p.y = 124

    p.header = head
    p.footer = lambda p: _noise_foot(
        p,
        (
            "Regd. Office: 7-1-617/A, 615 & 616, Imperial Towers, 7th Floor, Hyderabad 500038. CIN U85110TG2000PTC123456",  # noqa: E501  as printed
            f"Helpline 1860 500 7788   SIN No: EDT{rng.randrange(10**6)}   Page {p.page} of 6",
        ),
    )
    p.start()
    methods = (
        "Photometry",
        "HEXOKINASE",
        "CMIA",
        "Electrical Impedance",
        "Calculated",
        "ISE (Indirect)",
        "GPO-POD",
    )
    for title, analyses in sections(rng, "en", 2, (4, 8)):
        p.room(110)
        p.text(297, "DEPARTMENT OF " + title, bold=True, align="center", size=11)
        p.y += 18
        for x, word in (
            (40, "Test Name"),
            (230, "Result"),
            (300, "Unit"),
            (370, "Bio. Ref. Interval"),
            (490, "Method"),
        ):
            p.text(x, word, bold=True)
        p.y += 16
        in_column = rng.random() < 0.5
        for analysis in analyses:
            p.room(60)
            it = d.measure(analysis)
            method = rng.choice(methods)
            p.text(40, analysis.en.upper())
            p.text(230, it.text, bold=it.outside)
            p.text(300, analysis.unit_en)
            if in_column:
                p.text(490, method, size=7.5)
            steps = _STEPS.get(analysis.en)
            if steps:
                usual = steps[0].startswith(("Normal", "Desirable"))
                d.state(it, label=analysis.en.upper(), ranged=False)
                if usual:
                    p.truth[-1] = replace(p.truth[-1], high=steps[0].rsplit(" ", 1)[1])
                for index, step in enumerate(steps):
                    p.text(370, step, size=7.5)
                    p.y += 9 if index < len(steps) - 1 else 0
            else:
                p.text(370, d.range(it, "tight"))
                d.state(it, label=analysis.en.upper())
            if not in_column:
                p.y += 9
                p.text(40, f"Method: {method}", size=6.5, grey=0.3)
            p.y += 15
        p.text(40, "Interpretation:", bold=True, size=8)
        p.y += 10
        for note in (
            "1. As per guidelines, values between 100 and 125 mg/dL suggest impaired fasting glucose.",
            "2. A repeat test after 8 to 12 weeks is advised. Biological variation is 5.9 %.",
        ):
            p.text(40, note, size=7.5)
            p.y += 10
        p.y += 8
    p.text(40, "*** End Of Report ***", align="left")
    return d.finish(name)


def be_plus_minus(rng: random.Random, name: str) -> Report:
    """Belgian: leaders, plus and minus before the value, norm between brackets, then two dates."""
    d = draft(rng, "fr", family="courier", size=7.5, dates="dmy/2")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(36, "LABORATOIRE D'ANALYSES MEDICALES DE LA SENNE", y=36, bold=True, size=10)
        p.text(
            36,
            "Chaussée de Modèle 120 - 1060 BRUXELLES - Tél. 02/555 12 34 - INAMI 8-12345-67-998",
            y=46,
            size=6,
        )
        p.text(
            36,
            f"Patient  : {d.case.last} {d.case.first}   ({d.case.sex})  Né(e) le {day(d.case.birth, 'dmy/')}",
            y=62,
        )
        p.text(
            36,
            f"Prélèvement du {day(d.case.taken, 'dmy/')} 09:15   Réf. labo : 4{rng.randrange(10**7)}",
            y=72,
        )
        p.text(
            36,
            f"Protocole imprimé le {day(d.case.taken + timedelta(days=3), 'dmy/')}   Médecin : Dr VAN DEN BOS",  # noqa: E501  as printed
            y=82,
        )
        p.y = 106

    p.header = head
    p.footer = lambda p: _noise_foot(
        p, (f"BELAC 123-MED ISO 15189   BCE 0401.234.567   Page {p.page}/2   * = analyse non accréditée",)
    )
    p.start()
    first, second = d.case.earlier[:2]
    for x, word in (
        (232, "Résultat"),
        (300, "Normes"),
        (385, "Unité"),
        (462, d.day(first)),
        (520, d.day(second)),
    ):
        p.text(x, word)
    p.y += 14
    for title, analyses in sections(rng, "fr", 3, (4, 8)):
        p.room(70)
        p.text(36, title, bold=True)
        p.y += 12
        for analysis in analyses:
            it = d.measure(analysis)
            wide = p.text(44, analysis.fr)
            dots = int((205 - 44 - wide) / 4.5)
            if dots > 3:
                p.text(46 + wide, "." * dots)
            sign = {"H": "+", "L": "-"}.get(it.flag, "")
            p.text(222, sign)
            p.text(270, it.text, align="right", bold=it.outside)
            p.text(300, f"[{d.range(it, 'dash')}]")
            p.text(385, analysis.unit_fr)
            d.state(it, flag=sign or None)
            for x, when in ((490, first), (548, second)):
                if rng.random() < 0.5:
                    old = d.measure(analysis)
                    p.text(x, old.text, align="right")
                    d.state(old, when=when)
            p.y += 11
    return d.finish(name)


def ma_two_systems(rng: random.Random, name: str) -> Report:
    """Conventional and SI systems side by side, each with its own norm, two lines of headings."""
    d = draft(rng, "fr", family="times", size=9, dates="dmy-")
    p = d.paper

    def head(p: Paper) -> None:
        p.text(297, "Laboratoire Ibn Exemple d'Analyses Médicales", y=42, bold=True, size=14, align="center")
        p.text(
            297,
            "25 bd Mohammed V - Casablanca - Tél : 05 22 00 00 00 - ICE 001234567000089",
            y=55,
            size=7,
            align="center",
        )
        p.text(40, f"Nom : {d.case.last}   Prénom : {d.case.first}", y=78)
        p.text(40, f"Prélèvement du : {d.day(d.case.taken)} 08:30", y=91)
        p.text(330, f"Edité le : {d.day(d.case.taken + timedelta(days=1))}", y=91)
        p.text(330, f"Dossier : {rng.randrange(10**5)}-24", y=78)
        p.y = 118

    p.header = head
    p.start()
    p.text(255, "Système conventionnel", bold=True, align="center")
    p.text(450, "Système international", bold=True, align="center")
    p.y += 12
    for x, word in (
        (40, "Analyse"), (200, "Résultat"), (245, "Unité"), (290, "Norme"),
        (390, "Résultat"), (435, "Unité"), (490, "Norme"),
    ):  # fmt: skip
        p.text(x, word, bold=True, size=8)
    p.y += 15
    both = [one for one in (*catalogue.CHEMISTRY, *catalogue.LIPIDS) if one.second]
    rest = [one for one in catalogue.CHEMISTRY if not one.second]
    for analysis in rng.sample(both, 6) + rng.sample(rest, 3):
        it = d.measure(analysis)
        p.text(40, analysis.fr)
        p.text(200, it.text)
        p.text(245, analysis.unit_fr)
        p.text(290, d.range(it, "tight"))
        d.state(it)
        if analysis.second:
            unit, factor, places = analysis.second
            other, low, high = (
                printed(number * factor, places, comma=True)
                for number in (it.value, analysis.low, analysis.high)
            )
            only = analysis.open_range
            p.text(390, other)
            p.text(435, unit)
            p.text(490, f"<{high}" if only == "<" else f">{low}" if only == ">" else f"{low}-{high}")
            _state(
                d, analysis.fr, other, unit,
                low=None if only == "<" else low, high=None if only == ">" else high,
            )  # fmt: skip
        p.y += 14
    return d.finish(name)


def fr_running_colon(rng: random.Random, name: str) -> Report:
    """Results as running words: ``Hémoglobine : 13,2 g/dL (N : 12 - 16)``; shares and counts on one line."""
    d = draft(rng, "fr", family=rng.choice(["times", "dejavu"]), size=9, dates="fr")
    p = d.paper
    p.start()
    p.text(40, "Laboratoire Modèle de l'Atlas", bold=True, size=13)
    p.y += 18
    p.text(40, f"Patient : {d.case.last} {d.case.first}")
    p.y += 13
    p.text(40, f"Date du prélèvement : {d.day(d.case.taken)}")
    p.y += 13
    p.text(40, f"Résultats imprimés le {d.day(d.case.taken + timedelta(days=1))} à 11h30")
    p.y += 24
    p.text(40, "NUMERATION FORMULE SANGUINE", bold=True)
    p.y += 16
    for analysis in catalogue.BLOOD_COUNT[:6]:
        it = d.measure(analysis)
        p.text(40, f"{analysis.fr} : {it.text} {analysis.unit_fr} (N : {d.range(it, 'dash')})")
        d.state(it)
        p.y += 14
    for analysis in catalogue.BLOOD_COUNT[7:11]:
        share = printed(rng.uniform(1, 70), 0, comma=True)
        count = printed(rng.randrange(100, 7000), 0, comma=True, group=" ")
        low, high = "40", "7 500"
        p.text(40, f"{analysis.fr} : {share} % soit {count} /mm3 (N : {low} - {high})")
        _state(d, analysis.fr, share, "%")
        _state(d, analysis.fr, count, "/mm3", low=low, high=high)
        p.y += 14
    p.y += 10
    p.text(40, "BIOCHIMIE", bold=True)
    p.y += 16
    for analysis in rng.sample(catalogue.CHEMISTRY, 7):
        it = d.measure(analysis)
        p.text(40, f"{analysis.fr} : {it.text} {analysis.unit_fr} (N : {d.range(it, 'dash')})")
        d.state(it)
        p.y += 14
        if analysis.second:
            unit, factor, places = analysis.second
            other = printed(it.value * factor, places, comma=True)
            p.text(60, f"soit {other} {unit}")
            _state(d, analysis.fr, other, unit)
            p.y += 14
    p.text(
        40,
        "Conclusion : bilan à contrôler dans 3 mois. Glycémie cible entre 0,80 et 1,20 g/L chez le diabétique.",  # noqa: E501  as printed
    )
    return d.finish(name)


def qc_cumulative(rng: random.Random, name: str) -> Report:
    """Québec hospital: unit in the name, reference beside it, dates with hours below, oldest first."""
    d = draft(rng, "fr", family="helvetica", size=8, dates="iso")
    p = d.paper
    p.width, p.height = p.height, p.width
    p.canvas.setPageSize((p.width, p.height))

    def head(p: Paper) -> None:
        p.text(36, "CHUM de l'Exemple - Service de biologie médicale", y=36, bold=True, size=11)
        p.text(
            36,
            f"Usager : {d.case.last}, {d.case.first}    RAMQ : EXEC 7654 3210    DDN : {d.case.birth}",
            y=52,
        )
        p.text(36, f"Rapport cumulatif imprimé le {d.case.taken + timedelta(days=9)} 14:02", y=64)
        p.y = 90

    p.header = head
    p.start()
    days = [*reversed(d.case.earlier), d.case.taken]
    for _, (title, analyses) in enumerate(sections(rng, "fr", 2, (4, 8))):
        p.room(80)
        p.text(36, title, bold=True)
        p.text(220, "Réf.")
        for index, when in enumerate(days):
            p.text(330 + 100 * index, when.isoformat())
        p.y += 10
        for index in range(len(days)):
            p.text(330 + 100 * index, f"{rng.randrange(6, 23):02}:{rng.randrange(10, 59)}", size=7)
        p.y += 14
        for analysis in analyses:
            unit = f" ({analysis.unit_fr})" if analysis.unit_fr else ""
            p.text(36, f"{analysis.fr}{unit}")
            first: Measured | None = None
            for index, when in enumerate(days):
                if rng.random() < 0.3:
                    continue
                it = d.measure(analysis)
                first = first or it
                sign = {"H": "H", "L": "B"}.get(it.flag, "")
                p.text(330 + 100 * index, f"{it.text} {sign}".strip())
                d.state(it, when=when, flag=sign or None)
            p.text(220, d.range(first or d.measure(analysis), "dash"))
            p.y += 12
        p.y += 8
    return d.finish(name)


def fr_line_printer(rng: random.Random, name: str) -> Report:
    """A hospital's line printer: whole lines of typewriter text in one string each."""
    d = draft(rng, "fr", family="courier", size=8, dates="dmy/")
    p = d.paper
    p.start()

    def put(line: str) -> None:
        p.text(36, line)
        p.y += 10

    put("C.H.U. DE MODELE - LABORATOIRE CENTRAL".ljust(60) + f"PAGE : {p.page}")
    put(f"PATIENT : {d.case.last} {d.case.first}".ljust(50) + f"NE(E) LE : {d.day(d.case.birth)}")
    put(f"PRELEVE LE : {d.day(d.case.taken)} A 06H40".ljust(50) + f"RECU LE : {d.day(d.case.taken)} A 07H15")
    put("SERVICE : MEDECINE A2  UF 4312".ljust(50) + f"EDITE LE : {d.day(d.case.taken)} A 12H03")
    put("-" * 96)
    put(
        "EXAMEN".ljust(34)
        + "RESULTAT".rjust(10)
        + "  "
        + "UNITE".ljust(12)
        + "NORMES".ljust(18)
        + "ANTERIEUR"
    )
    put("-" * 96)
    for title, analyses in sections(rng, "fr", 3, (4, 8)):
        put("")
        put(f"*** {title} ***")
        for analysis in analyses:
            it = d.measure(analysis)
            star = "*" if it.outside else " "
            before = ""
            if rng.random() < 0.6:
                old, when = d.measure(analysis), rng.choice(d.case.earlier)
                before = f"{old.text} ({d.day(when)})"
                d.state(old, when=when, label=analysis.fr.upper())
            d.state(it, flag="*" if it.outside else None, label=analysis.fr.upper())
            put(
                analysis.fr.upper().ljust(34) + it.text.rjust(9) + star + "  "
                + analysis.unit_fr.ljust(12) + d.range(it, "dash").ljust(18) + before
            )  # fmt: skip
    put("-" * 96)
    put("BIOLOGISTE : DR P. MODELE  POSTE 34512   FIN DU COMPTE RENDU N 2024031245")
    return d.finish(name)


def fr_urine(rng: random.Random, name: str) -> Report:  # noqa: PLR0915  one page
    """Urine: a dipstick in words and crosses, cytology, culture, and an antibiogram (no quantity)."""
    d = draft(rng, "fr", size=9, dates="dmy/")
    p = d.paper
    p.start()
    p.text(40, "Laboratoire des Remparts", bold=True, size=13)
    p.y += 16
    p.text(40, f"Mme {d.case.last} {d.case.first}   née le {d.day(d.case.birth)}")
    p.text(340, f"Prélèvement : {d.day(d.case.taken)} 08:00")
    p.y += 13
    p.text(340, f"Edition : {d.day(d.case.taken + timedelta(days=2))}")
    p.y += 26
    p.text(40, "EXAMEN CYTOBACTERIOLOGIQUE DES URINES", bold=True)
    p.y += 18
    p.text(40, "Mode de prélèvement : mi-jet")
    p.y += 14
    p.text(40, "Aspect")
    p.text(220, "Trouble")
    p.y += 18
    p.text(40, "Bandelette urinaire", bold=True)
    p.text(340, "Valeurs usuelles")
    p.y += 14
    _state(d, "Aspect", "Trouble", "")
    for label, values in (
        ("Glucose", ("Négatif", "Traces", "++")),
        ("Protéines", ("Négatif", "Traces", "+", "+++")),
        ("Nitrites", ("Négatif", "Positif")),
        ("Corps cétoniques", ("Négatif", "+")),
        ("Sang", ("Négatif", "++", "Traces")),
    ):
        value = rng.choice(values)
        p.text(40, label)
        p.text(220, value)
        p.text(340, "Négatif")
        _state(d, label, value, "")
        p.y += 13
    ph, density = rng.choice(["5,5", "6,0", "7,0"]), rng.choice(["1,010", "1,020", "1,025"])
    for label, value, low, high in (("pH", ph, "5,0", "8,0"), ("Densité", density, "1,005", "1,030")):
        p.text(40, label)
        p.text(220, value)
        p.text(340, f"{low} - {high}")
        _state(d, label, value, "", low=low, high=high)
        p.y += 13
    p.y += 8
    p.text(40, "Cytologie quantitative", bold=True)
    p.y += 14
    for label, high in (("Leucocytes", "10 000"), ("Hématies", "10 000")):
        value = printed(rng.randrange(1000, 250_000), 0, comma=True, group=" ")
        p.text(40, label)
        p.text(220, f"{value} /mL")
        p.text(340, f"< {high}")
        _state(d, label, value, "/mL", high=high)
        p.y += 13
    p.text(40, "Cellules épithéliales")
    p.text(220, "Rares")
    _state(d, "Cellules épithéliales", "Rares", "")
    p.y += 18
    p.text(40, "Culture", bold=True)
    p.y += 14
    p.text(40, "Numération des germes : 1 000 000 UFC/mL")
    _state(d, "Numération des germes", "1 000 000", "UFC/mL")
    p.y += 14
    p.text(40, "Identification : Escherichia coli")
    p.y += 18
    p.text(40, "ANTIBIOGRAMME (EUCAST 2024)", bold=True)
    p.text(300, "S/I/R")
    p.text(360, "CMI (mg/L)")
    p.y += 14
    for drug in ("Amoxicilline", "Céfotaxime", "Ofloxacine", "Fosfomycine", "Nitrofurantoïne"):
        p.text(40, drug)
        p.text(305, rng.choice("SSIR"))
        p.text(365, rng.choice(["<=2", "0,25", ">8", "16"]))
        p.y += 12
    p.y += 8
    p.text(40, "S : sensible à posologie standard, I : sensible à forte posologie, R : résistant", size=7)
    return d.finish(name)


def fr_protein_fractions(rng: random.Random, name: str) -> Report:
    """Electrophoresis: shares and amounts side by side, units only in the headings."""
    d = draft(rng, "fr", size=9, dates="dmY.")
    p = d.paper
    p.header, p.footer = None, foot_fr(d)
    p.start()
    p.text(40, "Laboratoire de Biologie Exemple", bold=True, size=13)
    p.y += 16
    p.text(40, f"Nom : {d.case.last}    Prénom : {d.case.first}    Prélevé le : {d.day(d.case.taken)}")
    p.y += 13
    p.text(40, f"Validé le : {d.day(d.case.taken + timedelta(days=4))} par Dr R. MODELE")
    p.y += 26
    p.text(40, "ELECTROPHORESE DES PROTEINES SERIQUES", bold=True)
    p.y += 18
    for x, word in ((40, "Fractions"), (180, "%"), (235, "Réf. %"), (350, "g/L"), (410, "Réf. g/L")):
        p.text(x, word, bold=True)
    p.y += 14
    for label, low, high in (
        ("Albumine", 55.8, 66.1), ("Alpha 1", 2.9, 4.9), ("Alpha 2", 7.1, 11.8), ("Bêta 1", 4.7, 7.2),
        ("Bêta 2", 3.2, 6.5), ("Gamma", 11.1, 18.8),
    ):  # fmt: skip
        share = printed(rng.uniform(low * 0.8, high * 1.1), 1, comma=True)
        amount = printed(rng.uniform(low, high) * 0.72, 1, comma=True)
        shares = [printed(number, 1, comma=True) for number in (low, high)]
        amounts = [printed(number * 0.72, 1, comma=True) for number in (low, high)]
        p.text(40, label)
        p.text(180, share)
        p.text(235, " - ".join(shares))
        p.text(350, amount)
        p.text(410, " - ".join(amounts))
        _state(d, label, share, "%", low=shares[0], high=shares[1])
        _state(d, label, amount, "g/L", low=amounts[0], high=amounts[1])
        p.y += 14
    p.y += 8
    it = d.measure(catalogue.CHEMISTRY[14])
    p.text(40, "Protéines totales")
    p.text(350, f"{it.text}")
    p.text(410, d.range(it, "dash"))
    d.state(it, unit="g/L")
    p.y += 14
    p.text(40, "Rapport A/G : 1,32")
    p.y += 14
    p.text(40, "Conclusion : tracé sans anomalie décelable. Pas de pic monoclonal.")
    return d.finish(name)


def en_turned_by_column(rng: random.Random, name: str) -> Report:
    """A page turned by its rotation entry, drawn column after column, letter by letter in places."""
    d = draft(rng, "en", family="dejavu", size=8, dates="abbr")
    p = d.paper
    p.width, p.height = p.height, p.width
    p.canvas.setPageSize((p.height, p.width))
    p.canvas.setPageRotation(90)
    p.canvas.translate(p.height, 0)
    p.canvas.rotate(90)
    p.start()
    p.text(40, "Riverside Regional Hospital - Department of Pathology", bold=True, size=12)
    p.y += 16
    p.text(
        40, f"Name: {d.case.last}, {d.case.first}   MRN: {rng.randrange(10**6)}   DOB: {d.day(d.case.birth)}"
    )
    p.y += 12
    p.text(40, f"Collected: {d.day(d.case.taken)} 06:30")
    p.text(300, f"Received: {d.day(d.case.taken)} 07:41")
    p.text(540, f"Printed: {d.day(d.case.taken + timedelta(days=5))} 10:00")
    p.y += 26
    rows = [(title, one) for title, some in sections(rng, "en", 2, (5, 8)) for one in some]
    measured = [d.measure(one) for _, one in rows]
    tops = [p.y + 18 + 14 * index for index in range(len(rows))]

    def spelt(x: float, text: str, y: float) -> None:
        for letter in text:
            x += p.text(x, letter, y=y)

    for x, word in (
        (40, "Analyte"),
        (280, "Result"),
        (370, "Flag"),
        (430, "Units"),
        (560, "Reference Interval"),
    ):
        p.text(x, word, bold=True)
    for (_, one), top in zip(rows, tops, strict=True):
        spelt(40, one.en.replace("fi", "ﬁ"), top)
    for it, top in zip(measured, tops, strict=True):
        p.text(560, d.range(it, "dash"), y=top)
    for it, top in zip(measured, tops, strict=True):
        spelt(280, it.text, top)
        p.text(370, {"H": "HIGH", "L": "LOW"}.get(it.flag, ""), y=top)
    for (_, one), it, top in zip(rows, measured, tops, strict=True):
        p.text(430, one.unit_en, y=top)
        d.state(it, flag={"H": "HIGH", "L": "LOW"}.get(it.flag))
    return d.finish(name)


def fr_unit_in_name_two_columns(rng: random.Random, name: str) -> Report:
    """Two tables side by side without headings, the unit in the name, coloured rows."""
    d = draft(rng, "fr", family="helvetica", size=8, dates="dmy.")
    p = d.paper
    p.footer = foot_fr(d)
    p.start()
    p.text(40, "Centre d'Analyses du Léman", bold=True, size=13)
    p.y += 15
    p.text(40, f"{d.case.last} {d.case.first}, {d.case.sex}, né(e) le {day(d.case.birth, 'dmY.')}")
    p.text(
        330,
        f"Prélèvement du {day(d.case.taken, 'dmY.')}, rapport du {day(d.case.taken + timedelta(days=2), 'dmY.')}",  # noqa: E501  as printed
    )
    p.y += 26
    for left, right in (
        (catalogue.BLOOD_COUNT, catalogue.CHEMISTRY), (catalogue.LIPIDS, catalogue.OTHERS),
    ):  # fmt: skip
        some = [rng.sample(one, min(len(one), rng.randint(4, 9))) for one in (left, right)]
        for index in range(max(map(len, some))):
            if index % 2 == 0:
                p.shade(38, 290, p.y - 9, p.y + 3)
                p.shade(306, 560, p.y - 9, p.y + 3)
            for x, column in ((40, some[0]), (308, some[1])):
                if index >= len(column):
                    continue
                analysis = column[index]
                it = d.measure(analysis)
                unit = f" [{analysis.unit_fr}]" if analysis.unit_fr else ""
                p.text(x, f"{analysis.fr}{unit}", size=7)
                p.text(x + 180, it.text, align="right", bold=it.outside)
                p.text(x + 190, d.range(it, "tight"), size=7)
                d.state(it)
            p.y += 12
        p.y += 14
    return d.finish(name)


def us_portal_bar(rng: random.Random, name: str) -> Report:
    """A patient portal printed: range above, a drawn bar with its two ends, the value on top of it."""
    d = draft(rng, "en", us=True, family="helvetica", size=9, dates="us")
    p = d.paper
    p.start()
    p.text(
        40,
        f"Name: {d.case.full} | DOB: {day(d.case.birth, 'mdy/')} | MRN: {rng.randrange(10**7)} | PCP: A Doe, MD",  # noqa: E501  as printed
        size=8,
    )
    p.y += 20
    p.text(40, "Comprehensive Metabolic Panel - Details", bold=True, size=14)
    p.y += 16
    p.text(40, f"Collected on {d.day(d.case.taken)} 8:14 AM")
    p.y += 24
    p.text(40, "Results", bold=True, size=12)
    p.y += 20
    for analysis in rng.sample(catalogue.CHEMISTRY, 7):
        one = in_english(analysis)
        if one.open_range:
            continue
        p.room(80)
        it = d.measure(one)
        unit = f" {one.unit_en}" if one.unit_en else ""
        p.text(40, one.en, bold=True, size=10)
        p.y += 14
        p.text(40, f"Normal range: {d.range(it, 'dash')}{unit}", size=8)
        p.y += 16
        at = 60 + 380 * min(max((it.value - one.low) / (one.high - one.low), 0), 1)
        p.text(at, it.text, align="center", bold=True)
        p.y += 6
        p.line(60, 440, width=4)
        p.y += 11
        p.text(60, it.low, size=7)
        p.text(440, it.high, size=7, align="right")
        d.state(it, unit=one.unit_en)
        p.y += 24
    p.text(
        40,
        f"MyExample - Printed on {day(d.case.taken + timedelta(days=30), 'mdy/')} 7:02 PM   Page 1 of 1",
        y=760,
        size=7,
    )
    return d.finish(name)


def fr_ranges_by_sex(rng: random.Random, name: str) -> Report:
    """Ranges by sex, age or phase over several lines; a name over two lines; a calculated sentence."""
    d = draft(rng, "fr", family="helvetica", size=8.5, dates="dmy/")
    p = d.paper
    p.footer = foot_fr(d)
    p.start()
    p.text(40, "BIO-EXEMPLE OUEST", bold=True, size=13)
    p.y += 14
    p.text(40, f"Mme {d.case.last} {d.case.first} - Née le {d.day(d.case.birth)}")
    p.text(330, f"Date de prélèvement : {d.day(d.case.taken)} 08:05")
    p.y += 12
    p.text(330, f"Date d'impression : {d.day(d.case.taken + timedelta(days=1))}")
    p.y += 26
    for x, word in ((230, "Résultat"), (290, "Unité"), (380, "Valeurs de référence")):
        p.text(x, word, bold=True)
    p.y += 16
    p.text(40, "HORMONOLOGIE", bold=True)
    p.y += 15
    phases = (
        "Phase folliculaire : 3,5 - 12,5",
        "Pic ovulatoire : 4,7 - 21,5",
        "Phase lutéale : 1,7 - 7,7",
        "Ménopause : 25,8 - 134,8",
    )
    sexes = ("Homme : 13,0 - 17,0", "Femme : 12,0 - 16,0")
    rows: list[tuple[str, str, str, tuple[str, ...], tuple[str, ...]]] = [
        ("FSH", printed(rng.uniform(2, 20), 1, comma=True), "UI/L", phases, ()),
        (
            "Estradiol",
            printed(rng.uniform(20, 300), 0, comma=True),
            "pg/mL",
            ("Phase folliculaire : 12 - 166", "Ménopause : < 55"),
            (),
        ),
        ("Hémoglobine", printed(rng.uniform(11, 16), 1, comma=True), "g/dL", sexes, ()),
        (
            "Anticorps anti-",
            printed(rng.uniform(1, 90), 1, comma=True),
            "UI/mL",
            ("< 34,0",),
            ("thyropéroxydase",),
        ),
        (
            "Ferritine",
            printed(rng.uniform(5, 200), 0, comma=True),
            "µg/L",
            ("H : 30 - 400", "F : 15 - 150"),
            (),
        ),
        ("TSH ultrasensible", printed(rng.uniform(0.2, 5), 2, comma=True), "mUI/L", ("0,27 - 4,20",), ()),
    ]
    for label, value, unit, ranges, more in rows:
        p.text(40, label)
        p.text(230, value, bold=True)
        p.text(290, unit)
        for index, text in enumerate(ranges):
            p.text(380, text, y=p.y + 10 * index, size=7.5)
        for index, text in enumerate(more):
            p.text(40, text, y=p.y + 10 * (index + 1))
        full = "".join((label, *more)) if more else label
        single = ranges[0] if len(ranges) == 1 else ""
        low = high = None
        if single.startswith("<"):
            high = single[2:]
        elif single:
            low, high = single.split(" - ")
        _state(d, full, value, unit, low=low, high=high)
        p.y += 10 * max(len(ranges), len(more) + 1) + 6
    creatinine, rate = printed(rng.uniform(50, 120), 0, comma=True), str(rng.randrange(40, 110))
    p.text(40, "Créatinine")
    p.text(230, creatinine, bold=True)
    p.text(290, "µmol/L")
    p.text(380, "45 - 84", size=7.5)
    _state(d, "Créatinine", creatinine, "µmol/L", low="45", high="84")
    p.y += 14
    p.text(40, "Estimation du débit de filtration glomérulaire selon CKD-EPI 2009 :", size=8)
    p.text(330, f"{rate} mL/min/1,73m²", size=8)
    _state(d, "Estimation du débit de filtration glomérulaire selon CKD-EPI 2009", rate, "mL/min/1,73m²")
    p.y += 12
    p.text(
        40,
        "Insuffisance rénale légère : 60 à 89 mL/min/1,73m², modérée : 30 à 59, sévère : 15 à 29 (HAS 2012).",
        size=7,
    )
    return d.finish(name)


def fourth_held_out() -> dict[str, Layout]:
    """By name."""
    chosen: tuple[Layout, ...] = (
        fr_band_and_method, us_flag_beside, us_in_and_out, uk_blocks, in_bio_ref, be_plus_minus, ma_two_systems,  # noqa: E501  as printed
        fr_running_colon, qc_cumulative, fr_line_printer, fr_urine, fr_protein_fractions, en_turned_by_column,
        fr_unit_in_name_two_columns, us_portal_bar, fr_ranges_by_sex,
    )  # fmt: skip
    return {layout.__name__: layout for layout in chosen}
