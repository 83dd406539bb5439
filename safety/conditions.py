"""Names of conditions in French and English, grouped: a record in one supports a sentence in the other.

Each group is one line of stems of folded words. Used to notice a disease; never to find one.
"""

import re
from functools import lru_cache

from safety.normalise import fold

_STEM = 6

_GROUPS = """
cancer|carcinom|malign|neoplas|adenocarcinom
tumeur|tumor|tumour
metasta
diabet
prediabet|pre-diabet
anemi|anaemi
iron deficien|carence en fer|carence martiale|martiale|ferriprive|manque de fer
deficien|carence
hypothyro
hyperthyro|thyrotox|basedow|graves disease
thyroidit|hashimoto
hypertension|hypertendu|hypertensi|high blood pressure
hypercholesterol|dyslipid|hyperlipid|high cholesterol
depress(?:ion|ive)|depression
anxiety disorder|trouble anxieux|anxieuse generalisee
bipol
schizophren
autis
adhd|tdah
asthm
copd|bpco|bronchopneumopathie
infarct|heart attack|crise cardiaque|myocardial
stroke|\\bavc\\b|accident vasculaire
heart failure|insuffisance cardiaque
coronar|cardiopath|heart disease|maladie cardiaque|angor|angina
fibrillation|arythmi|arrhythmi|\\bafib\\b
embol
thrombos|phlebit|\\bdvt\\b|\\btvp\\b|blood clot
leucemi|leukaemi|leukemi
lymphom
myelom
melanom
sclerose en plaques|multiple sclerosis
parkinson
alzheimer|dementia|demence
epilep
migrain
arthrit|polyarthrit
arthros|osteoarthr
lupus
gout\\b|goutte\\b
osteopor
fibromyalg
cirrhos
hepatit
steatos|fatty liver
kidney disease|kidney failure|insuffisance renale|maladie renale|renal failure|nephropath|\\bckd\\b
nephrit|pyeloneph
crohn
colit|rectocolit
coeliac|celiac|coeliaque
ulcer
gastrit
reflux|\\brgo\\b|\\bgerd\\b
gallstone|calculs? biliaire|lithiase
kidney stone|calculs? renal|colique nephretique
appendicit
pancreatit
pneumon
bronchit
tubercul
covid|sars-cov
grippe|influenza|\\bflu\\b
\\bhiv\\b|\\bvih\\b|\\bsida\\b|\\baids\\b
syphil
chlamyd
gonorr|blennorr
meningit
septic|sepsis
lyme
malaria|paludisme
mononucl
zona|shingles
endometrio
pcos|sopk|polycystic|polykyst
menopaus
enceinte|pregnan|grossesse
preeclamp|pre-eclamp
glaucom
cataract
macular|dmla
apnea|apnoea|apnee
psorias
eczema|dermatit
hemochromat|haemochromat
drepanocyt|sickle
thalassem|thalassaem
hemophil|haemophil
aneurysm|anevrism
stenos
hernia|hernie
fractur
anorex
burn-?out
addison|insuffisance surrenal
cushing
sarcoid
polyp
infection
"""


Group = int | str
"""A line of the list above, or a word that is formed as names of illnesses are."""
_FORMED = re.compile(
    r"(?<![^\W\d_])[^\W\d_]{2,}(?:itis|ites?|osis|oses?|[éeæa]e?mi(?:e|a)s?|[ée]mies?|pathies?|pathy|omas?|[oô]mes?|pl[ée]gi[ae]s?|algies?|algia|rrh[ée]es?|rrho?ea|p[ée]nies?|penia|megaly|m[ée]galie|ectasi[ae]s?|trophy|trophie|plasi[ae]s?)(?![^\W\d_])"
)
"""Read with its accents: *cystite* is formed so, *activité* is not."""
_FORMED_ELSE = re.compile(
    r"(?:gl[yi]c|kali|natr|calc|uric|chlor|phosph|phosphor|magnes|album|albumin|lip|cholesterol|triglycerid|creatinin|bilirubin|protein|protid|ferritin|insulin|azot|vol|osm|lact|lithi)[a-z]{0,2}emi[ae]s?"
    r"|(?:glu|fruc|lac|dex|sacchar|cellul|amyl|calcid|vari)[ct]?[ot]?ose|(?:over|sur)?doses?|diagnos[ei]s?|prognos[ei]s|(?:de|ex|re|com|dis|im|op|pro|sup|pur|trans|entre)?poses?|purpose|"
    r"(?:quelque|autre)?choses?|(?:dis|en)?closes?|chooses?|those|whose|loose|goose|noses?|proses?|roses?|explose|hypotheses|synthes[ei]s|"
    r"sites?|(?:in)?visites?|(?:en|pour)?suites?|limites?|(?:re|con)?duites?|petites?|droites?|gratuites?|white|quite|(?:re)?writes?|despite|definite|favou?rites?|opposite|composite|website|invites?|elites?|faillites?|reussites?|fuites?|marmites?|cites?|merites?|hesite|"
    r"(?:re|par|imp?ar|bien|satis|de)?faites?|(?:re)?traites?|souhaite|evite|frites|agite|allaite|moite|(?:in|pre|de|re|trans|sous)?(?:s?crites?|ecrites?)|edite|herite|regurgite|irrite|debite|crepite|subites?|interdites?|(?:re|contre|inter|mau)?dites?|cuites?|produites?|detruites?|"
    r"satellites?|appetites?|bites?|kites?|parasites?|electrolytes?|metabolites?|nitrites?|sulfites?|hematocrites?|unites?|spites?|granites?|profite|milite|polite|tonite|marguerites?|karite|elicite|"
    r"some|(?:tire|whole|trouble|hand)some|homes?|(?:be|over|wel|in|out)?comes?|chromes?|domes?|romes?|tomes?|genomes?|chromosomes?|microbiomes?|(?:syn|pro)dr[o]mes?|symptomes?|diplomes?|hommes?|commes?|femmes?|pommes?|fantomes?|autonomes?|aroma|diploma|coma|stomas?|stomes?|"
    r"(?:sym|em|anti|a)path(?:ie|y)|(?:home|oste|natur|allo)opath(?:y|ies?)|preemies?|academi[ae]s?|premies?"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(r"(?<![a-z])(?:" + line + r")[a-z]*") for line in _GROUPS.strip().splitlines())


def named(text: str, *, wide: bool = False) -> dict[Group, list[tuple[int, int]]]:
    """Groups named in `text`, each with the spans in the folded text.

    Args:
        text: Any.
        wide: Also words that no group has and that are formed as names of illnesses are (``sinusitis``),
            the same in both languages for their first letters.
    """
    folded = fold(text)
    found: dict[Group, list[tuple[int, int]]] = {}
    for group, pattern in enumerate(_patterns()):
        spans = [match.span() for match in pattern.finditer(folded)]
        if spans:
            found[group] = spans
    if wide:
        taken = [span for spans in found.values() for span in spans]
        for match in _FORMED.finditer(text.lower()):
            word, start = fold(match[0]), len(fold(text[: match.start()]))
            end = start + len(word)
            if _FORMED_ELSE.fullmatch(word) or any(first < end and start < last for first, last in taken):
                continue
            found.setdefault(word[:_STEM], []).append((start, end))
    return found
