"""Words that reports use around results, in French and English. Lists to review, not code.

All are matched on `plain` text: lower case, without accents.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """Lower case, without accents, one space between words.

    >>> plain("Unités  de Référence")
    'unites de reference'
    """
    bare = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(sign for sign in bare if not unicodedata.combining(sign)).lower().split())


@lru_cache(maxsize=2048)
def plain_same_length(text: str) -> str:
    """`plain`, character for character."""
    return "".join(map(_plain_sign, text))


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    return plain(sign)[:1] or " "


class Role(StrEnum):
    """What a column of a table holds."""

    NAME = "name"
    VALUE = "value"
    UNIT = "unit"
    RANGE = "range"
    LOW = "low"
    HIGH = "high"
    FLAG = "flag"
    PREVIOUS = "previous"
    DATE = "date"
    METHOD = "method"
    OTHER = "other"


_HEADINGS: dict[Role, tuple[str, ...]] = {
    Role.NAME: (
        r"pruebas?",
        r"determinacion(?:es)?",
        r"untersuchung(?:en)?",
        r"esam[ei]",
        r"analisi",
        r"exames?",
        r"onderzoek",
        r"bepaling(?:en)?",
        r"analyses?", r"examens?", r"parametres?", r"tests?", r"analytes?", r"components?", r"test name",
        r"dosages?", r"designations?", r"libelles?", r"investigations?", r"constituants?",
        r"test description",
        r"tests? ordered", r"noms? de l'(?:analyse|examen)", r"nom", r"determinations?", r"test parameters?",
        r"analyses? demandees?", r"parameters?", r"measurements?", r"examination", r"observations?", r"assay",
        r"bilan", r"procedure", r"description",
    ),
    Role.VALUE: (
        r"(?:res|val|erg|ris)",
        r"resultados?(?: actual(?:es)?)?",
        r"ergebnis(?:se)?",
        r"(?:mess)?werte?",
        r"risultat[oi]",
        r"esit[oi]",
        r"valor[ei]?",
        r"resultaten?",
        r"uitslag(?:en)?",
        (
            r"(?:vos? |votre |your |current |patient |latest |test )?(?:resultats?|results?)(?: actuels?|"
            r" du jour| obtenus?)?"
        ),
        r"valeurs?(?: mesurees?| actuelles?| trouvees?| du jour| obtenues?)?",
        r"(?:observed |measured |current )?values?",
        r"in range", r"out of range", r"mesures?", r"taux", r"actuel(?:le)?", r"current",
        r"resultats? patient",
        r"ce jour", r"concentrations?", r"aujourd'hui", r"today", r"latest",
        r"(?:resultats?|results?|valeurs?) (?:unites? )?(?:si|convention\w*)",
        r"unites? (?:si|conventionnelles)",
    ),
    Role.UNIT: (
        r"unidad(?:e?s)?",
        r"unidade",
        r"einheit(?:en)?",
        r"unita(?: di misura)?",
        r"u\.?m\.?",
        r"eenhe(?:id|den)",
        r"unites?", r"units?", r"uom", r"unit of measure", r"u\.", r"unites? de mesure"),
    Role.RANGE: (
        r"(?:valores|intervalos?|rangos?|limites) (?:de )?(?:referencia|normales|normalidad)",
        r"(?:referenz|norm|soll)(?:bereiche?|werte?)",
        r"(?:valori|intervall[oi]|limiti) (?:di )?(?:riferimento|normali)",
        r"referentie(?:waarden?|interval)?",
        (
            r"(?:valeurs?|val\.?|intervalles?|bornes|limites?|normes?|plages?|fourchettes?|"
            r"domaines?)? ?(?:de |des )?(?:ref\.?|references?|normalite|normales?|normaux|"
            r"usuelles?)(?: biologiques?)?"
        ),
        r"normes?(?: labo\w*)?", r"limites?", r"bornes", r"fourchettes?", r"plages?(?: normales?)?",
        r"intervalles?(?: biologiques?)?(?: de reference)?",
        r"valeurs (?:attendues|usuelles|normales|de reference|references|souhaitables|cibles?)",
        r"v\.? ?r\.?", r"v\.? ?n\.?", r"v\.? ?u\.?",
        (
            r"(?:biological |normal |standard |bio\.? |latest )?(?:ref\.?|reference) ?(?:ranges?|rng|"
            r"intervals?|int\.?|limits?|values?)?(?: (?:& |and )?\(?units?\)?)?"
        ),
        r"(?:normal|expected|healthy|target|optimal) (?:ranges?|values?|limits?)", r"ranges?", r"normals?",
        r"intervals?", r"normale?s?", r"cibles?", r"targets?",
        r"(?:usual|target) values?", r"valeurs habituelles",
        r"interpretive range", r"limits",
    ),
    Role.LOW: (
        r"min[i.]?", r"minimum", r"valeur min\w*\.?", r"(?:borne |limite |val\.? )?inf(?:erieure|\.)?",
        r"low(?:er)?(?: limit| ref\w*\.?)?", r"from", r"ref\w*\.? ?(?:min\w*|low(?:er)?|inf\w*)\.?",
        r"(?:ref\w*\.?|norme|valeur|val\.?|limite|borne)? ?bas(?:se)?",
    ),
    Role.HIGH: (
        r"max[i.]?", r"maximum", r"valeur max\w*\.?", r"(?:borne |limite |val\.? )?sup(?:erieure|\.)?",
        r"(?:high(?:er)?|upper)(?: limit| ref\w*\.?)?", r"ref\w*\.? ?(?:max\w*|high(?:er)?|upper|sup\w*)\.?",
        r"(?:ref\w*\.?|norme|valeur|val\.?|limite|borne)? ?haute?",
    ),
    Role.FLAG: (
        r"bewertung",
        r"flags?", r"abnormal(?: flag)?", r"alertes?", r"h/l", r"l/h", r"indicateurs?", r"drapeaux?",
        r"status", r"statut", r"anom\.?", r"anomalies?", r"interpretations?", r"hors normes?", r"abn\.?",
        r"indic\.?",
    ),
    Role.PREVIOUS: (
        r"prev",
        r"(?:resultados?|valor(?:es)?|risultat[oi]|valor[ei]) (?:anterior(?:es)?|precedent[ei])",
        r"anterior(?:es)?",
        r"vor(?:wert|befund)e?",
        r"precedent[ei]",
        r"vorige?",
        (
            r"(?:resultats?|valeurs?|results?|values?|val\.?|res\.?)? ?(?:anteriorites?|anterieure?s?|"
            r"anter\.?|ant\.?|precedente?s?|prec\.?)"
        ),
        r"(?:resultats? |valeurs? )?historiques?", r"derniers? resultats?",
        r"(?:previous|prior|last|past|historical|earlier)(?: results?| values?| tests?)?",
        r"history", r"trend", r"(?:previous|prior) result and date",
    ),
    Role.DATE: (
        r"fecha",
        r"datum",
        r"data",
        r"date", r"(?:collection |test |sample )?date ?(?:/|and|et|&) ?(?:time|heure)",
        r"(?:collection|test|sample|collected|specimen) date", r"collected(?: on)?",
        r"date d(?:e|u) prelevement", r"preleve(?: le)?",
        r"dates? (?:anter\w*\.?|prec\w*\.?|du|precedent)",
        r"(?:previous|prior|last|prev\.?) dates?", r"date of (?:previous|last) result",
        r"du", r"le", r"on", r"date d'anteriorite",
    ),
    Role.METHOD: (
        r"metod[oe]s?",
        r"methoden?",
        r"methodes?", r"techniques?", r"methods?", r"methodology", r"principe", r"analyseur"),
    Role.OTHER: (
        r"codigos?",
        r"codic[ei]",
        r"muestras?",
        r"material",
        r"campion[ei]",
        r"amostras?",
        r"observac\w+",
        r"kommentare?",
        r"labo?", r"site", r"specimens?", r"echantillons?", r"nature", r"sample(?: type)?", r"code",
        r"codes?", r"loinc", r"nabm", r"prelevements?", r"comments?", r"commentaires?", r"remarques?",
        r"notes?", r"performed(?: at)?", r"#", r"n°",
    ),
}  # fmt: skip
_ROLE = {role: re.compile(rf"(?:{'|'.join(words)})\s*:?\Z") for role, words in _HEADINGS.items()}
_LONGEST_HEADING = 80  # characters
_TWO_LANGUAGES = 3  # a word, the stroke and a word: more is a row below the heading
_JOINT = re.compile(r"\s(?:and|et|&|-|–)\s|\s?[/,]\s?|\s?\(")
_ROLE_ORDER = (
    Role.NAME, Role.UNIT, Role.LOW, Role.HIGH, Role.PREVIOUS, Role.VALUE, Role.RANGE, Role.FLAG,
    Role.METHOD, Role.DATE, Role.OTHER,
)  # fmt: skip


@lru_cache(maxsize=4096)
def role_of(heading: str) -> Role | None:
    """What a column headed `heading` holds; None for other words."""
    text = plain(heading).strip(" :.()[]*")
    if not text or len(text) > _LONGEST_HEADING:
        return None
    role = next((role for role in _ROLE_ORDER if _ROLE[role].match(text)), None)
    if role is None and (joint := _JOINT.split(text, maxsplit=1))[1:]:
        first, second = role_of(joint[0]), role_of(joint[1])
        if " / " in text and (first is None) != (second is None) and len(text.split()) <= _TWO_LANGUAGES:
            return first or second  # ``Einheit / Unité``: the word in a language that is not known here
        return first if second is not None else None
    return role


QUALITATIVE = re.compile(
    r"(?:(?:presence|absence|present|absent)(?:e|es|s)?(?: de [a-z' -]{3,30})?|"
    r"(?:non[ -]?|not )?(?:detecte(?:e|es|s)?|detected|reacti(?:f|fs|ve|ves)|retrouve(?:e|s)?|immun(?:e|"
    r"ise)e?)|nonreactive|"
    r"(?:tres |very |faiblement |fortement |weakly |weak |strongly |strong )?"
    r"(?:positi(?:f|fs|ves?|v|v[oaei]s?)|"
    r"negati(?:f|fs|ves?|v|v[oaei]s?)|pos\.?|neg\.?)|"
    r"indetectables?|undetectable|douteu(?:x|se)s?|equivoques?|equivocal|indetermine(?:e|s)?|"
    r"indeterminate|borderline|"
    r"steriles?|normale?s?|abnormal|anormale?s?|traces?|rares?|quelques(?: [a-z]+)?|nombreu(?:x|ses)|few|"
    r"rare|occasional|moderate|many|"
    r"limpide|clair(?:e)?|trouble|louche|clear|hazy|cloudy|turbid|jaune(?: [a-z]+)?|yellow|straw|amber|"
    r"colorless|incolore|"
    r"aucune?|none(?: seen)?|nil|no growth|culture sterile|absence de germes?|nulle?s?|conforme|atypiques?|"
    r"(?:nicht )?nachweisbar|(?:no )?(?:detectad|reactiv)[oa]s?|(?:non )?(?:rilevat|reattiv)[oia]|"
    r"assent[ei]|ausentes?|"
    r"rh(?:esus)? ?(?:d )?(?:\+|-|pos\w*|neg\w*)|(?:ab|a|b|o) ?(?:\+|-|pos\w*|neg\w*|rh\w* ?(?:d )?(?:\+|"
    r"-|pos\w*|neg\w*))|"
    r"\+{1,4}|(?:1|2|3|4)\+|\d ?croix|1 ?[:/] ?\d{1,4})(?![a-z0-9])"
)
STATUS_WORDS = frozenset(
    "final f preliminary corrected amended completed complete partial verified validated valide validee "
    "definitif definitive provisoire partiel corrige termine recu received ok".split()
)
"""Of the state of a report, under a heading that flags may have too."""

NONE_FOUND = re.compile(
    r"(?:neg\w*|abs\w*|nil|nulle?s?|none|aucune?|non[ -]?(?:detect\w*|reacti\w*)|not detected|normale?s?)\b"
)
"""Result words that are usual as the normal one, behind the result."""

DECIDED = re.compile(
    r"(?:non[ -]?|not |in|un)?(?:posit|negat|detect|detett|react|absen|presen|trace)[a-z]*\Z", re.IGNORECASE
)
"""Result words that are said of nothing but a result."""

BLOOD_GROUP = re.compile(r"\A(?:ab|a|b|o)\Z")

NOT_YET = re.compile(
    r"(?:en cours|a suivre|a venir|pending|to follow|non (?:realise|effectue|rendu|dosable|parvenu)\w*|"
    r"not (?:done|performed|reported|tested|calculated|available|applicable)|"
    r"voir |see |cf\.? |tnp|qns|annule\w*|cancel\w*|insuffisant\w*|hemolys\w*|n/?a\Z|nr\Z|nd\Z|"
    r"sous[- ]traite|transmis|prelevement non|ininterpretable|impossible|refus\w*|commentaire)"
)

FLAG_WORDS = frozenset(
    "h l hh ll a aa n c e b high low haut bas eleve elevee abaisse abaissee diminue diminuee "
    "augmente augmentee abnormal anormal critical "
    "critique normal".split()
)

ADMINISTRATIVE = re.compile(
    r"\b(?:accession|tel|tele?phone|phone|fax|siret|siren|finess|rpps|adeli|cofrac|accredit\w*|nda|ipp|iep|nir|rcs|"
    r"tva|vat|"
    r"dossier|prescript\w*|ordonnance|prescripteur|docteur|dr|doctor|physician|naissance|dob|birth|ne le|"
    r"nee le|"
    r"cedex|rue|avenue|boulevard|street|road|edite|edition|imprime|preleve|prelevement (?:du|le|a)|recu le|"
    r"collected|received|reported|printed|enregistre\w*|registered|issued|authori[sz]ed|requisition|"
    r"invoice|facture|mrn|nhs|clia|npi|capital|www|http\w*|e-?mail|"
    r"securite sociale|mutuelle|poids|taille|height|imc|bmi|horaires|ouvert|lundi|samedi|monday|friday|"
    r"cotation|"
    r"montant|total a payer|copie a|destinataire|exemplaire|page \d|a jeun depuis|page suivante|"
    r"suite page|next page|semaines? d'amenorrhee|"
    r"n°)\b|@|€|\$"
    r"|\A(?:patiente?|nom|prenoms?|names?|age|sexe?|gender|adresse|address|page|ref|id|numero|num|order|"
    r"account|report|"
    r"demande|service|ward|bed|room|chambre|heure|time|date|dates?|code|version|weight|fasting|accession|"
    r"nabm|ins|lot|"
    r"cin|plot|sector|batch|copies|taille|specimen|sample|reference|mobile|visit|episode|"
    r"lab(?:o|oratory|oratoire)?|request|collection)"
    r"(?:\Z|\s*[:=#]|\s+(?:id|names?|no|number|n°|num\w*|status|code|du|de|le|of|address)\b)"
)

CONNECTIVE = frozenset("soit ou or ie i.e i.e. = equivalent equivaut".split())
"""Words between a value and the same value in another unit; never names."""

INTERPRETIVE = re.compile(
    r"\b(?:objectifs?|cibles?|seuils?|targets?|goals?|risques?|risk|carence|deficien\w*|deficit|"
    r"insuffisan\w*|insufficien\w*|suffisan\w*|sufficient|"
    r"optimal\w*|desirable|near|borderline|limite|souhaitable|recommand\w*|valeurs?|references?|"
    r"interpretation|normal|normale|norme|normes|"
    r"diabete|diabetes|prediabete|prediabetes|diabetic|intoxication|toxicite|toxic\w*|toxique|"
    r"therapeuti\w*|therapeutic|zone|stade|stage|grade|"
    r"hommes?|femmes?|enfants?|adultes?|males?|females?|men|women|adults?|child\w*|nourrisson|nouveau|"
    r"phase|folliculaire|luteale|menopaus\w*|"
    r"follicular|luteal|postmenopausal|trimestre|trimester|fumeurs?|smokers?|non-?fumeurs?|si|if|when|"
    r"chez|pour|jusqu'?a?|until|entre|between|"
    r"superieure?s?|inferieure?s?|exces|excess|surcharge|haut|bas|faible|modere\w*|eleve\w*|tres|very|"
    r"mild|moderate|severe|imprecision|incertitude|uncertainty|"
    r"secondaire|primaire|prevention|limite de (?:detection|quantification)|lod|loq)\b"
)

CONDITION = re.compile(
    r"\b(?:hommes?|femmes?|males?|females?|m[ae]n|wom[ae]n|filles?|garcons?|boys?|girls?|phase|pic|"
    r"folliculaire|follicular|luteal\w*|ovul\w*|mid-?cycle|(?:pre|post)?-?\s?menopaus\w*|trimestres?|"
    r"trimesters?|grossesse|enceinte|pregnan\w*|enfants?|adultes?|adults?|child\w*|nourrissons?|newborns?|"
    r"nouveau-ne|ans|years?|yrs?|mois|months?|jours|days|fumeurs?|smokers?|matin|soir|morning|evening|"
    r"si|if|immunit\w*|carence|deficien\w*|insuffi\w*|pre-?diabet\w*|diabet\w*|risk|risque|borderline)\b"
)
"""Words that say for whom or when a range holds: its limits are not those of everybody."""

NO_PATIENT = re.compile(
    r"\b(?:external quality|quality assessment|proficiency test\w*|internal quality control|"
    r"controles? (?:interne|externe)s? de (?:la )?qualite|evaluation externe de la qualite|"
    r"lot de controle|control lot|qc lot|levey-?jennings|controle sanitaire des eaux|"
    r"qualite des eaux|eaux? d[e'] ?(?:alimentation|consommation|piscine|baignade|forage)|eau potable|"
    r"drinking water|well water|pool water|soil (?:test|analysis|sample)|analyse de (?:sol|terre)|"
    r"food (?:testing|analysis)|denree alimentaire|baseline characteristics|p[ -]value)\b"
)
"""What a report is about when it is about nobody."""

ANIMAL = re.compile(
    r"\b(?:espece|species|race|breed)\b\s*[:/]?\s*(?:[a-z]+\s*[:/]\s*)?(?:chien\w*|chat\w*|canin\w*|felin\w*|"
    r"cheval|equin\w*|bovin\w*|ovin\w*|caprin\w*|porcin\w*|lapin|canine|feline|dog|cat|horse|equine|bovine|"
    r"rabbit|ferret|furet)\b"
)

SENTENCE = re.compile(
    r"\b(?:est|sont|etait|doit|peut|peuvent|a ete|ont|avez|avec|evoque|"
    r"selon(?! (?:ckd|mdrd|cockcroft|friedewald|schwartz|la formule|l'equation))|"
    r"dans|depuis|is|are|was|were|"
    r"should|may|must|has|have|been|"
    r"with(?! reflex)|according|since|than|this|that|these|ce|cette|ces|nous|vous|il|elle|"
    r"qui|que|dont|afin|lors|"
    r"please|merci|veuillez|"
    r"indicates?|suggests?|using|obtenu\w*|controle\w*|verifie\w*|rendu\w*|realise\w*|"
    r"effectue\w*|performed|confirm\w*|"
    r"(?:calculated|calcule\w*)(?= [a-z]))\b"
)

METHOD_LINE = re.compile(
    r"\s*(?P<open>\()?\s*(?:methodes?|techniques?|methods?|methodology|tech\.|meth\.|principe|automate|analyseur|"
    r"analyser|analyzer|instrument)\b\s*(?:utilisee?\s*)?[:=-]?\s*(?P<words>.+?)\s*(?(open)\))\s*\Z"
)
METHOD_WORDS = re.compile(
    r"(?:metri\w*|metry|metric|immuno\w*|elisa|eclia|clia|cmia|elfa|luminescen\w*|chimilumi\w*|enzym\w*|"
    r"spectro\w*|potentiom\w*|cinetique|kinetic|hexokinase|"
    r"cytom\w*|impedance|hplc|chromato\w*|electrophor\w*|nephelem\w*|turbidi\w*|colorim\w*|ifcc|cobas|"
    r"roche|abbott|architect|alinity|sysmex|beckman|"
    r"siemens|atellica|advia|vidas|biomerieux|diasorin|liaison|tosoh|friedewald|ckd-epi|westergren|pcr|"
    r"coagul\w*|ise\b|calcul\b|calculation|photom\w*|"
    r"lc-ms\w*|jaffe|peroxydase|oxydase|dxh|dxi|capillar\w*|g8|stago|star max)"
)

ANTIBIOGRAM = re.compile(r"antibiogram\w*|\bs ?/ ?i ?/ ?r\b|\b(?:cmi|mic)\b")
"""Words over a table of antibiotics: what stands in it was measured on a germ."""

SECTION = re.compile(
    r"\b(?:hematologie|hemogramme|numeration|formule leucocytaire|biochimie\w*|bilan|hormonologie|"
    r"immunologie|serologie\w*|bacteriologie|hemostase|coagulation|"
    r"vitamines?|marqueurs|proteines|enzymologie|endocrinologie|thyroid\w*|ionogramme|lipid\w*|hepati\w*|"
    r"renal\w*|glycemique|martial\w*|urin\w*|electrolytes|"
    r"haematology|hematology|biochemistry|chemistry|clinical chemistry|immunology|serology|microbiology|"
    r"endocrinology|hormones|full blood count|"
    r"complete blood count|cbc|fbc|metabolic panel|lipid panel|liver function|kidney function|"
    r"iron studies|thyroid|differential|urinalysis|hemostasis|toxicology|allergologie|"
    r"virologie|parasitologie|immuno-?hematologie|cytologie|serum|sang|plasma|urines|blood|"
    r"auto-?immunite|oncologie|gaz du sang|panel|profile|electrophorese)\b"
)

LETTER = re.compile(
    r"\b(?:chere? (?:confrere|consoeur|ami|amie|docteur)|chers? confreres|cher monsieur|madame, monsieur|"
    r"mon cher|bien confraternellement|confraternellement|"
    r"dear (?:dr|doctor|colleague|mr|mrs|ms|sir|madam)|yours (?:sincerely|faithfully|truly)|kind regards|"
    r"sincerely yours|"
    r"compte[- ]rendu (?:d'hospitalisation|de consultation|operatoire|d'echographie|d'imagerie|"
    r"de scanner|d'irm)|discharge (?:summary|letter)|"
    r"lettre de (?:sortie|liaison)|clinic letter|courrier de (?:sortie|consultation)|i reviewed|"
    r"je vous remercie|j'ai (?:vu|revu|recu)|"
    r"thank you for (?:referring|your referral)|ordonnance (?:medicale|du)|veuillez agreer|salutations)\b"
)

IN_WORDS = re.compile(
    r"(?:germes?|bacteries?|micro-?organismes?|(?:micro-?)?organisms?|isolates?|levures?)"
    r"(?: (?:identifiee?s?|isolee?s?|retrouvee?s?|identified|isolated))+"
    r"|(?:coloration de )?gram(?: stain)?"
)
"""Names whose result is plain words: what grew."""

RATIO = re.compile(r"\b(?:rapport|ratio|quotient)\b")
"""Names of what has no unit of its own, whatever the heading of the column says."""

VERDICT = re.compile(
    r"\W*(?:(?:au[- ]dess[uo]u?s|en[- ]dessous|superieure?|inferieure?|above|below|within|outside|"
    r"dans|hors|in|out of)"
    r"\b[a-z' -]*\b(?:normes?|valeurs|intervalle|limites?|range|limits?|reference)\b[a-z -]*"
    r"|(?:resultat )?normal(?:e|es)?)\W*\Z"
)
"""Words behind a range that only say where the value lies."""

LABELS = re.compile(
    r"\b(?:prelev\w*|reception|recu|impression|edition|naissance|collected|received|reported|printed|dob|"
    r"date of birth)\b"
)
"""Words that say what the date under them is the date of, when it is no column of results."""
