"""Analyses with plausible values: what a report can hold. Ranges are those of no particular laboratory."""

import random
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True)
class Analysis:
    """One analysis: names, unit, decimals, usual range, and a factor to a second unit."""

    fr: str
    en: str
    unit_fr: str
    unit_en: str
    decimals: int
    low: float
    high: float
    second: tuple[str, float, int] | None = None
    open_range: str | None = None  # "<" or ">": only one limit is printed
    factor_en: float = 1.0

    def name(self, language: str) -> str:
        return self.fr if language == "fr" else self.en

    def unit(self, language: str) -> str:
        return self.unit_fr if language == "fr" else self.unit_en


BLOOD_COUNT = (
    Analysis("Hématies", "Red blood cells", "T/L", "10^12/L", 2, 4.0, 5.4),
    Analysis("Hémoglobine", "Haemoglobin", "g/dL", "g/dL", 1, 12.0, 16.0),
    Analysis("Hématocrite", "Haematocrit", "%", "%", 1, 36.0, 46.0),
    Analysis("V.G.M.", "MCV", "fL", "fL", 1, 80.0, 98.0),
    Analysis("T.C.M.H.", "MCH", "pg", "pg", 1, 27.0, 33.0),
    Analysis("C.C.M.H.", "MCHC", "g/dL", "g/dL", 1, 31.5, 36.0),
    Analysis("Leucocytes", "White blood cells", "G/L", "10^9/L", 2, 4.0, 10.0),
    Analysis("Polynucléaires neutrophiles", "Neutrophils", "G/L", "10^9/L", 2, 1.8, 7.5),
    Analysis("Polynucléaires éosinophiles", "Eosinophils", "G/L", "10^9/L", 2, 0.04, 0.5),
    Analysis("Lymphocytes", "Lymphocytes", "G/L", "10^9/L", 2, 1.0, 4.0),
    Analysis("Monocytes", "Monocytes", "G/L", "10^9/L", 2, 0.2, 1.0),
    Analysis("Plaquettes", "Platelets", "G/L", "10^9/L", 0, 150, 400),
)
COUNTS = (
    Analysis("Hématies", "Red blood cells", "/mm3", "/mm3", 0, 4_000_000, 5_400_000),
    Analysis("Leucocytes", "White blood cells", "/mm3", "/mm3", 0, 4_000, 10_000),
    Analysis("Plaquettes", "Platelets", "/mm3", "/mm3", 0, 150_000, 400_000),
    Analysis("Lymphocytes", "Lymphocytes", "/mm3", "/mm3", 0, 1_000, 4_000),
)
CHEMISTRY = (
    Analysis(
        "Glycémie à jeun", "Fasting glucose", "g/L", "mg/dL", 2, 0.70, 1.05, ("mmol/L", 5.551, 2), None, 100
    ),
    Analysis("Créatinine", "Creatinine", "mg/L", "mg/dL", 1, 5.0, 9.5, ("µmol/L", 8.84, 0), None, 0.1),
    Analysis("Urée", "Urea", "g/L", "g/L", 2, 0.15, 0.45, ("mmol/L", 16.65, 1)),
    Analysis("Acide urique", "Uric acid", "mg/L", "mg/L", 0, 26, 60, ("µmol/L", 5.95, 0)),
    Analysis("Sodium", "Sodium", "mmol/L", "mmol/L", 0, 136, 145),
    Analysis("Potassium", "Potassium", "mmol/L", "mmol/L", 1, 3.5, 5.1),
    Analysis("Chlore", "Chloride", "mmol/L", "mmol/L", 0, 98, 107),
    Analysis("Calcium", "Calcium", "mg/L", "mmol/L", 0, 88, 102, ("mmol/L", 0.02495, 2), None, 0.025),
    Analysis("ASAT (TGO)", "AST (SGOT)", "UI/L", "U/L", 0, 5, 34, None, "<"),
    Analysis("ALAT (TGP)", "ALT (SGPT)", "UI/L", "U/L", 0, 5, 55, None, "<"),
    Analysis("Gamma GT", "Gamma GT", "UI/L", "U/L", 0, 9, 36),
    Analysis("Phosphatases alcalines", "Alkaline phosphatase", "UI/L", "U/L", 0, 40, 150),
    Analysis("Bilirubine totale", "Total bilirubin", "mg/L", "µmol/L", 1, 2.0, 12.0, ("µmol/L", 1.71, 1)),
    Analysis("CRP", "C-reactive protein", "mg/L", "mg/L", 1, 0.0, 5.0, None, "<"),
    Analysis("Protéines totales", "Total protein", "g/L", "g/L", 0, 64, 83),
    Analysis("Albumine", "Albumin", "g/L", "g/L", 1, 35.0, 50.0),
)
LIPIDS = (
    Analysis(
        "Cholestérol total",
        "Total cholesterol",
        "g/L",
        "mmol/L",
        2,
        1.5,
        2.0,
        ("mmol/L", 2.586, 2),
        "<",
        2.586,
    ),
    Analysis(
        "Cholestérol HDL", "HDL cholesterol", "g/L", "mmol/L", 2, 0.4, 0.8, ("mmol/L", 2.586, 2), ">", 2.586
    ),
    Analysis(
        "Cholestérol LDL", "LDL cholesterol", "g/L", "mmol/L", 2, 0.5, 1.6, ("mmol/L", 2.586, 2), "<", 2.586
    ),
    Analysis(
        "Triglycérides", "Triglycerides", "g/L", "mmol/L", 2, 0.4, 1.5, ("mmol/L", 1.143, 2), "<", 1.143
    ),
)
OTHERS = (
    Analysis("Ferritine", "Ferritin", "µg/L", "µg/L", 0, 15, 150),
    Analysis("Fer sérique", "Iron", "µmol/L", "µmol/L", 1, 9.0, 30.4),
    Analysis("TSH", "TSH", "mUI/L", "mIU/L", 2, 0.4, 4.0),
    Analysis("T4 libre", "Free T4", "pmol/L", "pmol/L", 1, 9.0, 19.1),
    Analysis(
        "25-OH Vitamine D", "25-OH Vitamin D", "ng/mL", "nmol/L", 1, 30.0, 60.0, ("nmol/L", 2.5, 0), ">", 2.5
    ),
    Analysis("Vitamine B12", "Vitamin B12", "pmol/L", "pmol/L", 0, 138, 652),
    Analysis("Folates sériques", "Serum folate", "nmol/L", "nmol/L", 1, 7.0, 46.4),
    Analysis("HbA1c", "HbA1c", "%", "%", 1, 4.0, 6.0),
    Analysis("CA 125", "CA 125", "U/mL", "U/mL", 1, 0.0, 35.0, None, "<"),
    Analysis("CA 19-9", "CA 19-9", "U/mL", "U/mL", 1, 0.0, 37.0, None, "<"),
    Analysis("PSA total", "Total PSA", "ng/mL", "ng/mL", 2, 0.0, 4.0, None, "<"),
    Analysis("Vitesse de sédimentation", "ESR", "mm/h", "mm/h", 0, 1, 20, None, "<"),
    Analysis("INR", "INR", "", "", 2, 0.8, 1.2),
    Analysis("TP (taux de prothrombine)", "Prothrombin activity", "%", "%", 0, 70, 100),
    Analysis("Fibrinogène", "Fibrinogen", "g/L", "g/L", 2, 2.0, 4.0),
    Analysis(
        "DFG estimé (CKD-EPI)", "eGFR (CKD-EPI)", "mL/min/1,73m²", "mL/min/1.73m²", 0, 60, 120, None, ">"
    ),
)
QUALITATIVE = (
    ("Antigène HBs", "HBs antigen", "Négatif", "Negative", "Négatif", "Negative"),
    ("Anticorps anti-VHC", "Hepatitis C antibody", "Négatif", "Non-reactive", "Négatif", "Non-reactive"),
    ("Nitrites", "Nitrite", "Négatif", "Negative", "Négatif", "Negative"),
    ("Protéines urinaires", "Urine protein", "Traces", "Trace", "Absence", "Negative"),
    ("Sang (bandelette)", "Urine blood", "Absence", "Negative", "Absence", "Negative"),
    ("Rubéole IgG", "Rubella IgG", "Positif", "Positive", "", ""),
)
SECTIONS = {
    "fr": (
        ("HÉMATOLOGIE", BLOOD_COUNT),
        ("BIOCHIMIE", CHEMISTRY),
        ("BILAN LIPIDIQUE", LIPIDS),
        ("DIVERS", OTHERS),
    ),
    "en": (
        ("HAEMATOLOGY", BLOOD_COUNT),
        ("BIOCHEMISTRY", CHEMISTRY),
        ("LIPID PROFILE", LIPIDS),
        ("OTHER TESTS", OTHERS),
    ),
}


def value_of(analysis: Analysis, rng: random.Random) -> float:
    """A value, three in four within the range."""
    span = analysis.high - analysis.low
    if rng.random() < 0.75:
        return analysis.low + span * rng.uniform(0.05, 0.95)
    if rng.random() < 0.5 or analysis.low == 0:
        return analysis.high + span * rng.uniform(0.05, 0.6)
    return analysis.low * rng.uniform(0.5, 0.95)


def in_english(analysis: Analysis) -> Analysis:
    """The same with the English unit's numbers."""
    factor = analysis.factor_en
    decimals = 0 if factor >= 100 else analysis.decimals
    return replace(
        analysis, low=analysis.low * factor, high=analysis.high * factor, second=None, decimals=decimals
    )


def printed(value: float, decimals: int, *, comma: bool, group: str = "") -> str:
    """As a report prints it."""
    text = f"{Decimal(str(value)):.{decimals}f}"
    whole, _, rest = text.partition(".")
    if group and len(whole) > 3:
        digits = whole[::-1]
        whole = group.join(digits[at : at + 3] for at in range(0, len(digits), 3))[::-1]
    return whole + (("," if comma else ".") + rest if rest else "")
