# ruff: noqa: E501  word lists read better whole
"""What the fuzzer prints: analyses known and made up, headings, labels and lines of noise, in six languages."""

import random

# name, unit, decimals, low, high, printed limits ("both", "<", ">")
KNOWN: dict[str, tuple[tuple[str, str, int, float, float, str], ...]] = {
    "fr": (
        ("Sodium", "mmol/L", 0, 136, 145, "both"),
        ("Potassium", "mmol/L", 1, 3.5, 5.1, "both"),
        ("Glycémie à jeun", "g/L", 2, 0.7, 1.05, "both"),
        ("Créatinine", "µmol/L", 0, 45, 84, "both"),
        ("Hématies", "T/L", 2, 4.0, 5.4, "both"),
        ("Hémoglobine", "g/dL", 1, 12, 16, "both"),
        ("Hématocrite", "%", 1, 36, 46, "both"),
        ("V.G.M.", "fL", 1, 80, 98, "both"),
        ("Leucocytes", "/mm3", 0, 4000, 10000, "both"),
        ("Plaquettes", "G/L", 0, 150, 400, "both"),
        ("Polynucléaires neutrophiles", "G/L", 2, 1.8, 7.5, "both"),
        ("Gamma GT", "UI/L", 0, 9, 36, "<"),
        ("CRP ultrasensible", "mg/L", 1, 0, 5, "<"),
        ("Cholestérol HDL", "mmol/L", 2, 1.03, 2.1, ">"),
        ("TSH", "mUI/L", 3, 0.4, 4.0, "both"),
        ("25-OH Vitamine D (D2 + D3)", "nmol/L", 0, 75, 200, ">"),
        ("CA 19-9", "kU/L", 1, 0, 37, "<"),
        ("Vitamine B12", "pmol/L", 0, 138, 652, "both"),
        ("Ferritine", "µg/L", 0, 15, 150, "both"),
        ("DFG (CKD-EPI 2009)", "mL/min/1,73m²", 0, 60, 120, ">"),
    ),
    "en": (
        ("Sodium", "mmol/L", 0, 136, 145, "both"),
        ("Potassium", "mmol/L", 1, 3.5, 5.1, "both"),
        ("Glucose, fasting", "mg/dL", 0, 70, 99, "both"),
        ("Creatinine", "mg/dL", 2, 0.5, 1.1, "both"),
        ("Haemoglobin", "g/L", 0, 120, 160, "both"),
        ("Haematocrit", "L/L", 2, 0.36, 0.46, "both"),
        ("MCV", "fL", 1, 80, 98, "both"),
        ("White cell count", "10^9/L", 1, 4, 11, "both"),
        ("Platelets", "10*3/uL", 0, 150, 400, "both"),
        ("Red blood cells", "10^12/L", 2, 3.9, 5.4, "both"),
        ("Neutrophils (absolute)", "x10E3/uL", 2, 1.8, 7.5, "both"),
        ("ALT (SGPT)", "U/L", 0, 7, 55, "<"),
        ("C-reactive protein", "mg/L", 1, 0, 5, "<"),
        ("HDL cholesterol", "mmol/L", 2, 1.0, 2.1, ">"),
        ("TSH", "mIU/L", 2, 0.4, 4.0, "both"),
        ("25-hydroxyvitamin D", "nmol/L", 0, 50, 150, ">"),
        ("CA 125", "U/mL", 1, 0, 35, "<"),
        ("Vitamin B12", "ng/L", 0, 180, 900, "both"),
        ("Ferritin", "ug/L", 0, 15, 150, "both"),
        ("eGFR (CKD-EPI)", "mL/min/1.73m2", 0, 60, 120, ">"),
    ),
    "es": (
        ("Glucosa", "mg/dL", 0, 70, 110, "both"),
        ("Creatinina", "mg/dL", 2, 0.5, 1.1, "both"),
        ("Hemoglobina", "g/dL", 1, 12, 16, "both"),
        ("Hematíes", "10^6/µL", 2, 3.9, 5.4, "both"),
        ("Plaquetas", "10^3/µL", 0, 150, 400, "both"),
        ("Colesterol HDL", "mg/dL", 0, 40, 90, ">"),
        ("Ferritina", "ng/mL", 0, 15, 150, "both"),
        ("Ácido úrico", "mg/dL", 1, 2.4, 5.7, "<"),
    ),
    "de": (
        ("Glukose (nüchtern)", "mg/dl", 0, 70, 100, "both"),
        ("Kreatinin i.S.", "mg/dl", 2, 0.5, 0.9, "both"),
        ("Hämoglobin", "g/dl", 1, 12, 16, "both"),
        ("Leukozyten", "/nl", 1, 4, 10, "both"),
        ("Thrombozyten", "/nl", 0, 150, 400, "both"),
        ("Kalium", "mmol/l", 1, 3.5, 5.1, "both"),
        ("Ferritin", "µg/l", 0, 15, 150, "both"),
        ("GPT (ALAT)", "U/l", 0, 5, 35, "<"),
    ),
    "it": (
        ("Glucosio", "mg/dL", 0, 70, 110, "both"),
        ("Creatinina", "mg/dL", 2, 0.5, 1.1, "both"),
        ("Emoglobina", "g/dL", 1, 12, 16, "both"),
        ("Globuli rossi", "10^6/µL", 2, 3.9, 5.4, "both"),
        ("Piastrine", "10^3/µL", 0, 150, 400, "both"),
        ("Sodio", "mmol/L", 0, 136, 145, "both"),
        ("Ferritina", "ng/mL", 0, 15, 150, "both"),
        ("Colesterolo HDL", "mg/dL", 0, 40, 90, ">"),
    ),
    "pt": (
        ("Glicose em jejum", "mg/dL", 0, 70, 99, "both"),
        ("Creatinina", "mg/dL", 2, 0.5, 1.1, "both"),
        ("Hemoglobina", "g/dL", 1, 12, 16, "both"),
        ("Leucócitos", "/mm³", 0, 4000, 10000, "both"),
        ("Plaquetas", "/mm³", 0, 150000, 400000, "both"),
        ("Potássio", "mmol/L", 1, 3.5, 5.1, "both"),
        ("Ferritina", "ng/mL", 0, 15, 150, "both"),
        ("Ácido úrico", "mg/dL", 1, 2.4, 5.7, "<"),
    ),
}

# name, result, usual result
WORDED = {
    "fr": (("Antigène HBs", "Négatif", "Négatif"), ("Nitrites", "Absence", "Absence"), ("IgG toxoplasmose", "Positif", ""),
           ("Protéines (bandelette)", "Traces", "Négatif")),
    "en": (("HBs antigen", "Negative", "Negative"), ("Urine nitrite", "Not detected", "Not detected"),
           ("Rubella IgG", "Reactive", ""), ("Urine ketones", "Trace", "Negative")),
    "es": (("Antígeno HBs", "Negativo", "Negativo"),),
    "de": (("HBs-Antigen", "negativ", "negativ"),),
    "it": (("Antigene HBs", "Negativo", "Negativo"),),
    "pt": (("Antígeno HBs", "Negativo", "Negativo"),),
}  # fmt: skip

_STEMS = "torv meld quint sarc olib zaph perc lumet vand rhex cald ostr ibex nylo trib galv".split()
_TAILS = {
    "fr": ("aline", "ase", "ine totale", "émie", "ogène", "ase acide", "osurie", "ine libre"),
    "en": ("alin", "ase", "in, total", "aemia index", "ogen", "ase, serum", "osin", "in free"),
}
_FRAMES = {
    "fr": ("{}", "{}", "{}", "{}", "Anti-{}", "{} 2", "{} (sérum)", "Facteur {}", "Récepteur soluble de la {}", "{} alpha-1",
           "S-{}", "{} / plasma", "IgE {}"),
    "en": ("{}", "{}", "{}", "{}", "Anti-{}", "{} 2", "{} (serum)", "Factor {}", "Soluble {} receptor", "{} alpha-1",
           "S-{}", "{}, plasma", "IgE {}"),
}  # fmt: skip
_UNKNOWN_UNITS = (
    "mmol/L", "µmol/L", "ng/mL", "pg/mL", "U/L", "kUI/L", "mg/24h", "%", "g/L", "nmol/L", "mg/L", "UI/mL", "U/gHb", "nkat/L", "mU/L",
)  # fmt: skip


def unknown(rng: random.Random, language: str) -> tuple[str, str, int, float, float, str]:
    """An analysis that no catalogue holds."""
    tongue = language if language in _TAILS else "en"
    name = rng.choice(_STEMS) + rng.choice(_TAILS[tongue])
    name = rng.choice(_FRAMES[tongue]).format(name.capitalize() if rng.random() < 0.8 else name.upper())
    low = rng.choice([0.02, 0.5, 1.2, 3, 10, 45, 130, 900])
    decimals = 3 if low < 0.1 else 1 if low < 10 else 0
    shape = rng.choice(["both", "both", "both", "<", ">"])
    return (
        name[0].upper() + name[1:],
        rng.choice(_UNKNOWN_UNITS),
        decimals,
        low,
        low * rng.uniform(1.5, 4),
        shape,
    )


HEADINGS: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {
    "fr": {
        "full": {
            "name": ("Analyse", "Examen", "Paramètre", "Analyses"), "value": ("Résultat", "Résultats", "Valeur"),
            "unit": ("Unité", "Unités"), "range": ("Valeurs de référence", "Intervalle de référence", "Normes", "Valeurs usuelles"),
            "low": ("Min", "Borne inf."), "high": ("Max", "Borne sup."), "flag": ("Indicateur", "Alerte"),
            "previous": ("Antériorité", "Résultat précédent", "Antérieur"), "previous_date": ("Date antér.", "Date"),
            "method": ("Technique", "Méthode"), "date": ("Date", "Prélevé le"), "code": ("Code", "Code NABM"),
            "sample": ("Nature", "Échantillon"), "comment": ("Commentaire", "Remarques"),
        },
        "short": {
            "name": ("Anal.", "Exam."), "value": ("Rés.", "Val."), "unit": ("U.", "Un."), "range": ("Réf.", "V.R.", "N"),
            "low": ("Min.", "Inf."), "high": ("Max.", "Sup."), "flag": ("*", "H/L"), "previous": ("Ant.", "Préc."),
            "previous_date": ("Date",), "method": ("Tech.",), "date": ("Date",), "code": ("N°",), "sample": ("Éch.",),
            "comment": ("Rem.",),
        },
        "odd": {
            "name": ("Élément dosé", "Ce qui est mesuré"), "value": ("Chiffre obtenu", "Lecture"), "unit": ("Exprimé en", "Mesure en"),
            "range": ("Zone attendue", "Population saine"), "low": ("Plancher",), "high": ("Plafond",), "flag": ("Signal",),
            "previous": ("Antérieur",), "previous_date": ("Date",), "method": ("Appareil",), "date": ("Date",),
            "code": ("Repère",), "sample": ("Tube",), "comment": ("Avis",),
        },
    },
    "en": {
        "full": {
            "name": ("Test", "Analyte", "Test Name", "Investigation"), "value": ("Result", "Results", "Value"), "unit": ("Units", "Unit"),
            "range": ("Reference Range", "Reference Interval", "Normal range"), "low": ("Low", "Lower limit"),
            "high": ("High", "Upper limit"), "flag": ("Flag", "Abnormal"), "previous": ("Previous result", "Previous"),
            "previous_date": ("Previous date", "Date"), "method": ("Method",), "date": ("Collected", "Date"), "code": ("Code", "LOINC"),
            "sample": ("Specimen", "Sample type"), "comment": ("Comments", "Notes"),
        },
        "short": {
            "name": ("Test",), "value": ("Res.", "Val"), "unit": ("U", "UoM"), "range": ("Ref.", "Ref", "Normal"), "low": ("Min",),
            "high": ("Max",), "flag": ("Flg", "H/L"), "previous": ("Prev.", "Prior"), "previous_date": ("Date",), "method": ("Meth.",),
            "date": ("Date",), "code": ("#",), "sample": ("Spec.",), "comment": ("Cmt",),
        },
        "odd": {
            "name": ("What was measured", "Marker"), "value": ("Your number", "Reading"), "unit": ("Measured in", "Scale"),
            "range": ("Healthy people", "Expected window"), "low": ("Floor",), "high": ("Ceiling",), "flag": ("Signal",),
            "previous": ("Previous",), "previous_date": ("Date",), "method": ("Platform",), "date": ("Date",), "code": ("Key",),
            "sample": ("Tube",), "comment": ("Our view",),
        },
    },
    "es": {"full": {
        "name": ("Determinación", "Prueba"), "value": ("Resultado",), "unit": ("Unidades", "Unidad"),
        "range": ("Valores de referencia", "Intervalo de referencia"), "low": ("Mín.",), "high": ("Máx.",), "flag": ("Alerta",),
        "previous": ("Resultado anterior", "Anterior"), "previous_date": ("Fecha",), "method": ("Método",), "date": ("Fecha",),
        "code": ("Código",), "sample": ("Muestra",), "comment": ("Observaciones",),
    }},
    "de": {"full": {
        "name": ("Parameter", "Untersuchung", "Analyse"), "value": ("Ergebnis", "Wert", "Messwert"), "unit": ("Einheit",),
        "range": ("Referenzbereich", "Normbereich"), "low": ("Min.",), "high": ("Max.",), "flag": ("Flag",),
        "previous": ("Vorwert",), "previous_date": ("Datum",), "method": ("Methode",), "date": ("Datum",), "code": ("Code",),
        "sample": ("Material",), "comment": ("Kommentar",),
    }},
    "it": {"full": {
        "name": ("Esame", "Analisi"), "value": ("Risultato", "Esito"), "unit": ("Unità di misura", "U.M."),
        "range": ("Valori di riferimento", "Intervallo di riferimento"), "low": ("Min.",), "high": ("Max.",), "flag": ("Flag",),
        "previous": ("Precedente",), "previous_date": ("Data",), "method": ("Metodo",), "date": ("Data",), "code": ("Codice",),
        "sample": ("Campione",), "comment": ("Note",),
    }},
    "pt": {"full": {
        "name": ("Exame", "Análise"), "value": ("Resultado",), "unit": ("Unidade", "Unidades"),
        "range": ("Valores de referência",), "low": ("Mín.",), "high": ("Máx.",), "flag": ("Alerta",), "previous": ("Anterior",),
        "previous_date": ("Data",), "method": ("Método",), "date": ("Data",), "code": ("Código",), "sample": ("Amostra",),
        "comment": ("Observações",),
    }},
}  # fmt: skip

LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "fr": {
        "taken": ("Prélevé le {d} à 08:15", "Date de prélèvement : {d}", "Prélèvement du {d} (07h50)", "Prélèvement : {d} 8h05"),
        "printed": ("Édité le {d}", "Date d'édition : {d} 17:32", "Validé le {d} par Dr P. LENOIR"),
        "birth": ("Né(e) le {d}", "Date de naissance : {d}", "DDN : {d} (54 ans)"),
        "received": ("Reçu le {d} 10:11", "Enregistré le {d}"),
        "group": ("Prélèvement du {d}", "Échantillon prélevé le {d} à 07:40"),
        "range_below": ("Valeurs de référence : {r}", "(Réf. : {r})", "{r}", "N : {r}"),
        "method_below": ("Méthode : {m}", "({m})", "Technique : {m}"),
    },
    "en": {
        "taken": ("Collected: {d} 08:15", "Collection date: {d}", "Specimen collected {d} 07:50", "Date of sample: {d}"),
        "printed": ("Printed: {d}", "Reported: {d} 17:32", "Authorised {d} by Dr P LENOIR"),
        "birth": ("DOB: {d}", "Date of birth: {d}", "Born {d} (54 y)"),
        "received": ("Received: {d} 10:11", "Received in lab {d}"),
        "group": ("Collected: {d}", "Sample taken {d} 07:40"),
        "range_below": ("Reference range: {r}", "(Ref: {r})", "{r}", "Normal: {r}"),
        "method_below": ("Method: {m}", "({m})"),
    },
    "es": {"taken": ("Fecha de extracción: {d}",), "printed": ("Fecha de impresión: {d}",), "birth": ("Fecha de nacimiento: {d}",),
           "received": ("Fecha de recepción: {d}",), "group": ("Fecha de extracción: {d}",), "range_below": ("{r}",), "method_below": ("({m})",)},
    "de": {"taken": ("Entnahme: {d}", "Probenentnahme am {d}"), "printed": ("Befunddatum: {d}",), "birth": ("Geburtsdatum: {d}",),
           "received": ("Eingang: {d}",), "group": ("Entnahme: {d}",), "range_below": ("{r}",), "method_below": ("({m})",)},
    "it": {"taken": ("Data prelievo: {d}",), "printed": ("Data di stampa: {d}",), "birth": ("Data di nascita: {d}",),
           "received": ("Data accettazione: {d}",), "group": ("Data prelievo: {d}",), "range_below": ("{r}",), "method_below": ("({m})",)},
    "pt": {"taken": ("Data da colheita: {d}",), "printed": ("Data de impressão: {d}",), "birth": ("Data de nascimento: {d}",),
           "received": ("Data de receção: {d}",), "group": ("Data da colheita: {d}",), "range_below": ("{r}",), "method_below": ("({m})",)},
}  # fmt: skip

METHODS = (
    "Immunoturbidimétrie - Cobas 8000",
    "Chimiluminescence",
    "Potentiométrie indirecte",
    "HPLC",
    "Jaffé",
    "Cytométrie en flux",
)
ENGLISH_METHODS = (
    "Immunoturbidimetry - Cobas 8000",
    "Chemiluminescence",
    "Indirect ISE",
    "HPLC",
    "Jaffe",
    "Flow cytometry",
)

SECTIONS = {
    "fr": ("HÉMATOLOGIE", "BIOCHIMIE SANGUINE", "Ionogramme", "EXPLORATIONS SPÉCIALISÉES", "Bilan complémentaire", "MARQUEURS"),
    "en": ("HAEMATOLOGY", "BIOCHEMISTRY", "Electrolytes", "SPECIAL INVESTIGATIONS", "Further tests", "TUMOUR MARKERS"),
    "es": ("HEMATOLOGÍA", "BIOQUÍMICA"), "de": ("HÄMATOLOGIE", "KLINISCHE CHEMIE"), "it": ("EMATOLOGIA", "CHIMICA CLINICA"),
    "pt": ("HEMATOLOGIA", "BIOQUÍMICA"),
}  # fmt: skip

COMMENTS = {
    "fr": (
        "Résultat contrôlé sur un second tube.", "Interprétation : carence sévère < 25, insuffisance 25 à 50.",
        "Objectif thérapeutique à discuter selon le risque (recommandations 2019).", "A confirmer dans un délai de 3 mois.",
        "Changement de réactif depuis le 02/01/2023 : valeurs plus basses de 8 %.", "Valeur transmise par téléphone à 11h42.",
    ),
    "en": (
        "Result checked on a second tube.", "Interpretation: deficiency < 25, insufficiency 25 to 50.",
        "Treatment target depends on overall risk (2019 guideline).", "Suggest repeat in 3 months.",
        "New reagent lot since 02/01/2023: values about 8 % lower.", "Phoned to ward at 11:42.",
    ),
    "es": ("Se recomienda repetir en 3 meses.",), "de": ("Kontrolle in 3 Monaten empfohlen.",),
    "it": ("Si consiglia controllo tra 3 mesi.",), "pt": ("Sugere-se repetir em 3 meses.",),
}  # fmt: skip

NOISE = {
    "fr": (
        "12 rue des Acacias 69003 LYON - Tél. 04 78 00 00 00 - Fax 04 78 00 00 01", "Accréditation COFRAC n° 8-1234, portée sur www.exemple.fr",
        "Dossier n° 240317-0042   IPP 00123456", "SIRET 123 456 789 00012 - FINESS 69 000 123 4",
        "Ouvert de 7h00 à 18h30, samedi 8h à 12h", "Capital 37 000 euros - RCS Lyon 123 456 789",
    ),
    "en": (
        "4 Mill Lane, Leeds LS1 4AB, United Kingdom - Tel 0113 496 0000", "UKAS accredited medical laboratory No. 8123",
        "Lab No: 24B017342   Hospital No: 00123456", "NHS No: 943 476 5919", "Open 7.00 to 18.30, Saturday 8 to 12", "Registered in England 01234567",
    ),
    "us": (
        "200 Oak Street, Springfield, IL 62701 - (217) 555-0134", "CLIA 14D0123456", "Accession 24-017-00342   MRN 00123456",
        "Lab Director: J. Sample, MD", "Phone 217-555-0101", "Account 555012",
    ),
    "es": ("Calle Mayor 12, 28013 Madrid - Tel. 915 550 101", "N.º petición 240317042"),
    "de": ("Lindenweg 4, 50667 Köln - Tel. 0221 555 0101", "Auftragsnr. 240317042"),
    "it": ("Via Roma 12, 20121 Milano - Tel. 02 5550 0101", "N. accettazione 240317042"),
    "pt": ("Rua Nova 12, 1100-001 Lisboa - Tel. 215 550 101", "N.º pedido 240317042"),
}  # fmt: skip
TITLES = {
    "fr": "COMPTE RENDU D'ANALYSES DE BIOLOGIE MÉDICALE", "en": "LABORATORY REPORT", "es": "INFORME DE LABORATORIO",
    "de": "LABORBEFUND", "it": "REFERTO DI LABORATORIO", "pt": "BOLETIM DE ANÁLISES CLÍNICAS",
}  # fmt: skip
LABORATORIES = {
    "fr": "Laboratoire des Tilleuls", "en": "Northfield Pathology Laboratory", "es": "Laboratorio Modelo", "de": "Labor Muster",
    "it": "Laboratorio Esempio", "pt": "Laboratório Exemplo",
}  # fmt: skip
PATIENT = {
    "fr": "Patient : {}",
    "en": "Patient: {}",
    "es": "Paciente: {}",
    "de": "Patient: {}",
    "it": "Paziente: {}",
    "pt": "Utente: {}",
}
TO = {"fr": "à", "en": "to", "es": "a", "de": "bis", "it": "a", "pt": "a"}
SEXES = {"fr": ("Homme", "Femme"), "en": ("Male", "Female"), "es": ("Hombres", "Mujeres"), "de": ("Männer", "Frauen"),
         "it": ("Uomini", "Donne"), "pt": ("Homens", "Mulheres")}  # fmt: skip
BELOW = {"fr": "inférieur à", "en": "less than"}
ABOVE = {"fr": "supérieur à", "en": "greater than"}
