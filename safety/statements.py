# ruff: noqa: E501  patterns and word lists read better whole
"""What a sentence must never say, whatever its numbers: read from its words alone.

Names codes of what is wrong; the sentence itself goes nowhere.
"""

import re
from collections.abc import Sequence

from core.language import Language
from records.evidence import Evidence
from safety.conditions import named
from safety.normalise import fold

_QUOTED = re.compile(r"«[^»]*»|\u201c[^\u201d]*\u201d|\"[^\"]*\"")
_MARKUP = re.compile(r"!\[|\]\s*\(|<\s*/?\s*[a-z!]|https?:|www\.|data:|javascript:", re.IGNORECASE)

_ATTRIBUTED = re.compile(
    r"\b(?:you|your|yours|vous|votre|vos|tu|ton|ta|tes|t'|he|she|his|her|il|elle|this|that|these|it|ce|cela|ca|c'est|s'agit|"
    r"suggest\w*|suggere\w*|evoqu\w*|compatible|consistent|indicat\w*|indiqu\w*|confirm\w*|reveal\w*|revel\w*|points?|likely|"
    r"probabl\w*|possibl\w*|signe|sign|due|cause\w*|diagnos\w*|montre\w*|shows?|means?|signifie|traduit|atteint\w*|souffr\w*|suffer\w*|risk|risque)\b"
)
_CANNOT_SAY = re.compile(
    r"\b(?:cannot|can't|can not|does not|doesn't|do not|don't|is not enough|not able|only a|carnet)\b[^.]{0,60}"
    r"\b(?:say|tell|show|mean|conclude|diagnos\w*|decide|know|prove|confirm|replace|judge)\b"
    r"|\bne (?:peut|peuvent|permet|permettent|suffit|suffisent|dit|disent|prouve|pose|remplace|signifie)\b[^.]{0,60}\b(?:pas|ni)\b"
    r"|\bseul\w* (?:un|une|votre|le) |\bno (?:document|record|entry|result)|\baucun\w* (?:document|resultat|element)"
    r"|\bnot (?:recorded|stated|mentioned|found)|\bnon (?:mentionne|retrouve|indique)"
    r"|\bdoes(?: not|n't) (?:mention|state|contain|record)|\bne (?:mentionne|contient|comporte|figure)"
)
_SICK = re.compile(
    r"\byou(?: may| might| could)? (?:have|suffer from) an? (?:\w+ )?(?:disease|illness|disorder|syndrome)\b|\bvous (?:avez|souffrez d|presentez)\W? ?(?:peut-etre )?(?:une?|d'une?) (?:\w+ )?(?:maladie|syndrome|trouble)\b"
    r"|\byou(?: are|'re) (?:sick|ill|unwell|dying)\b|\bvous etes (?:malade|mourant)|\b(?:it|this|that)(?: is|'s) (?:serious|dangerous|malignant|benign|nothing)\b"
    r"|\bc'est (?:grave|dangereux|malin|benin|rien)\b"
)
_DENIED = re.compile(
    r"(?:\bno\b|\bnot\b|\bwithout\b|\bdenies\b|\brule[sd]? out\b|\bnegative for\b|\babsence (?:of|de|d')|\bpas d[e']|\baucun\w*|\bsans\b"
    r"|\belimin\w+|\becart\w+|\bsuspicion\b|\bsuspect\w*|\bmother\b|\bfather\b|\bfamil\w+|\bmere\b|\bpere\b|\bsoeur\b|\bfrere\b|\bscreening\b|\bdepistage\b|\brisk\b|\brisque\b|\?)"
    r"[^.;\n]{0,40}$"
)

_DRUGGED = (
    r"(?:medic\w*|medoc\w*|traitement\w*|treatment\w*|tablet\w*|pill\w*|comprime\w*|gelule\w*|capsule\w*|dose\w*|dosage|posologie|"
    r"insulin\w*|statin\w*|\w+statine?\b|\w+olol\b|\w+pril\b|\w+sartan\b|\w+prazole\b|\w+cillin\w*|\w+mycin\w*|\w+azepam\b|\w+formine?\b|"
    r"\w+xaban\b|warfarin\w*|aspirin\w*|levothyrox\w*|thyroxin\w*|ibuprofen\w*|paracetamol|acetaminophen|prednis\w*|cortisone|"
    r"antibioti\w*|anticoagul\w*|antidepress\w*|supplement\w*|complement\w*|iron\b|fer\b|vitamin\w*|it\b|them\b|les?\b|la\b|l'|"
    r"drug\w*|therap\w*|injection\w*|patch\w*|\d+(?:[.,]\d+)?\s*(?:mg|g|ug|µg|ml|ui|iu|units?|unites?)\b|taking|prise)"
)
_CHANGE_EN = (
    r"(?:stop|start|begin|take|increase|decrease|reduce|double|halve|skip|switch|quit|resume|discontinue|lower|raise|"
    r"restart|cut|wean|taper|replace|swap|drop|add|adjust|change|avoid|try|use|inject|keep|continue)"
)
_CHANGE_FR = (
    r"(?:arret|stopp|cess|commenc|debut|pren|augment|diminu|redui|doubl|saut|chang|remplac|repren|interromp|suspend|"
    r"baiss|ajust|adapt|modifi|essay|utilis|inject|continu|poursuiv|ajout|espac|evit)"
)
_ORDERS = (
    re.compile(
        rf"(?:^|[.;:,!]\s*|\b(?:please|then|and|so|just|also|simply)\s+){_CHANGE_EN}\b(?:\s+\S+){{0,4}}?\s+{_DRUGGED}"
    ),
    re.compile(
        r"\b(?:you (?:should|can|could|may|might|must|need to|have to|ought to|would be wise to|are advised to)|i(?:'d| would)? (?:recommend|suggest|advise)|"
        r"we (?:recommend|suggest|advise)|it (?:is|would be) (?:safe|fine|ok|okay|best|better|advisable|reasonable) to|consider|try to|time to|"
        rf"recommended to|no need to|feel free to)\s+(?:\w+\s+){{0,2}}?{_CHANGE_EN}\w*\b(?:\s+\S+){{0,4}}?\s+{_DRUGGED}"
    ),
    re.compile(rf"\b{_CHANGE_FR}\w*(?:ez|ons)\b(?:-\w+)?(?:\s+\S+){{0,4}}?\s+{_DRUGGED}"),
    re.compile(
        r"\b(?:vous (?:devriez|devez|pouvez|pourriez|auriez interet a)|il (?:faut|faudrait|convient de|vaut mieux|vaudrait mieux|serait preferable de)|"
        r"(?:je|nous) (?:vous )?(?:conseille|recommande|suggere)\w* (?:de |d')?|mieux vaut|n'hesitez pas a|pensez a|possible de|sans danger de|tu (?:devrais|dois|peux)|inutile de)"
        rf"\s*(?:\w+\s+|l'|d'){{0,2}}?{_CHANGE_FR}\w*(?:\s+\S+){{0,4}}?\s*{_DRUGGED}"
    ),
    re.compile(
        rf"(?:^|[.;:,!]\s*)(?:arrete|prends|augmente|diminue|double|saute|reduis|stoppe|reprends)\b(?:\s+\S+){{0,4}}?\s+{_DRUGGED}"
    ),
    re.compile(
        r"\b(?:your|the|votre|la) dos(?:e|age) (?:should|must|can|could|needs to|doit|devrait|peut|pourrait)\b"
    ),
)
_PROTECTED = re.compile(
    r"\b(?:do not|don't|never|without|avant de|before|sans|ne|n')\s*(?:jamais\s+)?(?:\w+\s+){0,2}?"
    r"(?:stop|start|change|adjust|double|increase|reduce|skip|arret|chang|modifi|stopp|doubl|augment|diminu|interromp|suspend|commenc|redui)"
)
_ASK_SOMEONE = re.compile(
    r"\b(?:ask|asking|discuss|talk|speak|check|question\w*|demand\w*|parl\w+|discut\w+|voyez|verifi\w+|interrog\w+|poser)\b"
    r"[^.]{0,80}\b(?:doctor|pharmacist|prescriber|gp|physician|clinician|team|medecin|pharmacien\w*|prescripteur|docteur|specialiste|equipe)\b"
)
_NEVER_STOPPED = re.compile(r"\b(?:do not|don't|never|ne)\s+(?:take|prenez|give)\b")

_SOOTHING = re.compile(
    r"\b(?:don't|do not|no need to|needn't|nothing to|not|no reason to|no cause (?:for|to)) (?:worry|be (?:worried|alarmed|concerned)|panic|alarm|concern)"
    r"|\bnot (?:urgent|an emergency|alarming|worrying|concerning)|\bno (?:emergency|urgency|cause for concern|cause for alarm)"
    r"|\bcan (?:safely )?wait\b|\bwait (?:and see|until|a few)|\b(?:will|should) (?:pass|go away|resolve|settle)"
    r"|\byou(?:'re| are|'ll be| will be) (?:fine|ok|okay|alright|healthy|safe)\b|\beverything (?:is|looks|seems) (?:fine|ok|okay|normal|good)"
    r"|\breassur\w+|\bprobably (?:just|nothing)|\bjust (?:stress|anxiety|gas|indigestion)|\bharmless\b"
    r"|\bne vous inquietez pas|\bne t'inquiete pas|\bpas (?:d'inquietude|de panique|urgent\w*|besoin de s'inquieter|alarmant\w*|inquietant\w*|grave)"
    r"|\b(?:peut|pouvez|peuvent) attendre|\battendez (?:de voir|demain|quelques)|\bca va passer|\bcela va passer|\bva (?:passer|s'arranger)"
    r"|\btout va bien|\bvous allez bien|\brassur\w+|\bsans (?:gravite|danger|doute juste|doute rien)|\bsimple stress|\bjuste (?:le stress|du stress|l'anxiete)"
    r"|\baucune? (?:urgence|inquietude|danger)|\bvous n'avez rien|\bbenin\w*"
)
_DISMISSING = re.compile(
    r"\bno need to (?:see|call|consult|go|contact|seek)|\bnothing (?:serious|wrong|to worry)|\bdon't need (?:to see|a doctor|medical)"
    r"|\bnot need (?:to see|a doctor|medical)|\brien de grave|\binutile (?:de consulter|d'appeler|d'aller|de voir)|\bpas (?:besoin|la peine|necessaire) (?:de|d')\s?(?:consulter|appeler|voir|aller)"
    r"|\bdo(?:n't| not) call|\bn'appelez pas|\bne consultez pas|\bne vous rendez pas"
)
_METHOD = re.compile(
    r"\b(?:lethal|fatal|deadly|mortelle?|letale?|toxic|toxique)s?\b[^.]{0,30}\b(?:dose|amount|quantity|level|quantite|seuil|threshold)"
    r"|\bdose\w*\b[^.]{0,20}\b(?:lethal|fatal|deadly|mortel\w*|letal\w*)|\b(?:enough|suffi\w+|assez)\b[^.]{0,25}\b(?:to kill|to die|pour (?:tuer|mourir))"
    r"|\bld ?50\b|\boverdose (?:starts|begins|occurs|requires)|\b(?:painless|indolore)\b[^.]{0,30}\b(?:death|die|mort|mourir)"
    r"|\b(?:tie|attach|nouer|cut|couper|trancher)\b[^.]{0,30}\b(?:noose|rope|veins?|wrists?|corde|veines?|poignets?)"
)
_FRENCH = frozenset(
    "le la les des du de et est sont votre vos vous une un dans pour avec sur au aux ne pas que qui était étaient a été selon ce cette".split()
)
_ENGLISH = frozenset(
    "the of and is are was were your you a an in for with on to not that which has have been from this it at by".split()
)


def wrongs(
    sentence: str, evidence: Sequence[Evidence], *, language: Language, careful: bool
) -> tuple[str, ...]:
    """Codes of what `sentence` says and must not.

    Args:
        sentence: Markdown without chips.
        evidence: What it rests on; a condition is allowed when one of these states it of the person.
        language: It must be in this one; a quotation may be in another.
        careful: True when the situation is urgent or unknown: then nothing may soothe.
    """
    quoted = [match[0][1:-1] for match in _QUOTED.finditer(sentence)]
    printed = [squashed(words) for words in _printed(evidence)]
    spoken = sentence
    for words in quoted:
        if any(squashed(words) and squashed(words) in text for text in printed):
            spoken = spoken.replace(words, " ")
    folded = fold(spoken).replace("\u2019", "'")
    codes = []
    if _MARKUP.search(sentence):
        codes.append("markup")
    if _diagnoses(spoken, folded, evidence):
        codes.append("diagnosis")
    if _orders_change(folded):
        codes.append("dose_change")
    if _DISMISSING.search(folded) or (careful and _SOOTHING.search(folded)):
        codes.append("reassurance")
    if _METHOD.search(fold(sentence)):
        codes.append("method")
    if _other_language(spoken, language):
        codes.append("language")
    return tuple(codes)


def _printed(evidence: Sequence[Evidence]) -> list[str]:
    texts = []
    for item in evidence:
        texts.append(item.text)
        if item.passage is not None:
            texts.append(item.passage.text)
        if item.fact is not None:
            texts.append(
                " ".join(
                    filter(
                        None, (item.fact.label, item.fact.value_text, item.fact.unit_text, item.fact.detail)
                    )
                )
            )
            texts.extend(filter(None, (item.fact.detail, item.fact.value_text)))
    return texts


def squashed(text: str) -> str:
    """Folded words of `text` and nothing between them, for comparing what is printed with what is quoted."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def _diagnoses(spoken: str, folded: str, evidence: Sequence[Evidence]) -> bool:
    if _SICK.search(folded):
        return True
    if folded.rstrip().endswith("?") or _CANNOT_SAY.search(folded):
        return False
    groups = named(spoken)
    if not groups or not _ATTRIBUTED.search(folded):
        return False
    stated = _stated(evidence)
    return any(group not in stated for group in groups)


def _stated(evidence: Sequence[Evidence]) -> frozenset[int]:
    """Conditions that the person's documents state of the person: not denied, not of a relative, not asked."""
    stated: set[int] = set()
    for item in evidence:
        if item.fact is not None and item.fact.negated:
            continue
        for text in _printed([item]):
            folded = fold(text)
            for group, spans in named(text).items():
                if any(not _DENIED.search(folded[max(0, start - 60) : start]) for start, _ in spans):
                    stated.add(group)
    return frozenset(stated)


def _orders_change(folded: str) -> bool:
    if _NEVER_STOPPED.search(folded):
        return True
    orders = [match for pattern in _ORDERS for match in pattern.finditer(folded)]
    if not orders or _ASK_SOMEONE.search(folded):
        return False
    guarded = [match.span() for match in _PROTECTED.finditer(folded)]
    return any(
        not any(first <= order.end() and order.start() <= last for first, last in guarded) for order in orders
    )


def _other_language(spoken: str, language: Language) -> bool:
    words = re.findall(r"[a-zàâçéèêëîïôûùüÿœ]+", spoken.lower())
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    own, other = (french, english) if language == "fr" else (english, french)
    return other >= 3 and other > 2 * own  # noqa: PLR2004  a name or two of the other language is no answer in it
