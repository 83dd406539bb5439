# ruff: noqa: E501  layouts read better whole
"""English, American, German, Spanish, Italian and Indian layouts of the ninth set."""

from reportlab.lib.pagesizes import A4, landscape, letter

from tests.reports.held_out_ninth_sheet import HB, HI, TB, TI, C, H, Sheet, T, rows, value

UK = rows("""
# Full blood count
Haemoglobin concentration|g/L|130|170
White blood cell count|10*9/L|4.0|11.0
Platelet count|10*9/L|150|410
Red blood cell count|10*12/L|4.50|6.00
Haematocrit|L/L|0.400|0.500
Mean corpuscular volume|fL|80.0|100.0
Neutrophil count|10*9/L|2.00|7.00
Lymphocyte count|10*9/L|1.00|3.00
# Urea and electrolytes
Serum sodium|mmol/L|133|146
Serum potassium|mmol/L|3.5|5.3
Serum urea|mmol/L|2.5|7.8
Serum creatinine|umol/L|59|104
# Liver function tests
Serum total bilirubin|umol/L||21
Serum ALT|IU/L||50
Serum alkaline phosphatase|IU/L|30|130
Serum albumin|g/L|35|50
# Bone profile
Adjusted calcium|mmol/L|2.20|2.60
Serum inorganic phosphate|mmol/L|0.80|1.50
# Thyroid function
Serum TSH|mIU/L|0.27|4.20
""")


def uk_pathology(s: Sheet) -> None:
    """NHS hospital printout: one line for each test, limits in square brackets, a word when out of them."""

    def frame(page: int) -> None:
        s.block(
            50,
            40,
            [
                "Example and District University Hospitals NHS Trust (fictional)",
                "Department of Blood Sciences - UKAS 0000 - Tel 01632 960 417",
            ],
            HB,
            9,
            12,
        )
        s.block(
            50,
            72,
            [
                "Patient: SAMPLE, Harold Edwin   NHS No: 999 123 4567   Hosp No: H0417225",
                "DOB: 11 Jul 1948   Sex: Male   Location: Example Surgery EX1 4AA",
                "Specimen: 26B0417733   Collected: 10 Feb 2026 09:14   Received: 10 Feb 2026 13:50   Reported: 10 Feb 2026 18:22",
            ],
            H,
            8,
            11,
        )
        s.at(50, f"Page {page} of 2      26B0417733      Printed 11 Feb 2026 07:01", H, 7, y=815)

    s.begin(frame, 124)
    for row in UK:
        if row.head:
            if row.label == "Liver function tests":
                s.turn()
            s.step(4)
            s.at(50, row.label, HB, 9)
            s.at(230, "(specimen: venous blood)", HI, 7)
            s.step(14)
            continue
        text, flag = value(s.rng, row)
        word = {"H": "Above high reference limit", "L": "Below low reference limit"}.get(flag)
        s.at(62, row.label, H, 9)
        s.at(262, text, HB if word else H, 9, "r")
        s.at(268, row.unit, H, 9)
        s.at(335, f"[{row.low} - {row.high}]" if row.low else f"[0 - {row.high}]", H, 9)
        s.at(425, word or "", HI, 8)
        s.true(
            row.label,
            text,
            row.unit,
            "2026-02-10",
            row if row.low else rows(f"{row.label}|{row.unit}|0|{row.high}")[0],
            word,
        )
        s.step(14)
    s.say(
        62,
        [
            "eGFR: please note values are reported from 90 downwards. Haemolysis index 5. NICE NG203 advises repeat within 14 days if < 60."
        ],
        HI,
        8,
    )


CARDS = rows("""
Serum ferritin level|ug/L|15|300
Serum vitamin B12 level|ng/L|211|911
Serum folate level|ug/L|3.9|20.0
Haemoglobin A1c level - IFCC standardised|mmol/mol|20|41
Serum cholesterol level|mmol/L||5.0
Serum HDL cholesterol level|mmol/L|1.0|2.2
Serum triglyceride levels|mmol/L||1.7
Total cholesterol:HDL ratio|ratio||4.0
Plasma C reactive protein|mg/L||5
Serum TSH level|mU/L|0.35|4.94
Serum free T4 level|pmol/L|9.0|19.1
Erythrocyte sedimentation rate|mm/h|1|20
Serum creatinine level|umol/L|45|84
Serum sodium level|mmol/L|133|146
Serum potassium level|mmol/L|3.5|5.3
Total 25-hydroxyvitamin D level|nmol/L|50|150
""")


def uk_cards(s: Sheet) -> None:
    """A patient's app printed: each test a card over several lines, the day above each group."""

    def frame(page: int) -> None:
        s.at(60, "Test results", HB, 16, y=50)
        s.block(60, 66, ["Priya EXAMPLE   NHS number 999 765 4321   Born 3 March 1992"], H, 8)
        s.at(60, f"Printed from an app on 20 May 2026 at 21:17 - {page}/3", H, 7, y=815)

    s.begin(frame, 96)
    for n, row in enumerate(CARDS):
        day, shown = ("2026-05-12", "12 May 2026") if n < 9 else ("2025-11-03", "3 November 2025")
        if n in (0, 9):
            if n:
                s.turn()
            s.at(60, shown, HB, 12)
            s.step(20)
        s.need(66)
        text, flag = value(s.rng, row)
        word = {"H": "High", "L": "Low"}.get(flag)
        s.at(60, row.label, HB, 10)
        s.step(13)
        s.at(60, f"{text} {row.unit}", H, 12)
        s.step(12)
        s.at(
            60,
            f"Normal range: {row.low} to {row.high}" if row.low else f"Normal range: below {row.high}",
            H,
            8,
        )
        s.step(11)
        s.at(
            60,
            {"High": "Outside normal range - high", "Low": "Outside normal range - low"}.get(
                word or "", "No further action"
            ),
            HI,
            8,
        )
        s.rule(60, 400, 6, 0.3)
        s.step(20)
        s.true(row.label, text, row.unit, day, row, word)


QUEST = rows("""
# LIPID PANEL
CHOLESTEROL, TOTAL|mg/dL||200
HDL CHOLESTEROL|mg/dL|40|
TRIGLYCERIDES|mg/dL||150
LDL-CHOLESTEROL|mg/dL (calc)||100
CHOL/HDLC RATIO|||5.0
# COMPREHENSIVE METABOLIC PANEL
GLUCOSE|mg/dL|65|99
UREA NITROGEN (BUN)|mg/dL|7|25
CREATININE|mg/dL|0.70|1.30
SODIUM|mmol/L|135|146
POTASSIUM|mmol/L|3.5|5.3
CHLORIDE|mmol/L|98|110
CARBON DIOXIDE|mmol/L|20|32
CALCIUM|mg/dL|8.6|10.3
PROTEIN, TOTAL|g/dL|6.1|8.1
ALBUMIN|g/dL|3.6|5.1
BILIRUBIN, TOTAL|mg/dL|0.2|1.2
AST|U/L|10|35
ALT|U/L|9|46
# HEMOGLOBIN A1c
HEMOGLOBIN A1c|% of total Hgb||5.7
""")


def us_in_out(s: Sheet) -> None:
    """Columns "In Range" and "Out Of Range", the unit only with the limits, a lab code last."""

    def frame(page: int) -> None:
        s.at(40, "FICTION DIAGNOSTICS INCORPORATED", HB, 12, y=40)
        s.block(
            40,
            58,
            [
                "SAMPLE, MARCUS T",
                "DOB: 04/17/1971  AGE: 54",
                "Gender: M   Fasting: Y",
                "Phone: 555.010.0417",
                "Patient ID: 0041722",
            ],
            H,
            8,
        )
        s.block(
            230,
            58,
            [
                "Specimen: NX417000B",
                "Requisition: 0041799",
                "Collected: 09/22/2025 / 07:31 EDT",
                "Received: 09/23/2025 / 02:16 EDT",
                "Reported: 09/23/2025 / 11:48 EDT",
            ],
            H,
            8,
        )
        s.block(
            420,
            58,
            ["Client #: 41722   EX000000", "EXAMPLE, MD", "12 MAIN ST STE 417", "ANYTOWN, NY 00000-0417"],
            H,
            8,
        )
        for x, t in (
            (40, "Test Name"),
            (230, "In Range"),
            (310, "Out Of Range"),
            (400, "Reference Range"),
            (550, "Lab"),
        ):
            s.at(x, t, HB, 8, y=124)
        s.at(40, f"CLIENT SERVICES: 800.555.0100     SPECIMEN: NX417000B     PAGE {page} OF 1", H, 7, y=770)

    s.begin(frame, 142, 50)
    for row in QUEST:
        if row.head:
            s.at(40, row.label, HB, 9)
            s.step(13)
            continue
        text, flag = value(s.rng, row)
        s.at(50, row.label, H, 9)
        if flag:
            s.at(310, f"{text} {flag}", HB, 9)
        else:
            s.at(230, text, H, 9)
        limits = (
            f"{row.low}-{row.high}"
            if row.low and row.high
            else f"<{row.high}"
            if row.high
            else f"> OR = {row.low}"
        )
        s.at(400, f"{limits} {row.unit}", H, 9)
        s.at(552, "NX", H, 8)
        s.true(row.label, text, row.unit, "2025-09-22", row, flag or None)
        s.step(13)
        if row.label == "LDL-CHOLESTEROL":
            s.say(
                60,
                [
                    "Desirable range <100 mg/dL for primary prevention; <70 mg/dL for patients with CHD or diabetic",
                    "patients with > or = 2 CHD risk factors. LDL-C is now calculated using the Martin-Hopkins",
                    "calculation. Martin SS et al. JAMA. 2013;310(19): 2061-2068",
                ],
                C,
                7,
                9,
            )
            s.step(3)


CORP = rows("""
# CBC With Differential/Platelet
WBC|x10E3/uL|3.4|10.8
RBC|x10E6/uL|3.77|5.28
Hemoglobin|g/dL|11.1|15.9
Hematocrit|%|34.0|46.6
MCV|fL|79|97
MCH|pg|26.6|33.0
MCHC|g/dL|31.5|35.7
RDW|%|11.7|15.4
Platelets|x10E3/uL|150|450
Neutrophils (Absolute)|x10E3/uL|1.4|7.0
Lymphs (Absolute)|x10E3/uL|0.7|3.1
# Iron and TIBC
Iron Bind.Cap.(TIBC)|ug/dL|250|450
UIBC|ug/dL|131|425
Iron|ug/dL|27|159
Iron Saturation|%|15|55
# Ferritin
Ferritin|ng/mL|15|150
# TSH
TSH|uIU/mL|0.450|4.500
""")


def us_previous(s: Sheet) -> None:
    """Columns "Current Result and Flag", "Previous Result and Date" in one cell, units, interval; a small 01 after names."""

    def frame(page: int) -> None:
        s.at(36, "labfiction", HB, 18, y=44)
        s.block(
            36,
            62,
            ["EXAMPLE, DANIELA", "Patient ID: 417-22-A", "DOB: 12/01/1987   Age: 38   Sex: Female"],
            H,
            8,
        )
        s.block(
            300,
            62,
            [
                "Specimen ID: 041-722-0417-0",
                "Date Collected: 01/15/2026 0902 Local",
                "Date Received: 01/15/2026",
                "Date Reported: 01/16/2026 0605 ET",
            ],
            H,
            8,
        )
        s.at(36, f"Date Created and Stored 01/16/26 0605 ET   Final Report   Page {page} of 2", H, 7, y=770)
        s.canvas.setFillColor((0.9, 0.9, 0.9))
        s.canvas.rect(34, s.height - 124, 545, 14, stroke=0, fill=1)
        s.canvas.setFillColorRGB(0, 0, 0)
        for x, t in (
            (40, "Test"),
            (180, "Current Result and Flag"),
            (290, "Previous Result and Date"),
            (415, "Units"),
            (480, "Reference Interval"),
        ):
            s.at(x, t, HB, 8, y=120)

    s.begin(frame, 140, 50)
    for row in CORP:
        if row.head:
            s.step(5)
            s.at(36, row.label, HB, 11)
            s.step(16)
            if row.label == "Iron and TIBC":
                s.turn()
            continue
        text, flag = value(s.rng, row)
        old, _ = value(s.rng, row)
        word = {"H": "High", "L": "Low"}.get(flag)
        s.at(40, row.label, H, 9)
        s.at(43 + s.canvas.stringWidth(row.label, H, 9), "01", H, 5)
        s.at(200, text, HB if word else H, 9, "r")
        s.at(235, word or "", HB, 8)
        s.at(315, old, H, 9, "r")
        s.at(345, "07/10/2025", H, 8)
        s.at(415, row.unit, H, 8)
        s.at(480, f"{row.low}-{row.high}", H, 8)
        s.true(row.label, text, row.unit, "2026-01-15", row, word)
        s.true(row.label, old, row.unit, "2025-07-10", optional=True)
        s.step(15)


PORTAL = rows("""
Glucose|mg/dL|70|99
Sodium|mmol/L|136|145
Potassium|mmol/L|3.5|5.1
Chloride|mmol/L|98|107
CO2|mmol/L|21|31
BUN|mg/dL|8|26
Creatinine|mg/dL|0.60|1.10
Calcium|mg/dL|8.4|10.2
Alkaline Phosphatase|U/L|40|150
AST (SGOT)|U/L|5|34
ALT (SGPT)|U/L||55
Total Bilirubin|mg/dL|0.2|1.2
Total Protein|g/dL|6.4|8.3
Albumin|g/dL|3.5|5.0
Anion Gap|mmol/L|5|15
""")


def us_portal(s: Sheet) -> None:
    """A portal's page: name, "Normal range", then the value alone on its line; two tests beside each other."""

    def frame(page: int) -> None:
        s.at(40, "Comprehensive metabolic panel - Details", HB, 14, y=48)
        s.block(
            40,
            66,
            [
                "Results for Jordan A. Fictive (DOB 6/9/1996, MRN 00417220)",
                "Collected on March 18, 2026 10:42 AM   Resulted on March 18, 2026 2:07 PM",
                "Ordering provider: Sam Example, MD   Authorizing facility: Anytown Clinic",
            ],
            H,
            9,
            12,
        )
        s.at(
            40,
            f"https://portal.example.test/app/test-results/details?id=0417   3/20/26, 9:15 AM   {page}/2",
            H,
            7,
            y=775,
        )

    s.begin(frame, 120, 60)
    for n in range(0, len(PORTAL), 2):
        s.need(64)
        for k, row in enumerate(PORTAL[n : n + 2]):
            text, flag = value(s.rng, row)
            word = {"H": "High", "L": "Low"}.get(flag)
            x, y = 50 + 270 * k, s.y
            s.at(x, row.label, HB, 11)
            s.y = y - 13
            s.at(
                x,
                f"Normal range: {row.low} - {row.high} {row.unit}"
                if row.low
                else f"Normal range: below <={row.high} {row.unit}",
                H,
                8,
            )
            s.y = y - 30
            s.at(x + 20, text, HB, 13)
            if word:
                s.at(x + 75, word, HB, 9)
            s.y = y
            s.true(row.label, text, row.unit, "2026-03-18", row, word)
        s.step(58)


DE = rows("""
# Blood count
Leucocytes|Gpt/l|3.9|10.2
Erythrocytes|Tpt/l|3.90|5.20
Haemoglobin|g/dl|12.0|15.6
Haematocrit|%|35.5|45.5
MCV|fl|80|99
Thrombocytes|Gpt/l|150|370
# Clinical chemistry
Quick (prothrombin time)|%|70|120
INR||0.85|1.15
Glucose (NaF)|mg/dl|60|100
Creatinine, enzymatic|mg/dl|0.50|0.90
Uric acid|mg/dl|2.4|5.7
GOT (ASAT) 37°C|U/l||35
GPT (ALAT) 37°C|U/l||35
Gamma-GT 37°C|U/l||40
Cholesterol|mg/dl||200
C-reactive protein|mg/l||5.0
# Hormones
TSH basal|mU/l|0.40|4.00
fT3|pg/ml|2.0|4.4
fT4|ng/dl|0.90|1.70
""")


def de_copy(s: Sheet) -> None:
    """A German sheet in English: limits before the value, ``+``/``-`` before it, previous without a date."""

    def frame(page: int) -> None:
        s.block(
            56,
            42,
            [
                "MVZ Fiktivlabor Musterstadt GmbH",
                "Musterweg 4 - 01417 Musterstadt - Tel +49 351 0000-417 - D-ML-00000-01-00",
            ],
            HB,
            8,
            11,
        )
        s.block(
            56,
            74,
            [
                "Final report (patient copy)          Order no. 0417-5512",
                "MUSTER, Anneliese   born 24.12.1960   female",
                "Sampling 06.10.2025 07:45    Arrival 06.10.2025 12:10    Report 07.10.2025",
            ],
            T,
            9,
            11,
        )
        for x, t, a in (
            (56, "Investigation", "l"),
            (232, "Ref. range", "l"),
            (330, "", "l"),
            (370, "Result", "r"),
            (380, "Unit", "l"),
            (470, "Previous", "r"),
        ):
            s.at(x, t, TB, 9, a, y=124)
        s.at(56, f"MUSTER, Anneliese  24.12.1960   order 0417-5512   page {page}", T, 7, y=815)

    s.begin(frame, 142)
    for row in DE:
        if row.head:
            s.step(4)
            s.at(56, row.label, TB, 10)
            s.step(15)
            continue
        text, flag = value(s.rng, row)
        old, _ = value(s.rng, row)
        mark = {"H": "+", "L": "-"}.get(flag)
        s.at(56, row.label, T, 10)
        s.at(232, f"{row.low} - {row.high}" if row.low else f"< {row.high}", T, 9)
        s.at(330, mark or "", TB, 10)
        s.at(370, text, TB if mark else T, 10, "r")
        s.at(380, row.unit, T, 9)
        s.at(470, f"({old})", TI, 9, "r")
        s.true(row.label, text, row.unit, "2025-10-06", row, mark)
        s.step(14)


def es_lines(s: Sheet) -> None:
    """A Spanish report in English: name and dots, value, unit, limits in brackets, methods between lines."""

    def frame(page: int) -> None:
        s.at(60, "ANÁLISIS CLÍNICOS FICTICIOS S.L.", TB, 13, y=44)
        s.block(60, 60, ["C/ Ensayo 4, 28000 Madrid - Tel. 910 000 417 - Reg. CS-0417"], T, 8)
        s.block(
            60,
            82,
            [
                "Patient: PRUEBA GARCÍA, Lucía      History: 00417722",
                "Date of birth: 15/08/2001  Age: 24 years      Sex: Woman",
                "Extraction date: 03/06/2026 08:25     Issue date: 04/06/2026",
            ],
            T,
            9,
            12,
        )
        s.at(297, f"Report 260603-417 · Page {page} of 1", T, 7, "c", y=815)

    s.begin(frame, 136)
    for row in rows("""
        # HAEMATOLOGY
        Haematies|x10^6/µL|4,00|5,10
        Haemoglobin|g/dL|12,0|15,3
        Haematocrit|%|36,0|46,0
        M.C.V.|fL|80,0|97,0
        Leukocytes|x10^3/µL|4,0|10,5
        Platelets|x10^3/µL|140|400
        E.S.R. (1st hour)|mm||20
        # BIOCHEMISTRY
        Glucose|mg/dL|74|106
        Urea|mg/dL|17|43
        Creatinine|mg/dL|0,50|0,95
        Total cholesterol|mg/dL||200
        G.O.T.|U/L||32
        G.P.T.|U/L||33
        G.G.T.|U/L|6|42
        Iron|µg/dL|50|170
        Ferritin|ng/mL|13|150
        # HORMONES
        T.S.H.|µUI/mL|0,40|4,50
        Prolactin|ng/mL|4,8|23,3
    """):
        if row.head:
            s.step(4)
            s.at(60, row.label, TB, 11)
            s.rule(60, 160, 2, 0.8)
            s.step(16)
            continue
        text, flag = value(s.rng, row)
        mark = "*" if flag else ""
        s.at(60, row.label, T, 10)
        x = 64 + s.canvas.stringWidth(row.label, T, 10)
        s.at(x, "." * int((268 - x) / s.canvas.stringWidth(".", T, 10)), T, 10)
        s.at(275, f"{mark} {text}".strip(), TB if flag else T, 10)
        s.at(330, row.unit, T, 10)
        s.at(400, f"[ {row.low} - {row.high} ]" if row.low else f"[ < {row.high} ]", T, 9)
        s.true(row.label, text, row.unit, "2026-06-03", row, mark or None)
        s.step(15)


def it_ruled(s: Sheet) -> None:
    """An Italian report in English: full grid, asterisk after the value, ranges over two lines by age or sex."""

    def frame(page: int) -> None:
        s.at(297, "AZIENDA SANITARIA FITTIZIA - Laboratory Analysis", HB, 12, "c", y=42)
        s.block(
            44,
            64,
            [
                "Surname and name: ESEMPIO FRANCESCA          Born: 02/05/1955 (F)",
                "Acceptance 26-0417-33 of 13/01/2026 07:50          C.F. SMPFNC55E42X000X",
                "Sample taken: 13/01/2026 08:02",
            ],
            H,
            8,
            11,
        )
        s.at(44, f"Page {page}/1   Report printed on 14/01/2026", H, 7, y=815)

    s.begin(frame, 116)
    grid = (44, 210, 300, 370, 552)

    def line(cells: tuple[str, str, str, str], height: float = 18, bold: bool = False) -> None:
        s.box(44, 552, height)
        for x in grid[1:-1]:
            s.canvas.line(x, s.y - 4, x, s.y - 4 + height)
        for x, text in zip(grid, cells, strict=False):
            s.at(x + 4, text, HB if bold else H, 9)

    line(("Exam", "Result", "U.M.", "Reference values"), bold=True)
    s.step(18)
    for row in rows("""
        S-Glucose|mg/dL|74|106
        S-Urea|mg/dL|15|50
        S-Creatinine|mg/dL|0.51|0.95
        S-Uric acid|mg/dL|2.4|5.7
        S-Sodium|mmol/L|136|145
        S-Potassium|mmol/L|3.5|5.1
        S-Total calcium|mg/dL|8.6|10.2
        S-AST|U/L||32
        S-ALT|U/L||33
        S-Total cholesterol|mg/dL||200
        S-HDL cholesterol|mg/dL|45|
        S-Triglycerides|mg/dL||150
        P-Fibrinogen|mg/dL|200|400
        S-C-reactive protein|mg/L||5.0
        B-Haemoglobin|g/dL|12.0|16.0
        B-Platelets|10^3/uL|150|450
        U-Specific gravity||1.005|1.030
    """):
        text, flag = value(s.rng, row)
        limits = (
            f"{row.low} - {row.high}"
            if row.low and row.high
            else f"Up to {row.high}"
            if row.high
            else f"Greater than {row.low}"
        )
        line((row.label, f"{text} *" if flag else text, row.unit, limits))
        s.true(row.label, text, row.unit, "2026-01-13", row, "*" if flag else None)
        s.step(18)
    for label, text in (
        ("U-Colour", "Straw yellow"),
        ("U-Appearance", "Clear"),
        ("U-Protein", "Absent"),
        ("U-Nitrites", "Absent"),
    ):
        line((label, text, "", "Absent" if text == "Absent" else ""))
        s.true(label, text, None, "2026-01-13")
        s.step(18)


def in_interval(s: Sheet) -> None:
    """India: method in brackets under the name, tables of interpretation between the results."""
    day = "2026-07-18"

    def frame(page: int) -> None:
        s.at(40, "FICTION PATH LABS LTD (Regd.)", HB, 14, y=44)
        s.block(
            40, 60, ["Name : Mr. DEMO KUMAR     Lab No. : 417220033     Age/Gender : 46 Years / Male"], H, 8
        )
        s.block(
            40,
            72,
            [
                "Ref By : Dr. SAMPLE      Collected : 18/7/2026 7:05:00AM     Received : 18/7/2026 9:41:00AM     Reported : 18/7/2026 3:18:40PM"
            ],
            H,
            8,
        )
        for x, t in ((40, "Test Name"), (260, "Results"), (340, "Units"), (440, "Bio. Ref. Interval")):
            s.at(x, t, HB, 9, y=96)
        s.at(
            306,
            f"If Test results are alarming or unexpected, client is advised to contact the Customer Care: 0120-0004170   Page {page} of 2",
            H,
            6,
            "c",
            y=815,
        )

    s.begin(frame, 116)
    lines = rows("""
        # LIVER & KIDNEY PANEL, SERUM
        Creatinine|mg/dL|0.70|1.30|(Modified Jaffe, Kinetic)
        Urea|mg/dL|13.00|43.00|(Urease UV)
        Uric Acid|mg/dL|3.50|7.20|(Uricase)
        AST (SGOT)|U/L|15.00|40.00|(IFCC without P5P)
        ALT (SGPT)|U/L|10.00|49.00|(IFCC without P5P)
        GGTP|U/L||73.00|(IFCC)
        Bilirubin Total|mg/dL|0.30|1.20|(Oxidation)
        Total Protein|g/dL|5.70|8.20|(Biuret)
        Albumin|g/dL|3.20|4.80|(BCG)
        A : G Ratio||0.90|2.00|(Calculated)
        Calcium, Total|mg/dL|8.70|10.40|(Arsenazo III)
        # LIPID SCREEN, SERUM
        Cholesterol Total|mg/dL||200.00|(CHO-POD)
        Triglycerides|mg/dL||150.00|(GPO-POD)
        HDL Cholesterol|mg/dL|40.00||(Enz Immunoinhibition)
        # THYROID PROFILE, TOTAL, SERUM
        T3, Total|ng/mL|0.60|1.81|(CLIA)
        T4, Total|µg/dL|5.01|12.45|(CLIA)
        TSH|µIU/mL|0.550|4.780|(CLIA)
    """)
    for row in lines:
        s.need(30)
        if row.head:
            if row.label.startswith("LIPID"):
                s.turn()
            s.at(40, row.label, HB, 9)
            s.step(15)
            continue
        text, flag = value(s.rng, row)
        s.at(40, row.label, H, 9)
        s.at(260, text, HB if flag else H, 9)
        s.at(340, row.unit, H, 9)
        s.at(
            440,
            f"{row.low} - {row.high}"
            if row.low and row.high
            else f"<{row.high}"
            if row.high
            else f">{row.low}",
            H,
            9,
        )
        s.true(row.label, text, row.unit, day, row)
        s.step(10)
        s.at(40, row.note, HI, 7)
        s.step(13)
    s.step(4)
    s.at(40, "HbA1c (GLYCOSYLATED HEMOGLOBIN), BLOOD", HB, 9)
    s.step(14)
    for label, text, unit, low, high in (
        ("HbA1c", "6.1", "%", "4.00", "5.60"),
        ("Estimated average glucose (eAG)", "128", "mg/dL", "", ""),
    ):
        for x, t in ((40, label), (260, text), (340, unit), (440, f"{low} - {high}" if low else "")):
            s.at(x, t, H, 9)
        s.true(label, text, unit, day, rows(f"{label}|{unit}|{low}|{high}")[0])
        s.step(14)
    s.say(
        40,
        [
            "Interpretation as per American Diabetes Association (ADA) Guidelines",
            "Reference Group          HbA1c in %",
            "Non diabetic adults >=18 years      4.0 - 5.6",
            "At risk (Prediabetes)      5.7 - 6.4",
            "Diagnosing Diabetes      >= 6.5",
            "Therapeutic goals for glycemic control     <7.0",
        ],
        H,
        8,
        11,
    )


def ca_columns(s: Sheet) -> None:
    """Ontario: two tables beside each other on one page, each with name, value, flag and limits."""
    day = "2025-12-11"

    def frame(page: int) -> None:
        s.at(40, "MAPLE FICTIONAL LABORATORIES", HB, 12, y=42)
        s.block(
            40,
            58,
            [
                "EXAMPLE, GORDON   M   1962-Jan-30   HN 0000 417 220 XX",
                "Collected 2025-Dec-11 07:20   Reported 2025-Dec-12 06:00   Order 4172-20   Physician DR. SAMPLE 000417",
            ],
            H,
            8,
            11,
        )
        s.at(40, f"Page {page}   Call 1-800-555-0417   Lic 4170", H, 7, y=775)
        for x in (40, 315):
            for dx, t in ((0, "Test"), (112, "Result"), (160, "Flag"), (185, "Reference")):
                s.at(x + dx, t, HB, 8, y=96)

    s.begin(frame, 114)
    left = rows("""
        # HEMATOLOGY
        WBC|x E9/L|4.0|11.0
        RBC|x E12/L|4.50|6.00
        Hemoglobin|g/L|135|175
        Hematocrit|L/L|0.400|0.500
        MCV|fL|80|100
        Platelet Count|x E9/L|150|400
        Neutrophils|x E9/L|2.0|7.5
        Lymphocytes|x E9/L|1.0|3.5
        Monocytes|x E9/L|0.1|0.8
    """)
    right = rows("""
        # CHEMISTRY
        Glucose Fasting|mmol/L|3.6|6.0
        Hemoglobin A1C|%||6.0
        Creatinine|umol/L|60|110
        Sodium|mmol/L|135|145
        Potassium|mmol/L|3.5|5.2
        ALT|U/L||50
        LDL Cholesterol|mmol/L||3.50
        HDL Cholesterol|mmol/L|1.00|
        Triglycerides|mmol/L||1.70
    """)
    for pair in zip(left, right, strict=True):
        for x, row in zip((40, 315), pair, strict=True):
            if row.head:
                s.at(x, row.label, HB, 9)
                continue
            text, flag = value(s.rng, row)
            mark = {"H": "HI", "L": "LO"}.get(flag)
            s.at(x, row.label, H, 9)
            s.at(x + 112, text, HB if mark else H, 9)
            s.at(x + 162, mark or "", HB, 8)
            limits = (
                f"{row.low}-{row.high}"
                if row.low and row.high
                else f"<{row.high}"
                if row.high
                else f">{row.low}"
            )
            s.at(x + 185, f"{limits} {row.unit}", H, 8)
            s.true(row.label, text, row.unit, day, row, mark)
        s.step(16)


def us_flowsheet(s: Sheet) -> None:
    """A hospital's flowsheet: one line for each day, one column for each test, units and limits in the head."""
    tests = rows("""
        Na|mmol/L|136|145
        K|mmol/L|3.5|5.1
        Cl|mmol/L|98|107
        CO2|mmol/L|22|29
        BUN|mg/dL|7|20
        Creat|mg/dL|0.6|1.2
        Gluc|mg/dL|70|99
        WBC|K/uL|4.5|11.0
        Hgb|g/dL|12.0|16.0
        Plt|K/uL|150|400
    """)

    def frame(page: int) -> None:
        s.at(40, "ANYTOWN MEMORIAL (fictional) - INPATIENT LABORATORY FLOWSHEET", HB, 11, y=40)
        s.block(
            40,
            56,
            [
                "FICTIVE, LORRAINE   MRN 0041722   DOB 02/28/1949   Adm 11/02/2025   Unit 4W-17   Acct 00417220"
            ],
            H,
            8,
        )
        s.at(40, f"Printed 11/07/2025 14:30   pg {page}", H, 7, y=590)

    s.begin(frame, 90, 40)
    s.at(40, "Date / Time", HB, 8)
    for n, row in enumerate(tests):
        s.at(170 + n * 60, row.label, HB, 8, "r")
    s.step(11)
    s.at(40, "Units", HI, 7)
    for n, row in enumerate(tests):
        s.at(170 + n * 60, row.unit, HI, 7, "r")
    s.step(11)
    s.at(40, "Reference", HI, 7)
    for n, row in enumerate(tests):
        s.at(170 + n * 60, f"{row.low}-{row.high}", HI, 7, "r")
    s.rule(40, 750, 4)
    s.step(18)
    for shown, day in (
        ("11/02/2025 22:10", "2025-11-02"),
        ("11/03/2025 05:30", "2025-11-03"),
        ("11/04/2025 05:42", "2025-11-04"),
        ("11/06/2025 06:01", "2025-11-06"),
    ):
        s.at(40, shown, H, 8)
        for n, row in enumerate(tests):
            if s.rng.random() < 0.15:
                continue
            text, flag = value(s.rng, row)
            s.at(170 + n * 60, text, HB if flag else H, 9, "r")
            if flag:
                s.at(172 + n * 60, flag, HB, 6)
            s.true(row.label, text, row.unit, day, row, flag or None)
        s.step(18)


LAYOUTS = {
    "uk_pathology": (uk_pathology, A4), "uk_cards": (uk_cards, A4), "us_in_out": (us_in_out, letter), "us_previous": (us_previous, letter),
    "us_portal": (us_portal, letter), "de_copy": (de_copy, A4), "es_lines": (es_lines, A4), "it_ruled": (it_ruled, A4),
    "in_interval": (in_interval, A4), "ca_columns": (ca_columns, letter), "us_flowsheet": (us_flowsheet, landscape(letter)),
}  # fmt: skip
