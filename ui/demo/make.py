"""Writes the example person's documents: ``python -m ui.demo.make``. Needs the development dependencies."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FILES = Path(__file__).parent / "files"

_WORDS = ParagraphStyle("words", fontName="Helvetica", fontSize=10, leading=14)
_SMALL = ParagraphStyle("small", parent=_WORDS, fontSize=8, leading=11, textColor=colors.HexColor("#555555"))
_NAME = ParagraphStyle("name", parent=_WORDS, fontName="Helvetica-Bold", fontSize=15, leading=19)
_INK = colors.HexColor("#1f4e5f")

Row = tuple[str, ...]


def make() -> None:
    """Write every document."""
    FILES.mkdir(exist_ok=True)
    _lab_2023()
    _lab_2024()
    _lab_2025_abroad()
    _letter_2025()
    _lab_2026()
    _bundle()
    _notes()


def _pdf(name: str, title: str, parts: Iterable[Flowable]) -> None:
    document = SimpleDocTemplate(
        str(FILES / name),
        pagesize=A4,
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=16 * mm,
        bottomMargin=18 * mm,
        title=title,
        author="Carnet, example",
        invariant=1,
    )
    document.build(list(parts))


def _head(name: str, address: str, person: str, dates: str) -> list[Flowable]:
    return [
        Paragraph(name, _NAME),
        Paragraph(address, _SMALL),
        Spacer(1, 8 * mm),
        Paragraph(person, _WORDS),
        Paragraph(dates, _WORDS),
        Spacer(1, 6 * mm),
    ]


def _table(header: Row, sections: Sequence[tuple[str, Sequence[Row]]], widths: Sequence[float]) -> Table:
    rows: list[Row] = [header]
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 9),
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9),
        ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
        ("BACKGROUND", (0, 0), (-1, 0), _INK),
        ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.HexColor("#cccccc")),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for section, lines in sections:
        style += [
            ("FONT", (0, len(rows)), (0, len(rows)), "Helvetica-Bold", 9),
            ("TEXTCOLOR", (0, len(rows)), (0, len(rows)), _INK),
        ]
        rows.append((section, *[""] * (len(header) - 1)))
        rows += lines
    return Table(
        rows, colWidths=[width * mm for width in widths], style=TableStyle(style), hAlign="LEFT", repeatRows=1
    )


def _lab_2023() -> None:
    _pdf(
        "2023-01-10 Laboratoire du Parc.pdf",
        "Compte rendu d'analyses",
        [
            *_head(
                "Laboratoire du Parc",
                "Biologie médicale (fictif) · 12 rue des Lilas, 69003 Lyon · Tél. 04 72 00 00 00",
                "Mme EXEMPLE Camille, née le 04/05/1979",
                "Prélevé le 10/01/2023 à 08h05 · Édité le 11/01/2023",
            ),
            _table(
                ("Analyse", "Résultat", "Unité", "Valeurs de référence"),
                (
                    (
                        "HÉMATOLOGIE",
                        (
                            ("Hémoglobine", "12,4", "g/dL", "12,0 - 16,0"),
                            ("VGM", "82", "fL", "80 - 100"),
                            ("Leucocytes", "5,90", "G/L", "4,00 - 10,00"),
                            ("Plaquettes", "268", "G/L", "150 - 400"),
                        ),
                    ),
                    (
                        "BIOCHIMIE",
                        (
                            ("Ferritine", "12 *", "µg/L", "15 - 150"),
                            ("Cholestérol total", "2,38", "g/L", "< 2,00"),
                            ("Cholestérol HDL", "0,58", "g/L", "> 0,40"),
                            ("Cholestérol LDL", "1,60", "g/L", "< 1,60"),
                            ("Triglycérides", "1,00", "g/L", "< 1,50"),
                            ("Créatinine", "66", "µmol/L", "45 - 84"),
                            ("Glycémie à jeun", "1,02", "g/L", "0,70 - 1,10"),
                            ("Hémoglobine glyquée (HbA1c)", "5,7", "%", "4,0 - 6,0"),
                        ),
                    ),
                    ("HORMONOLOGIE", (("TSH", "2,10", "mUI/L", "0,40 - 4,00"),)),
                ),
                (68, 26, 26, 50),
            ),
            Spacer(1, 8 * mm),
            Paragraph("* valeur hors de l'intervalle de référence.", _SMALL),
            Paragraph("Validé par le Dr Fictif, biologiste. Page 1/1", _SMALL),
        ],
    )


def _lab_2024() -> None:
    _pdf(
        "2024-03-12 Laboratoire du Parc.pdf",
        "Compte rendu d'analyses",
        [
            *_head(
                "Laboratoire du Parc",
                "Biologie médicale (fictif) · 12 rue des Lilas, 69003 Lyon · Tél. 04 72 00 00 00",
                "Mme EXEMPLE Camille, née le 04/05/1979",
                "Prélevé le 12/03/2024 à 08h15 · Édité le 13/03/2024 · Prescripteur : Dr Inventé",
            ),
            _table(
                ("Analyse", "Résultat", "Unité", "Valeurs de référence", "Antériorité 10/01/2023"),
                (
                    (
                        "HÉMATOLOGIE",
                        (
                            ("Hémoglobine", "11,8 *", "g/dL", "12,0 - 16,0", "12,4"),
                            ("VGM", "78 *", "fL", "80 - 100", "82"),
                            ("Leucocytes", "6,20", "G/L", "4,00 - 10,00", "5,90"),
                            ("Plaquettes", "281", "G/L", "150 - 400", "268"),
                        ),
                    ),
                    (
                        "BIOCHIMIE",
                        (
                            ("Ferritine", "8 *", "µg/L", "15 - 150", "12"),
                            ("Cholestérol LDL", "1,52", "g/L", "< 1,60", "1,60"),
                            ("Créatinine", "68", "µmol/L", "45 - 84", "66"),
                            ("CRP", "< 4,0", "mg/L", "< 5,0", ""),
                            ("Hémoglobine glyquée (HbA1c)", "5,9", "%", "4,0 - 6,0", "5,7"),
                        ),
                    ),
                    ("HORMONOLOGIE", (("TSH", "2,35", "mUI/L", "0,40 - 4,00", "2,10"),)),
                ),
                (58, 24, 22, 38, 38),
            ),
            Spacer(1, 8 * mm),
            Paragraph(
                "Commentaire : réserves en fer basses, à confronter à la clinique. "
                "Contrôle conseillé dans trois mois.",
                _WORDS,
            ),
            Paragraph("* valeur hors de l'intervalle de référence. Page 1/1", _SMALL),
        ],
    )


def _lab_2025_abroad() -> None:
    _pdf(
        "2025-06-18 Riverside Clinic.pdf",
        "Laboratory report",
        [
            *_head(
                "Riverside Clinic Laboratory",
                "Invented for Carnet · 4 Quay Street, Bristol",
                "Patient: Camille EXEMPLE    DOB: 04 May 1979",
                "Collected: 18 June 2025 09:40    Reported: 18 June 2025",
            ),
            _table(
                ("Test", "Result", "Flag", "Units", "Reference interval"),
                (
                    (
                        "FULL BLOOD COUNT",
                        (
                            ("Haemoglobin", "126", "", "g/L", "120 - 160"),
                            ("MCV", "84", "", "fL", "80 - 100"),
                        ),
                    ),
                    (
                        "BIOCHEMISTRY",
                        (
                            ("Ferritin", "22", "", "ug/L", "15 - 150"),
                            ("LDL cholesterol", "3.70", "H", "mmol/L", "< 3.00"),
                            ("HbA1c", "40", "", "mmol/mol", "20 - 41"),
                            ("Creatinine", "67", "", "umol/L", "45 - 84"),
                        ),
                    ),
                ),
                (58, 26, 16, 30, 44),
            ),
            Spacer(1, 8 * mm),
            Paragraph("Fasting sample. Page 1 of 1", _SMALL),
        ],
    )


def _letter_2025() -> None:
    body = (
        "Lyon, le 20 novembre 2025",
        "Cher Confrère,",
        "J'ai revu Mme Camille EXEMPLE, née le 04/05/1979, pour son hypertension artérielle traitée par "
        "amlodipine 5 mg le matin. Elle va bien, marche une demi-heure par jour, ne fume pas et ne signale "
        "ni douleur thoracique ni essoufflement.",
        "La pression artérielle au cabinet est de 136/84 mmHg. L'électrocardiogramme est normal. "
        "L'échographie cardiaque montre une fraction d'éjection à 62 % et pas d'hypertrophie.",
        "Je propose de garder le même traitement, de poursuivre l'automesure tensionnelle et de refaire le "
        "bilan lipidique au printemps. Nous nous reverrons dans un an.",
        "Bien confraternellement,",
        "Dr Imaginaire, cardiologue (personne fictive)",
    )
    parts: list[Flowable] = [
        Paragraph("Cabinet de cardiologie des Terreaux", _NAME),
        Paragraph("Document fictif écrit pour Carnet", _SMALL),
        Spacer(1, 12 * mm),
    ]
    for paragraph in body:
        parts += [Paragraph(paragraph, _WORDS), Spacer(1, 4 * mm)]
    _pdf("2025-11-20 Lettre du cardiologue.pdf", "Lettre de consultation", parts)


def _lab_2026() -> None:
    _pdf(
        "2026-09-08 Laboratoire du Parc.pdf",
        "Compte rendu cumulatif",
        [
            *_head(
                "Laboratoire du Parc",
                "Biologie médicale (fictif) · 12 rue des Lilas, 69003 Lyon · Tél. 04 72 00 00 00",
                "Mme EXEMPLE Camille, née le 04/05/1979",
                "Prélevé le 08/09/2026 à 08h20 · Édité le 08/09/2026",
            ),
            _table(
                ("Analyse", "Unité", "Référence", "08/09/2026", "03/03/2026", "12/03/2024"),
                (
                    (
                        "HÉMATOLOGIE",
                        (
                            ("Hémoglobine", "g/dL", "12,0 - 16,0", "13,1", "12,9", "11,8"),
                            ("VGM", "fL", "80 - 100", "87", "86", "78"),
                        ),
                    ),
                    (
                        "BIOCHIMIE",
                        (
                            ("Ferritine", "µg/L", "15 - 150", "41", "33", "8"),
                            ("Cholestérol LDL", "g/L", "< 1,60", "1,28", "1,35", "1,52"),
                            ("Hémoglobine glyquée (HbA1c)", "%", "4,0 - 6,0", "6,0", "5,9", "5,9"),
                            ("Créatinine", "µmol/L", "45 - 84", "70", "69", "68"),
                        ),
                    ),
                ),
                (56, 20, 30, 24, 24, 24),
            ),
            Spacer(1, 8 * mm),
            Paragraph("Validé par le Dr Fictif, biologiste. Page 1/1", _SMALL),
        ],
    )


def _bundle() -> None:
    def entry(resource: dict[str, Any]) -> dict[str, Any]:
        return {
            "fullUrl": f"urn:uuid:{resource['resourceType'].lower()}-{resource['id']}",
            "resource": resource,
        }

    subject = {"reference": "Patient/camille"}
    laboratory = [{"reference": "Organization/alpes"}]

    def ldl(number: str, day: str, value: float) -> dict[str, Any]:
        return {
            "resourceType": "Observation",
            "id": f"ldl-{number}",
            "status": "final",
            "code": {
                "coding": [{"system": "http://loinc.org", "code": "22748-8"}],
                "text": "LDL-cholestérol",
            },
            "subject": subject,
            "effectiveDateTime": day,
            "performer": laboratory,
            "valueQuantity": {
                "value": value,
                "unit": "mmol/L",
                "system": "http://unitsofmeasure.org",
                "code": "mmol/L",
            },
            "referenceRange": [{"high": {"value": 4.1, "unit": "mmol/L"}, "text": "< 4,1"}],
        }

    def pressure() -> dict[str, Any]:
        def part(code: str, text: str, value: int) -> dict[str, Any]:
            return {
                "code": {"coding": [{"system": "http://loinc.org", "code": code}], "text": text},
                "valueQuantity": {"value": value, "unit": "mmHg", "code": "mm[Hg]"},
            }

        return {
            "resourceType": "Observation",
            "id": "pa-1",
            "status": "final",
            "code": {
                "coding": [{"system": "http://loinc.org", "code": "85354-9"}],
                "text": "Pression artérielle",
            },
            "subject": subject,
            "effectiveDateTime": "2024-06-03T09:30:00+02:00",
            "component": [
                part("8480-6", "Pression artérielle systolique", 148),
                part("8462-4", "Pression artérielle diastolique", 92),
            ],
        }

    resources: list[dict[str, Any]] = [
        {
            "resourceType": "Patient",
            "id": "camille",
            "name": [{"family": "EXEMPLE", "given": ["Camille"]}],
            "gender": "female",
            "birthDate": "1979-05-04",
        },
        {"resourceType": "Organization", "id": "alpes", "name": "Laboratoire des Alpes"},
        {
            "resourceType": "AllergyIntolerance",
            "id": "a1",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "code": {"text": "Amoxicilline"},
            "patient": subject,
            "onsetDateTime": "2011",
            "reaction": [{"manifestation": [{"text": "Urticaire généralisée"}]}],
        },
        {
            "resourceType": "Condition",
            "id": "c1",
            "clinicalStatus": {"coding": [{"code": "active"}]},
            "verificationStatus": {"coding": [{"code": "confirmed"}]},
            "code": {"text": "Hypertension artérielle"},
            "subject": subject,
            "onsetDateTime": "2024-06",
        },
        {
            "resourceType": "MedicationStatement",
            "id": "m1",
            "status": "active",
            "medicationCodeableConcept": {"text": "Amlodipine 5 mg, comprimé"},
            "subject": subject,
            "effectivePeriod": {"start": "2024-06-10"},
            "dosage": [{"text": "1 comprimé le matin"}],
        },
        {
            "resourceType": "MedicationStatement",
            "id": "m2",
            "status": "completed",
            "medicationCodeableConcept": {"text": "Sulfate ferreux 80 mg, comprimé"},
            "subject": subject,
            "effectivePeriod": {"start": "2024-03-20", "end": "2024-09-20"},
            "dosage": [{"text": "1 comprimé par jour"}],
        },
        {
            "resourceType": "Immunization",
            "id": "v1",
            "status": "completed",
            "vaccineCode": {"text": "Diphtérie, tétanos, poliomyélite (rappel)"},
            "patient": subject,
            "occurrenceDateTime": "2019-09-14",
        },
        ldl("1", "2021-02-09", 4.31),
        ldl("2", "2022-01-18", 4.22),
        pressure(),
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [entry(item) for item in resources]}
    (FILES / "Dossier partagé (FHIR).json").write_text(
        json.dumps(bundle, ensure_ascii=False, indent=1) + "\n", "utf-8"
    )


def _notes() -> None:
    (FILES / "Mes notes.md").write_text(
        "# Mes notes\n\n"
        "2 octobre 2026\n\n"
        "## Avant le rendez-vous\n\n"
        "Moins fatiguée depuis l'été. Je dors six heures par nuit en semaine.\n\n"
        "## À demander\n\n"
        "- Faut-il refaire la prise de sang cet hiver ?\n"
        "- Le rappel de vaccin de 2019, c'est pour quand le suivant ?\n",
        "utf-8",
    )


if __name__ == "__main__":
    make()
