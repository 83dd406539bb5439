# ruff: noqa: E501  patterns and word lists read better whole
"""What a sentence must never say, whatever its numbers: read from its words alone.

Names codes of what is wrong; the sentence itself goes nowhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.language import Language
from records import analytes
from records.evidence import Evidence
from records.model import Kind
from safety import advice
from safety.conditions import Group, named
from safety.documents import orders
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
    r"|\b(?:no|aucun\w*) [^.]{0,60}\b(?:noted?e?s?|mentioned|mentionnee?s?|recorded|listed|found|written|stated|inscrite?s?|trouvee?s?|indiquee?s?|signalee?s?)\b"
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

_REPORTED = re.compile(
    r"\b(?:document|letter|report|record|note|summary|prescription|certificate|form|line|page|entry|doctor|dr|cardiologist|specialist|hospital|clinic|history|lettre|courrier|compte rendu|comptes rendus|dossier|ordonnance|certificat|ligne|resume|"
    r"medecin|docteur|specialiste|hopital|clinique|antecedents?|noted|recorded|written|stated|states|says|mentions?|mentioned|lists?|listed|concludes?|conclusion|conclut|indiqu\w*|not[ei]e?s?|inscrit\w*|ecrit\w*|mentionn\w*|signal\w*|figur\w*|dit)\b"
)
"""Of words in a document it must be said that a document says them."""
_OF_YOU = re.compile(
    r"\bvous n'(?:avez|etes)|\byou (?:do not|don't|are not|aren't|have no|cannot|can't)|\b(?:exclu\w*|ecart\w*|elimin\w*|rule[sd]? out|ruling out|dismiss\w*)\b"
)
"""A denial that is no document's: said to the person, or drawn from a result."""

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
    r"|\b(?:surely|certainly|simply|only|merely) (?:just )?(?:stress|anxiety|nerves|tired|wind|a cold)|\bnothing (?:alarming|to be alarmed|worrying|to fear|serious)|\bno cause to\b|\bno (?:hurry|rush)\b"
    r"|\b(?:goes?|went|pass\w*|clears?|settles?|heals?) (?:\w+ ){0,3}(?:by itself|on its own|by themselves)|\b(?:common|ordinary|banal|minor|trivial) (?:and|pain|problem|complaint|thing)|\bis (?:banal|trivial|minor|ordinary)"
    r"|\breassur\w+|\bprobably (?:just|nothing)|\bjust (?:stress|anxiety|gas|indigestion)|\bharmless\b"
    r"|\bne vous inquietez pas|\bne t'inquiete pas|\bpas (?:d'inquietude|de panique|urgent\w*|besoin de s'inquieter|alarmant\w*|inquietant\w*|grave)"
    r"|\b(?:peut|pouvez|peuvent) attendre|\battendez (?:de voir|demain|quelques)|\bca va passer|\bcela va passer|\bva (?:passer|s'arranger)"
    r"|\b(?:sans doute|surement|certainement|simplement|juste|seulement) (?:le |du |de la |un |une )?(?:stress|angoisse|anxiete|fatigue|nerfs|rhume)|\brien (?:d'|de )(?:inquietant|grave|alarmant|serieux|mechant)|\bpas lieu de\b|\brien ne presse|\bn'est pas une urgence"
    r"|\b(?:passe|part|guerit|disparait|s'arrange|se calme)\w* (?:\w+ ){0,3}tout seul|\b(?:est|sont) (?:banale?s?|banaux|courante?s?|benigne?s?|sans importance)\b"
    r"|\btout va bien|\bvous allez bien|\brassur\w+|\bsans (?:gravite|danger|doute juste|doute rien)|\bsimple stress|\bjuste (?:le stress|du stress|l'anxiete)"
    r"|\baucune? (?:urgence|inquietude|danger)|\bvous n'avez rien|\bbenin\w*"
)
_DISMISSING = re.compile(
    r"\bno need to (?:see|call|consult|go|contact|seek)|\bnothing (?:serious|wrong|to worry)|\bdon't need (?:to see|a doctor|medical)"
    r"|\bnot need (?:to see|a doctor|medical)|\brien de grave|\binutile (?:de consulter|d'appeler|d'aller|de voir)|\bpas (?:besoin|la peine|necessaire) (?:de|d')\s?(?:consulter|appeler|voir|aller)"
    r"|\bdo(?:n't| not) call|\bn'appelez pas|\bne consultez pas|\bne vous rendez pas"
)
_METHOD = re.compile(
    r"\b(?:dose|amount|quantity|quantite)s? (?:is|are|est|sont) (?:lethal|fatal|deadly|mortel\w*|letal\w*)|\b(?:lethal|fatal|deadly|mortelle?|letale?|toxic|toxique)s?\b[^.]{0,30}\b(?:dose|amount|quantity|level|quantite|seuil|threshold)"
    r"|\bdose\w*\b[^.]{0,20}\b(?:lethal|fatal|deadly|mortel\w*|letal\w*)|\b(?:enough|suffi\w+|assez)\b[^.]{0,25}\b(?:to kill|to die|pour (?:tuer|mourir))"
    r"|\bld ?50\b|\boverdose (?:starts|begins|occurs|requires)|\b(?:painless|indolore)\b[^.]{0,30}\b(?:death|die|mort|mourir)"
    r"|\b(?:tie|attach|nouer|cut|couper|trancher)\b[^.]{0,30}\b(?:noose|rope|veins?|wrists?|corde|veines?|poignets?)"
)
_LATER = re.compile(
    r"\b(?:next|following|coming) (?:week|month|visit|appointment|consultation|check-?up|few (?:days|weeks))|\b(?:in|within) (?:a|one|two|three|several|the next few|some|\d+) ?(?:few )?(?:days?|weeks?|months?|fortnight)"
    r"|\bin a fortnight|\btomorrow\b|\bsome time\b|\bat your (?:own pace|convenience|leisure)|\bno (?:hurry|rush)|\bwhen you (?:can|have time|get a chance)|\bif it (?:lasts|persists|continues|does not improve)"
    r"|\b(?:la semaine|le mois|l'annee) prochaine?|\bprochaine? (?:semaine|mois|consultation|visite|rendez-vous|bilan)|\b(?:semaine|mois) prochaine?|\b(?:semaines?|jours?|mois) (?:qui viennent|a venir|prochains?)"
    r"|\b(?:d'ici|dans|sous) (?:une?|deux|trois|quelques|quinze|huit|\d+) ?(?:jours?|semaines?|mois)|\bdemain\b|\ba l'occasion|\bquand vous (?:pourrez|aurez)|\brien ne presse|\bsans (?:vous )?presser|\bsi cela (?:persiste|dure|continue)"
)
_WAYS = re.compile(
    r"\b(?:hang(?:ing|ed)?|noose|strangl\w*|suffocat\w*|asphyxi\w*|drown\w*|gunshot|firearms?|pistols?|exhaust|jump(?:ing|ed)?|rope|kills?|killed|killing|to die|end it|ending it|death|outcome is fatal|fatal|lengthwise|no chance|not survived?|poison\w*|toxic|overdos\w*|too much|painless|lethal|deadly|"
    r"pend(?:aison|re|u)|noeud coulant|etrangl\w*|suffoqu\w*|noyade|noyer|arme a feu|fusil|pistolet|gaz d'echappement|sauter|defenestr\w*|corde|tue[rnt]?|mourir|en finir|la mort|fatale?s?|longueur|aucune chance|ne pardonne|toxique|surdos\w*|trop de|sans douleur|letale?s?|mortel\w*|empoisonn\w*|avaler tout|tout avaler)\b"
)
_AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)?\s*(?:mg|g|ug|mcg|ml|ui|iu|u|unites?|units?|comprimes?|tablets?|pills?|gelules?|capsules?|sachets?|ampoules?|gouttes?|drops?|patch\w*|boites?|box(?:es)?|flacons?|bottles?|doses?|prises?|puffs?|bouffees?)\b(?!\s*/)"
    r"|\b(?:comprimes?|tablets?|pills?|gelules?|capsules?|boites? de|box(?:es)? of|dos(?:e|es|age)|posologie|overdos\w*|surdos\w*|flacon|bottle of)\b"
)
_PARTS = re.compile(
    r"[;:]|,?\s+(?=(?:mais|cependant|toutefois|pourtant|neanmoins|or|but|however|yet|though|although|nevertheless|still)\b)",
    re.IGNORECASE,
)
_FRENCH = frozenset(
    "le la les des du de et est sont votre vos vous une un dans pour avec sur au aux ne pas que qui était étaient a été selon ce cette".split()
)
_FURTHER = frozenset(
    "ist sind ihr ihre ihren sie nicht wert wurde haben werden su sus es está están usted tiene fue suo sua è sono lei seu é estão você uw zijn niet heeft bent".split()
)
"""Verbs and pronouns of other languages: two of them, and no small word of the answer's own, are no answer."""
_ENGLISH = frozenset(
    "the of and is are was were your you a an in for with on to not that which has have been from this it at by".split()
)


@dataclass(frozen=True, slots=True)
class Care:
    """How careful a sentence must be.

    Attributes:
        urgent: The situation is urgent or unknown: nothing may soothe or put off.
        alarm: It is an emergency: a model's sentence reports the record and has no other word.
        crisis: Of self-harm: nothing of medicines and amounts, nor of ways to come to harm.
        by_model: No signed sentence: it may say what its lines say, and nothing beside.
    """

    urgent: bool = False
    alarm: bool = False
    crisis: bool = False
    by_model: bool = False


def wrongs(sentence: str, evidence: Sequence[Evidence], *, language: Language, care: Care) -> tuple[str, ...]:
    """Codes of what `sentence` says and must not.

    Args:
        sentence: Markdown without chips.
        evidence: What it rests on; a condition is allowed when one of these states it of the person.
        language: It must be in this one; a quotation may be in another.
        care: What the situation and the author ask for.
    """
    quoted = [match[0][1:-1] for match in _QUOTED.finditer(sentence)]
    printed = [squashed(words) for words in _printed(evidence)]
    spoken = sentence
    for words in quoted:
        if any(squashed(words) and squashed(words) in text for text in printed):
            spoken = spoken.replace(words, " ")
    folded = fold(spoken).replace("\u2019", "'")
    whole = fold(sentence)
    judged = {
        "markup": _MARKUP.search(sentence),
        "diagnosis": _diagnoses(spoken, folded, evidence, strict=care.by_model),
        "dose_change": _orders_change(folded),
        "reassurance": _DISMISSING.search(folded)
        or ((care.urgent or care.by_model) and _SOOTHING.search(folded)),
        "urgency": care.urgent and _LATER.search(folded),
        "method": _tells_a_method(whole, evidence, care),
        "means": care.crisis and _names_means(whole, evidence),
        "orders": care.by_model and orders(spoken),
        "language": _other_language(spoken, language),
    }
    codes = [code for code, wrong in judged.items() if wrong]
    if care.by_model:
        printed = [fold(text) for text in (*_printed(evidence), *_analyte_names(evidence))]
        codes += advice.wrongs(folded, evidence, printed, alarm=care.alarm or care.crisis)
    return tuple(dict.fromkeys(codes))


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


def _analyte_names(evidence: Sequence[Evidence]) -> list[str]:
    """What the analytes of facts are called in either language."""
    rows = (analytes.get(one.fact.analyte) for one in evidence if one.fact is not None and one.fact.analyte)
    return [name for row in rows if row is not None for name in (*row.names.values(), *row.lay)]


def squashed(text: str) -> str:
    """Folded words of `text` and nothing between them, for comparing what is printed with what is quoted."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()


def _diagnoses(spoken: str, folded: str, evidence: Sequence[Evidence], *, strict: bool) -> bool:
    """Whether a condition is named that no document states; what is denied, only as a document denies it.

    Each part of the sentence counts for itself: "it cannot be said, but it is anaemia" says it.

    Args:
        spoken: The sentence without what it quotes.
        folded: The same, folded.
        evidence: What it rests on.
        strict: A model's: also where nothing ties the condition to the person.
    """
    if _SICK.search(folded):
        return True
    if folded.rstrip().endswith("?"):
        return False
    stated, denied = _stated(evidence)
    of_facts, _ = _stated([one for one in evidence if one.fact is not None])
    for part in _PARTS.split(spoken):
        low = fold(part).replace("\u2019", "'")
        if _CANNOT_SAY.search(low) or not (strict or _ATTRIBUTED.search(low)):
            continue
        for group, spans in named(part, wide=strict).items():
            if strict and group not in of_facts and not _REPORTED.search(folded):
                return True
            said_not = all(_denies(low, span) for span in spans) and not (strict and _OF_YOU.search(low))
            if group not in stated and not (said_not and group in denied):
                return True
    return False


def _denies(folded: str, span: tuple[int, int]) -> bool:
    return _DENIED.search(folded[max(0, span[0] - 60) : span[0]]) is not None


def _stated(evidence: Sequence[Evidence]) -> tuple[frozenset[Group], frozenset[Group]]:
    """Conditions that documents state of the person, and those that they deny, ask for or tell of a relative."""
    stated: set[Group] = set()
    denied: set[Group] = set()
    for item in evidence:
        for text in _printed([item]):
            folded = fold(text)
            for group, spans in named(text, wide=True).items():
                absent = item.fact is not None and item.fact.negated
                for span in spans:
                    (denied if absent or _denies(folded, span) else stated).add(group)
    return frozenset(stated), frozenset(denied - stated)


def _tells_a_method(folded: str, evidence: Sequence[Evidence], care: Care) -> bool:
    """Whether it tells a way to die or what kills; in a crisis also where a document prints it."""
    if _METHOD.search(folded):
        return True
    if not (care.crisis or care.by_model):
        return False
    printed = "" if care.crisis else " ".join(fold(text) for text in _printed(evidence))
    return any(match[0] not in printed for match in _WAYS.finditer(folded))


def _names_means(folded: str, evidence: Sequence[Evidence]) -> bool:
    """Whether it speaks of a medicine or an amount of one, whoever prints it."""
    medicines = any(one.fact is not None and one.fact.kind is Kind.MEDICATION for one in evidence)
    return medicines or _AMOUNT.search(folded) is not None


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
    words = re.findall(r"[^\W\d_]+", spoken.lower())
    french = sum(word in _FRENCH for word in words)
    english = sum(word in _ENGLISH for word in words)
    own, other = (french, english) if language == "fr" else (english, french)
    if not own and sum(word in _FURTHER for word in words) > 1:
        return True
    return other >= 3 and other > 2 * own  # noqa: PLR2004  a name or two of the other language is no answer in it
