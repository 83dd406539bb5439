"""The few words we set between coded parts, in French and English; and codes that decide what a thing is."""

import re

_TERMS = {
    "yes": ("oui", "yes"),
    "no": ("non", "no"),
    "no_value": ("sans valeur", "no value"),
    "reaction": ("réaction", "reaction"),
    "reason": ("motif", "reason"),
    "dose_number": ("dose n°", "dose no."),
    "lot": ("lot", "lot"),
    "supply": ("quantité", "quantity"),
    "refills": ("renouvellements", "refills"),
    "every": ("toutes les", "every"),
    "per": ("par", "per"),
    "during": ("pendant", "for"),
    "as_needed": ("si besoin", "as needed"),
    "at_most": ("au plus", "at most"),
    "goal": ("objectif", "goal"),
    "relative": ("antécédent familial", "family history"),
    "also": ("soit", "equals"),
    "specimen": ("prélèvement", "specimen"),
    "document": ("document", "document"),
    "until": ("jusqu'au", "until"),
}

_UNITS = {
    "s": (("seconde", "secondes"), ("second", "seconds")),
    "min": (("minute", "minutes"), ("minute", "minutes")),
    "h": (("heure", "heures"), ("hour", "hours")),
    "d": (("jour", "jours"), ("day", "days")),
    "wk": (("semaine", "semaines"), ("week", "weeks")),
    "mo": (("mois", "mois"), ("month", "months")),
    "a": (("an", "ans"), ("year", "years")),
}

EVENTS = {
    "HS": ("au coucher", "at bedtime"),
    "WAKE": ("au réveil", "on waking"),
    "C": ("au repas", "with a meal"),
    "CM": ("au petit-déjeuner", "with breakfast"),
    "CD": ("au déjeuner", "with lunch"),
    "CV": ("au dîner", "with dinner"),
    "AC": ("avant le repas", "before a meal"),
    "ACM": ("avant le petit-déjeuner", "before breakfast"),
    "ACD": ("avant le déjeuner", "before lunch"),
    "ACV": ("avant le dîner", "before dinner"),
    "IC": ("entre les repas", "between meals"),
    "PC": ("après le repas", "after a meal"),
    "PCM": ("après le petit-déjeuner", "after breakfast"),
    "PCD": ("après le déjeuner", "after lunch"),
    "PCV": ("après le dîner", "after dinner"),
    "MORN": ("le matin", "in the morning"),
    "NOON": ("le midi", "at noon"),
    "AFT": ("l'après-midi", "in the afternoon"),
    "EVE": ("le soir", "in the evening"),
    "NIGHT": ("la nuit", "at night"),
}
"""HL7 TimingEvent, and the FHIR codes that newer documents borrow."""

DENIAL = re.compile(
    r"(?:no known|no current|none known|no allerg|no history of|nkd?a\b"
    r"|aucune? .*connue?s?\b|aucune? (?:allergie|antécédent|traitement)|pas d.*connue?s?\b)",
    re.IGNORECASE,
)
"""Labels that state an absence where no code and no flag does."""

ONLY_A_KIND = frozenset(
    # SNOMED CT: problem, finding, disease, drug or medicament, procedure, vaccination, substance.
    ("55607006", "404684003", "64572001", "410942007", "71388002", "33879002", "105590001")
)
"""Codes that say what kind of thing is spoken of and nothing of it: with a denial they deny all of them."""

NOT_SAID = frozenset(
    (
        "no-allergy-info", "no-device-info", "no-immunization-info", "no-medication-info", "no-problem-info",
        "no-procedure-info",
    )
)  # fmt: skip
"""Codes that state that nothing is stated (same source)."""

PROBLEM_TYPES = frozenset(
    (
        # HL7 ActCode; SNOMED CT: problem, diagnosis, finding, condition, symptom, complaint, functional
        # limitation, cognitive function finding, mental state, problem noted.
        "ASSERTION", "DISEASE", "DIAG", "55607006", "282291009", "404684003", "64572001", "418799008",
        "409586006", "248536006", "373930000", "384821006", "439401001", "160573003",
        # LOINC answer types of C-CDA's Problem Type, and "diagnosis", "problem".
        "29308-4", "75326-9", "75325-1", "75324-4", "75323-6", "75322-8", "75321-0", "75319-4", "75318-6",
        "75317-8", "75316-0", "75315-2", "75314-5", "75313-7", "75312-9", "75311-1", "75310-3", "75275-8",
        "75276-6", "11450-4", "89261-2",
        # SNOMED 3.5, as French documents still have it.
        "G-1009", "F-01000", "G-1001", "D0-00000", "F-00000",
    )
)  # fmt: skip
"""Codes that say "what follows is a problem". Source: C-CDA value set Problem Type; CI-SIS."""

ALLERGY_TYPES = frozenset(
    (
        "419199007", "416098002", "414285001", "420134006", "418038007", "419511003", "418471000", "59037007",
        "235719002", "232347008", "426232007", "106190000", "418425007", "425525006",
        "ALG", "DALG", "FALG", "EALG", "DINT", "OINT", "FINT", "EINT", "DNAINT", "FNAINT", "ENAINT", "NAINT",
    )
)  # fmt: skip
"""Kinds of allergy and intolerance. Source: C-CDA value set; HL7 ObservationIntoleranceType."""

STATUS_CODES = frozenset(("33999-4",))
COMMENT_CODES = frozenset(("48767-8", "60591-5", "69730-0"))
DOSE_NUMBER_CODES = frozenset(("30973-2",))

NOT_CLINICAL_CODES = frozenset(("48768-6", "57533-6", "COV", "35525-4"))
"""Coverage and its programmes: who pays says nothing about health."""

STATUS_WORDS = {
    "55561003": "active", "73425007": "inactive", "413322009": "resolved", "246455001": "recurrence",
    "277022003": "remission", "421139008": "on-hold", "392521001": "inactive", "410534003": "not-taken",
}  # fmt: skip
"""SNOMED CT codes of a status observation, in FHIR's words."""

SECTIONS = {
    "allergy": frozenset(("48765-2",)),
    "plan": frozenset(("18776-5", "61145-9")),
    "goal": frozenset(("61146-7",)),
    "family": frozenset(("10157-6",)),
    "social": frozenset(("29762-2",)),
    "immunization": frozenset(("11369-6",)),
    "procedure": frozenset(("47519-4", "47520-2", "29554-3", "55109-3")),
    "problem": frozenset(
        (
            "11450-4",
            "11348-0",
            "46241-6",
            "11535-2",
            "10154-3",
            "29308-4",
            "10219-4",
            "10218-6",
            "8648-8",
            "8651-2",
        )
    ),
    "payer": frozenset(("48768-6",)),
    "equipment": frozenset(("46264-8", "57080-8")),
    "vitals": frozenset(("8716-3",)),
}
"""LOINC codes of sections that decide how to read what stands in them."""


def term(key: str, language: str) -> str:
    """One of our connecting words, in ``fr`` or ``en``."""
    return _TERMS[key][0 if language == "fr" else 1]


def event(code: str, language: str) -> str:
    """A moment of the day."""
    return EVENTS[code][0 if language == "fr" else 1] if code in EVENTS else code


def unit_of_time(code: str, count: str, language: str) -> str:
    """A UCUM unit of time as a word."""
    names = _UNITS.get(code)
    if names is None:
        return code
    return names[0 if language == "fr" else 1][0 if count == "1" else 1]


def role(codes: frozenset[str]) -> str:
    """What a section with these codes is for; empty when it does not matter."""
    return next((name for name, known in SECTIONS.items() if codes & known), "")
