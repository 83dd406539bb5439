"""The few words we set between coded parts, in French and English; and codes that say "none known"."""

from collections.abc import Iterable

from records.codes import NONE_KNOWN, Coding

_TERMS = {
    "as_needed": {"fr": "si besoin", "en": "as needed"},
    "at_most": {"fr": "au plus", "en": "at most"},
    "per": {"fr": "par", "en": "per"},
    "every": {"fr": "tous les", "en": "every"},
    "every_feminine": {"fr": "toutes les", "en": "every"},
    "during": {"fr": "pendant", "en": "for"},
    "yes": {"fr": "oui", "en": "yes"},
    "no": {"fr": "non", "en": "no"},
    "no_value": {"fr": "sans valeur", "en": "no value"},
    "reaction": {"fr": "réaction", "en": "reaction"},
    "severity": {"fr": "sévérité", "en": "severity"},
    "criticality": {"fr": "criticité", "en": "criticality"},
    "onset": {"fr": "début", "en": "onset"},
    "ended": {"fr": "fin", "en": "ended"},
    "reason": {"fr": "motif", "en": "reason"},
    "dose_number": {"fr": "dose n°", "en": "dose no."},
    "lot": {"fr": "lot", "en": "lot"},
    "results": {"fr": "résultats", "en": "results"},
    "supply": {"fr": "quantité", "en": "quantity"},
    "refills": {"fr": "renouvellements", "en": "refills"},
    "by": {"fr": "par", "en": "by"},
    "target": {"fr": "cible", "en": "target"},
    "verification": {"fr": "certitude", "en": "certainty"},
    "intent": {"fr": "intention", "en": "intent"},
    "died": {"fr": "décédé(e)", "en": "deceased"},
    "doctor": {"fr": "médecin traitant", "en": "general practitioner"},
    "marital": {"fr": "situation familiale", "en": "marital status"},
    "language": {"fr": "langue", "en": "language"},
    "birth_sex": {"fr": "sexe à la naissance", "en": "sex at birth"},
    "gender": {"fr": "identité de genre", "en": "gender identity"},
    "origins": {"fr": "origines déclarées", "en": "stated race and ethnicity"},
    "multiple_birth": {"fr": "naissance multiple", "en": "multiple birth"},
    "contact": {"fr": "personne à prévenir", "en": "contact person"},
}

UNITS: dict[str, dict[str, tuple[str, str]]] = {
    "s": {"fr": ("seconde", "secondes"), "en": ("second", "seconds")},
    "min": {"fr": ("minute", "minutes"), "en": ("minute", "minutes")},
    "h": {"fr": ("heure", "heures"), "en": ("hour", "hours")},
    "d": {"fr": ("jour", "jours"), "en": ("day", "days")},
    "wk": {"fr": ("semaine", "semaines"), "en": ("week", "weeks")},
    "mo": {"fr": ("mois", "mois"), "en": ("month", "months")},
    "a": {"fr": ("an", "ans"), "en": ("year", "years")},
}
"""UCUM units of time (singular, plural)."""

FEMININE = frozenset(("s", "min", "h", "wk"))
"""Units of time that are feminine in French."""

DAYS = {
    "mon": {"fr": "lundi", "en": "Monday"},
    "tue": {"fr": "mardi", "en": "Tuesday"},
    "wed": {"fr": "mercredi", "en": "Wednesday"},
    "thu": {"fr": "jeudi", "en": "Thursday"},
    "fri": {"fr": "vendredi", "en": "Friday"},
    "sat": {"fr": "samedi", "en": "Saturday"},
    "sun": {"fr": "dimanche", "en": "Sunday"},
}

EVENTS = {
    "MORN": {"fr": "le matin", "en": "in the morning"},
    "NOON": {"fr": "le midi", "en": "at noon"},
    "AFT": {"fr": "l'après-midi", "en": "in the afternoon"},
    "EVE": {"fr": "le soir", "en": "in the evening"},
    "NIGHT": {"fr": "la nuit", "en": "at night"},
    "HS": {"fr": "au coucher", "en": "at bedtime"},
    "WAKE": {"fr": "au réveil", "en": "on waking"},
    "C": {"fr": "au repas", "en": "with a meal"},
    "CM": {"fr": "au petit-déjeuner", "en": "with breakfast"},
    "CD": {"fr": "au déjeuner", "en": "with lunch"},
    "CV": {"fr": "au dîner", "en": "with dinner"},
    "AC": {"fr": "avant le repas", "en": "before a meal"},
    "ACM": {"fr": "avant le petit-déjeuner", "en": "before breakfast"},
    "ACD": {"fr": "avant le déjeuner", "en": "before lunch"},
    "ACV": {"fr": "avant le dîner", "en": "before dinner"},
    "PC": {"fr": "après le repas", "en": "after a meal"},
    "PCM": {"fr": "après le petit-déjeuner", "en": "after breakfast"},
    "PCD": {"fr": "après le déjeuner", "en": "after lunch"},
    "PCV": {"fr": "après le dîner", "en": "after dinner"},
}
"""HL7 EventTiming."""

NOT_SAID = frozenset(
    (
        "no-allergy-info", "no-device-info", "no-immunization-info", "no-medication-info", "no-problem-info",
        "no-procedure-info",
    )
)  # fmt: skip
"""Codes that state that nothing is stated (same source): no absence, so not a negated fact."""


def denies(codes: Iterable[Coding]) -> bool:
    """Whether the codes state that there is none."""
    return any(coding.code in NONE_KNOWN for coding in codes)


def says_nothing(codes: Iterable[Coding]) -> bool:
    """Whether the codes state that nothing is stated: a note, never an absence."""
    return any(coding.code in NOT_SAID for coding in codes)


def term(key: str, language: str) -> str:
    """One of our connecting words, in ``fr`` or ``en``."""
    return _TERMS[key][language]
