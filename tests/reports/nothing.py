"""Documents with numbers, units and ranges that hold no result of anybody: nothing may be read from them.

``nothing()`` names them; ``draw(name, seed)`` gives the PDF. Nobody in them exists.
"""

import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from tests.reports.paper import Paper

Row = Sequence[tuple[float, str]]
Drawing = Callable[[random.Random, Paper], None]


def _put(p: Paper, rows: Sequence[Row | str], *, step: float = 14) -> None:
    for row in rows:
        p.room(step)
        for x, text in ((40.0, row),) if isinstance(row, str) else row:
            p.text(x, text)
        p.y += step


def _days(rng: random.Random) -> tuple[str, str]:
    first = date(2022, 1, 1) + timedelta(days=rng.randrange(1200))
    return first.strftime("%d/%m/%Y"), (first + timedelta(days=12)).strftime("%d/%m/%Y")


def laboratory_invoice(rng: random.Random, p: Paper) -> None:
    """What the analyses cost."""
    one, two = _days(rng)
    _put(
        p,
        [
            "Laboratoire des Tilleuls",
            f"FACTURE N° {rng.randrange(10**6)} du {two}",
            "Mme Jeanne EXEMPLE, née le 03/04/1961",
        ],
    )
    _put(p, [f"Examens du {one} - Prescripteur Dr LENOIR - N° SS 2 61 04 69 123 456 78", ""])
    _put(p, [[(40, "Code"), (100, "Acte"), (300, "Coefficient"), (390, "Quantité"), (470, "Montant (€)")]])
    for code, act, coefficient in (
        ("1104", "Hémogramme", "B 20"), ("0552", "Glycémie", "B 5"), ("1208", "TSH", "B 20"),
        ("0592", "Créatinine", "B 6"), ("0996", "Cholestérol LDL", "B 12"), ("9105", "Forfait prélèvement", "K 1,5"),  # noqa: E501  as printed
    ):  # fmt: skip
        price = f"{rng.uniform(1, 12):.2f}".replace(".", ",")
        _put(p, [[(40, code), (100, act), (300, coefficient), (390, "1"), (470, price)]])
    _put(
        p,
        [
            "",
            [(390, "Total"), (470, "34,56")],
            [(390, "Part AMO 60 %"), (470, "20,74")],
            [(390, "Reste à payer"), (470, "13,82")],
        ],
    )
    _put(p, ["", "SELAS au capital de 37 000 € - SIRET 123 456 789 00012 - Tél. 04 78 00 00 00"])


def appointment(rng: random.Random, p: Paper) -> None:
    """An appointment for a blood test with instructions."""
    one, two = _days(rng)
    _put(p, ["Northfield General Hospital - Phlebotomy", f"Date: {one}", "Dear Mrs Sample,", ""])
    _put(
        p,
        [
            f"Your blood test appointment is on {two} at 09:40 in Room 12, Level 3.",
            "Tests requested: full blood count, HbA1c, lipids.",
        ],
    )
    _put(
        p, ["Please fast for 12 hours. You may drink up to 500 mL of water. Bring 2 forms of identification."]
    )
    _put(
        p,
        [
            "If your weight is above 120 kg or your temperature is over 38 °C call 01632 960 000 (8.00 - 17.30).",  # noqa: E501  as printed
            "",
            "Yours sincerely",
        ],
    )


def insurance_statement(rng: random.Random, p: Paper) -> None:
    """What an insurer paid back."""
    one, two = _days(rng)
    _put(
        p,
        [
            "Caisse d'Assurance Exemple",
            f"Relevé de remboursements du {one} au {two}",
            "Assuré : M. Paul MODELE - 1 58 07 75 123 456 22",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Date"),
                (110, "Nature des prestations"),
                (290, "Montant payé"),
                (370, "Base"),
                (430, "Taux"),
                (490, "Remboursé"),
            ]
        ],
    )
    for act in (
        "Analyses de biologie",
        "Consultation",
        "Pharmacie 65 %",
        "Hémoglobine glyquée",
        "Prélèvement sanguin",
    ):
        base = rng.uniform(5, 40)
        cells = [
            f"{base:.2f}".replace(".", ","),
            f"{base:.2f}".replace(".", ","),
            "60 %",
            f"{base * 0.6:.2f}".replace(".", ","),
        ]
        _put(p, [[(40, one), (110, act), (290, cells[0]), (370, cells[1]), (430, cells[2]), (490, cells[3])]])
    _put(p, ["", "Participation forfaitaire : 2,00 €    Total : 84,12 €"])


def dosage_leaflet(rng: random.Random, p: Paper) -> None:
    """A medicine's leaflet with a table of doses."""
    _put(
        p,
        [
            "NOTICE : INFORMATION DE L'UTILISATEUR",
            "PARACETAMOL EXEMPLE 500 mg, comprimé",
            "",
            "3. COMMENT PRENDRE CE MEDICAMENT",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Poids (âge)"),
                (200, "Dose par prise"),
                (320, "Intervalle"),
                (420, "Dose maximale par jour"),
            ]
        ],
    )
    for weight, dose, gap, most in (
        ("27 - 40 kg (8 à 13 ans)", "500 mg", "6 heures", "2 000 mg"), ("41 - 50 kg", "500 mg", "4 heures", "3 000 mg"),  # noqa: E501  as printed
        ("> 50 kg (adulte)", "1 000 mg", "4 - 6 heures", "4 000 mg"),
    ):  # fmt: skip
        _put(p, [[(40, weight), (200, dose), (320, gap), (420, most)]])
    _put(
        p,
        [
            "",
            "Insuffisance rénale : clairance de la créatinine < 10 mL/min : 8 heures entre 2 prises.",
            "Composition : paracétamol 500,00 mg ; amidon 25,5 mg ; sodium 0,39 mg/comprimé.",
        ],
    )
    _put(p, [f"Dernière révision : {_days(rng)[0]}   AMM 34009 300 123 4 5"])


def quality_control(rng: random.Random, p: Paper) -> None:
    """An analyser's control sheet: targets and measured values of control material, no patient."""
    one, _ = _days(rng)
    _put(
        p,
        [
            "CONTROLE INTERNE DE QUALITE",
            f"Automate : Cobas 8000   Date : {one}   Lot de contrôle : 45678-02 niveau 2",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Paramètre"),
                (170, "Cible"),
                (230, "Ecart-type"),
                (310, "Mesure"),
                (370, "Unité"),
                (440, "Limites 2 ET"),
                (520, "z"),
            ]
        ],
    )
    for label, target, spread, unit in (
        ("Glucose", 6.2, 0.15, "mmol/L"), ("Créatinine", 155, 4, "µmol/L"), ("Sodium", 148, 1.2, "mmol/L"),
        ("CRP", 42, 1.5, "mg/L"), ("ASAT", 91, 2.8, "UI/L"),
    ):  # fmt: skip
        got = rng.gauss(target, spread)
        cells = [f"{number:.2f}".replace(".", ",") for number in (target, spread, got)]
        limits = f"{target - 2 * spread:.2f} - {target + 2 * spread:.2f}".replace(".", ",")
        _put(
            p,
            [
                [
                    (40, label),
                    (170, cells[0]),
                    (230, cells[1]),
                    (310, cells[2]),
                    (370, unit),
                    (440, limits),
                    (520, f"{(got - target) / spread:.1f}"),
                ]
            ],
        )
    _put(p, ["", "Règles de Westgard : 1-3s, 2-2s. CV inter-essai 2,4 %. Technicien : AB"])


def external_quality(rng: random.Random, p: Paper) -> None:
    """An English scheme report: the laboratory against its peers."""
    one, two = _days(rng)
    _put(
        p,
        [
            "EXTERNAL QUALITY ASSESSMENT SCHEME - Clinical Chemistry",
            f"Distribution 1{rng.randrange(100, 999)}   Participant 20145   Issued: {two}",
            f"Specimen 3 analysed {one}",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Analyte"),
                (150, "Your result"),
                (230, "Units"),
                (300, "Target"),
                (360, "Acceptable range"),
                (470, "SDI"),
                (520, "Bias %"),
            ]
        ],
    )
    for label, target, unit in (
        ("Sodium", 139, "mmol/L"),
        ("Potassium", 4.4, "mmol/L"),
        ("Urea", 8.1, "mmol/L"),
        ("Albumin", 38, "g/L"),
    ):
        got = target * rng.uniform(0.97, 1.03)
        _put(
            p,
            [
                [
                    (40, label),
                    (150, f"{got:.1f}"),
                    (230, unit),
                    (300, f"{target:.1f}"),
                    (360, f"{target * 0.95:.1f} - {target * 1.05:.1f}"),
                    (470, "0.4"),
                    (520, "1.2"),
                ]
            ],
        )


def growth_chart(rng: random.Random, p: Paper) -> None:
    """Percentiles of length and weight."""
    _put(p, ["Courbes de croissance - Filles 0 à 36 mois (références 2018)", ""])
    _put(
        p,
        [
            [
                (40, "Âge (mois)"),
                (140, "P3"),
                (200, "P25"),
                (260, "P50"),
                (320, "P75"),
                (380, "P97"),
                (440, "Unité"),
            ]
        ],
    )
    for month in range(0, 36, 3):
        cells = [
            f"{3.3 + month * 0.28 * factor:.1f}".replace(".", ",") for factor in (0.8, 0.9, 1, 1.1, 1.25)
        ]
        _put(
            p, [[(40, str(month)), *((140.0 + 60 * at, cell) for at, cell in enumerate(cells)), (440, "kg")]]
        )
    _put(p, ["Poids de naissance : 2,5 - 4,2 kg   Taille : 46 - 54 cm   Périmètre crânien : 33 - 37 cm"])


def recipe(rng: random.Random, p: Paper) -> None:
    """A dish with its nutrition facts."""
    _put(
        p,
        [
            "Soupe de lentilles (4 personnes)",
            "Préparation : 15 min   Cuisson : 35 min",
            "",
            "250 g de lentilles, 1 L d'eau, 2 carottes, 5 mL d'huile, 1/2 c. à café de sel",
            "",
        ],
    )
    _put(p, [[(40, "Valeurs nutritionnelles"), (220, "Pour 100 g"), (310, "Par portion"), (400, "% AQR")]])
    for label, amount, unit in (
        ("Energie", 78, "kcal"),
        ("Protéines", 5.6, "g"),
        ("Glucides", 11.2, "g"),
        ("Fer", 1.9, "mg"),
        ("Sodium", 210, "mg"),
        ("Cholestérol", 0, "mg"),
    ):
        _put(
            p,
            [
                [
                    (40, label),
                    (220, f"{amount} {unit}".replace(".", ",")),
                    (310, f"{amount * 3:.0f} {unit}"),
                    (400, f"{rng.randrange(1, 40)} %"),
                ]
            ],
        )


def bank_statement(rng: random.Random, p: Paper) -> None:
    """Money in and out."""
    one, two = _days(rng)
    _put(
        p, ["SAMPLE BANK PLC", f"Statement period {one} to {two}   Account 12345678   Sort code 00-11-22", ""]
    )
    _put(p, [[(40, "Date"), (110, "Description"), (300, "Paid out"), (380, "Paid in"), (460, "Balance")]])
    balance = 1200.0
    for what in (
        "Card payment PHARMACY 14",
        "Direct debit GYM",
        "Transfer B12 RENT",
        "Interest 2.5 %",
        "HDL SUPPLIES LTD",
        "Cash",
    ):
        amount = rng.uniform(3, 300)
        balance -= amount
        _put(p, [[(40, one), (110, what), (300, f"{amount:.2f}"), (460, f"{balance:,.2f}")]])


def drug_information(rng: random.Random, p: Paper) -> None:
    """A sheet for professionals: therapeutic ranges and monitoring."""
    _put(
        p,
        ["Therapeutic drug monitoring guide", f"Version 4.{rng.randrange(9)}, reviewed {_days(rng)[0]}", ""],
    )
    _put(
        p,
        [
            [
                (40, "Drug"),
                (150, "Therapeutic range"),
                (290, "Units"),
                (360, "Toxic above"),
                (440, "Sampling time"),
            ]
        ],
    )
    for drug, span, unit, toxic in (
        ("Lithium", "0.4 - 1.0", "mmol/L", "> 1.5"), ("Digoxin", "0.5 - 1.0", "µg/L", "> 2.0"),
        ("Phenytoin", "10 - 20", "mg/L", "> 25"), ("Vancomycin (trough)", "15 - 20", "mg/L", "> 25"),
    ):  # fmt: skip
        _put(p, [[(40, drug), (150, span), (290, unit), (360, toxic), (440, "12 h post dose")]])
    _put(
        p,
        [
            "",
            "Check potassium (3.5 - 5.0 mmol/L) and eGFR > 60 mL/min/1.73m² before starting.",
            "INR target 2.5 (range 2.0 - 3.0); mechanical valve 3.0 (2.5 - 3.5).",
        ],
    )


def reference_handbook(rng: random.Random, p: Paper) -> None:
    """A laboratory's list of tests: ranges and tubes without any result."""
    _put(
        p,
        [
            "Northfield Pathology - Test directory",
            f"Issued {_days(rng)[0]}   Document QP-{rng.randrange(100)}",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Test"),
                (170, "Sample"),
                (260, "Units"),
                (330, "Reference range"),
                (440, "Turnaround"),
                (510, "Volume"),
            ]
        ],
    )
    for label, sample, unit, span in (
        ("Sodium", "SST", "mmol/L", "133 - 146"), ("Potassium", "SST", "mmol/L", "3.5 - 5.3"), ("Ferritin", "SST", "µg/L", "15 - 300"),  # noqa: E501  as printed
        ("Haemoglobin", "EDTA", "g/L", "115 - 165"), ("TSH", "SST", "mU/L", "0.27 - 4.2"), ("HbA1c", "EDTA", "mmol/mol", "20 - 41"),  # noqa: E501  as printed
    ):  # fmt: skip
        _put(
            p,
            [
                [
                    (40, label),
                    (170, sample),
                    (260, unit),
                    (330, span),
                    (440, f"{rng.randrange(1, 5)} days"),
                    (510, "2 mL"),
                ]
            ],
        )


def requisition(rng: random.Random, p: Paper) -> None:
    """What is asked of the laboratory; nothing measured yet."""
    one, _ = _days(rng)
    _put(
        p,
        [
            "DEMANDE D'EXAMENS DE BIOLOGIE MEDICALE",
            f"Mme Jeanne EXEMPLE née le 03/04/1961   Prélèvement prévu le {one}",
            "",
        ],
    )
    _put(p, ["Poids : 61 kg   Taille : 165 cm   Diurèse : 1 500 mL/24h   Température : 37,2 °C", ""])
    for label, tube in (
        ("NFS plaquettes", "1 tube violet 4 mL"),
        ("Ionogramme, créatinine, DFG", "1 tube vert 5 mL"),
        ("HbA1c", "1 tube violet 2 mL"),
        ("TSH (si > 4 mUI/L : T4 libre)", "1 tube jaune"),
    ):
        _put(p, [[(40, f"[x] {label}"), (300, tube)]])
    _put(p, ["Seuil d'alerte : potassium > 6,0 mmol/L ; hémoglobine < 7,0 g/dL : appeler le 04 78 00 00 00"])


def patient_guide(rng: random.Random, p: Paper) -> None:
    """A booklet that explains blood tests to everybody."""
    _put(p, ["Comprendre votre prise de sang", f"Édition {rng.randrange(2019, 2026)}", ""])
    for line in (
        "Hémoglobine : chez la femme 12 à 16 g/dL, chez l'homme 13 à 17 g/dL.",
        "Glycémie à jeun : normale entre 0,70 et 1,10 g/L. Diabète au-delà de 1,26 g/L à deux reprises.",
        "Cholestérol LDL : objectif < 1,60 g/L sans facteur de risque, < 0,70 g/L après un infarctus.",
        "Exemple : une ferritine à 8 µg/L (N : 15 - 150) évoque une carence.",
        "TSH : 0,4 - 4,0 mUI/L   Plaquettes : 150 - 400 G/L   Leucocytes : 4 - 10 G/L",
    ):
        _put(p, [line])


def water_analysis(rng: random.Random, p: Paper) -> None:
    """Drinking water: sampled, measured and judged, but nobody's body."""
    one, two = _days(rng)
    _put(
        p,
        [
            "AGENCE REGIONALE - Contrôle sanitaire des eaux",
            f"Prélèvement du {one} - Commune de MODELE - Robinet de la mairie",
            f"Rapport édité le {two}",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Paramètre"),
                (200, "Résultat"),
                (280, "Unité"),
                (360, "Limite de qualité"),
                (470, "Référence"),
            ]
        ],
    )
    for label, unit, top in (
        ("Nitrates", "mg/L", "50"),
        ("pH", "unité pH", "6,5 à 9"),
        ("Chlorures", "mg/L", "250"),
        ("Escherichia coli", "n/(100mL)", "0"),
        ("Turbidité", "NFU", "2"),
        ("Sodium", "mg/L", "200"),
    ):
        _put(
            p,
            [[(40, label), (200, f"{rng.uniform(0.1, 40):.1f}".replace(".", ",")), (280, unit), (360, top)]],
        )
    _put(p, ["", "Conclusion sanitaire : eau d'alimentation conforme aux exigences de qualité en vigueur."])


def sports_plan(rng: random.Random, p: Paper) -> None:
    """A training plan with zones of heart rate."""
    _put(p, ["10 km training plan", f"Start {_days(rng)[0]}", ""])
    _put(p, [[(40, "Zone"), (120, "Heart rate"), (220, "Pace"), (320, "Lactate"), (420, "Minutes")]])
    for zone, rate, pace, lactate in (
        ("1", "110 - 130 bpm", "6:40 /km", "< 2 mmol/L"),
        ("2", "130 - 150 bpm", "6:00 /km", "2 - 3 mmol/L"),
        ("3", "150 - 165 bpm", "5:20 /km", "3 - 4 mmol/L"),
    ):
        _put(p, [[(40, zone), (120, rate), (220, pace), (320, lactate), (420, str(rng.randrange(20, 60)))]])


def study_article(rng: random.Random, p: Paper) -> None:
    """A table of a study: means of groups."""
    _put(
        p,
        [
            "Table 1. Baseline characteristics of the participants",
            f"Received {_days(rng)[0]}; accepted {_days(rng)[1]}",
            "",
        ],
    )
    _put(
        p,
        [
            [
                (40, "Characteristic"),
                (220, "Placebo (n = 120)"),
                (340, "Treatment (n = 118)"),
                (470, "P value"),
            ]
        ],
    )
    for label, one, two in (
        ("Age, years", "54.2 (8.1)", "53.8 (7.9)"), ("HbA1c, %", "8.1 (0.9)", "8.0 (1.0)"),
        ("LDL cholesterol, mmol/L", "2.9 (0.8)", "2.8 (0.7)"), ("eGFR, mL/min/1.73 m²", "84 (16)", "86 (15)"),
    ):  # fmt: skip
        _put(p, [[(40, label), (220, one), (340, two), (470, f"0.{rng.randrange(10, 99)}")]])


_ALL: tuple[Drawing, ...] = (
    laboratory_invoice, appointment, insurance_statement, dosage_leaflet, quality_control, external_quality,
    growth_chart, recipe, bank_statement, drug_information, reference_handbook, requisition, patient_guide,
    water_analysis, sports_plan, study_article,
)  # fmt: skip


def nothing() -> dict[str, Drawing]:
    """By name."""
    return {each.__name__: each for each in _ALL}


def draw(name: str, seed: int) -> bytes:
    """The PDF of the document `name` that `seed` gives."""
    rng = random.Random(f"{name}:{seed}")  # noqa: S311  a seed, no secret
    paper = Paper(rng, family=rng.choice(["helvetica", "times", "dejavu"]), size=rng.choice([8.0, 8.5]))
    paper.start()
    nothing()[name](rng, paper)
    return paper.done()
