"""Names of conditions in French and English, grouped: a record in one supports a sentence in the other.

Each group is one line of stems of folded words. Used to notice a disease; never to find one.
"""

import re
from functools import lru_cache

from safety.normalise import fold

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


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(r"(?<![a-z])(?:" + line + r")[a-z]*") for line in _GROUPS.strip().splitlines())


def named(text: str) -> dict[int, list[tuple[int, int]]]:
    """Groups named in `text`, each with the spans in the folded text."""
    folded = fold(text)
    found: dict[int, list[tuple[int, int]]] = {}
    for group, pattern in enumerate(_patterns()):
        spans = [match.span() for match in pattern.finditer(folded)]
        if spans:
            found[group] = spans
    return found
