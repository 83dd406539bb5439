"""Two persons of countries and habits not met before, written before the code that answers was read again."""

import io
import random
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from tests.evals.persons import coded, paper
from tests.evals.persons.paper import Report

Files = list[tuple[str, bytes]]


def clarity(day: date, days: int, seed: int) -> bytes:
    """A French Dexcom Clarity file in mmol/L: a value each five minutes, a meal dose three times a day."""
    chance = random.Random(seed)  # noqa: S311  made-up measurements
    lines = [
        "Index;Horodatage (AAAA-MM-JJThh:mm:ss);Type d'événement;Sous-type d'événement;Infos patient;"
        "Infos sur l'appareil;ID de l'appareil source;Valeur de glycémie (mmol/L);Valeur d'insuline (u);"
        "Valeur de glucides (grammes);Durée (hh:mm:ss);Variation de glycémie (mmol/L/min);"
        "Heure du transmetteur (entier long);ID du transmetteur",
        "1;;Prénom;;Mathis;;;;;;;;;",
        "2;;Nom;;Boucher-Lavoie;;;;;;;;;",
        "3;;Appareil;;;Application Dexcom G7;iOS;;;;;;;",
    ]
    first, level = datetime.combine(day, time()), 8.0
    for step in range(days * 288):
        moment = first + timedelta(minutes=5 * step)
        level = min(19.0, max(3.1, level + chance.uniform(-0.8, 0.8) + (8.9 - level) * 0.015))
        value = f"{level:.1f}".replace(".", ",")
        lines.append(f"{len(lines)};{moment:%Y-%m-%dT%H:%M:%S};EGV;;;;iOS;{value};;;;;{1000 + step};8AA11")
        if moment.strftime("%H:%M") in ("07:30", "12:00", "18:00"):
            dose = 5 + step // 288 % 3
            lines.append(f"{len(lines)};{moment:%Y-%m-%dT%H:%M}:30;Insuline;Action rapide;;;iOS;;{dose};;;;;")
    return ("\ufeff" + "\n".join(lines) + "\n").encode()


def withings(weights: Sequence[tuple[str, str]], pressures: Sequence[tuple[str, int, int, int]]) -> bytes:
    """The zip of an account with a scale and a cuff; a pressure is (moment, pulse, systolic, diastolic)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, head, rows in (
            ("weight.csv", 'Date,"Weight (kg)"', [f'"{when}",{value}' for when, value in weights]),
            (
                "bp.csv",
                "Date,Heart rate,Systolic,Diastolic,Comments",
                [f"{when},{pulse},{high},{low}," for when, pulse, high, low in pressures],
            ),
        ):
            entry = zipfile.ZipInfo(name, (2026, 11, 20, 9, 0, 0))
            archive.writestr(entry, "\n".join((head, *rows)) + "\n")
    return out.getvalue()


def mathis() -> Files:
    """16, fr, Québec: type 1 diabetes with a sensor, an asthma that only a letter names."""
    lab, who = "Laboratoire des Érables", "Mathis BOUCHER-LAVOIE  né le 2010-06-12"
    born = "Mathis BOUCHER-LAVOIE, né le 12 juin 2010"
    return [
        ("clarity_novembre.csv", clarity(date(2026, 11, 2), 14, 23)),
        (
            "labo_2025-09.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "2025-09-16 07:45",
                    (
                        ("Hémoglobine glyquée (HbA1c)", "9,1", "%", "4,0 - 6,0"),
                        ("Cholestérol LDL", "2,61", "mmol/L", "< 3,40"),
                        ("TSH", "2,05", "mUI/L", "0,40 - 4,40"),
                        ("25-hydroxyvitamine D", "41", "nmol/L", "75 - 250"),
                        ("Albumine/créatinine urinaire", "1,1", "mg/mmol", "< 2,0"),
                    ),
                )
            ),
        ),
        (
            "labo_2026-03.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "2026-03-17 07:50",
                    (
                        ("Hémoglobine glyquée (HbA1c)", "8,4", "%", "4,0 - 6,0"),
                        ("ALT", "38", "U/L", "< 40"),
                        ("Triglycérides", "1,12", "mmol/L", "< 1,30"),
                        ("Créatinine", "64", "µmol/L", "50 - 90"),
                    ),
                )
            ),
        ),
        (
            "labo_2026-09.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "2026-09-15 07:40",
                    (
                        ("Hémoglobine glyquée (HbA1c)", "7,8", "%", "4,0 - 6,0"),
                        ("Cholestérol LDL", "2,34", "mmol/L", "< 3,40"),
                        ("TSH", "3,10", "mUI/L", "0,40 - 4,40"),
                        ("25-hydroxyvitamine D", "78", "nmol/L", "75 - 250"),
                        ("Albumine/créatinine urinaire", "2,6", "mg/mmol", "< 2,0"),
                        ("ALT", "22", "U/L", "< 40"),
                        ("Anti-transglutaminase IgA", "< 1,0", "U/mL", "< 7,0"),
                    ),
                )
            ),
        ),
        (
            "clinique_diabete.txt",
            paper.text(f"""
Clinique de diabète pédiatrique - Hôpital de la Rive
Dre Geneviève THÉRIAULT, endocrinologue pédiatrique

Le 24 septembre 2026

{born}

Chère collègue,

Mathis est suivi pour un diabète de type 1 depuis février 2018.
Asthme léger connu depuis 2017 : salbutamol au besoin, surtout avant le hockey.
Poids 61,2 kg. Taille 172 cm. Tension artérielle 112/64 mmHg.
L'insuline glargine a été remplacée par l'insuline dégludec en juin 2025.
Hypoglycémie sévère le 2 mai 2026, traitée par glucagon.
Cible d'HbA1c : moins de 7,0 %.
Une pompe à insuline est envisagée ; une rencontre d'information est prévue le 3 décembre 2026.
Prochaine visite à la clinique le 21 janvier 2027.

Dre Geneviève THÉRIAULT
"""),
        ),
        (
            "urgence_mai.pdf",
            paper.letter(f"""
Hôpital de la Rive - Urgence
Note de départ

Le 2 mai 2026

{born}

Amené par ambulance après une partie de hockey : perte de conscience brève.
Glycémie à l'arrivée 2,1 mmol/L, 6,8 mmol/L au départ.
Glucagon 3 mg par voie nasale donné par la mère.
Scan cérébral non requis. Congé le jour même.
Réduire l'insuline avant le sport et revoir la clinique de diabète dans la semaine.

Dr Étienne BEAULIEU
"""),
        ),
        (
            "vaccins_qc.hl7",
            coded.message(
                "VXU^V04^VXU_V04",
                "CLSC de la Rive",
                "Mathis Boucher-Lavoie",
                "20100612",
                "20261102",
                *coded.jabs(
                    ("20191022", "165", "HPV 9-valent"),
                    ("20200428", "165", "HPV 9-valent"),
                    ("20191022", "104", "Hepatitis A and hepatitis B"),
                    ("20241105", "115", "Tdap"),
                    ("20241105", "114", "Meningococcal ACWY"),
                    ("20251104", "150", "Influenza, injectable"),
                    ("20261030", "150", "Influenza, injectable"),
                ),
            ),
        ),
        (
            "pediatre.json",
            coded.bundle(
                "Mathis Boucher-Lavoie",
                "2010-06-12",
                "male",
                coded.condition("Type 1 diabetes mellitus", "46635009", "2018-02"),
                coded.condition("Eczema", "43116000", "2012", status="resolved", until="2019"),
                coded.allergic("Cashew nut", "703923004", "hives and wheezing", "2015-08"),
                coded.prescribed("Insulin degludec 100 U/mL", "A10AE06", "22 units at bedtime", "2025-06-10"),
                coded.prescribed("Insulin aspart 100 U/mL", "A10AB05", "with meals", "2018-02"),
                coded.prescribed(
                    "Insulin glargine 100 U/mL",
                    "A10AE04",
                    "20 units at bedtime",
                    "2018-02",
                    status="stopped",
                    until="2025-06-10",
                ),
                coded.prescribed(
                    "Isotretinoin 20 mg",
                    "D10BA01",
                    "one capsule daily",
                    "2026-01-12",
                    status="completed",
                    until="2026-07-06",
                ),
                coded.procedure("Appendectomy", "80146002", "2021-08-14"),
                coded.observed(
                    "Body weight", "29463-7", "54.8", "kg", "kg", "2025-09-18", category="vital-signs"
                ),
                coded.observed(
                    "Body weight", "29463-7", "58.6", "kg", "kg", "2026-03-19", category="vital-signs"
                ),
                coded.observed(
                    "Body height", "8302-2", "168", "cm", "cm", "2025-09-18", category="vital-signs"
                ),
            ),
        ),
        (
            "optometriste.pdf",
            paper.letter(f"""
Optométrie du Vieux-Marché
Dre Mylène GAUVIN, optométriste

Le 8 juillet 2026

{born}

Examen de la rétine avec dilatation : aucun signe de rétinopathie.
Myopie : -1,25 à droite, -1,50 à gauche. Lunettes prescrites pour la classe.
Prochain examen dans un an.

Dre Mylène GAUVIN
"""),
        ),
        (
            "school_plan.txt",
            paper.text("""
Riverside Regional High School
Health plan for the school year 2026-2027
Date: 31 August 2026

Student: Mathis Boucher-Lavoie, born 12 June 2010

When glucose is below 4.0 mmol/L: 15 g of fast sugar, check again after 15 minutes.
An epinephrine auto-injector 0.3 mg is kept in the nurse's office, it expires in March 2027.
He may check his phone in class.
Emergency contact: his mother.

Karen Whitlock, school nurse
"""),
        ),
        ("carnet_enfance.pdf", paper.picture_only()),
    ]


def marijke() -> Files:
    """70, en, Belgium: a mechanical valve, a book of INR, a bleed in hospital, papers in two languages."""
    lab, who = "Laboratoire des Coteaux", "Marijke CLAES-FONTAINE, née le 03/05/1956"
    return [
        (
            "inr.csv",
            paper.table(
                "Date;INR",
                (
                    "02/06/2026;2,8",
                    "16/06/2026;3,1",
                    "07/07/2026;3,4",
                    "21/07/2026;2,6",
                    "18/08/2026;2,9",
                    "08/09/2026;3,7",
                    "22/09/2026;3,2",
                    "13/10/2026;2,4",
                    "03/11/2026;2,7",
                    "17/11/2026;3,0",
                ),
            ),
        ),
        (
            "labo_2025.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "23/09/2025 08:20",
                    (
                        ("Cholestérol LDL", "118", "mg/dL", "< 70"),
                        ("Cholestérol HDL", "52", "mg/dL", "> 45"),
                        ("Créatinine", "0,92", "mg/dL", "0,50 - 0,90"),
                        ("Potassium", "4,3", "mmol/L", "3,5 - 5,1"),
                        ("TSH", "5,90", "mUI/L", "0,27 - 4,20"),
                        ("Hémoglobine", "13,4", "g/dL", "12,0 - 16,0"),
                    ),
                )
            ),
        ),
        (
            "labo_2026-03.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "24/03/2026 08:15",
                    (
                        ("Cholestérol LDL", "83", "mg/dL", "< 70"),
                        ("Cholestérol HDL", "55", "mg/dL", "> 45"),
                        ("Créatinine", "0,98", "mg/dL", "0,50 - 0,90"),
                        ("TSH", "3,35", "mUI/L", "0,27 - 4,20"),
                        ("Hémoglobine", "11,6", "g/dL", "12,0 - 16,0"),
                        ("Ferritine", "19", "µg/L", "15 - 150"),
                    ),
                )
            ),
        ),
        (
            "labo_2026-10.pdf",
            paper.report(
                Report(
                    lab,
                    who,
                    "06/10/2026 08:05",
                    (
                        ("Cholestérol LDL", "66", "mg/dL", "< 70"),
                        ("Cholestérol HDL", "58", "mg/dL", "> 45"),
                        ("Créatinine", "1,04", "mg/dL", "0,50 - 0,90"),
                        ("Potassium", "4,9", "mmol/L", "3,5 - 5,1"),
                        ("TSH", "2,80", "mUI/L", "0,27 - 4,20"),
                        ("Hémoglobine", "12,9", "g/dL", "12,0 - 16,0"),
                        ("Ferritine", "64", "µg/L", "15 - 150"),
                        ("NT-proBNP", "610", "ng/L", "< 300"),
                    ),
                )
            ),
        ),
        (
            "hopital_fevrier.json",
            coded.bundle(
                "Marijke Claes-Fontaine",
                "1956-05-03",
                "female",
                coded.observed(
                    "INR", "6301-6", "4.8", "{INR}", "{INR}", "2026-02-08", lab="Clinique Sainte-Walburge"
                ),
                coded.observed(
                    "Hémoglobine",
                    "718-7",
                    "8.7",
                    "g/dL",
                    "g/dL",
                    "2026-02-08",
                    low="12.0",
                    high="16.0",
                    lab="Clinique Sainte-Walburge",
                ),
                coded.observed(
                    "Hémoglobine",
                    "718-7",
                    "10.2",
                    "g/dL",
                    "g/dL",
                    "2026-02-13",
                    low="12.0",
                    high="16.0",
                    lab="Clinique Sainte-Walburge",
                ),
                coded.observed(
                    "Créatinine",
                    "2160-0",
                    "1.31",
                    "mg/dL",
                    "mg/dL",
                    "2026-02-08",
                    low="0.50",
                    high="0.95",
                    lab="Clinique Sainte-Walburge",
                ),
                coded.ordered("Bisoprolol 5 mg", "C07AB07", "1 comprimé le matin", "2026-02-14"),
                coded.ordered("Pantoprazole 40 mg", "A02BC02", "1 comprimé le matin", "2026-02-14"),
                coded.procedure("Gastroscopie", "386831003", "2026-02-09"),
            ),
        ),
        (
            "summary_gp.xml",
            coded.summary(
                "Marijke Claes-Fontaine",
                "19560503",
                "20260512",
                "Maison médicale du Laveu",
                problems=(
                    coded.problem("Atrial fibrillation", "49436004", "201711"),
                    coded.problem("Hypothyroidism", "40930008", "2009"),
                    coded.problem("Hyperlipidemia", "55822004", "2012"),
                    coded.problem("Deep vein thrombosis of leg", "404223003", "200406", "200412"),
                ),
                allergies=(coded.allergy("Clarithromycin", "21212", "Hives", "247472004", "2011"),),
                medications=(
                    coded.medicine("Acenocoumarol 4 MG Oral Tablet", "154", "according to INR", "20171201"),
                    coded.medicine("Bisoprolol 2.5 MG Oral Tablet", "854901", "one tablet daily", "20180115"),
                    coded.medicine(
                        "Levothyroxine 75 MCG Oral Tablet", "966158", "one tablet daily", "20251001"
                    ),
                    coded.medicine("Rosuvastatin 10 MG Oral Tablet", "859747", "one at night", "20251001"),
                    coded.medicine(
                        "Amiodarone 200 MG Oral Tablet", "833528", "one tablet daily", "20180301", "20240220"
                    ),
                ),
                immunizations=(
                    coded.vaccine("Influenza, high-dose", "197", "20251014"),
                    coded.vaccine("Pneumococcal conjugate PCV20", "216", "20240502"),
                    coded.vaccine("Zoster recombinant", "187", "20230912"),
                    coded.vaccine("Zoster recombinant", "187", "20231212"),
                ),
            ),
        ),
        (
            "cardiologue_mai.pdf",
            paper.letter("""
Centre de cardiologie d'Outremeuse
Dr Benoît LACROIX

Le 19 mai 2026

Madame Marijke CLAES-FONTAINE, née le 03/05/1956

Cher confrère,

Prothèse mitrale mécanique posée le 20 novembre 2017, fonctionnement normal à l'échographie du 19 mai 2026.
Fraction d'éjection 54 %.
INR cible entre 2,5 et 3,5.
Tension artérielle 138/76 mmHg. Fréquence cardiaque 66/min. Poids 68,4 kg.
Bisoprolol augmenté à 5 mg en février 2026, bien supporté.
Pas d'oedème. Antibioprophylaxie avant les soins dentaires.
Je la reverrai le 18 mai 2027.

Dr Benoît LACROIX
"""),
        ),
        (
            "sortie_sainte-walburge.txt",
            paper.text("""
Clinique Sainte-Walburge - Médecine interne
Lettre de sortie

Le 14 février 2026

Concerne : Madame Marijke CLAES-FONTAINE, née le 03/05/1956

Hospitalisée du 8 au 14 février 2026 pour une hémorragie digestive avec un INR à 4,8.
La gastroscopie du 9 février 2026 montre un ulcère de l'estomac, sans signe de cancer.
Deux culots globulaires ont été transfusés.
Le naproxène, pris sans ordonnance pour le dos, a été arrêté le 8 février 2026.
Pantoprazole 40 mg le matin pendant huit semaines.
Coloscopie de contrôle prévue le 9 décembre 2026.

Dr Safia EL IDRISSI
"""),
        ),
        (
            "walk_in_centre.txt",
            paper.text("""
Harbourside Walk-in Centre, Bristol
3 August 2026

Re: Marijke Claes-Fontaine, born 3 May 1956

Dear Doctor,

Mrs Claes-Fontaine twisted her left ankle on 2 August 2026 while visiting her daughter.
X-ray of the left ankle on 3 August 2026: no fracture.
INR 2.3 on the day. Blood pressure 146/82 mmHg.
She takes acenocoumarol; no anti-inflammatory tablets were given. Paracetamol 500 mg as needed.

Fiona Garrick, nurse practitioner
"""),
        ),
        (
            "withings.zip",
            withings(
                (
                    ("2026-07-01 07:05:00", "69.2"),
                    ("2026-08-01 07:10:00", "68.8"),
                    ("2026-09-01 07:02:00", "68.1"),
                    ("2026-10-01 07:08:00", "67.5"),
                    ("2026-11-01 07:04:00", "67.0"),
                ),
                (
                    ("2026-11-02 08:00:00", 64, 141, 78),
                    ("2026-11-06 08:00:00", 68, 133, 74),
                    ("2026-11-10 08:00:00", 62, 149, 84),
                    ("2026-11-14 08:00:00", 65, 136, 77),
                ),
            ),
        ),
        ("kaart_pacemaker.pdf", paper.picture_only()),
    ]
