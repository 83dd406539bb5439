"""Which section each line stands in, by headings that letters use in French and English. Lists to review.

A heading alone opens a section that runs until the next heading. A heading with words behind it on the same
line (``Allergies : pénicilline``) holds those words, and what wraps or is listed under them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from connectors.prose import context, medicines, pharmacopoeia, vocabulary
from connectors.prose.lines import Line, plain
from connectors.prose.measures import a_sign, begins_with_sign, titled
from records.months import MONTH


class Section(StrEnum):
    """What a section is about; `OTHER` is everything that is no list of one kind."""

    CURRENT = "current"
    PRESCRIBED = "prescribed"
    STOPPED = "stopped"
    ALLERGY = "allergy"
    HISTORY = "history"
    SURGERY = "surgery"
    DIAGNOSIS = "diagnosis"
    FAMILY = "family"
    VACCINES = "vaccines"
    VITALS = "vitals"
    PLAN = "plan"
    PROCEDURE = "procedure"
    REQUEST = "request"
    IMAGING = "imaging"
    OTHER = "other"
    CLOSED = "closed"


_SHORT_LISTS = frozenset({Section.ALLERGY, Section.VACCINES})
MEDICINES = frozenset({Section.CURRENT, Section.PRESCRIBED, Section.STOPPED})

_MEDICINE = (
    r"(?:traitements?|medicaments?|tablets?|medications?|medicines|meds?|drugs?|dmards?|ttt|tt|trt|ttts|"
    r"therapeutiques?)"
)
_HEADINGS: tuple[tuple[Section, str], ...] = (
    (
        Section.STOPPED,
        rf"(?:traitements?|medicaments?) (?:arretes?|interrompus?|suspendus?)(?: \w+)*|"
            rf"(?:medications?|medicines|drugs) (?:stopped|discontinued)"
        rf"(?: \w+)*|stop(?:ped)?(?: taking)?(?: these)?(?: {_MEDICINE})?|discontinued(?: {_MEDICINE})?|"
        rf"(?:previous|past|former) {_MEDICINE}|{_MEDICINE} (?:arretes?|stoppes?|interrompus?|a arreter)|"
        rf"(?:{_MEDICINE} )?(?:stopped|ceased|suspended|withdrawn)|a arreter|cesser|cesses?",
    ),
    (
        Section.FAMILY,
        (
            r"(?:antecedents?|atcd|atcds|histoire) familia\w+|(?:past )?family (?:medical )?history|"
            r"f(?:am)?\.?h(?:x)?|fam(?:ily)? hx|heredite|atcds? f(?:am\.?)?|f/h|family(?: h/o)?|famille|"
            r"(?:atcd|antecedents?)? ?fam\.?|hx fam\w*"
            ),
    ),
    (
        Section.SURGERY,
        r"(?:(?:antecedents?|atcds?) )?(?:chirurgica\w+|chirurgie|chir\.?|gyneco-obstetri\w+|"
            r"obstetrica\w+)|interventions(?: chirurgicales)?|"
        r"(?:atcds?|antecedents?) chx|chx|surg\.? ?h?x|psx|"
        r"(?:past |previous )?surgical history|p(?:ast )?s(?:urgical )?h(?:x|istory)?|(?:past|"
            r"previous|prior) (?:surger(?:y|ies)|operations?|procedures?)|"
        r"operations",
    ),
    (
        Section.ALLERGY,
        r"(?:(?:known|drug|medication|medicine|food|vos|your|my) )*(?:allergies|allergie|allergy|"
            r"allergiques?|allergens?)"
        r"(?: (?:et|and|&|/|ou|or) \w+(?: \w+)?)?(?: (?:connues?|medicamenteuses?|alimentaires?|"
            r"status|known|list))*|"
        r"all\.?|allerg\.?|allergic to|allergique a|known allergy to|(?:drug )?allergies/\s?(?:adrs?|"
        r"intolerances?|(?:adverse )?reactions?)|adrs?|"
        r"allergie\(s\)|hypersensibilites?|(?:drug )?sensitivit(?:y|ies)|"
        r"intolerances?(?: medicamenteuses?)?|adverse (?:drug )?reactions?|antecedents? "
            r"allergiques?|(?:atcds?|antecedents?) d'allergie\w*",
    ),
    (
        Section.VACCINES,
        r"(?:injectes?|administres?|vaccines|faits?|given|administered) (?:ce jour|today)|vaccin\w*(?: "
        r"(?:anti-?\w+|a jour|realises?|effectues?|recues?|anterieure?s?|given(?: today)?|"
            r"history|record))*|"
        r"(?:carnet|certificat|attestation|statut|calendrier|historique) (?:de |des |"
            r"vaccinal)?\s?(?:vaccinations?|vaccins)?|"
        r"immuni[sz]ations?(?: (?:given(?: today)?|history|record|status|administered))*|"
            r"vaccination (?:card|record|history|certificate)",
    ),
    (
        Section.PRESCRIBED,
        rf"ordonnance(?: medicale| de sortie| bizone| remise| delivree)?|prescriptions?(?: medicales?|"
        rf" de sortie| en "
            rf"cours| du jour)?|rx|r/|"
        rf"{_MEDICINE} (?:de sortie|a la sortie|a domicile|prescrits?|propose\w*|instaures?|on "
            rf"discharge|at discharge|to take home|prescribed|started)(?: \w+)*|"
        r"discharge (?:medications?|medicines|meds|drugs|prescriptions?)|tto|ttos|tta|new "
            r"(?:medications?|prescriptions?)|"
        r"ordonnance de sortie|prescriptions? (?:relatives|sans rapport)\b[^:]*",
    ),
    (
        Section.CURRENT,
        rf"(?:(?:current|regular|repeat|home|usual|present|other|your|my|vos|autres?|preadmission|"
        rf"outpatient|list "
            rf"of|liste (?:de|des)|admission|active) )*{_MEDICINE}"
        rf"(?: (?:list|history|habituels?|en cours|actuels?|personnels?|usuels?|de fond|chroniques?|"
            rf"au long cours|a l'(?:entree|admission)|anterieure?s?|"
        rf"on admission|review|reconciliation|taken|et posologies?|at home))*|"
            rf"(?:start|begin|continue|keep|change)(?: how you take| taking)?(?: these| your)? {_MEDICINE}|"
        rf"(?:recent )?acutes?|pilulier(?: \w+)?|(?:current |usual |ongoing )*treatment|o/p meds|pta meds|"
        rf"traitement (?:du jour|usuel|perso)|(?:{_MEDICINE} )?unchanged|(?:{_MEDICINE} )?inchanges?|"
        rf"(?:current |"
        rf"active )?repeats?(?: prescriptions?)?(?: request| slip| items?| order form)?(?: "
            rf"templates?)?|d\.?hx?|rx|drug (?:history|hx)|med(?:ication)? hx",
    ),
    (
        Section.DIAGNOSIS,
        r"(?:(?:principal|primary|secondary|final|main|discharge|working|post-?operative|other|"
            r"active|current|clinical|established|new) )*"
        r"(?:diagnos(?:is|es)|problems?(?: list)?)|(?:your |my )?problem list|(?:significant |minor "
            r"|inactive |resolved )past(?: problems)?|(?:past|inactive) problems|active problems?|"
            r"(?:your )?medical problems|(?:other |known |medical |long-term )*conditions|active|past|"
            r"conditions|"
        r"dx|(?:diagnostics?|diag)(?: (?:retenus?|principa\w+|secondaires?|associes?|finals?|de sortie|"
            r"de sejour|post-?operatoire))*|"
        r"(?:vos |your )?(?:maladies|pathologies|problemes(?: de sante)?)(?: (?:en cours|chroniques|actives|"
        r"associees?|actuels?|principa\w+))?|(?:autres? )(?:diagnostics?|pathologies?|problemes?)",
    ),
    (
        Section.HISTORY,
        r"pre-?operative diagnosis|diagnostic pre-?operatoire|"
        r"hx|rappel(?: des antecedents)?|mental health|(?:antecedents?|atcds?)(?: (?:medica\w+|med\.?|"
        r"perso\.?|m\.?|personnels?|principaux|"
        r"notables|et facteurs de "
            r"risque\w*|medico-chirurgicaux|cardio\w*))*|"
        r"(?:past |previous |significant |relevant )*(?:medical|clinical) history|p(?:ast "
            r")?m(?:edical )?h(?:x)?|medicaux|medicales|"
        r"f(?:d|act?eurs? de )r(?:isques?|cv|\b)(?: (?:cv|cardio-?\s?vasculaires?))?|fdrcv|pmhx|"
        r"past hx|med(?:ical)? hx|"
            r"(?:atcds?|antecedents?) (?:obst\.?|gyn\.?(?:[ -]obst\.?)?|anesth\w*\.?)|"
        r"(?:autres? |other |main )?co-?morbidit(?:es|ies|s)(?: (?:associees?|principales?))?|"
        r"(?:medical )?background(?: (?:medical )?history)?|history of|terrain|"
        r"past h/o|h/o|k/c/o|known case of|pmh? ?[/&] ?psh|pm/?shx?|past medical|"
        r"(?:other |chronic |long[- ]term |ongoing )*(?:medical|health) (?:problems|conditions|issues)|"
        r"antecedents? (?:pertinents?|significatifs?|medico-?chir\w*\.?)|atcds? ?/ ?comorbidites|"
        r"diagnostics? secondaires? et antecedents?|antecedents? et comorbidites?|"
        r"antecedents? et (?:diagnostics? secondaires?|facteurs de risque\w*)",
    ),
    (
        Section.VITALS,
        r"(?:today's |discharge |admission |your |last )*(?:vitals?|vital signs|observations|obs)(?: "
            r"(?:at|on) (?:discharge|admission|arrival|triage))?|"
        r"sv|(?:constantes|parametres)(?: (?:vitaux|vitales|a l'entree|d'entree|de sortie|a la sortie|"
            r"ioa|iao))*|signes vitaux",
    ),
    (
        Section.PLAN,
        r"plan|conduite a tenir|cat|adv(?:ice|ised?)?|cond\.?|conduite|attitude|procedure et suites?|f/u|"
        r"(?:actions?|requests?|tasks?) for (?:the )?(?:gp|pcp|family doctor)|gp actions?|to do|a faire|"
        r"(?:suite|devenir|projet) ?(?:de prise en charge|de soins)?|disposition and plan|a/p plan|"
        r"suites? (?:prevues?|a prevoir)|follow[- ]?ups? (?:and|&) (?:plan|advice)|follow[- ]?up(?: "
        r"(?:plan|appointments?|instructions))?|suivi|"
            r"suites? a donner|what's next|next steps|"
        r"(?:post-?op(?:erative)? |discharge |further )?(?:instructions|plan|recommendations?|"
            r"recommandations?|actions?|consignes)|"
        r"suites|propositions?|(?:vaccines?|vaccinations?|immuni[sz]ations?) (?:due|a prevoir)|"
        r"au total et cat|projet therapeutique|rendez-vous|appointments?|a prevoir|actions for gp|"
            r"prochains? rendez-vous",
    ),
    (
        Section.PROCEDURE,
        r"(?:procedures?|operations?|interventions?|actes?|geste)(?: (?:performed|realisee?s?|"
            r"pratiquee?s?|effectuee?s?|title|chirurgicale?s?))*|"
        r"nature de l'intervention|title of operation|intitule(?: de l'(?:intervention|acte))?|"
        r"(?:procedure|operation|surgery)\(?s?\)?|protocole operatoire|geste realise|intervention",
    ),
    (
        Section.REQUEST,
        r"indications?|renseignements(?: cliniques?)?|clinical (?:history|indication|information|"
            r"details|question)|reason for (?:exam\w*|visit|referral|admission)|"
        r"c/o|co|complaints?|rc|raison de (?:la )?consultation|reason|presenting problems?|"
        r"motifs?(?: (?:de|d')[^:]*)?|chief complaint|presenting complaint|cc|pc|hypotheses?(?: "
            r"diagnostiques?)?|diagnostics? differentiels?|"
        r"differential(?: diagnosis)?|ddx(?: considered)?|(?:diagnostics?|diagnos[ie]s|"
        r"hypotheses)(?: (?:evoques?|"
            r"elimines?|ecartes?|exclus?|discutes?|considered|excluded|et|and))+",
    ),
    (
        Section.OTHER,
        r"(?:histoire|anamnese|evolution|examens?|clinique|mode de vie|contexte|habitus|resultats?|"
            r"conclusions?|hab\.?|habitudes(?: de vie)?|hma|e/?p|labos?|anamnese|status|inv\.?|"
        r"personal (?:h/o|history|hx)|menstrual (?:h/o|history)|sedation|preparation|deroulement|"
        r"ecg|echo|rx thorax|clinical impression|impression clinique|motivation|vaccins? a jour|"
        r"synthese|technique|discussion|au total|"
        r"biologie|bio|imagerie|ecg|ett|objet|signature|concernant|surveillance|regime|hdm|mdv|atcd gyn|"
            r"hospital course|hpi|history of present illness|history of presenting complaint|"
        r"examination|on examination|o/e|findings?|impression|comparison|comparaison|assessment|"
            r"description|technique|social(?: history| hx)?|shx?|ros|review of systems|"
        r"investigations?|ix|imp|post-?op|pre-?op|iao|ex(?:am)? clin\w*|results?|bloods|labs?|"
        r"laboratory|summary|course|clinical summary|re|"
            r"summary of care|lifestyle|tobacco|alcohol|tabac|alcool|"
        r"reason for your stay|history|dispo(?:sition)?|(?:clinical )?narrative|subjective|objective|wound|"
        r"review date|prescriber|surgeon|anaesthesia|anesthesia|anesthesie|operateur|chirurgien|"
            r"patiente?|name|nom|date|dob|diet|"
        r"activity|wound care|education|functional status|code status|compte[- ]rendu\b[^:]*|suites "
            r"operatoires|protocole|materiel|complications?|bilan\b[^:]*)"
        r"(?: (?:on|at) (?:admission|discharge|arrival|presentation)| (?:a l'|a la |de |"
        r"d')(?:entree|admission|sortie|arrivee))?"
        r"(?: (?:de la maladie|clinique|medicale?|paraclinique\w*|complementaires?|biologique|du "
            r"jour|actuelle?|recente?|en cours|de consultation|d'entree|d'hospitalisation))*",
    ),
)  # fmt: skip
_WORDS: tuple[tuple[Section, str], ...] = (
    (Section.FAMILY, r"famil\w*|fhx?"),
    (Section.OTHER, r"birth|neonatal|naissance|perinatal\w*|side effects?|effets?|contre-?indications?|"
    r"contraindications?|interactions?|risks?|risques?|"
    r"education|personal|urgences|emergency|social|present (?:illness|complaint)|given|recue?s?|administ\w+|"
    r"hospital|tolerance|avant|before"),
    (Section.ALLERGY, r"allerg\w+|sensitivit\w+|intoleranc\w+"),
    (Section.STOPPED, r"(?:stopped|discontinued|cesser|arretes?|interrompus?|previous|"
    r"former) (?:\w+ )?meds?\w*|cesser|a arreter"),
    (Section.PRESCRIBED, r"ordonnances?|(?:medic\w+|meds|traitements?|treatment|"
    r"drugs?) (?:\w+ ){0,2}(?:discharge|sortie|conge)|"
     r"discharge (?:medic\w+|meds|drugs)"),
    (Section.CURRENT, r"(?:medic(?:ation|ament|ine)s?|meds|drugs?|traitements?|treatments?|ttts?|drops|"
    r"inhalers?)"),
    (Section.VACCINES, r"vaccin\w+|immuni[sz]ations?"),
    (Section.REQUEST, r"complaints?|motifs?|reasons?|indications?|differenti\w+|provisional|suspect\w*"),
    (Section.SURGERY, r"(?:surgical|chirurgica\w+|obstetric\w*) (?:history|hx)|(?:antecedents?|"
    r"atcds?) (?:\w+ )?chir\w*"),
    (Section.HISTORY, r"(?:history|hx|h/o|antecedents?|atcds?|co-?morbid\w+|terrain)"),
    (Section.DIAGNOSIS, r"diagnos\w+|problems?"),
    (Section.PLAN, r"plan|suivi|follow[- ]?up|propositions?|recomm[ae]nd\w+|advice|appointments?|a/p|"
    r"conduite"),
)  # fmt: skip
"""Words that say what a heading of a letter is about, where it is none of the headings above."""
_WORD = [(section, re.compile(rf"\b(?:{words})(?!\w)")) for section, words in _WORDS]
_OF_ONE = re.compile(
    r"\b(?:allerg\w+|intoleran\w+|reactions?)\s(?:a|aux?|to|of)\b|\ballergie [a-z]+ connue\b"
)
"""A statement, whatever stands behind its colon: ``allergie à l'arachide : urticaire``."""
_DATED_TITLE = re.compile(
    rf"\s*\(?(?:du|of|le|on|at|from|en date du)?\s+\(?\d{{1,2}}(?:[/.-]\d{{1,2}}(?:[/.-]\d{{2,4}})?|(?:er|"
    rf"st|nd|rd|th)?"
    rf"\s(?:{MONTH})\.?(?:\s\d{{4}})?)\)?\Z"
)
"""The day of what stands under a title: ``Biologie du 24/02/2026``."""
_NO_TITLE = re.compile(r"[\d.;,]|\b(?:due|review|date|revue|renouvel\w*)\b")
_MOST_HEADING_WORDS = 5
_HEADING = [(section, re.compile(rf"(?:{words})")) for section, words in _HEADINGS]
_COLUMN = re.compile(
    r"\s*(?:medicaments?|examens?|tests?|analyses?|resultats?|results?|valeurs?|values?|unites?|units?|"
    r"ranges?|"
    r"references?|normes?|normales?|dci|specialite|nom|dosage|dose|voie|posologie|frequence|debut|fin|duree|"
    r"date|statut|status|drug|medication|medicine|name|strength|route|frequency|duration|start|end|"
    r"vaccins?|vaccine|maladie|disease|lot|batch|site|age|rappel|dose \d|"
    r"started|stopped|indication|reason|instructions?|comments?|commentaires?|forme|form|quantite|"
    r"quantity|directions?|comment|how (?:much|often)|when|why|notes?|last|prescriber|matin|midi|"
    r"soir|coucher)\b.{0,20}\Z"
)
_IDENTITY = re.compile(
    r"\s*(?:nom|name|prenom|patiente?|date|dob|ddn|age|sexe?|identite|re|concernant|nhs\b.*|mrn|"
    r"ne\(?e?\)? le)\b"
)
_JOINT = re.compile(r"\?\s+(?=(?:yes|oui)\b)|\s*:\s*|\s[-–—=]\s+|\s?=\s?")
_REMARK = re.compile(r"\s*\([^)]{0,40}\)\s*\Z")
_MARKS = re.compile(r"\s*(?:#{1,6}\s*|[*_]{2}|[ivx]{1,4}[.)/-]\s+|[a-h1-9][.)/-]\s+|[-•*>=]+\s+)*")
_LEAD = re.compile(
    r"(?:dans (?:ses|les|vos) (?:antecedents?|atcds?)\b.{0,40}?(?:on note|on retrouve|figurent|notons|:)|"
    r"parmi (?:ses|les) antecedents,? (?:on (?:releve|note|retrouve)|figurent|notons)|"
    r"(?:ses|les) antecedents (?:sont|comportent|comprennent|associent)|"
    r"(?:a|au titre des) antecedents? (?:d'|de |du )|"
    r"(?:his|her|their|the)? ?(?:past )?medical history (?:includes?|is significant for|is notable "
    r"for|consists of|comprises|:)|"
    r"(?:he|she|they) (?:has|have) (?:a )?(?:past medical |past )?history of)\s*:?"
)
_TAKES = re.compile(
    r"(?:(?:son|le|les|votre|ses|sous) traitements?(?: \w+){0,3} (?:comporte|comprend|associe|est "
    r"compose de|est le suivant|est)|"
    r"(?:il|elle|le patient|la patiente) (?:sort|rentre|repart) (?:avec|sous)(?: le traitement suivant)?|"
    r"(?:his|her|their|the|current|regular)? ?(?:current |regular |discharge |usual )?medications? "
    r"(?:is|are|includes?|comprises?|consists? of)|"
    r"(?:discharged|sent home|went home) (?:on|with)(?: the following(?: medications?)?)?|"
    r"(?:he|she) (?:currently )?takes)\s*:?"
)
_PROPOSES = re.compile(
    r"(?:(?:nous|je|on) (?:propos\w+|conseill\w+|preconis\w+|recommand\w+)|(?:i|we) (?:would "
    r")?(?:suggest|recommend|propose|have advised))(?: de| the following| that)?\s*:"
)
_LEADS = ((_LEAD, Section.HISTORY), (_TAKES, Section.CURRENT), (_PROPOSES, Section.PLAN))
_END = re.compile(
    r"\s*(?:bien (?:confraternellement|amicalement|cordialement|a vous)|confraternellement|"
    r"cordialement|amicalement|sincer\w+|veuillez|je vous prie|"
    r"en vous remerciant(?! (?:de m|pour))|avec mes remerciements|yours (?:sincerely|faithfully|truly)|"
    r"kind regards|"
    r"best wishes|with (?:best|kind)|many thanks(?! for)|regards|"
    r"signature|signe\s*(?::|par|electroniquement|\Z)|electronically signed|dictated|signed|prescriber|"
    r"prescripteur|copie a|cc:|"
    r"docteur [a-z]|dr\.? [a-z]\.? ?[a-z]+\s*\Z|"
    r"en cas d'urgence|membre d'une|in an emergency|cher|chere|mon cher|ma chere|dear)\b"
)
_ITEM = re.compile(r"\s*(?:[-•*–·>☐☑☒□■]|\d{1,2}[.)]\s|\[[ xX]?\])\s*\S")
_SECOND = re.compile(r"(?<=[.;])\s{1,4}(?P<title>[A-ZÀ-Þ][^.:;\n]{1,30}?)(?::|\s[-–]\s)")
_LONGEST = 70  # characters of a heading alone
_WRAPPED = 0.72  # of the longest line: the next line goes on
_FEWEST_COLUMNS = 2  # known names that make the first row of a table one of names
_TITLED = re.compile(r"[A-ZÀ-Þ][\w'/.() -]{0,30}?\s?:\s")
_FEW_WORDS, _FEWEST_MEMBERS, _OF_A_MEMBER, _MOST = 3, 2, 9, 0.6
"""Words of a title; members of a list that shows what it is, their words, how many are of one kind."""
_NOT_HAD = re.compile(
    r"\b(?:contre-?indic\w*|effets?|side|surveill\w*|educ\w*|info\w*|complication\w*|absen\w*|family|"
    r"vaccin\w*|allerg\w*|demand\w*|request\w*|ecart\w*|exclu\w*|specimens?|titre|title|objet|motif|sujet|"
    r"subject|service|specialit\w*|consultations?|clinics?|given|recu\w*|administ\w*|ed|er|urgences|stat|"
    r"induction|sedation|premed\w*|anesth\w*|anaesth\w*|stop\w*|arret\w*|previous|past|prior|eviter|avoid)\b"
)
_SENTENCE = re.compile(
    r"\b(?:est|sont|is|are|was|were|has|have|had|a ete|il|elle|he|she|we|nous|vous|you|not|pas|no)\b"
)
_TITLE_WORDS = 5
_HEAD = 3
"""Lines at the top of a document, which say what it is, not what stands under them."""
_ROOM = 0.85
"""Of the longest line: a shorter one, with the next word added, was ended on purpose."""
_NO_LIST = re.compile(
    r"\b(?:par|with|for|pour|avec|by|from|is|are|was|est|sont|dr|docteur|service|clinic|clinique|"
    r"centre|center|department|hospital|hopital|cabinet|unit|unite|letter|note|report|summary|record|visit|"
    r"booking|lettre|compte|fiche|dossier)\b"
)
_RUNNING = 60  # characters: a line of a text, not an item


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with its section.

    Attributes:
        index: Of the line in the document.
        line: Its words after the heading, where it has one.
        section: Where it stands.
        first: Whether a section opens here.
        running: Whether it began on the line of its heading, so that it goes on as a text does.
        title: The heading's own words.
    """

    index: int
    line: Line
    section: Section
    first: bool = False
    running: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found at the start of a line."""

    section: Section
    title: str
    rest: str
    cells: tuple[str, ...]
    lead: bool = False


def heading(line: Line) -> Heading | None:  # noqa: PLR0911  one form of heading after the other
    """The heading that a line is or starts with; None for other lines."""
    if column_names(line.cells):
        return None
    if len(line.cells) > 1:
        first = heading(Line(line.cells[0]))
        if first is not None and not first.rest and not first.lead:
            return replace(first, rest=" ; ".join(line.cells[1:]), cells=line.cells[1:])
    text = line.text
    folded = plain(text)
    start = _marks(folded)
    body = folded[start:]
    section = _named(body)
    if section is not None and len(body) <= 2 * _LONGEST:
        return Heading(section, text[start:], "", ())
    joint = _JOINT.search(body)
    section = _named(body[: joint.start()]) if joint is not None else None
    if joint is not None and section is None and joint[0].strip() in (":", "?"):
        section = _said(text[start : start + joint.start()])
    elif (
        joint is None
        and (line.title or body.rstrip().endswith(":"))
        and (section := _said(text[start:])) is not None
    ):
        return Heading(section, text[start:], "", ())
    if section is not None and joint is not None:
        return Heading(section, text[start : start + joint.start()], text[start + joint.end() :], ())
    if (
        joint is not None
        and joint[0].strip() == ":"
        and (kind := _held(text[start : start + joint.start()], text[start + joint.end() :]))
    ):
        return Heading(kind, text[start : start + joint.start()], text[start + joint.end() :], ())
    for pattern, kind in _LEADS:
        match = pattern.match(body)
        if match is not None:
            return Heading(
                kind, text[start : start + match.end()], text[start + match.end() :], (), lead=True
            )
    if line.title and len(line.cells) <= 1 and _plain_title(body):
        return Heading(Section.OTHER, text[start:], "", ())
    return None


def column_names(cells: Sequence[str]) -> bool:
    """Whether these cells are the heading row of a table."""
    named = [plain(cell) for cell in cells if cell.strip()]
    known = [_COLUMN.match(cell) is not None or a_sign(titled(cell)[0]) for cell in named]
    bare = not any(sign.isdigit() for cell, one in zip(named, known, strict=True) if not one for sign in cell)
    return len(named) > 1 and (all(known) or (bare and known[0] and sum(known) >= _FEWEST_COLUMNS))


def _marks(folded: str) -> int:
    match = _MARKS.match(folded)
    return match.end() if match else 0


def _named(words: str) -> Section | None:
    """The section that words name, all of them."""
    bare = _REMARK.sub("", words).strip(" :.*_#-–—()=\n")
    found = next((section for section, pattern in _HEADING if pattern.fullmatch(bare)), None)
    undated = _DATED_TITLE.sub("", bare)
    if found is None and undated != bare and not vocabulary.MODALITY.search(undated):
        found = next((section for section, pattern in _HEADING if pattern.fullmatch(undated)), None)
        return found if found in (*MEDICINES, Section.OTHER, Section.VITALS) else None
    return found


def _said(title: str) -> Section | None:
    """What the words of an unlisted heading are about; None for words of no section."""
    words = plain(title).strip(" :.*_#-–—()=\n")
    if _OF_ONE.search(words):
        return None
    if title[:1].isupper() and len(words.split()) <= _MOST_HEADING_WORDS and context.of_another(words):
        return Section.FAMILY
    if not title[:1].isupper() or len(words.split()) > _MOST_HEADING_WORDS or _NO_TITLE.search(words):
        return None
    return next((section for section, pattern in _WORD if pattern.search(words)), None)


def _held(title: str, rest: str) -> Section | None:
    """What a list behind a title that says nothing is about, by what most of its members are."""
    words, folded = plain(title).strip(), plain(rest)
    if not title[:1].isupper() or len(words.split()) > _FEW_WORDS or _NOT_HAD.search(words):
        return None
    if context.of_another(words) or context.supposed(words) or context.denied(words):
        return None
    if pharmacopoeia.surely(words) or vocabulary.disease(words) or vocabulary.operation(words):
        return None
    parts = [part for part in re.split(r"[,;]\s|\s[-–+]\s", folded) if part.strip()]
    if len(parts) < _FEWEST_MEMBERS or _SENTENCE.search(folded) or context.supposed(folded):
        return None
    taken = sum(pharmacopoeia.surely(part) and len(part.split()) <= _OF_A_MEMBER for part in parts)
    had = sum(
        (vocabulary.disease(part) or vocabulary.operation(part)) and len(part.split()) <= _OF_A_MEMBER
        for part in parts
    )
    if taken >= _MOST * len(parts):
        return Section.CURRENT
    return Section.HISTORY if had >= _MOST * len(parts) and taken == 0 else None


def _plain_title(body: str) -> bool:
    closes = body.count(")") > body.count("(")  # the tail of a heading that wraps
    return (
        not closes
        and not body.startswith(("(", "["))
        and not any(map(str.isdigit, body))
        and len(body) <= _LONGEST
    )


def placed(
    lines: Sequence[Line], *, imaging: bool, holds: Callable[[Section, str], bool]
) -> Iterator[Placed]:
    """Each line with its section.

    Args:
        lines: Of the document.
        imaging: In a report of an examination: its findings belong to no list.
        holds: Whether a title in capitals is an item of the list of that section, not a heading.
    """
    margin = reach(lines)
    open_, inline, lead, wraps = Section.OTHER, False, False, False
    for index, line, within in _parted(lines):
        folded = plain(line.text)
        if _END.match(folded):
            open_, inline, lead, wraps = (
                Section.CLOSED if not re.match(r"\s*(?:cher|mon|ma|dear)", folded) else Section.OTHER,
                False,
                False,
                False,
            )
            yield Placed(index, line, open_)
            continue
        found = heading(line) or _alone(lines, index, line, margin)
        if found is not None and _no_heading(found, lines, index, line, open_, holds):
            found = None
        if found is not None and found.section is Section.OTHER and _IDENTITY.match(folded) and not inline:
            yield Placed(index, line, Section.OTHER, first=True, title=found.title)
            continue
        if found is not None:
            section = (
                Section.IMAGING
                if imaging and found.section in (Section.OTHER, Section.DIAGNOSIS)
                else found.section
            )
            inline = bool(found.rest) or within
            open_, lead = section, found.lead or line.text.rstrip().endswith(":")
            wraps = _wraps(lines, index, margin)
            yield Placed(
                index,
                Line(found.rest, found.cells, line.gap),
                section,
                first=True,
                running=inline,
                title=found.title,
            )
            continue
        kind = _led_to(folded)
        if kind is not None:
            yield Placed(index, line, Section.OTHER, running=True)
            open_, inline, lead, wraps = kind, False, True, False
            continue
        bulleted = _ITEM.match(line.text) is not None
        if open_ in _SHORT_LISTS and not bulleted and _opens_prose(lines, index):
            open_, inline, lead, wraps = Section.OTHER, False, False, False
            yield Placed(index, line, open_, first=True, title=line.text)
            continue
        titled = inline and (_titled(line.text) or begins_with_sign(folded))
        taken = open_ in MEDICINES and _of_medicines(folded)
        closes = inline and not bulleted and (line.gap or titled or not (wraps or taken))
        if closes:
            open_, inline, lead = Section.OTHER, False, False
        if open_ is Section.OTHER and _titled(line.text):
            wraps = _wraps(lines, index, margin)
            yield Placed(index, line, open_, first=True, title=line.text.split(":")[0])
            continue
        if lead and line.gap and not bulleted and not lines[index - 1].text.rstrip().endswith(":"):
            open_, inline, lead = Section.OTHER, False, False
        wraps = _wraps(lines, index, margin)
        yield Placed(index, line, open_, first=closes, running=inline)


def _no_heading(
    found: Heading,
    lines: Sequence[Line],
    index: int,
    line: Line,
    open_: Section,
    holds: Callable[[Section, str], bool],
) -> bool:
    """Whether what looks like a heading ends the sentence above, or is an item of the list it stands in."""
    if not line.gap and index and _goes_on(lines[index - 1].text, line.text):
        return True
    return found.section is Section.OTHER and not found.rest and holds(open_, plain(line.text))


def _led_to(folded: str) -> Section | None:
    """What a sentence that ends with a colon leads to: ``elle sort avec le traitement suivant :``."""
    if not folded.rstrip().endswith(":"):
        return None
    said = [(match.end(), kind) for pattern, kind in _LEADS for match in pattern.finditer(folded)]
    return max(said)[1] if said and max(said)[0] >= len(folded.rstrip(" :")) else None


def _wraps(lines: Sequence[Line], index: int, margin: float) -> bool:
    """Whether a line reaches the margin, so that the next may be its end."""
    below = lines[index + 1].text if index + 1 < len(lines) else ""
    return len(lines[index].text) >= _WRAPPED * margin and not ends(lines[index].text, below, margin)


def _goes_on(above: str, text: str) -> bool:
    """Whether a line is the end of the sentence above rather than a heading."""
    return text[:1].islower() and above.rstrip()[-1:].isalnum() and len(above) >= _RUNNING


def _of_medicines(folded: str) -> bool:
    """Whether a line goes on with a list of medicines."""
    return vocabulary.VACCINE.search(folded) is None and (
        pharmacopoeia.surely(folded)
        or medicines.STRENGTH.search(folded) is not None
        or medicines.posology(folded)
    )


def _titled(text: str) -> bool:
    """Whether a line begins with a title of its own, which is no medicine's name: ``Hab : tabac 0``."""
    match = _TITLED.match(text)
    return match is not None and not pharmacopoeia.surely(plain(match[0]))


def _alone(lines: Sequence[Line], index: int, line: Line, reach: float) -> Heading | None:
    """A short line by itself whose words say what stands under it: ``Diagnoses this admission``."""
    above = lines[index - 1].text.rstrip() if index else ""
    first = (lines[index + 1].text.split() or [""])[0] if index + 1 < len(lines) else ""
    folded = plain(line.text)
    if (
        index < _HEAD
        or not first
        or not (line.gap or ends(above, line.text, reach))
        or not ends(line.text, first, reach)
    ):
        return None
    if (
        line.text.rstrip()[-1:] in ".,;!?)"
        or ":" in line.text
        or len(line.cells) > 1
        or _ITEM.match(line.text)
    ):
        return None
    if _NO_LIST.search(folded) or vocabulary.disease(folded) or pharmacopoeia.surely(folded):
        return None
    section = _said(line.text)
    return None if section in (None, Section.REQUEST, Section.OTHER) else Heading(section, line.text, "", ())


def ends(above: str, text: str, reach: float) -> bool:
    """Whether a line ended before the margin, where the first word of the next would still have had room."""
    first = (text.split() or [""])[0]
    return len(above) + 1 + len(first) < _ROOM * reach


def _opens_prose(lines: Sequence[Line], index: int) -> bool:
    """Whether a line of few words, without a mark at its end, stands over a line of running text: a title."""
    line = lines[index]
    if len(line.cells) > 1 or line.text.rstrip()[-1:] in ",;.:)" or _JOINT.search(plain(line.text)):
        return False
    below = lines[index + 1] if index + 1 < len(lines) else Line("")
    few = len(line.text.split()) <= _TITLE_WORDS and line.text[:1].isupper()
    return few and len(below.cells) <= 1 and len(below.text) >= _RUNNING and heading(below) is None


def _parted(lines: Sequence[Line]) -> Iterator[tuple[int, Line, bool]]:
    """Each line with its index, parted where a sentence ends and another heading begins on it.

    With each, whether it begins in the midst of a printed line.
    """
    for index, line in enumerate(lines):
        start = 0
        for match in _SECOND.finditer(line.text) if len(line.cells) <= 1 else ():
            if _named(plain(match["title"])) is not None:
                yield (
                    index,
                    replace(
                        line, text=line.text[start : match.start()], cells=(), gap=line.gap and not start
                    ),
                    start > 0,
                )
                start = match.start("title")
        whole = line if not start else replace(line, text=line.text[start:], cells=(), gap=False)
        yield index, whole, start > 0


def reach(lines: Sequence[Line]) -> float:
    """How long the lines of running text are, in signs."""
    lengths = sorted(len(line.text) for line in lines if len(line.cells) <= 1)
    return max(40.0, float(lengths[-1 - len(lengths) // 20])) if lengths else 40.0
