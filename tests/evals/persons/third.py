"""Two persons written last, while the answers were being mended, to see what is left of what was learnt."""

from tests.evals.persons import coded, paper
from tests.evals.persons.paper import Report

Files = list[tuple[str, bytes]]


def nadia() -> Files:
    """45, fr, Belgium: high blood pressure, kidney stones, an operated knee; two laboratories."""
    who = "Nadia VANDERSTRAETEN, née le 22/01/1981"
    return [
        (
            "labo_bruges_2025.pdf",
            paper.report(
                Report(
                    "Laboratoire Canal Bruges",
                    who,
                    "18/11/2025 08:00",
                    (
                        ("Acide urique", "62", "mg/L", "26 - 60"),
                        ("Calcium", "2,48", "mmol/L", "2,15 - 2,55"),
                        ("Créatinine", "0,88", "mg/dL", "0,50 - 0,90"),
                        ("Triglycérides", "172", "mg/dL", "< 150"),
                        ("Gamma-GT", "41", "U/L", "< 40"),
                    ),
                )
            ),
        ),
        (
            "labo_bruges_2026.pdf",
            paper.report(
                Report(
                    "Laboratoire Canal Bruges",
                    who,
                    "20/10/2026 08:10",
                    (
                        ("Acide urique", "54", "mg/L", "26 - 60"),
                        ("Calcium", "2,41", "mmol/L", "2,15 - 2,55"),
                        ("Créatinine", "0,84", "mg/dL", "0,50 - 0,90"),
                        ("Triglycérides", "138", "mg/dL", "< 150"),
                        ("Gamma-GT", "33", "U/L", "< 40"),
                        ("Vitamine D (25-OH)", "21", "ng/mL", "30 - 80"),
                    ),
                )
            ),
        ),
        (
            "sejour_namur.hl7",
            coded.message(
                "ORU^R01^ORU_R01",
                "Clinique de Namur",
                "Nadia Vanderstraeten",
                "19810122",
                "20260305",
                *coded.results(
                    "20260305",
                    "24320-4^Bilan",
                    ("2160-0", "Créatinine", "1.12", "mg/dL", "0.50-0.90"),
                    ("1988-5", "CRP", "44", "mg/L", "<5"),
                    ("6690-2", "Leucocytes", "13.2", "10*9/L", "4.0-10.0"),
                ),
            ),
        ),
        (
            "urologue.txt",
            paper.text("""
Clinique de Namur - Urologie
Dr Joris PEETERS

Le 9 mars 2026

Concerne : Madame Nadia VANDERSTRAETEN, née le 22/01/1981

Cher confrère,

Colique néphrétique gauche le 5 mars 2026. Le scanner du 5 mars 2026 montre un calcul de 6 mm.
Le calcul a été expulsé le 8 mars 2026. Analyse du calcul : oxalate de calcium.
Tamsulosine 0,4 mg arrêtée le 9 mars 2026.
Boire deux litres par jour. Échographie de contrôle prévue le 15 décembre 2026.

Dr Joris PEETERS
"""),
        ),
        (
            "dossier_medecin.json",
            coded.bundle(
                "Nadia Vanderstraeten",
                "1981-01-22",
                "female",
                coded.condition("Hypertension artérielle", "38341003", "2018-09"),
                coded.condition("Lithiase rénale", "95570007", "2026-03"),
                coded.condition(
                    "Mononucléose infectieuse", "271558008", "1998", status="resolved", until="1998"
                ),
                coded.prescribed("Périndopril 5 mg", "C09AA04", "1 comprimé le matin", "2018-10"),
                coded.prescribed(
                    "Amlodipine 5 mg",
                    "C08CA01",
                    "1 comprimé le matin",
                    "2020-02",
                    status="stopped",
                    until="2023-06",
                ),
                coded.allergic("Ibuprofène", "293586001", "oedème du visage", "2009-07"),
                coded.vaccinated("Tétanos-diphtérie-coqueluche", "115", "2021-05-04"),
                coded.vaccinated("Covid-19", "208", "2021-12-11"),
                coded.procedure("Méniscectomie du genou droit", "30549001", "2015-04-16"),
            ),
        ),
        (
            "cardio_2026.pdf",
            paper.letter("""
Cabinet de cardiologie du Parc
Dr Louise MERTENS

Le 2 juin 2026

Madame Nadia VANDERSTRAETEN, née le 22/01/1981

Tension artérielle 134/84 mmHg. Fréquence cardiaque 72/min.
ECG normal. Pas d'hypertrophie ventriculaire à l'échographie cardiaque.
Poursuite du périndopril 5 mg le matin.
Prochain rendez-vous le 1er juin 2027.

Dr Louise MERTENS
"""),
        ),
        (
            "tensions.csv",
            paper.table(
                "Date;Systolique;Diastolique;Pouls",
                (
                    "10/11/2026;136;85;74",
                    "12/11/2026;129;81;70",
                    "14/11/2026;141;88;77",
                    "16/11/2026;133;84;72",
                    "18/11/2026;126;79;69",
                ),
            ),
        ),
        ("piece_floue.pdf", paper.picture_only()),
    ]


def oliver() -> Files:
    """22, en: epilepsy, anaemia after a journey, a broken wrist; a paper in French from Geneva."""
    return [
        (
            "gp_bloods.json",
            coded.bundle(
                "Oliver Thackeray",
                "2004-03-19",
                "male",
                coded.observed(
                    "Haemoglobin",
                    "718-7",
                    "112",
                    "g/L",
                    "g/L",
                    "2026-02-10",
                    low="130",
                    high="170",
                    lab="Castle Street Laboratory",
                ),
                coded.observed(
                    "Ferritin",
                    "2276-4",
                    "7",
                    "ug/L",
                    "ug/L",
                    "2026-02-10",
                    low="30",
                    high="400",
                    lab="Castle Street Laboratory",
                ),
                coded.observed(
                    "Haemoglobin",
                    "718-7",
                    "141",
                    "g/L",
                    "g/L",
                    "2026-09-15",
                    low="130",
                    high="170",
                    lab="Castle Street Laboratory",
                ),
                coded.observed(
                    "Ferritin",
                    "2276-4",
                    "58",
                    "ug/L",
                    "ug/L",
                    "2026-09-15",
                    low="30",
                    high="400",
                    lab="Castle Street Laboratory",
                ),
                coded.observed(
                    "Vitamin B12",
                    "2132-9",
                    "310",
                    "ng/L",
                    "ng/L",
                    "2026-09-15",
                    low="200",
                    high="900",
                    lab="Castle Street Laboratory",
                ),
                coded.observed(
                    "Sodium",
                    "2951-2",
                    "137",
                    "mmol/L",
                    "mmol/L",
                    "2026-09-15",
                    low="133",
                    high="146",
                    lab="Castle Street Laboratory",
                ),
            ),
        ),
        (
            "geneve_urgences.pdf",
            paper.letter("""
Hôpital du Lac - Genève
Service des urgences

Le 28 décembre 2025

Monsieur Oliver THACKERAY, né le 19/03/2004

Chute à ski. Fracture du poignet gauche, confirmée par la radiographie du 28 décembre 2025.
Plâtre pour six semaines. Pas d'opération.
Hémoglobine 108 g/L.
Paracétamol 1 g : 1 comprimé trois fois par jour pendant 5 jours.

Dr Anaïs ROCHAT
"""),
        ),
        (
            "neurology.txt",
            paper.text("""
City Neurology Centre
14 July 2026

Re: Oliver Thackeray, born 19 March 2004

Dear Dr Lowe,

Oliver has had epilepsy since 2019. His last seizure was on 3 April 2025.
Lamotrigine 100 mg twice daily is continued. Levetiracetam was stopped in May 2024 because of low mood.
EEG on 14 July 2026: no epileptic activity.
Lamotrigine level 5.8 mg/L.
He must not drive until 3 April 2026 has passed without a seizure.
Next review on 12 January 2027.

Dr Samuel Okafor
"""),
        ),
        (
            "care_summary.xml",
            coded.summary(
                "Oliver Thackeray",
                "20040319",
                "20260916",
                "Castle Street Surgery",
                problems=(
                    coded.problem("Epilepsy", "84757009", "2019"),
                    coded.problem("Iron deficiency anaemia", "87522002", "202602", "202609"),
                    coded.problem("Hay fever", "21719001", "2012"),
                ),
                medications=(
                    coded.medicine(
                        "Lamotrigine 100 MG Oral Tablet", "198427", "one tablet twice daily", "20240520"
                    ),
                    coded.medicine(
                        "Ferrous fumarate 210 MG Oral Tablet",
                        "310323",
                        "one tablet daily",
                        "20260212",
                        "20260916",
                    ),
                ),
                allergies=(coded.allergy("Cefalexin", "2231", "Hives", "247472004", "2016"),),
                immunizations=(
                    coded.vaccine("Meningococcal ACWY", "114", "20220912"),
                    coded.vaccine("HPV", "62", "20181105"),
                ),
            ),
        ),
        (
            "peak_flow.csv",
            paper.table(
                "Date,Weight (kg),Pulse (bpm)",
                ("2026-10-01,71.0,66", "2026-10-15,71.6,64", "2026-11-01,72.4,68", "2026-11-15,72.9,62"),
            ),
        ),
    ]
