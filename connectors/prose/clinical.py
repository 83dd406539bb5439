"""Whether a document speaks of one person's care: invoices, leaflets, recipes, articles speak of nobody."""

import re
from collections.abc import Collection

from connectors.prose.lines import plain
from connectors.prose.sections import Section

_TITLE = re.compile(
    r"\b(?:lettre (?:au|du|a (?:votre|son)) (?:medecin|confrere)|courrier au medecin|letter to (?:the |"
    r"your )?(?:gp|doctor)|"
    r"je (?:recois|revois|vois)|j'ai (?:re)?(?:vu|recu)e?|nous avons (?:re)?(?:vu|recu)e?|je vous ai "
    r"(?:re)?(?:vu|recu)e?|"
    r"(?:i|we) (?:reviewed|saw|have seen|have reviewed)|was (?:seen|reviewed) (?:in|at|by|today)|visit "
    r"summary|"
    r"ordonnance|comptes?[- ]rendus?|lettre (?:de sortie|de liaison|de consultation|"
    r"d'adressage)|courrier (?:de|medical)|discharge (?:summary|letter)|after[- ]visit summary|"
    r"clinic letter|outpatient (?:letter|clinic)|operation (?:report|note)|operative (?:report|"
    r"note)|radiology report|emergency department|consultation d'anesthesie|preoperative|"
    r"carnet de (?:sante|vaccination)|immuni[sz]ation (?:record|history)|vaccination (?:record|card|"
    r"certificate)|certificat de vaccination|repeat (?:medication|prescription)|medication list|"
    r"prescriptions?|rx|liste? (?:des|de) (?:mes )?(?:traitements|medicaments)|synthese medicale|"
    r"volet de synthese|accueil des urgences|progress note|visit note|anaesthetic|pre-?anaesthetic|"
    r"referral|history and physical|transmissions (?:infirmieres?|ciblees)|visite (?:a domicile|pre-?natale|"
    r"post-?natale)|(?:attestation|centre) de vaccinations?|bilan (?:kinesitherapique|orthophonique|"
    r"d'ergotherapie|diagnostique)|(?:nurs(?:e|ing)|midwi(?:fe|fery)|home health|physiotherapy|therapy) "
    r"(?:visit|home visit|notes?|assessment|booking|report|summary)|booking (?:appointment|visit)|"
    r"immuni[sz]ation (?:information|certificate|card)|tumou?r board|multidisciplinary (?:team "
    r")?(?:meeting|summary)|"
    r"(?:reunion|fiche|concertation) (?:de concertation )?(?:pluridisciplinaire|rcp)|rcp (?:de|d')|"
    r"(?:note|rapport|fiche|lettre|avis) de (?:consultation|liaison|sortie|suivi|transfert|synthese)|"
    r"out-?\s?patient (?:record|note|consultation)|opd (?:card|note|record)|(?:procedure|consultation|"
    r"clinic|ward|"
    r"triage|soap|discharge|transfer) note|suivi de grossesse|antenatal (?:booking|visit|clinic|record)|"
    r"consultation (?:vaccinale|memoire|pre-?anesth\w+|de suivi|initiale|du \d)|pre-?(?:operative "
    r")?assessment|"
    r"feuille sommaire|protocole (?:operatoire|d'endoscopie|d'examen)|(?:suite a|apres|following|after) "
    r"(?:notre|votre|"
    r"our|your) (?:\w+ )?(?:consultation|rendez-vous|appointment|visit|discussion)|votre (?:consultation|"
    r"rendez-vous|"
    r"visite) du|your (?:\w+ )?(?:appointment|visit|consultation|results)|thank(?:s| you) for (?:coming|"
    r"attending))\b"
)
_PERSON = re.compile(
    r"\b(?:patiente?s?|usagere?|beneficiaire|residente?|client|uhid|nom ?:|name ?:|ne\(?e?\)? le|nee le|"
    r"date de naissance|ddn|d\.?o\.?b\.?|date of birth|born|"
    r"mrn|nhs (?:no|number)?|ipp|re:|concernant|mme|monsieur|madame|mademoiselle|mlle|m\.|mr|mrs|ms|"
    r"\d{1,3} ?(?:ans|years?[- ]old|y\.?o\.?|yo))"
)
_NAMED = re.compile(
    r"\b(?:(?:mme|monsieur|madame|mademoiselle|mlle|m\.|mr\.?|mrs\.?|ms\.?) [a-z]|ne(?:e|\(e\))? (?:le|"
    r"en) \d|"
    r"date de naissance|ddn\b|d\.?o\.?b\b|date of birth|mrn\b|ipp\b|(?:patiente?|client|identite|usagere?|"
    r"residente?|"
    r"name|nom|nom et prenom|nom et prenom du beneficiaire|beneficiaire|pt|re|concerne) ?:)"
)
_GREETING = re.compile(
    r"\b(?:chere? (?:confrere|consoeur|cons(?:oe|œ)ur|ami|amie|docteur)|chers? confreres|mon cher|"
    r"ma chere|dear (?:dr|doctor|colleague|\w+ team|mr|mrs|ms)|confraternellement|yours "
    r"(?:sincerely|faithfully)|"
    r"bonjour (?:monsieur|madame|m\.|mme|mlle|docteur)|(?:hi|hello|dear) (?!all\b|everyone|there|team|"
    r"customer|"
    r"member|friend|reader|sir|patients?\b)[a-z-]{2,20}(?=,)|dear gp|"
    r"merci de (?:recevoir|voir)|thank you for (?:referring|seeing))\b"
)
_REGISTERED = re.compile(r"\b(?:rpps|adeli|inami|riziv|mbbs|npi|dea ?#|gmc (?:no|number)|nhs no)\b")
_FOREIGN = re.compile(
    r"\b(?:factures?|total a payer|montant|reglement sous|prix unitaire|invoice|total due|amount "
    r"due|payment due|unit price|vat|tva|bill to|balance due|statement of account|devis|"
    r"ingredients?|prechauffer|preheat|recettes?|recipes?|cuillere a soupe|tbsp|tsp|four a \d+|"
    r"training plan|notice\s?: information|notice d'information|information de l'utilisateur|"
    r"package leaflet|patient information leaflet|"
    r"que contient cette notice|ne prenez jamais|what you need to know|what is in this leaflet|"
    r"effets indesirables eventuels|possible side effects|veuillez lire attentivement|"
    r"read all of this leaflet|mise en garde speciale|abstract|references bibliographiques|doi\s?:|et al\.)\b"
)
_STRONG, _ENOUGH, _FOREIGN_ENOUGH = 2, 3, 2


_LISTS = frozenset(
    {
        Section.CURRENT, Section.PRESCRIBED, Section.STOPPED, Section.ALLERGY, Section.HISTORY,
        Section.SURGERY, Section.DIAGNOSIS, Section.FAMILY, Section.VACCINES, Section.VITALS, Section.PLAN,
    }
)  # fmt: skip


_OF_VACCINES = re.compile(
    r"\b(?:(?:carnet|certificat|attestation|centre) (?:de |des )?vaccin\w+|(?:immuni[sz]ation|vaccination) "
    r"(?:information|history|record|certificate|card))"
)


def of_vaccines(head: str) -> bool:
    """Whether the first lines say that the document lists vaccines."""
    return _OF_VACCINES.search(plain(head)) is not None


def prescription(text: str, sections: Collection[Section]) -> bool:
    """Whether a document with these sections can be a prescription: no letter, no other list."""
    return _GREETING.search(plain(text)) is None and (_LISTS & set(sections)) <= {Section.PRESCRIBED}


def about_a_person(text: str, sections: Collection[Section], *, reports: bool, cared_for: bool) -> bool:
    """Whether the document is a letter, prescription, report, list or note about one person's care.

    Args:
        text: All of it.
        sections: That its headings open.
        reports: Whether its head names an examination and its sections are those of a report.
        cared_for: Whether lines of it are medicines with how they are taken, vital signs, vaccines with days:
            of somebody who is named, that is care whatever the document calls itself.
    """
    folded = plain(text)
    foreign = len(set(_FOREIGN.findall(folded)))
    if foreign >= _FOREIGN_ENOUGH or (foreign and not _TITLE.search(folded) and not _GREETING.search(folded)):
        return False
    score = _STRONG * (reports or (cared_for and _NAMED.search(folded) is not None))
    score += bool(_PERSON.search(folded)) + min(_STRONG, len(_LISTS & set(sections)))
    score += _STRONG * sum(bool(pattern.search(folded)) for pattern in (_TITLE, _GREETING, _REGISTERED))
    return score >= _ENOUGH
