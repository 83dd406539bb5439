# ruff: noqa: E501  patterns and word lists read better whole
"""What a model's sentence may not add to what its lines print: advice, a forecast, words around a medicine.

A sentence that says what a record holds is in the past or present and calls for nothing. So this is no list of
forbidden advice but of forms: an imperative, a modal, a conditional, a future, none of which a report of a
record needs unless its lines have the same word; and around a medicine only words of its lines, of the calendar,
of how a thing is taken, and of how a document says something. Words quoted from a line were cut out before.
"""

import re
from collections.abc import Sequence

from records.evidence import Evidence
from records.model import Kind
from safety.normalise import fold

_STEM = 5
_WORD = re.compile(r"(?<![a-z0-9])(?:[a-z][a-z'-]*[a-z]|[a-z])(?![a-z0-9])")
_MAY = re.compile(
    r"\b\d{1,2}(?:st|nd|rd|th)?(?: of)? may\b|\bmay (?:\d{1,2}|(?:19|20)\d\d)\b|\b(?:in|since|of|until|from|by|before|after) may\b"
)

_LEAD_IN = r"(?:(?:so|then|and|but|just|please|also|simply|well|now|first|instead|meanwhile|otherwise|do|don't|do not|never|always|alors|donc|et|mais|puis|sinon|bref|enfin|surtout|ne|n'|ainsi)\s*,?\s*)*"
_BEGINS = rf"(?:^|[.;:!?,]\s+|\b(?:and|or|but|then|et|ou|mais|puis)\s+)\s*{_LEAD_IN}"
_ORDER_EN = (
    r"(?:stop|start|take|begin|keep|give|try|drop|skip|go|come|see|call|ask|talk|speak|tell|book|wait|rest|avoid|use|add|cut|halve|double|"
    r"split|divide|space|reduce|lower|raise|increase|decrease|change|switch|replace|swap|forget|leave|get|let|make|put|eat|drink|sleep|breathe|"
    r"relax|stay|remember|consider|think|plan|bring|contact|visit|drive|watch|monitor|mention|show|follow|continue|resume|restart|hold|bother|"
    r"worry|bring|pause|quit|finish|swallow|inject|apply|mix|combine|taper|wean|ease|move|return|seek|consult|insist|demand|trust|believe|note|count|treat|rely|feel|carry|push|pull|set|turn|discuss|arrange|schedule|postpone|cancel|ignore|disregard|help|lie|sit|stick|break|crush|chew|dissolve|open|close|calm|expect|prefer|choose|pick|pay|send|click|write|read)"
)
_IMPERATIVE = re.compile(
    rf"{_BEGINS}{_ORDER_EN}\b(?!\s*(?:date|of\b|:))"
    rf"|{_BEGINS}(?!(?:chez|assez|nez|rez|rendez)\b)[a-z]+ez\b(?!-vous)"
    rf"|{_BEGINS}(?!(?:chez|assez|nez|rez)\b)[a-z]+(?:ez|ons)-(?:les?|la|en|y|moi|nous|lui|leur|vous)\b(?!\s*[^.]*\?)"
)
_MODAL = re.compile(
    r"\b(?:should|could|would|might|must|may|can|ought|shall|will|won't|wouldn't|shouldn't|couldn't|needn't|advisable|better|worth|time|wise|recommended|preferable|"
    r"benefit|useless|useful|needless|necessary|needed|need|needs|safe|unsafe|safely|enough|sufficient|indicated|allowed|free|fine|ok|okay|reasonable|sensible|"
    r"doit|dois|devez|devons|doivent|peut|peux|pouvez|peuvent|faut|convient|mieux|preferable|conseille\w*|recommande\w*|inutile\w*|utile\w*|necessaire\w*|besoin|"
    r"suffit|suffisant\w*|temps|prudent\w*|raisonnable\w*|possible|interet|quitte|libre|permis|autant|gagneriez|simple)\b"
    r"|\b(?:going to|about to|have to|has to|able to|why not|no reason|'ll)\b|'ll\b"
    r"|\b(?:is|are|remains?) to (?:be )?[a-z]+|\b(?:est|sont|reste|restent) a [a-z]+(?:er|ir|re)\b|:\s*(?:to|a) [a-z]+"
    r"|\b[a-z]{3,}(?:erai[st]?|eriez|eraient|irai[st]?|iriez|iraient|drai[st]?|driez|draient|urai[st]?|uriez|vrai[st]|vriez)\b"
    r"|\b[a-z]{2,}(?:era|ira|dra|ura|vra|tra|erez|irez|drez|urez|vrez|eront|iront|dront|erons|irons|drons|erai|irai|drai)\b"
)
_NOT_A_VERB = frozenset(
    "vrai extra ultra camera opera ultra contra infra intra supra para sahara zebra hydra viagra keppra humira frais serait "
    "material general several mineral literal lateral bilateral operai".split()
)
_CANNOT_SAY = re.compile(
    r"\b(?:cannot|can't|can not|could not|may not|not able to|ne (?:peut|peuvent|permet|permettent|suffit|suffisent)|n'est pas possible|pas possible de|impossible)\b"
    r"[^.,;]{0,60}\b(?:say|tell|show|mean|conclude|diagnos\w*|decide|know|prove|confirm|dire|savoir|conclure|montrer|affirmer|confirmer|pas|ni)\b"
)
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu)'|'s?$|'s$")
_GUESSES = re.compile(
    r"\b(?:in your (?:place|case|situation|shoes)|a votre place|dans votre cas|if i were|si j'etais|as a (?:doctor|nurse)|en tant que medecin|i (?:am|would|think|believe|suppose|advise|suggest|recommend)|"
    r"je (?:pense|crois|dirais|suppose|conseille|recommande|suggere)|nous sommes|we are|we think|nous pensons)\b"
)

_MEDICINE = re.compile(
    r"\b(?:medic\w*|medoc\w*|traitement\w*|treatment\w*|therap\w*|tablet\w*|pills?|comprimes?|gelules?|capsules?|doses?|dosages?|posologies?|insulin\w*|vaccin\w*|"
    r"[a-z]+(?:statine?|olol|pril|sartan|prazole?|cilline?|mycine?|azepam|azolam|formine?|xaban|dipine?|tidine?|setron|triptan|gliptine?|glutide|floxacine?|cycline?|oxetine?|aline|tiazide?|semide?|mab|nib|vir)|"
    r"warfarine?|aspirine?|levothyrox\w*|thyroxine?|ibuprofen\w*|paracetamol|acetaminophen|prednis\w*|cortison\w*|antibioti\w*|anticoagul\w*|antidepress\w*|inhalers?|patch(?:es)?|injections?|drops|gouttes|sirops?|syrups?|pommades?|creams?|cremes?)\b"
)
_REPORTING = frozenset(
    (
        # how a document says something, and what it is
        "record records recorded dossier document documents report reports reported compte rendu lettre letter letters ordonnance ordonnances "
        "prescription prescriptions prescribed prescribe prescrit prescrite prescrits prescrites prescrire prescripteur prescriber list lists listed liste listes mention mentions mentioned mentionne "
        "mentionnee mentionnent indiquent figurent montrent contiennent donnent precisent disent ecrivent apparaissent listent notent say says said dit disait ecrit write writes written indique indiquee indiques state states stated note notes noted notee figure figurer figures "
        "shows show shown montre apparait appear appears contain contains contient give given gives donne donnee precise precised specify specifies detail details "
        "according selon apres d'apres there here voici voila page pages line lines ligne lignes source sources file files fichier name names named nom nomme "
        "entry entries entree date dates dated datee issued delivre delivree dispensed renewed renouvele renouvelee renewal signed signe signee ended end ends fin started start starts debut debute "
        "debutee commence commencee begun began depuis since until jusqu from active actif actives status statut stopped arrete arretee discontinued arret ongoing cours current "
        "medicine medicines medication medications medicament medicaments treatment treatments traitement traitements drug drugs therapy dose doses dosage strength posologie taken take pris prise prises prend prennent taking "
        "allergy allergies allergie reaction vaccine vaccines vaccin vaccins doctor doctors docteur medecin pharmacist pharmacien cardiologist cardiologue specialist specialiste hospital hopital clinic clinique laboratory laboratoire "
        "reason raison motif pourquoi why purpose indication other autre autres same meme also aussi two deux three trois first second third premier premiere last dernier derniere newest oldest latest recent once twice both "
        # how a thing is taken, and when
        "tablet tablets comprime comprimes capsule capsules gelule gelules puff puffs bouffee bouffees drop drops goutte gouttes injection injections sachet sachets patch spoon cuillere "
        "morning matin evening soir noon midi night nuit bedtime coucher day days jour jours daily quotidien week weeks weekly semaine semaines month months monthly mois year years annee annees ans hour hours heure heures "
        "meal meals repas food breakfast dejeuner diner empty stomach jeun water eau mouth orale oral orally times fois every chaque each tous toutes per maximum minimum needed besoin "
        "january february march april may june july august september october november december janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre "
        "monday tuesday wednesday thursday friday saturday sunday lundi mardi mercredi jeudi vendredi samedi dimanche today aujourd'hui "
        "units unites unite unit milligrams milligrammes grams grammes micrograms microgrammes"
    ).split()
)  # fmt: skip
_SMALL = frozenset(
    "a an and are as at be been but by did do does for had has have he her his i in is it its me my no nor not of off on one or our out she so than that the their them then these they this those to up us was we were what when where which who with you your yours "
    "ai as au aucun aucune aux avait avec avez avons c'est ce cela ces cet cette d dans de des deux du elle elles en est et etait etaient etre eu il ils j je l la le les leur leurs lui ma mais mes mon n ne nos notre nous on ont ou par pas pour qu que qui s sa sans se ses si son sont sur ta tes toi ton tu un une vos votre vous y ete sous entre comme plus ci ainsi"
    .split()
)  # fmt: skip


def wrongs(
    folded: str, evidence: Sequence[Evidence], printed: Sequence[str], *, alarm: bool
) -> tuple[str, ...]:
    """Codes of what a model's sentence adds: ``advice``, ``dose_change``, ``reassurance``.

    Args:
        folded: The sentence, folded, without what it quotes.
        evidence: What it cites.
        printed: All words that its lines print, folded.
        alarm: In an emergency every word beside a report of the record is one too many.
    """
    known = {word[:_STEM] for text in printed for word in _WORD.findall(text)}
    codes = []
    if _advises(folded, known):
        codes.append("advice")
    if _of_a_medicine(folded, evidence) and _adds(folded, known):
        codes.append("dose_change")
    elif alarm and _adds(folded, known):
        codes.append("reassurance")
    return tuple(codes)


def _advises(folded: str, known: set[str]) -> bool:
    if folded.rstrip().endswith("?"):
        return True  # a record asks nothing; a model that does suggests
    spoken = _MAY.sub(" ", _CANNOT_SAY.sub(" ", folded))
    if _GUESSES.search(spoken):
        return True
    forms = [match[0] for pattern in (_MODAL, _IMPERATIVE) for match in pattern.finditer(spoken)]
    return any(verb not in _NOT_A_VERB and verb[:_STEM] not in known for verb in map(_verb, forms))


def _verb(form: str) -> str:
    """The word that asks or foretells: the last of its form."""
    found: list[str] = re.findall(r"[a-z]+", form.split("-")[0])
    return found[-1]


def _of_a_medicine(folded: str, evidence: Sequence[Evidence]) -> bool:
    names = {
        word
        for one in evidence
        if one.fact is not None and one.fact.kind is Kind.MEDICATION
        for word in _WORD.findall(fold(one.fact.label))
        if len(word) > 2  # noqa: PLR2004  a unit is no name
    }
    return bool(names & set(_WORD.findall(folded))) or _MEDICINE.search(folded) is not None


def _adds(folded: str, known: set[str]) -> bool:
    """Whether a sentence has a word that neither its lines nor a report of them would."""
    words = {_ELIDED.sub("", word) for word in _WORD.findall(folded)}
    return any(
        word[:_STEM] not in known and not {word, word.rstrip("s")} & (_SMALL | _REPORTING)
        for word in words
        if len(word) > 1
    )
