# ruff: noqa: E501, PLR0915  layouts read better whole
"""French, Belgian, Swiss, Quebec and African layouts of the ninth set; persons and laboratories are made up."""

from reportlab.lib.pagesizes import A4, landscape, letter

from tests.reports.held_out_ninth_sheet import CB, HB, HI, TB, TI, C, H, Sheet, T, rows, value

NFS = rows("""
# HEMATOLOGIE
# Hémogramme
Leucocytes|G/L|4,00|10,00
Hématies|T/L|4,00|5,20
Hémoglobine|g/dL|11,5|16,0
Hématocrite|%|35,0|47,0
V.G.M.|fL|80|98
T.C.M.H.|pg|27,0|33,0
C.C.M.H.|g/dL|31,5|36,0
Plaquettes|G/L|150|400
Polynucléaires neutrophiles|G/L|1,80|7,50
Polynucléaires éosinophiles|G/L|0,04|0,60
Lymphocytes|G/L|1,00|4,00
Monocytes|G/L|0,20|1,00
""")
BIO = rows("""
# BIOCHIMIE SANGUINE
Glycémie à jeun|g/L|0,70|1,05|Hexokinase - Roche Cobas c503
Créatinine|mg/L|5,0|9,0|Enzymatique
Sodium|mmol/L|136|145|Potentiométrie indirecte
Potassium|mmol/L|3,5|5,1|Potentiométrie indirecte
ASAT (TGO)|U/L||35|IFCC sans phosphate de pyridoxal
ALAT (TGP)|U/L||35|IFCC
Gamma GT|U/L|6|42|Colorimétrie
C-Réactive Protéine (CRP)|mg/L||5,0|Immunoturbidimétrie
Ferritine|µg/L|15|150|Electrochimiluminescence
# HORMONOLOGIE
TSH ultra-sensible|mUI/L|0,27|4,20|ECLIA
T4 libre|pmol/L|12,0|22,0|ECLIA
25-OH Vitamine D (D2+D3)|ng/mL|30,0|60,0|ECLIA
""")


def fr_group(s: Sheet) -> None:
    """Coloured bands, method under each name, earlier results in a dated column; several pages."""
    day, before = "2026-03-09", "2025-09-02"

    def frame(page: int) -> None:
        s.block(
            40,
            34,
            ["LABORATOIRES DU VAL FICTIF", "Site de Montclair - 12 rue des Essais, 69000 EXEMPLEVILLE"],
            HB,
            8,
        )
        s.block(
            40,
            56,
            [
                "Tél. 04 00 00 00 11 - Fax 04 00 00 00 12 - FINESS 690000123 - Accréditation 8-0000 portée sur www.exemple.test"
            ],
            H,
            6,
        )
        s.block(
            330,
            34,
            [
                "Mme EXEMPLE-DUPRE Solène",
                "Née le 14/06/1983 (42 ans) - Sexe F",
                "Dossier n° 26 03 09 0417 - Edité le 09/03/2026 à 17h42",
            ],
            H,
            8,
        )
        s.block(
            40,
            74,
            ["Prescrit par Dr FICTIF Alain", "Prélevé le 09/03/2026 à 08h12 au laboratoire par Mme C. TEST"],
            H,
            8,
        )
        s.at(280, "Résultats", HB, 8, "r", y=108)
        s.at(300, "Unités", HB, 8, y=108)
        s.at(370, "Valeurs de référence", HB, 8, y=108)
        s.at(552, "Antériorités", HB, 8, "r", y=102)
        s.at(552, "02/09/25", H, 7, "r", y=111)
        s.at(
            297,
            f"Dossier 26 03 09 0417 - Page {page} / 2 - Les analyses précédées de # ne sont pas couvertes par l'accréditation",
            H,
            6,
            "c",
            y=810,
        )

    s.begin(frame, 130, 60)
    for row in [*NFS, *BIO]:
        if row.head:
            if row.label == "BIOCHIMIE SANGUINE":
                s.turn()
            s.step(4)
            s.band(36, 558)
            s.at(297, row.label, HB, 9, "c")
            s.step(17)
            continue
        s.need(24)
        text, flag = value(s.rng, row)
        old, _ = value(s.rng, row)
        s.at(44, row.label, H, 9)
        s.at(280, text, HB if flag else H, 9, "r")
        s.at(300, row.unit, H, 8)
        limits = f"{row.low} à {row.high}" if row.low else f"Inf. à {row.high}"
        s.at(370, limits, H, 8)
        s.at(552, old, HI, 8, "r")
        s.true(row.label, text, row.unit, day, row)
        s.true(row.label, old, row.unit, before, row)
        s.step(9)
        if row.note:
            s.at(52, row.note, HI, 6)
        s.step(11)
    s.say(
        44,
        [
            "Validé par : Dr Biologiste FICTIVE le 09/03/2026 17:40",
            "Nouvelles valeurs de référence de la vitamine D depuis le 01/01/2024 : carence < 12, insuffisance 12 à 30 ng/mL.",
        ],
    )


SI = rows("""
# BIOCHIMIE
Glucose|g/L|0,74|1,06|5.5506
Urée|g/L|0,17|0,43|16.65
Acide urique|mg/L|26|60|5.948
Calcium|mg/L|86|102|0.02495
Magnésium|mg/L|16|26|0.0411
Cholestérol total|g/L||2,00|2.586
Cholestérol HDL|g/L|0,45||2.586
Triglycérides|g/L||1,50|1.14
Bilirubine totale|mg/L||12,0|1.71
Fer sérique|µg/L|370|1450|0.0179
Transferrine|g/L|2,00|3,60|12.5
Créatinine|mg/L|6,0|11,0|8.84
Cholestérol LDL calculé|g/L||1,60|2.586
Protéines totales|g/L|64|83|
Albumine|g/L|35|52|
Phosphatases alcalines|UI/L|35|105|
Lipase|UI/L||60|
""")
SI_UNIT = {"Glucose": "mmol/L", "Urée": "mmol/L", "Acide urique": "µmol/L", "Calcium": "mmol/L", "Magnésium": "mmol/L", "Bilirubine totale": "µmol/L", "Fer sérique": "µmol/L", "Transferrine": "µmol/L", "Créatinine": "µmol/L"}  # fmt: skip


def fr_two_units(s: Sheet) -> None:
    """Each result in two systems side by side, limits of each in its own column."""

    def frame(page: int) -> None:
        s.at(297, "SELAS BIO-FICTIVE PROVENCE", TB, 13, "c", y=40)
        s.at(
            297,
            "Biologistes médicaux : A. UN - B. DEUX - C. TROIS   |   130000456   |   04 91 00 00 00",
            T,
            7,
            "c",
            y=52,
        )
        s.block(
            50,
            76,
            [
                "Monsieur MODELE Gaspard",
                "DDN : 03/11/1958   Sexe : M",
                "Réf. patient : 7781203   IPP 000123987",
            ],
            T,
            9,
        )
        s.block(
            330,
            76,
            [
                "Demande n° 5032-114 du 22/01/2026",
                "Prélèvement du 22/01/2026 à 07:55",
                "Imprimé le 23/01/2026 09:10",
            ],
            T,
            9,
        )
        for x, name in ((235, "Unités conventionnelles"), (430, "Unités S.I.")):
            s.at(x, name, TB, 8, y=122)
        s.at(297, f"page {page}/1 - Tout résultat est à interpréter par votre médecin", TI, 7, "c", y=815)

    s.begin(frame, 142)
    for row in SI:
        if row.head:
            s.at(50, row.label, TB, 11)
            s.rule(50, 545)
            s.step(18)
            continue
        text, flag = value(s.rng, row)
        s.at(50, row.label, T, 10)
        s.at(222, "*" if flag else "", TB, 10, "r")
        s.at(262, text, TB, 10, "r")
        s.at(268, row.unit, T, 9)
        s.at(
            315,
            f"({row.low}-{row.high})"
            if row.low and row.high
            else f"(<{row.high})"
            if row.high
            else f"(>{row.low})",
            T,
            8,
        )
        s.true(row.label, text, row.unit, "2026-01-22", row, "*" if flag else None)
        if row.note:
            factor = float(row.note)

            def other(printed: str, factor: float = factor) -> str:
                return f"{float(printed.replace(',', '.')) * factor:.2f}".replace(".", ",")

            second = other(text)
            unit = SI_UNIT.get(row.label, "mmol/L")
            s.at(452, second, T, 10, "r")
            s.at(458, unit, T, 9)
            low, high = (other(row.low) if row.low else ""), (other(row.high) if row.high else "")
            s.at(500, f"({low}-{high})" if low and high else f"(<{high})" if high else f"(>{low})", T, 8)
            s.true(row.label, second, unit, "2026-01-22", optional=True)
        s.step(17)
    s.say(
        50,
        [
            "Objectif LDL selon le risque : faible < 1,16 g/L ; modéré < 1,00 g/L ; élevé < 0,70 g/L ; très élevé < 0,55 g/L"
        ],
        TI,
        8,
    )


DOTS = rows("""
# HEMOGRAMME
GLOBULES ROUGES|T/L|4,28|5,79
HEMOGLOBINE|g/dL|13,4|16,7
HEMATOCRITE|%|39,2|48,6
VGM|fL|78|97
GLOBULES BLANCS|G/L|4,05|11,00
PLAQUETTES|G/L|161|398
# HEMOSTASE
TAUX DE PROTHROMBINE|%|70|120
FIBRINOGENE|g/L|2,00|4,00
# CHIMIE
GLYCEMIE|g/L|0,70|1,10
HEMOGLOBINE GLYQUEE (HbA1c)|%|4,0|6,0
CREATININE|µmol/L|64|104
SODIUM|mmol/L|136|145
POTASSIUM|mmol/L|3,5|5,1
CHLORE|mmol/L|98|107
BICARBONATES|mmol/L|22|29
T.G.O. (ASAT)|UI/L|5|34
T.G.P. (ALAT)|UI/L||55
P.S.A. TOTAL|ng/mL||4,00
""")


def fr_dots(s: Sheet) -> None:
    """Typed in Courier with dotted leaders, limits in brackets, the earlier result at the end of the line."""

    def frame(page: int) -> None:
        s.block(
            45,
            40,
            [
                "LABORATOIRE DE BIOLOGIE MEDICALE DES ACACIAS FICTIFS",
                "3 place du Marché 31000 EXEMPLE   Tel 05.00.00.00.00",
                "N° d'ordre : 0417-22-9",
            ],
            C,
            9,
            11,
        )
        s.block(
            45,
            88,
            [
                "M. ECHANTILLON Robert               Né(e) le : 22/07/1951",
                "Médecin : Dr. SPECIMEN              Prélevé le : 17.11.2025 à 7H30",
                "Réf : 1711-0083                     Edité  le : 17.11.2025",
            ],
            C,
            9,
            11,
        )
        s.at(45, f"SUITE PAGE SUIVANTE                                        {page}", C, 8, y=815)

    s.begin(frame, 142)
    for row in DOTS:
        if row.head:
            s.need(50)
            s.step(6)
            s.at(45, f"*** {row.label} ***", CB, 10)
            s.step(18)
            continue
        s.need(18)
        text, flag = value(s.rng, row)
        old, _ = value(s.rng, row)
        limits = f"({row.low} à {row.high})" if row.low else f"(inf à {row.high})"
        s.at(
            45,
            f"{row.label} {'.' * (32 - len(row.label))}: {text:>6} {row.unit:<7} {limits:<16} [{old}]",
            CB if flag else C,
            9,
        )
        s.true(row.label, text, row.unit, "2025-11-17", row)
        s.true(row.label, old, row.unit, "2025-05-12", optional=True)
        s.step(15)
    s.say(45, ["[ ] : résultat antérieur du 12.05.2025"], C, 8)


CUM = rows("""
# Ionogramme sanguin
Sodium|mmol/l|135|145
Potassium|mmol/l|3.5|5.0
Chlorures|mmol/l|98|107
CO2 total|mmol/l|22|30
Protides|g/l|62|80
Urée|mmol/l|2.8|7.2
Créatinine|µmol/l|45|84
# Enzymes
ASAT|UI/l|10|35
ALAT|UI/l|10|35
GGT|UI/l|5|36
PAL|UI/l|30|105
# Inflammation
CRP|mg/l||5
Procalcitonine|µg/l||0.50
# Numération
Hémoglobine|g/dl|12.0|15.5
Leucocytes|10^9/l|4.0|10.0
Plaquettes|10^9/l|150|400
""")


def fr_hospital_cumul(s: Sheet) -> None:
    """A hospital's cumulative table: landscape, four dated columns, blanks where nothing was asked."""
    days = [
        ("03/02/26", "06:10", "2026-02-03"),
        ("04/02/26", "06:05", "2026-02-04"),
        ("06/02/26", "05:58", "2026-02-06"),
        ("09/02/26", "06:20", "2026-02-09"),
    ]

    def frame(page: int) -> None:
        s.block(
            36,
            30,
            [
                "CENTRE HOSPITALIER DE L'EXEMPLE - Pôle de Biologie",
                "Résultats cumulés  -  UF 4410 Médecine interne - Chambre 214",
            ],
            HB,
            9,
            12,
        )
        s.block(520, 30, ["FICTIVE Andréa  F", "Née le 30/12/1947   IPP 8001234567", "NDA 260201344"], H, 8)
        s.at(36, f"Imprimé le 09/02/2026 11:02:33 - page {page}", H, 6, y=580)
        for n, (d, h, _) in enumerate(days):
            s.at(330 + n * 80, d, HB, 8, "r", y=78)
            s.at(330 + n * 80, h, H, 7, "r", y=88)
        s.at(36, "Examen", HB, 8, y=78)
        s.at(190, "Unité", HB, 8, y=78)
        s.at(650, "Réf.", HB, 8, y=78)

    s.begin(frame, 106, 40)
    for row in CUM:
        s.need(16)
        if row.head:
            s.at(36, row.label, HB, 9)
            s.step(14)
            continue
        s.at(44, row.label, H, 8.5)
        s.at(190, row.unit, H, 8)
        s.at(650, f"[{row.low};{row.high}]" if row.low else f"<{row.high}", H, 8)
        for n, (_, _, day) in enumerate(days):
            if n and s.rng.random() < 0.25:
                continue
            text, flag = value(s.rng, row)
            mark = {"H": "+", "L": "-"}.get(flag)
            s.at(330 + n * 80, text, HB if flag else H, 8.5, "r")
            if mark:
                s.at(334 + n * 80, mark, HB, 8.5)
            s.true(row.label, text, row.unit, day, row, mark)
        s.rule(36, 760, 3, 0.2)
        s.step(14)


ARROW = rows("""
# BILAN LIPIDIQUE
Aspect du sérum
Cholestérol total|g/L|1,50|2,00
Triglycérides|g/L|0,35|1,50
HDL-Cholestérol|g/L|0,40|0,90
LDL-Cholestérol (Friedewald)|g/L|0,80|1,60
# BILAN HEPATIQUE
Transaminases ASAT|UI/L|8|40
Transaminases ALAT|UI/L|7|45
Gamma-GT|UI/L|8|61
Bilirubine totale|mg/L|2,0|12,0
# BILAN RENAL
Urée|g/L|0,18|0,45
Créatinine|mg/L|7,2|12,5
# BILAN MARTIAL
Fer sérique|µmol/L|11,0|28,0
Ferritine|ng/mL|22|275
Coefficient de saturation|%|20|40
# VITAMINES
Vitamine B12|pg/mL|197|771
Folates sériques|ng/mL|3,9|26,8
""")


def fr_arrows(s: Sheet) -> None:
    """A flag before the value, limits before the unit, the earlier value and its date under the line."""

    def frame(page: int) -> None:
        s.at(40, "euro-fictif biologie", HB, 14, y=44)
        s.block(
            40,
            58,
            ["1 av. de la Fiction 67000 Exemplebourg - T. 03 00 00 00 00 - contact@exemple.test"],
            H,
            7,
        )
        s.block(
            320,
            40,
            [
                "Mr TEMOIN Yanis",
                "34 ans - né le 08/04/1991",
                "Demande 0417W2291 enregistrée le 02/12/2025 à 08:31",
                "Prélevé le 02/12/2025 à 08:15 - Reçu le 02/12/2025 à 09:40",
                "Tube(s) : 2 SEC 1 EDTA",
            ],
            H,
            8,
        )
        s.at(555, f"{page}", H, 8, "r", y=815)
        s.at(
            40,
            "RCS 000 000 000 - SELAS au capital de 1 234 567 EUR - NF EN ISO 15189 - N° 8-9999",
            H,
            6,
            y=815,
        )

    s.begin(frame, 120)
    for row in ARROW:
        if row.head:
            s.need(60)
            s.step(8)
            s.at(40, row.label, HB, 10)
            s.rule(40, 555, 4, 1)
            s.step(20)
            continue
        s.need(30)
        if row.label == "Aspect du sérum":
            s.at(40, row.label, H, 9)
            s.at(300, "Limpide", H, 9, "r")
            s.true(row.label, "Limpide", None, "2025-12-02")
            s.step(22)
            continue
        text, flag = value(s.rng, row)
        old, _ = value(s.rng, row)
        mark = {"H": "↑", "L": "↓"}.get(flag)
        s.at(40, row.label, H, 9)
        if mark:
            s.at(255, mark, "DejaVu-Bold", 9)
        s.at(300, text, HB if mark else H, 9, "r")
        s.at(310, row.unit, H, 9)
        s.at(420, f"{row.low} – {row.high}", H, 9)
        s.true(row.label, text, row.unit, "2025-12-02", row, mark)
        s.step(10)
        s.at(300, old, HI, 7, "r")
        s.at(310, f"{row.unit}   (15/03/2025)", HI, 7)
        s.true(row.label, old, row.unit, "2025-03-15", optional=True)
        s.step(13)
    s.say(
        40,
        [
            "Commentaire : le bilan lipidique est à interpréter selon les facteurs de risque cardiovasculaire (score SCORE2 de 3 %)."
        ],
        HI,
        8,
    )


BE = rows("""
# HEMATOLOGIE
Globules rouges|10*6/mm3|4.5|5.9
Hémoglobine|g/dL|13.5|17.5
Hématocrite|%|41.0|53.0
VGM|µ3|80|96
Globules blancs|10*3/mm3|4.0|10.0
Plaquettes|10*3/mm3|150|400
Vitesse de sédimentation 1h|mm||15
# CHIMIE
Glucose|mg/dL|70|100
Urée|mg/dL|17|48
Créatinine|mg/dL|0.70|1.20
DFG estimé (CKD-EPI)|ml/min/1.73m2|60|
Acide urique|mg/dL|3.4|7.0
Cholestérol total|mg/dL||190
Cholestérol non-HDL|mg/dL||145
GOT (AST)|U/L||40
GPT (ALT)|U/L||41
CRP|mg/L||5.0
# ENDOCRINOLOGIE
TSH|mU/L|0.27|4.20
Vitamine D (25-OH)|ng/mL|30|80
Ferritine|ng/mL|30|400
""")


def be_protocol(s: Sheet) -> None:
    """A Belgian protocol: flags between value and unit (``+``, ``--``), limits, then two earlier columns."""
    past = [("14/10/24", "2024-10-14"), ("03/04/25", "2025-04-03")]

    def frame(page: int) -> None:
        s.at(40, "LABO FICTIF DE LA SAMBRE asbl", HB, 12, y=40)
        s.block(
            40,
            54,
            [
                "Agrément INAMI 8-12345-67-998 - Accréditation BELAC 000-MED",
                "Rue du Test 7 - B-5000 Exemple - 081/00.00.00",
            ],
            H,
            7,
        )
        s.block(
            320,
            40,
            [
                "PATIENT, Modeste  (M)  17-02-1969",
                "NISS 69.02.17-000-00",
                "Dr. EXEMPLAIRE Luc 1-00000-00-004",
                "Réf. labo : 5B0417113   Prélevé le : 11/11/2025 08:05   Protocole COMPLET",
            ],
            H,
            7.5,
        )
        s.at(40, "ANALYSES", HB, 8, y=100)
        s.at(235, "RESULTAT", HB, 8, "r", y=100)
        s.at(265, "UNITES", HB, 8, y=100)
        s.at(345, "REFERENCES", HB, 8, y=100)
        for n, (text, _) in enumerate(past):
            s.at(480 + n * 60, text, H, 7.5, "r", y=100)
        s.at(297, f"5B0417113 PATIENT Modeste 17-02-1969 - Page {page} sur 1", H, 7, "c", y=818)

    s.begin(frame, 120, 50)
    for row in BE:
        if row.head:
            s.step(3)
            s.at(40, row.label, HB, 9)
            s.step(15)
            continue
        text, flag = value(s.rng, row)
        mark = {"H": "+", "L": "-"}.get(flag)
        s.at(46, row.label, H, 8.5)
        s.at(235, text, HB if mark else H, 8.5, "r")
        s.at(240, mark or "", HB, 8.5)
        s.at(265, row.unit, H, 8)
        limits = (
            f"{row.low} - {row.high}"
            if row.low and row.high
            else f"<= {row.high}"
            if row.high
            else f">= {row.low}"
        )
        s.at(345, limits, H, 8)
        s.true(row.label, text, row.unit, "2025-11-11", row, mark)
        for n, (_, day) in enumerate(past):
            if s.rng.random() < 0.3:
                continue
            old, _ = value(s.rng, row)
            s.at(480 + n * 60, old, H, 8, "r")
            s.true(row.label, old, row.unit, day, row)
        s.step(14)


CH = rows("""
# Chimie clinique
Sodium|mmol/l|135|145
Potassium|mmol/l|3.5|4.8
Calcium corrigé|mmol/l|2.15|2.50
Phosphate|mmol/l|0.80|1.45
Glucose (à jeun)|mmol/l|4.0|5.6
Créatinine|umol/l|44|80
Urate|umol/l|155|357
Cholestérol|mmol/l||5.0
HDL-cholestérol|mmol/l|1.20|
Triglycérides|mmol/l||1.70
ASAT|U/l||32
ALAT|U/l||33
CK|U/l|26|192
# Hématologie
Hémoglobine|g/l|117|153
Thrombocytes|G/l|150|350
Leucocytes|G/l|3.0|9.6
# Immunochimie
NT-proBNP|ng/l||125
Ferritine|ug/l|15|200
Vitamine B12|pmol/l|145|569
""")


def ch_graph(s: Sheet) -> None:
    """Swiss: limits first, a little graph of stars, the value after it; ``<`` and ``>`` for flags."""

    def frame(page: int) -> None:
        s.block(
            60,
            40,
            [
                "Laboratoire fictif de la Riviera SA",
                "Route de l'Essai 4, 1800 Exemplevey - Tél. 021 000 00 00 - RCC Z123456",
            ],
            T,
            9,
            11,
        )
        s.block(
            60,
            80,
            [
                "Patiente:  SPECIMEN Ursula",
                "Naissance: 05.09.1974      Sexe: F",
                "Réception: 28.10.2025  11:20    Prélèvement: 28.10.2025  09:30",
                "N° demande: 25-1028-0417    Assurance: 756.0000.0000.00",
            ],
            T,
            9,
            11,
        )
        for x, t in (
            (60, "Analyse"),
            (215, "Valeurs usuelles"),
            (330, "bas - norme - haut"),
            (430, "Résultat"),
            (500, "Unité"),
        ):
            s.at(x, t, TI, 9, y=136)
        s.at(300, f"- {page} -", T, 8, "c", y=815)

    s.begin(frame, 156)
    for row in CH:
        if row.head:
            s.step(4)
            s.at(60, row.label, TB, 10)
            s.step(15)
            continue
        text, flag = value(s.rng, row)
        mark = {"H": ">", "L": "<"}.get(flag)
        s.at(60, row.label, T, 10)
        s.at(
            215,
            f"{row.low} - {row.high}"
            if row.low and row.high
            else f"< {row.high}"
            if row.high
            else f"> {row.low}",
            T,
            10,
        )
        s.at(330, {"H": "[.....|.....]*", "L": "*[.....|.....]"}.get(flag, "[...*.|.....]"), C, 7)
        s.at(430, mark or "", TB, 10)
        s.at(480, text, TB if mark else T, 10, "r")
        s.at(500, row.unit, T, 10)
        s.true(row.label, text, row.unit, "2025-10-28", row, mark)
        s.step(15)


QC = rows("""
# FORMULE SANGUINE COMPLÈTE
Globules blancs|x10 9/L|4,0|11,0
Globules rouges|x10 12/L|3,80|5,20
Hémoglobine|g/L|120|155
Hématocrite|L/L|0,360|0,460
VGM|fL|80,0|100,0
Plaquettes|x10 9/L|140|450
Neutrophiles|x10 9/L|1,8|7,7
Lymphocytes|x10 9/L|1,0|4,0
# BIOCHIMIE
Glucose (hasard)|mmol/L|3,9|7,8
Sodium|mmol/L|135|145
Potassium|mmol/L|3,5|5,0
Créatinine|µmol/L|45|90
ALT|U/L||35
Phosphatase alcaline|U/L|40|120
TSH|mUI/L|0,35|5,00
Hémoglobine glyquée|%|4,0|5,9
""")


def qc_requete(s: Sheet) -> None:
    """Quebec: letter size, value and flag (H, B) first, limits and unit in one cell, dates year first."""

    def frame(page: int) -> None:
        s.block(40, 36, ["CIUSSS de l'Exemple - Laboratoire OPTILAB fictif", "RAPPORT FINAL"], HB, 10, 13)
        s.block(
            40,
            70,
            [
                "Nom: TREMBLAY-TEST, Mireille    Dossier: 0417223    NAM: TEST 6655 1212",
                "DDN: 1966-05-12   Âge: 59 A   Sexe: F",
                "Requête: F41722   Prélevé: 2026-02-14 07:48   Reçu: 2026-02-14 09:15   Prescripteur: Dre FICTIVE (00417)",
            ],
            H,
            8,
            11,
        )
        for x, t in (
            (40, "Analyse"),
            (260, "Résultat"),
            (320, "Drap."),
            (370, "Intervalle de référence"),
            (520, "Site"),
        ):
            s.at(x, t, HB, 8, y=118)
        s.at(40, f"Imprimé: 2026-02-15 13:04   Page {page} de 1    * FIN DU RAPPORT *", H, 7, y=770)

    s.begin(frame, 138)
    for row in QC:
        if row.head:
            s.step(5)
            s.at(40, row.label, HB, 9)
            s.step(15)
            continue
        text, flag = value(s.rng, row)
        mark = {"H": "H", "L": "B"}.get(flag)
        s.at(40, row.label, H, 9)
        s.at(260, text, HB if mark else H, 9)
        s.at(326, mark or "", HB, 9)
        s.at(370, f"{row.low} - {row.high} {row.unit}" if row.low else f"<= {row.high} {row.unit}", H, 9)
        s.at(520, "LAB01", H, 7)
        s.true(row.label, text, row.unit, "2026-02-14", row, mark)
        s.step(15)
    s.say(40, ["Glucose: diabète si glycémie au hasard >= 11,1 mmol/L avec symptômes."], H, 8)


MA = rows("""
# BIOCHIMIE
GLYCEMIE A JEUN|g/l|0,70|1,10
UREE SANGUINE|g/l|0,15|0,45
CREATININE SANGUINE|mg/l|6,0|12,0
ACIDE URIQUE|mg/l|25|60
CHOLESTEROL TOTAL|g/l|1,40|2,20
CHOLESTEROL H.D.L|g/l|0,35|0,80
TRIGLYCERIDES|g/l|0,50|1,50
CALCEMIE|mg/l|85|105
TRANSAMINASES GOT|UI/l||40
TRANSAMINASES GPT|UI/l||45
# IONOGRAMME
SODIUM|mEq/l|135|145
POTASSIUM|mEq/l|3,5|5,0
CHLORE|mEq/l|95|105
RESERVE ALCALINE|mEq/l|22|30
# DIVERS
C.R.P|mg/l||6
VITESSE DE SEDIMENTATION 1ère heure|mm||20
""")


def ma_normal(s: Sheet) -> None:
    """Morocco: value and unit after a colon, "Valeurs normales" on the next line, second system under it."""

    def frame(page: int) -> None:
        s.at(297, "LABORATOIRE D'ANALYSES MEDICALES AL-MITHAL", TB, 13, "c", y=44)
        s.at(
            297,
            "Dr. N. FICTIVE - Biologiste - 25, Bd de l'Exemple, 1er étage, Casablanca - Tél : 0522 00 00 00 / GSM 0661 00 00 00",
            T,
            7,
            "c",
            y=56,
        )
        s.at(297, "INPE 093000000 - ICE 001500000000012 - Patente 35000000", T, 7, "c", y=66)
        s.block(
            60,
            92,
            [
                "Casablanca le : 05/01/2026",
                "Nom : Mr ALMITHAL Driss      Age : 61 ans",
                "Dossier : 260105-17          Médecin : Dr EXEMPLE",
            ],
            T,
            10,
            13,
        )
        s.at(60, f"Page {page}", T, 8, y=815)

    s.begin(frame, 142, 60)
    for row in MA:
        if row.head:
            s.need(60)
            s.at(297, row.label, TB, 12, "c")
            s.step(20)
            continue
        s.need(36)
        text, _ = value(s.rng, row)
        s.at(60, row.label, T, 10)
        s.at(300, ":", T, 10)
        s.at(315, f"{text} {row.unit}", TB, 10)
        s.true(row.label, text, row.unit, "2026-01-05", row)
        s.step(11)
        s.at(
            80,
            f"(Valeurs normales : {row.low} à {row.high} {row.unit})"
            if row.low
            else f"(Valeurs normales : inférieure à {row.high} {row.unit})",
            TI,
            8,
        )
        if row.label.startswith("GLYC"):
            second = f"{float(text.replace(',', '.')) * 5.55:.2f}".replace(".", ",")
            s.at(315, f"soit {second} mmol/l", TI, 8)
            s.true(row.label, second, "mmol/l", "2026-01-05", optional=True)
        s.step(18)


def tn_nfs(s: Sheet) -> None:
    """Tunisia: boxed table, differential with a percentage and an absolute number on one line."""
    day = "2025-08-19"

    def frame(page: int) -> None:
        s.block(
            50,
            40,
            [
                "Laboratoire d'analyses médicales Dr. Fictif BEN EXEMPLE",
                "Av. de l'Essai, 4000 Sousse - Tél/Fax 73 000 000 - CNAM 4/00417/99",
            ],
            HB,
            9,
            12,
        )
        s.block(
            50,
            76,
            [
                "Patient(e) : Mme BEN TEST Rim       Né(e) le : 02/02/1990",
                "Prélèvement : 19/08/2025 08:40      Enregistrement n° 190825-041",
                "Demandé par : Dr MODELE",
            ],
            H,
            9,
            12,
        )
        s.at(297, "NUMERATION FORMULE SANGUINE", HB, 11, "c", y=128)
        s.at(297, f"{page}/1   XN-1000 série 0417 - contrôle de qualité externe 2025", H, 7, "c", y=815)

    s.begin(frame, 152)
    for row in rows("""
        Globules Blancs|/mm3|4 000|10 000
        Globules Rouges|M/mm3|4,00|5,40
        Hémoglobine|g/100 ml|12,0|16,0
        Hématocrite|%|37,0|47,0
        V.G.M|µ3|82|98
        T.C.M.H|pg|27|32
        C.C.M.H|%|32|36
        Plaquettes|/mm3|150 000|400 000
    """):
        text, _ = value(s.rng, row)
        s.box(50, 545, 16)
        for x, t in ((56, row.label), (250, text), (320, row.unit), (420, f"{row.low} - {row.high}")):
            s.at(x, t, H, 9)
        s.true(row.label, text, row.unit, day, row)
        s.step(16)
    s.step(14)
    s.at(56, "Formule leucocytaire", HB, 10)
    s.at(250, "%", HB, 9)
    s.at(330, "/mm3", HB, 9)
    s.at(420, "Valeurs usuelles (/mm3)", HB, 9)
    s.step(16)
    for row, (low, high) in zip(
        rows("""
        P. Neutrophiles|/mm3|1 800|7 500
        P. Eosinophiles|/mm3|40|600
        P. Basophiles|/mm3|10|150
        Lymphocytes|/mm3|1 000|4 500
        Monocytes|/mm3|100|1 000
    """),
        ((40, 70), (1, 5), (0, 1), (20, 45), (2, 10)),
        strict=True,
    ):
        text, _ = value(s.rng, row)
        share = f"{s.rng.uniform(low, high):.1f}".replace(".", ",")
        s.box(50, 545, 16)
        for x, t in ((56, row.label), (250, share), (330, text), (420, f"{row.low} - {row.high}")):
            s.at(x, t, H, 9)
        s.true(row.label, text, row.unit, day, row)
        s.true(row.label, share, "%", day)
        s.step(16)
    s.step(14)
    for label, text, unit, least, most in (
        ("Vitesse de sédimentation", "18", "mm", "", "20"),
        ("Taux de réticulocytes", "1,2", "%", "0,5", "2,0"),
    ):
        s.box(50, 545, 16)
        for x, t in (
            (56, label),
            (250, text),
            (320, unit),
            (420, f"{least} - {most}" if least else f"< {most}"),
        ):
            s.at(x, t, H, 9)
        s.true(label, text, unit, day, rows(f"{label}|{unit}|{least}|{most}")[0])
        s.step(16)


def sn_typed(s: Sheet) -> None:
    """Senegal: a typed sheet, mixed numbers and words, titres, malaria film."""
    day = "2025-09-30"

    def frame(page: int) -> None:
        s.block(
            56,
            44,
            ["HOPITAL REGIONAL DE L'EXEMPLE", "SERVICE DU LABORATOIRE", "BP 417  -  Tél 33 900 00 00"],
            CB,
            10,
            12,
        )
        s.block(
            56,
            92,
            [
                "NOM ET PRENOM : TESTEUR Awa            AGE : 27 ANS   SEXE : F",
                "PROVENANCE : MATERNITE                 N° LABO : 0930/25",
                "DATE DU PRELEVEMENT : 30/09/2025       RENDU LE : 01/10/2025",
            ],
            C,
            9,
            12,
        )

    s.begin(frame, 146)
    s.at(56, "EXAMENS DEMANDES", CB, 10)
    s.at(260, "RESULTATS", CB, 10)
    s.at(400, "VALEURS USUELLES", CB, 10)
    s.step(20)
    for label, text, unit, low, high in (
        ("GROUPE SANGUIN", "O", "", "", ""), ("RHESUS", "Positif", "", "", ""),
        ("TEST D'EMMEL", "Négatif", "", "", ""), ("GOUTTE EPAISSE", "Négative", "", "", ""),
        ("T.D.R. PALUDISME", "Négatif", "", "", ""), ("Ag HBs", "Négatif", "", "", ""),
        ("SEROLOGIE HIV 1+2", "Non réactif", "", "", ""), ("B.W. (TPHA)", "Négatif", "", "", ""),
        ("TOXOPLASMOSE IgG", "84", "UI/ml", "", "8"), ("TOXOPLASMOSE IgM", "Négatif", "", "", ""),
        ("RUBEOLE IgG", "46", "UI/ml", "", "10"), ("GLYCEMIE", "0,82", "g/l", "0,70", "1,10"),
        ("CREATININEMIE", "7,4", "mg/l", "6", "13"), ("HEMOGLOBINE", "10,6", "g/dl", "12", "16"),
        ("ALBUMINE (URINES)", "Traces", "", "", ""), ("SUCRE (URINES)", "Absence", "", "", ""),
        ("UREE", "0,21", "g/l", "0,15", "0,45"), ("C.R.P.", "12", "mg/l", "", "6"),
    ):  # fmt: skip
        s.at(56, label, C, 10)
        s.at(260, f"{text} {unit}".strip(), CB, 10)
        if low or high:
            s.at(400, f"{low} - {high} {unit}" if low else f"< {high} {unit}", C, 10)
        s.true(label, text, unit, day, rows(f"{label}|{unit}|{low}|{high}")[0])
        s.step(17)
    s.say(56, ["LE RESPONSABLE DU LABORATOIRE", "Cachet et signature"], C, 9)


def fr_sero_urine(s: Sheet) -> None:
    """Serologies with index and conclusion, urine chemistry and culture: words more than numbers."""
    day = "2026-04-21"

    def frame(page: int) -> None:
        s.at(40, "Biologie Fictive du Littoral", HB, 12, y=40)
        s.block(40, 54, ["15 quai de l'Exemple 17000 - 05 46 00 00 00 - n° 17-0417"], H, 7)
        s.block(
            340,
            40,
            [
                "Mme PARANGON Chloé",
                "née le 19/01/1995",
                "Dossier 260421-0093",
                "Prélèvement : 21/04/2026 à 09:05",
            ],
            H,
            8,
        )
        s.at(550, f"Page {page}/2", H, 7, "r", y=818)

    s.begin(frame, 106, 50)

    def title(text: str) -> None:
        s.step(6)
        s.band(40, 552)
        s.at(46, text, HB, 9)
        s.step(18)

    title("SEROLOGIES INFECTIEUSES")
    for label, text, index, note in (
        ("Antigène HBs", "Négatif", "0,12", "Négatif si < 0,90"), ("Anticorps anti-HBc totaux", "Négatif", "0,08", "Négatif si < 1,00"),
        ("Anticorps anti-VHC", "Négatif", "0,05", "Négatif si < 1,00"), ("VIH 1 et 2 (Ag p24 + Ac)", "Négatif", "0,21", "Négatif si < 1,00"),
        ("Syphilis (tréponémique)", "Négatif", "0,04", "Négatif si < 1,00"), ("Cytomégalovirus IgM", "Négatif", "0,30", "Négatif si < 0,70"),
    ):  # fmt: skip
        s.at(46, label, H, 9)
        s.at(250, text, HB, 9)
        s.at(330, f"Index : {index}", H, 8)
        s.at(420, note, HI, 7)
        s.true(label, text, None, day)
        s.true("Index", index, None, day, optional=True)
        s.step(14)
    for label, text, unit, low in (
        ("Anticorps anti-HBs", "215", "UI/L", "10"),
        ("Rubéole IgG", "58,2", "UI/mL", "10,0"),
        ("Toxoplasmose IgG", "< 0,2", "UI/mL", ""),
    ):
        s.at(46, label, H, 9)
        s.at(250, text, HB, 9)
        s.at(290, unit, H, 9)
        s.at(420, f"Immunité si > {low}" if low else "Absence d'immunité", HI, 7)
        s.true(label, text, unit, day, optional=False)
        s.step(14)
    title("CHIMIE URINAIRE (bandelette)")
    for label, text in (
        ("pH", "6,0"),
        ("Densité", "1,018"),
        ("Protéines", "Négatif"),
        ("Glucose", "Négatif"),
        ("Corps cétoniques", "Traces"),
        ("Sang", "+"),
        ("Nitrites", "Positif"),
        ("Leucocytes", "++"),
    ):
        s.at(46, label, H, 9)
        s.at(250, text, HB, 9)
        s.true(label, text, None, day)
        s.step(13)
    title("EXAMEN CYTOBACTERIOLOGIQUE DES URINES")
    for label, text, unit, high in (
        ("Leucocytes", "145 000", "/mL", "10 000"),
        ("Hématies", "8 000", "/mL", "5 000"),
        ("Cellules épithéliales", "Rares", "", ""),
        ("Cristaux", "Absence", "", ""),
        ("Cylindres", "Absence", "", ""),
    ):
        s.at(46, label, H, 9)
        s.at(250, text, HB, 9)
        s.at(300, unit, H, 9)
        s.at(420, f"< {high}" if high else "", H, 8)
        s.true(label, text, unit, day, rows(f"{label}|{unit}||{high}")[0])
        s.step(13)
    s.turn()
    s.at(46, "Culture", HB, 9)
    s.at(250, "Escherichia coli", HB, 9)
    s.true("Culture", "Escherichia coli", None, day, optional=True)
    s.step(13)
    s.at(46, "Numération", H, 9)
    s.at(250, "10^6 UFC/mL", H, 9)
    s.true("Numération", "10^6", "UFC/mL", day, optional=True)
    s.step(20)
    s.at(46, "ANTIBIOGRAMME", HB, 9)
    s.at(250, "CMI (mg/L)", HB, 8)
    s.at(330, "Résultat", HB, 8)
    s.step(14)
    for label, mic, text in (
        ("Amoxicilline", ">8", "R"),
        ("Amoxicilline-acide clavulanique", "4", "S"),
        ("Céfixime", "<=0,25", "S"),
        ("Ofloxacine", "<=0,25", "S"),
        ("Cotrimoxazole", "<=20", "S"),
        ("Nitrofurantoïne", "<=16", "S"),
        ("Fosfomycine", "<=16", "S"),
    ):
        s.at(46, label, H, 9)
        s.at(250, mic, H, 9)
        s.at(330, text, HB, 9)
        s.true(label, text, None, day, optional=True)
        s.true(label, mic, None, day, optional=True)
        s.true(label, mic, "mg/L", day, optional=True)
        s.step(13)
    s.say(
        46,
        ["S : sensible à posologie standard   I : sensible à forte exposition   R : résistant (EUCAST 2025)"],
        HI,
        7,
    )


BILINGUAL = rows("""
Hémoglobine / Haemoglobin|g/L|130|175
Leucocytes / White cell count|10^9/L|4.0|11.0
Plaquettes / Platelets|10^9/L|150|400
Sodium / Sodium|mmol/L|136|146
Potassium / Potassium|mmol/L|3.5|5.1
Créatinine / Creatinine|µmol/L|62|106
Glucose à jeun / Fasting glucose|mmol/L|3.9|5.5
Cholestérol total / Total cholesterol|mmol/L||5.20
Triglycérides / Triglycerides|mmol/L||1.70
Cholestérol HDL / HDL cholesterol|mmol/L|1.00|
ALT / ALT|U/L||50
Bilirubine totale / Total bilirubin|µmol/L||21
Albumine / Albumin|g/L|35|50
TSH / TSH|mIU/L|0.35|4.94
Vitamine B12 / Vitamin B12|pmol/L|138|652
Ferritine / Ferritin|µg/L|30|400
""")


def bilingual(s: Sheet) -> None:
    """French and English on every line; white on a dark head, alternate grey rows, status column."""
    words = {"H": "Élevé / High", "L": "Bas / Low", "": "Normal"}

    def frame(page: int) -> None:
        s.at(40, "Rapport de laboratoire / Laboratory report", HB, 13, y=44)
        s.block(
            40,
            62,
            [
                "Nom / Name: EXEMPLE-SAMPLE, Noor    Date de naissance / DOB: 1979-10-21    Sexe / Sex: M",
                "Prélèvement / Collected: 2026-05-04 08:20    Rapport / Reported: 2026-05-05 15:00    No 0417-A-99",
            ],
            H,
            8,
            11,
        )
        s.canvas.setFillColorRGB(0.15, 0.25, 0.45)
        s.canvas.rect(36, s.height - 104, 540, 16, stroke=0, fill=1)
        s.canvas.setFillColorRGB(1, 1, 1)
        for x, t in (
            (40, "Analyse / Test"),
            (262, "Résultat / Result"),
            (350, "Unités / Units"),
            (420, "Référence / Reference"),
            (520, "Statut / Status"),
        ):
            s.at(x, t, HB, 7.5, y=100)
        s.canvas.setFillColorRGB(0, 0, 0)
        s.at(306, f"Page {page} de / of 1", H, 7, "c", y=770)

    s.begin(frame, 122)
    for n, row in enumerate(BILINGUAL):
        text, flag = value(s.rng, row)
        if n % 2:
            s.band(36, 576, 15)
        for x, t in (
            (40, row.label),
            (262, text),
            (350, row.unit),
            (
                420,
                f"{row.low}-{row.high}"
                if row.low and row.high
                else f"<{row.high}"
                if row.high
                else f">{row.low}",
            ),
            (520, words[flag]),
        ):
            s.at(x, t, H, 8)
        s.true(row.label, text, row.unit, "2026-05-04", row, words[flag])
        s.step(16)


LAYOUTS = {
    "fr_group": (fr_group, A4), "fr_two_units": (fr_two_units, A4), "fr_dots": (fr_dots, A4),
    "fr_hospital_cumul": (fr_hospital_cumul, landscape(A4)), "fr_arrows": (fr_arrows, A4), "be_protocol": (be_protocol, A4),
    "ch_graph": (ch_graph, A4), "qc_requete": (qc_requete, letter), "ma_normal": (ma_normal, A4), "tn_nfs": (tn_nfs, A4),
    "sn_typed": (sn_typed, A4), "fr_sero_urine": (fr_sero_urine, A4), "bilingual": (bilingual, letter),
}  # fmt: skip
