"""Medicines: name, strength and what is printed on taking them, from lists, tables, prescriptions, sentences.

In a list of medicines a name is believed with a strength or a known name, and with words about taking it. In
running prose only a known name with a strength is, after a verb that starts, continues or stops it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from connectors.prose import context, pharmacopoeia
from connectors.prose.lines import Span, Stretch, plain, tidy

_UNIT = (
    r"(?:mg|g|gr|[µμu]g|mcg|microgrammes?|micrograms?|milligrammes?|milligrams?|grammes?|ui|iu|u\.?i\.?|"
    r"units?|unites?|u|mui|meq|mmol|ml|%|ppm|ch|mbq|m[µu]g)"
)
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,3}(?!\d)|\d{1,9}(?:[.,]\d{1,5}){0,3}"
STRENGTH = re.compile(
    rf"(?<![\w/,.])(?:{_NUMBER})(?:\s?{_UNIT})?(?:\s?(?:[-/+]|a|"
    rf"to)\s?(?:{_NUMBER})(?:\s?{_UNIT})?){{0,4}}(?<=[a-zµμ%.])(?:\s?/\s?(?:\d{{1,4}}\s?)?(?:ml|hour|"
    rf"heure|hr|h|dose|g|mg|24h|"
    rf"inhalation|actuation))?(?![\w])(?:\s(?:lp|lm|xr|er|sr|mr|cr|xl)\b)?"
)
_FORM_FIRST = re.compile(r"\s*(?:tab|inj|cap|syp|syr|susp|oint|cp|gel|amp)s?\.?\s+(?=[a-z]{2})")
"""A form before a name says that it is a medicine's, known or not."""
_A_DOSE = re.compile(r"(?::|\ss/?c|\d/\d\d)\s{0,2}\d{1,3}\s?(?:ui|u|units?|unites?)\Z|\s\d{1,2}\s?ml\Z")
"""Units behind a colon or ``s/c`` say how much is taken, not how strong it is: ``Lantus : 22 UI``."""
_FORM = (
    r"(?:comprimes?|cpr?s?|cp|gelules?|gel\.|gouttes?|gttes?|sachets?|ampoules?|amp\.?|injections?|"
    r"inj\.?|bouffees?|inhalations?|pulverisations?|patchs?|suppositoires?|suppos?|"
    r"cuilleres?|doses?|unites?|seringues?|stylos?|applications?|capsules?|caps?\.?|lyoc|pommade|"
    r"creme|collyre|sirop|solution|suspension|spray|flacons?|dispositif|"
    r"tablets?|tabs?\.?|puffs?|sprays?|drops?|units?|patch(?:es)?|sachets?|spoonfuls?|vials?|"
    r"inhalers?|cream|ointment|syrup|liquid|pens?|lozenges?|pessar(?:y|ies)|suppositor(?:y|ies))"
)
_LATIN = (
    r"(?:od|bd|bid|tds|tid|qds|qid|qd|qhs|hs|on|om|mane|nocte|prn|sos|stat|q\d{1,2}h(?:rs)?|b\.i\.d\.?|"
    r"t\.i\.d\.?|q\.d\.?|q\.i\.d\.?|po|sc|im|iv|ivl|ivd|sl|inh|pv|pr|neb)"
)
TAKING = re.compile(
    rf"(?:\b(?:\d+(?:[.,/]\d+)?|un|une|deux|trois|one|two|three|half|demi)\s?(?:a \d+ "
    rf")?{_FORM}(?!\w)|\b\d(?:[.,/]\d)?\s?-\s?\d(?:[.,/]\d)?\s?-\s?\d(?:[.,/]\d)?(?:\s?-\s?\d)?\b|"
    rf"\b{_LATIN}(?!\w)|"
    r"\b(?:matin|midi|soir|coucher|nuit|jeun|repas|jours?|/j(?:our)?|par (?:jour|semaine|mois)|fois|"
    r"toutes? les|tous les|chaque|si (?:besoin|douleurs?|fievre|nausees?)|au besoin|a la demande|"
    r"qsp|pendant \d+|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))\b|/\s?(?:j|jour|"
    r"24h|sem)\b|\bx\s?\d\b|"
    r"\b(?:daily|once|twice|thrice|three times|four times|every|each|per day|a day|weekly|monthly|"
    r"morning|evening|night(?:ly)?|bedtime|noon|meals?|as (?:needed|required|directed)|when "
    r"required|"
    r"if (?:needed|required|pain)|for \d+|take|apply|inject|inhale|by mouth|orally)\b)"
)
_POSOLOGY = re.compile(
    rf"\s*(?:[-–•]\s*)?(?:s/|dt\.|d\.?s\.?\s|(?:prendre|appliquer|inhaler|injecter|instiller|mettre|a "
    rf"prendre|"
    rf"posologie|sig|directions?|dose|take|apply|inject|inhale|use|instil|place|give|one|two|half|"
    rf"un|une|deux|qsp|pendant|for|puis|then|ensuite|"
    rf"voie|par voie|si besoin|si douleur)\b|(?:\d+(?:[.,/]\d+)?)(?: a \d+)?\s?{_FORM}(?!\w)|"
    rf"\d(?:[.,/]\d)?\s?-\s?\d(?:[.,/]\d)?\s?-\s?\d|\d+ (?:fois|times)|"
    rf"(?:matin|midi|soir|le matin|le soir|once|twice|every|toutes les)\b)"
)
_REGULARLY = re.compile(
    r"\b(?:daily|once|twice|bid|tid|qid|bd|tds|qds|od|nocte|mane|prn|q\d{1,2}(?:-\d{1,2})?h|weekly|"
    r"nightly|as (?:needed|required)|"
    r"for \d+ (?:days|weeks|months)|a day|per day|every|matin|midi|soir|coucher|par (?:jour|semaine)|fois|"
    r"pendant \d+|si (?:besoin|douleurs?)|toutes les)\b|/\s?(?:j|jour)\b|\d-\d-\d"
)
_COURSE = re.compile(
    r"\s*(?:(?:(?:et|and) )?(?:(?:he|she|they|il|elle|on|nous|we|i|j') ?(?:has |have |a |ai |avons |ont )?)?"
    r"(?:(?:yes|oui)\b[\s,:–-]*|d/c|stop(?:per|ped)?|arret(?:er|e)?|uses?|using|takes?|taking|prend|"
    r"prends|majorer|majoration|"
    r"major[eo]\w*|start(?:ed)?|debut(?:er)?|continuer?|poursuivre|"
    r"poursuite|reprendre|reprise|commencer|augmenter|diminuer|augmentation|diminution|new|nouveau|"
    r"introduction|increase|decrease|change|"
    r"changed|ajoute?r?|add(?:ed)?|begin|prendre|take)\b"
    r"(?:\s(?:taking|his|her|their|son|sa|ses|le traitement par|de la|de l'|de|du|d'|la|le|les|l'|using|"
    r"with))*\s*:?\s*)"
)
_COURSE_LATER = re.compile(
    r"\s(?:stop(?:per|ped)?|arret(?:er)?|start(?:ed)?|debut(?:er)?|continue|poursuivre|poursuite|increase|"
    r"decrease|"
    r"introduction|add(?:ed)?) (?:(?:de la|de l'|du|d'|de|la|le|l')\s?)?"
)
"""Words that begin a medicine in the midst of a line: ``GERD - start``."""
_BEFORE_A_NAME = re.compile(
    r"[:;]\s|\bdu\s|\bde la\s|\bpar\s|\bsous\s|\bavec\s|\bd'|\bl'|\b(?:prends?|uses?|using|takes?|taking|"
    r"augment\w+|major\w+|"
    r"diminu\w+|ajout\w+|introdui\w+|debut\w+|prescri\w+|poursui\w+|recoit|started|increased?|reduced?|added)"
    r"\s(?:(?:de la|de|du|la|le|les|the|his|her)\s)?"
)
_UP_TO = re.compile(r"\s(?:à|a|to|at)\s+(?=\d)")
"""Between a name and the strength it is changed to."""
_ARTICLE = re.compile(
    r"(?:(?:an?|une?|du|de la|de l'|des|le|la|les|l'|d'|de|et|and|the|of|on|with|actuellement|currently|"
    r"also|aussi|"
    r"egalement|notamment|both|his|her|your|their|votre|vos|son|sa|ses|par|avec|"
    r"sous|en|iv|oral|poursuite (?:du|de la|de))(?:\s+|(?<=')))++"
)
_NOT_A_NAME = re.compile(
    r"\b(?:poids|taille|age|ans|ne le|nee le|patiente?|docteur|dr|rpps|adeli|finess|telephone|tel|"
    r"fax|ordonnance|prescription|page|rue|avenue|cedex|lot|total|montant|prix|ald|am|n°|"
    r"regime|sel\b|repos|bas de|contention|chaussettes?|kinesi\w*|seances?|bandelettes?|lancettes?|"
    r"lancets?|needles?|strips?|aiguilles? pour|compresses?|pansements?|gants?|set de|attelle|"
    r"cannes?|fauteuil|lit |"
    r"soins? infirm\w*|infirmiere?s?|bilan|nfs|glycemie|ionogramme|creatinine\w*|hba1c|inr|tsh|"
    r"ferritine|controle|surveillance|rdv|rendez|consultation|radio\w*|echo\w*|irm|scanner|"
    r"hydratation|eau|boissons?|boire|tabac|alcool|lavage|weight|height|bmi|dob|phone|address|npi|"
    r"dea|refills?|disp|quantity|qty|blood|test|check|review|appointment|clinic|urine|diet|exercise|"
    r"maximum|max\b|minimum|ta|bp|fc|hr|spo2|temp|pulse|pouls|tension|masse|lesion|nodule|mm|cm|"
    r"arret de travail|"
    r"certificat|dispense|semelles?|lunettes|verres|oxygene|cpap|ppc|substitu\w*|renouvel\w*|if|si|"
    r"to|objectif|target|"
    r"farine|sucre|beurre|whey|oats)\b"
)
_NOT_GIVEN = re.compile(
    r"\b(?:allergi\w+|intoleran\w+|contre-?indiqu\w*|contraindicated|eviter|avoid|ne (?:pas|plus|"
    r"jamais) (?:prendre|donner)|do not (?:take|use|give)|never|jamais|n'a pas|refus\w*|declin\w*|"
    r"aux urgences|in (?:the )?(?:ed|er|a&e)|non indique\w*|not indicated|pas d'indication|given (?:pre|"
    r"intra|at|in)\b\S*|given preop\w*|"
    r"(?:iv|im|po|mg|ml|g|stat|nebs?|dose)\W*(?:was |were |a ete |ont ete )?(?:given|donnee?s?|administ\w+)|"
    r"overdose|surdosage|intoxication|(?<!which )was given|were given|a recu|ont ete administre\w*|"
    r"administered|at induction|received|ignore|instructions? prece\w+)\b"
)
_SUPPOSED = re.compile(
    r"\b(?:if|si (?:l[ae']|les|il|elle|ils|on|une?|vous|son|sa|ses|le|jamais|pas|tolere|echec|"
    r"necessaire d)\b|could|might|may|would|consider\w*|envisag\w*|pourrait|pourraient|on pourra|"
    r"propose\w* d|discut\w*|en cas d(?!e (?:crises?|douleurs?|besoin|fievre|gene|migraines?|insomnie|"
    r"nausees?|"
    r"constipation|toux|diarrhee|vomissements?|spasmes?|allergie|brulures?)\b)|in case|unless|"
    r"sauf|instead|should (?:it|he|she|they)|not suitable|unsuitable|deconseill\w*|not recommended|"
    r"a discuter|eventuel\w*|option|either)\b"
)
_STOPPED = re.compile(
    r"\b(?:d/c|arret\w*|stop(?:s|ped|ping)?|discontinu\w*|interromp\w*|interruption|(?<!be )completed|"
    r"finished|cess(?:e|er|ed|"
    r"ation)|sevrage|not taking|plus d(?:e |')\w+ depuis|withdrawn|no longer tak\w+|ne prend plus|"
    r"supprim\w*)\b"
)
_UNTIL = re.compile(
    r"\b(?:then|and|puis|et|before|avant|until|jusqu\S+|can|ne (?:pas|jamais)|(?:do )?not|do ?n't|"
    r"sans)\s+(?:to |l')?"
    r"(?:stop\w*|arret\w*|discontinu\w*|interromp\w*)|\b(?:stop|arret\w*|end) (?:date|on|le|after|"
    r"apres|prevue?)\b|\b(?:arret\w*|stop\w*|suspen\w*|interromp\w*)\s(?:\d+\s?(?:h|heures?|hours?|j|"
    r"jours?|days?)\s)?"
    r"(?:avant|before)\b"
)
"""A course with its end, or a warning not to end it: it is taken."""
_STOPS_ANOTHER = re.compile(
    r",\s*(?:and |et )?(?:stopped|discontinued|arret (?:de la |de l'|du |de |d')|arrete (?:le |la |l'))\s?"
    r"(?!on\b|in\b|le\b|en\b|since|depuis|after|apres|by\b|due|then|now|today|ce\b|par\b|\W|\d)[a-z]{3,}"
)
"""A verb behind a comma that stops what follows it, not what stands before it."""
_HELD = re.compile(
    r"\b(?:suspen(?:d\w*|sion (?:de|du|d'))|withh[eo]ld|held|hold|on hold|mis en pause|paused?)\b"
)
_PLANNED = re.compile(
    r"\b(?:a (?:debuter|demarrer|introduire|commencer|reprendre)|to (?:start|begin|be started|"
    r"restart|commence)|sera (?:debute|introduit|repris)\w*|will (?:start|begin|be started)|from "
    r"tomorrow|des demain|(?:debuter|commencer|introduir|instaurer)(?:ons|a|ai|ez)\b|plan(?:s|ning)? to "
    r"start|"
    r"to be (?:prescribed|given|taken from))\b"
)
_STARTED = re.compile(
    r"\b(?:started|start(?:ing)?|commenced?|prescribed|prescribing|introduction|introdui\w+|"
    r"instaur\w+|mise? (?:en route|sous)|mis en place|debut\w*|initi(?:e|ee|ation|ated?)|ajout\w*|"
    r"added|"
    r"prend\b|prends\b|prenait|takes?|taking|tak(?:es|ing)|(?:est|reste|sous|actuellement|traite\w* "
    r"par|traitement par|je prescris|prescription d[e']|prescris) |on\b|remains on|continu\w*|"
    r"poursui\w*|"
    r"maint(?:ien|enu|ained)|increased?|augment\w*|major\w+|diminu\w*|reduced?|relais|restart\w*|"
    r"repris\w*|reprendre|is on|currently on|sortie sous|commenc\w+|\bgard(?:ez|er|e|ons)\b|conserv\w+|"
    r"keep\b|"
    r"keeps?\b|begins?\b|began\b|uses?\b|using\b|utilis\w+|\bsous\b|"
    r"please (?:take|use)|discharged|sent home|regagne|rentre|retour (?:a|au) domicile|sort (?:avec|sous))"
)
_NO_LONGER = re.compile(
    r"\bn(?:'|e )\w+ plus\b|\b(?:used to|previously|formerly|in the past|no longer|autrefois|anciennement|"
    r"jadis|auparavant|"
    r"a l'epoque|until \w+ (?:19|20)\d\d|jusqu'en (?:19|20)\d\d)\b"
)
"""What follows was taken once."""
_PAST = re.compile(
    r"\b(?:was|were|had|had been|has been previously|a ete|ont ete|avait|avait ete|etait)\s+(?:\w+ )?\Z"
)
_STRONGLY = re.compile(
    rf"\s*[,:–-]?\s*(?:\d+(?:[.,/]\d+)?|un|une|deux|one|two|half)\s?(?:a \d+ )?{_FORM}(?!\w)"
)
_SWITCH = re.compile(
    r"\b(?:switch(?:ed|ing)?|chang(?:e|ed|ing)|conver(?:t|ted)) (?:(?:him|her|them|over) )?(?:from "
    r")?(?P<old1>[^.;]{3,60}?) (?:to|for|over to) (?P<new1>[^.;]{3,60})|"
    r"(?:remplace(?:ment|r)?|substitution|substituer)(?: (?:de la|de l'|du|de|le|la|l'|"
    r"par))? ?(?P<old2>[^.;]{3,60}?) (?:par|avec) (?P<new2>[^.;]{3,60})|"
    r"(?:passage|switch) (?:de la|de l'|du|de) ?(?P<old3>[^.;]{3,60}?) (?:a la|a l'|au|a|vers|pour) "
    r"(?P<new3>[^.;]{3,60})|"
    r"replac(?:e|ed|ing) (?P<old5>[^.;]{3,60}?) (?:with|by) (?P<new5>[^.;]{3,60})|"
    r"\A(?:l'|le |la )?(?P<old4>[^.;,]{3,60}?) (?:a ete |est |was |is )?(?:remplace\w*|replaced|"
    r"relaye\w*) (?:par|by|with) (?:l'|le |la |du |de la )?(?P<new4>[^.;]{3,60})"
)
_NEXT = re.compile(r"\s*(?:;|\s[-–]\s|,(?=\s*[^\d\s]{2})|\bet\b|\band\b|\bpuis\b|\+(?=\s))\s*")
_LONGEST_NAME, _MOST_WORDS = 70, 7
_NEAR = 200  # signs behind a comma in which another medicine begins
_SHORT_SENTENCE = 10  # words
_STATUS_CELL = {
    "stopped": "stopped", "stop": "stopped", "arrete": "stopped", "arret": "stopped",
    "discontinued": "stopped",
    "suspendu": "on-hold", "held": "on-hold", "withheld": "on-hold", "on hold": "on-hold",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Medicine:
    """A medicine as a letter prints it.

    Attributes:
        label: Name with strength.
        detail: What else is printed: form, dose, times, duration.
        status: ``active``, ``stopped``, ``on-hold`` or ``planned``.
        place: Its words, for the place on the page.
        cells: Of its row, when it stands in a table.
    """

    label: str
    detail: str | None
    status: str
    place: Stretch
    cells: tuple[str, ...] = ()


def posology(plain_text: str) -> bool:
    """Whether a line goes on about how to take what stands above."""
    return _POSOLOGY.match(plain_text) is not None


def begins_one(plain_text: str) -> bool:
    """Whether a line begins with a name and a strength."""
    strength = STRENGTH.search(plain_text)
    if _is_line(plain_text):
        return True
    if _FORM_FIRST.match(plain_text) and TAKING.search(plain_text):
        return True
    if strength is None or not re.search(r"[a-zµμ%]", strength[0]):
        return False
    name = _name_before(plain_text, strength.start())
    return name is not None and name.start <= 3 and pharmacopoeia.surely(plain_text[name.start : name.end])  # noqa: PLR2004  a bullet


_FIRST = re.compile(
    r"(?!calcium|magnesium|potassium|lithium|zinc|fer\b|iron)[a-z][a-z-]{3,}(?: "
    r"[a-z]{1,12})?"
)
_LINE = re.compile(
    r"[a-z][\w' -]{3,40}?(?:\s\d{1,4}(?:[.,]\d)?)?\s?(?:mg|g|µg|mcg|ui|%)?\s?(?::|,|\s-\s)\s?"
    r"(?:un|une|deux|trois|one|two|\d(?:[.,/]\d)?)\s"
)


def _is_line(plain_text: str) -> bool:
    """Whether a line is a known name and how much of it to take: ``Amlodipine 5 : un le matin``."""
    first = _FIRST.match(plain_text)
    if first is None or not pharmacopoeia.surely(first[0].split()[0]) or _LINE.match(plain_text) is None:
        return False
    return TAKING.search(plain_text, first.end()) is not None


def strength_end(plain_text: str) -> int:
    """Where the first strength of a line ends; 0 without one."""
    return match_end(STRENGTH.search(plain_text))


def without_course(plain_text: str) -> str:
    """The words after ``stop``, ``start``, ``continue`` and articles."""
    begin = match_end(_COURSE.match(plain_text))
    return plain_text[begin + match_end(_ARTICLE.match(plain_text[begin:])) :]


def stops_one(plain_text: str) -> bool:
    """Whether a line begins with a verb that stops a medicine it names."""
    course = _COURSE.match(plain_text)
    stops = course is not None and _STOPPED.search(course[0]) is not None
    return stops and pharmacopoeia.surely(plain_text)


_LEADING = re.compile(r"[A-ZÀ-Þ][\w' -]{2,30}\s?:\s")


def after_its_title(sentence: Stretch) -> Stretch:
    """The sentence without a word and colon at its start: ``Chimioprophylaxie : ``."""
    match = _LEADING.match(sentence.text)
    return sentence.part(Span(match.end(), len(sentence.text))) if match else sentence


def mentions_one(plain_text: str) -> bool:
    """Whether the words hold a strength or the name of a medicine."""
    return STRENGTH.search(plain_text) is not None or pharmacopoeia.surely(plain_text)


def taken_in(plain_text: str) -> int:
    """How many medicines with how they are taken a line holds, from its start on."""
    counts = [
        sum(begins_one(part) and TAKING.search(part, strength_end(part)) is not None for part in parts)
        for parts in ([plain_text], re.split(r"[;,]\s+|\s-\s", plain_text))
    ]
    return max(counts)


def begins_with_name(plain_text: str) -> bool:
    """Whether a short sentence begins with the name of a medicine, without a strength."""
    first = re.match(r"[a-z-]{5,}", plain_text)
    return first is not None and pharmacopoeia.surely(first[0]) and len(plain_text.split()) <= _SHORT_SENTENCE


def regularly(plain_text: str) -> bool:
    """Whether the words say how often or how long something is taken at home."""
    return _REGULARLY.search(plain_text) is not None


def supposed(plain_text: str) -> bool:
    """Whether the words make it an option or a condition that a medicine is taken."""
    return _SUPPOSED.search(plain_text) is not None


def starts_one(plain_text: str) -> bool:
    """Whether a title in capitals is an item of a list: a medicine's name."""
    return pharmacopoeia.surely(plain_text) or STRENGTH.search(plain_text) is not None


def listed(item: Stretch, *, stopped: bool = False, plan: bool = False) -> Iterator[Medicine]:
    """The medicines of one item of a list.

    Args:
        item: A line, a row or a bullet with what wraps.
        stopped: Under a heading of stopped medicines.
        plan: Among instructions: only a known name with a strength is believed.
    """
    if context.of_another(item.plain) or _NOT_GIVEN.search(item.plain):
        return
    switched = list(_switched(item))
    if switched:
        yield from switched
        return
    for part in _parts(item):
        medicine = _read(part, stopped=stopped, plan=plan)
        if medicine is not None:
            yield medicine


def told(sentence: Stretch, *, during_stay: bool = False) -> Iterator[Medicine]:
    """The medicines that a sentence of running prose starts, continues or stops.

    Args:
        sentence: Outside of every list.
        during_stay: In a letter about a stay: what was given then is not what the person takes now, so only
            what was stopped is believed.
    """
    text = sentence.plain
    if context.of_another(text) or _NOT_GIVEN.search(text) or _SUPPOSED.search(text):
        return
    switched = list(_switched(sentence))
    if switched:
        yield from switched
        return
    yield from ended(sentence)
    home = _GOES_HOME.search(text) is not None
    for_good = list(_taken_for_good(sentence, during_stay=during_stay))
    yield from for_good
    if for_good:
        return
    for part in _parts(sentence):
        strength = STRENGTH.search(part.plain)
        if strength is None or not re.search(r"[a-zµμ%]", strength[0]):
            continue
        begin, words = _last_name(part.plain, 0, strength.start())
        name = Span(begin, begin + len(words))
        if len(words.split()) > 4 or not pharmacopoeia.surely(words) or re.search(r"[.;]\s", words):  # noqa: PLR2004
            continue
        place = sentence.plain.find(part.plain)
        before = text[: place + name.start]
        status = _governed(before)
        if status is None or (during_stay and status == "active" and not home):
            continue
        end = _detail_end(part.plain, strength.end())
        yield Medicine(
            _label(part, name.start, strength.end()),
            tidy(part.text[strength.end() : end]) or None,
            status,
            part.part(Span(name.start, max(end, strength.end()))),
        )


_OFTEN = (
    r"(?:definitivement|temporairement|provisoirement|recemment|finalement|alors|ensuite|donc|recently|"
    r"temporarily|"
    r"permanently|also|deja|already|de (?:lui|elle)-meme|herself|himself) "
)
_ENDED = (
    r"(?:arrete|interrompu|stoppe|supprime|suspendu|mise? en pause|stopped|discontinued|withdrawn|suspended|"
    r"withheld|held|ceased)"
)
_STOPS_IT = (
    re.compile(
        r"\b(?:n(?:'|e )(?:est|prend|utilise|recoit|a) plus (?:sous |de |d'|du |la |le |les )?|"
        r"no longer (?:taking|takes|on|using) (?:his |her |the )?)(?P<name>[a-z-]{4,})\b"
    ),
    re.compile(
        rf"(?:\A\W*(?:stop(?:ped)?|arret)|\b(?:stopped|discontinued|came off|ceased|withheld|suspended|held|"
        rf"arrete|interrompu|arret|stoppe|cesse|suspendu|suspension|interruption|arret "
        rf"definitif))\s(?:{_OFTEN})?"
        r"(?:(?:de la|de l'|du|de|d'|la|le|l'|les|his|her|the|your|son|sa|votre|taking)\s?)?"
        r"(?P<name>[a-z-]{4,})\b(?!\s?\d)"
    ),
    re.compile(
        r"\b(?P<name>[a-z-]{4,})\s(?:(?:a|ont) (?:\w+ment )?(?:ete|pu etre)|est|sera|was|were|has been|"
        r"have been|is)"
        rf"\s(?:{_OFTEN})?(?:\w+ment )?{_ENDED}"
    ),
    re.compile(
        r"\b(?P<name>[a-z-]{4,})\s\(?(?:stopped|discontinued|finished|completed|arretee?|stoppee?|"
        r"interrompue?|"
        r"cessee?)\b"
    ),
)
_FOR_A_WHILE = re.compile(
    r"\A[^.;]{0,12}\b(?:n'est pas|ne sera pas|is not|not (?:advised|recommended|needed)|should not)\b|"
    r"\b(?:before|avant|prior to|la veille|the day|\d+ ?(?:h|hours?|heures?) (?:pre|prior))\b"
)
_AGAIN = re.compile(r"\b(?:restart\w*|resum\w+|reprendre|repris\w*|until|jusqu\w*)\b")
"""What is paused around an examination or an operation is not stopped."""
_HOLDS = re.compile(r"\b(?:suspen\w+|withheld|held|mise? en pause)\b")


def ended(sentence: Stretch) -> Iterator[Medicine]:
    """``She discontinued fampridine``, ``le bisoprolol a été interrompu``: a known name is enough."""
    for match in (found for pattern in _STOPS_IT for found in pattern.finditer(sentence.plain)):
        start, end = match.span("name")
        known = pharmacopoeia.surely(sentence.plain[start:end])
        if known and not context.denied(sentence.plain[max(0, match.start() - 20) : match.start()]):
            place = sentence.part(Span(*match.span()))
            status = "on-hold" if _HOLDS.search(match[0]) else "stopped"
            rest = sentence.plain[match.end() :]
            if _FOR_A_WHILE.search(rest) or (status == "stopped" and _AGAIN.search(rest)):
                continue
            yield Medicine(tidy(sentence.text[start:end]), None, status, place)


_TAKES = re.compile(
    r"\b(?:(?:il|elle|patiente?|vous|qui|je|et|mais) (?:ne )?(?:prend|prenez|prends|utilise[sz]?|recoit)|"
    r"(?:ai|avons|a|je|nous) prescri(?:t|s|vons)|(?:have|has|i) (?:started|prescribed|commenced)|"
    r"\A\W*prend|prenez|continuez|please (?:take|use)|"
    r"traitee?s? (?:par|avec)|traitement (?:par|actuel(?:lement)? par|de fond par)|"
    r"(?:le|son|votre|un) traitement (?:\w+ ){0,2}?(?:comporte|comprend|associe|est(?: compose de)?|par)|"
    r"(?:he|she|they|you|patient|who|and|also|currently) (?:currently |still |also |now )?(?:takes?|uses?)|"
    r"(?:is|are|remains?|maintained|established|currently|he's|she's) (?:now |currently |also |still "
    r")?(?:on|taking|using)|"
    r"(?:keep|continue|continues|carry on) (?:taking|using|on|with)|"
    r"(?:current |regular |usual |his |her |your )?(?:medications?|medicines|treatment|meds|therapy) "
    r"(?:currently )?"
    r"(?:is|are|includes?|comprises?|consists? of)|(?:is|are|being|currently) (?:treated|controlled|"
    r"managed) (?:with|on|by))\s?:?\s"
)
"""Verbs of what is taken for good: names behind them need no strength."""
_GOES_HOME = re.compile(
    r"\b(?:discharged(?: home)?|sent home|went home|allowed home|going home) (?:\w+ ){0,3}?(?:on|with)|"
    r"(?:regagne|rejoint|rentre|retourne|retour|repart|sort|sortie?)(?: (?:a|au|son|le|la|domicile|ce jour|"
    r"chez elle|"
    r"chez lui|patiente?))* (?:avec|sous)|ordonnance de sortie|(?:discharge|take[- ]home) (?:medications?|"
    r"medicines|meds)|"
    r"post-?op(?:erative)?(?: instructions)?|sortie avec"
)
"""In a letter about a stay: what follows is taken from now on."""
_NO_MORE = re.compile(
    r"[.;](?=\s|\Z)|\b(?:pour|for|because|due to|en raison|qui|which|who|but|mais|il|elle|he|she|with good|"
    r"avec une|"
    r"sans|without|herself|himself|"
    r"until|jusqu|depuis|since)\b(?! (?:\d|(?:une (?:duree|semaine)|un mois|deux|trois|quatre|one (?:week|"
    r"month|day)|"
    r"two|three|four|the first) ))"
)
_NOT_TAKEN = re.compile(
    r"\b(?:ne|n'|not|no|never|jamais|was|were|had|a ete|avait|etait|allergi\w*)\s?(?:\w+\s){0,2}\Z"
)


def _taken_for_good(sentence: Stretch, *, during_stay: bool) -> Iterator[Medicine]:
    """``Elle prend du Levothyrox, du Kardegic et de la Ventoline``: known names, with or without strength."""
    lead = (_GOES_HOME if during_stay else _TAKES).search(sentence.plain)
    if lead is None and not during_stay:
        lead = _GOES_HOME.search(sentence.plain)
    if lead is None or _NOT_TAKEN.search(sentence.plain[: lead.start()]) or " ne " in lead[0]:
        return
    if _NO_LONGER.search(sentence.plain):
        return
    rest = sentence.part(Span(lead.end(), len(sentence.text)))
    for part in _each(rest):
        said = part.plain
        begin = match_end(_COURSE.match(said))
        name = re.match(
            r"[a-z][\w-]{2,}(?: [a-z][\w-]{1,})?", said[begin + match_end(_ARTICLE.match(said[begin:])) :]
        )
        if name is None or not pharmacopoeia.surely(name[0]):
            return  # the list is at its end
        medicine = _read(part, stopped=False, plan=False)
        if medicine is not None:
            yield medicine


_PARTING = re.compile(r"\s*(?:,|;|\+)\s+|\s(?:et|and|puis|as well as|ainsi que|plus)\s")


def _each(rest: Stretch) -> Iterator[Stretch]:
    """What commas and ``and`` part, where a medicine begins behind them, up to the end of the clause."""
    cuts = [Span(0, 0)]
    for match in _PARTING.finditer(rest.plain):
        before = rest.plain[cuts[-1].end : match.start()]
        after = rest.plain[match.end() : match.end() + 60]
        after = after[match_end(_COURSE.match(after)) :]
        after = after[match_end(_ARTICLE.match(after)) :]
        named = re.match(r"[a-z][\w-]{2,}(?: [a-z][\w-]{1,})?", after)
        if before.count("(") <= before.count(")") and named is not None and pharmacopoeia.surely(named[0]):
            cuts.append(Span(*match.span()))
    cuts.append(Span(len(rest.text), len(rest.text)))
    for (_, start), (end, _) in pairwise(cuts):
        stop = _NO_MORE.search(rest.plain, start + 1, end)
        part = rest.part(Span(start, stop.start() if stop else end))
        if part.text:
            yield part
        if stop is not None and end == len(rest.text):
            return


def _governed(before: str) -> str | None:
    """What the last verb before a name says of it."""
    verbs = [
        (match.start(), status)
        for pattern, status in (
            (_PLANNED, "planned"),
            (_STOPPED, "stopped"),
            (_HELD, "on-hold"),
            (_STARTED, "active"),
        )
        for match in pattern.finditer(before)
    ]
    if not verbs:
        return None
    place, status = max(verbs, key=lambda verb: verb[0])
    if status == "active" and _NO_LONGER.search(before):
        return None
    if status == "active" and _PAST.search(before[max(0, place - 16) : place]):
        return None  # was started then: whether it is still taken is not said
    return None if context.denied(before[max(0, place - 14) : place]) else status


def _switched(sentence: Stretch) -> Iterator[Medicine]:
    match = _SWITCH.search(sentence.plain)
    if match is None or _SUPPOSED.search(sentence.plain):
        return
    number = next(n for n in "12345" if match[f"old{n}"])
    for group, status in ((f"old{number}", "stopped"), (f"new{number}", "active")):
        part = sentence.part(Span(*match.span(group)))
        if not pharmacopoeia.surely(part.plain):
            continue
        strength = STRENGTH.search(part.plain)
        stop = strength.end() if strength else re.match(r"(?:l'|le |la |du )?[\w-]+", part.plain).end()  # type: ignore[union-attr]  # it names a medicine
        begin = match_end(_ARTICLE.match(part.plain))
        detail = tidy(part.text[stop:]) if strength and status == "active" else ""
        yield Medicine(tidy(part.text[begin:stop]), detail or None, status, part)


def match_end(match: re.Match[str] | None) -> int:
    """Where a match ends; 0 without one."""
    return match.end() if match else 0


def _parts(item: Stretch) -> list[Stretch]:
    """One stretch for each medicine: commas and ``and`` part only before another name with a strength."""
    cuts = [0]
    for match in _NEXT.finditer(item.plain):
        before = item.plain[cuts[-1] : match.start()]
        if before.count("(") > before.count(")"):
            continue
        if match[0].strip() == ";" or (
            _begins_another(item.plain[match.end() : match.end() + _NEAR]) and _is_one(before)
        ):
            cuts.append(match.end())
    cuts.append(len(item.text))
    parts = [item.part(Span(start, end)) for start, end in pairwise(cuts)]
    found = [part for part in parts if part.text]
    if len(found) == 1 and item.cells:
        return [item]
    return found


def _is_one(words: str) -> bool:
    return STRENGTH.search(words) is not None or pharmacopoeia.surely(words)


def _begins_another(rest: str) -> bool:
    """Whether what follows a comma is another medicine: a name, then its strength."""
    start = match_end(_ARTICLE.match(rest)) + match_end(
        _COURSE.match(rest[match_end(_ARTICLE.match(rest)) :])
    )
    strength = STRENGTH.search(rest)
    if strength is None:
        head = re.match(r"[\w' -]{3,30}", rest[start:])
        return head is not None and pharmacopoeia.surely(head[0]) and not TAKING.match(rest)
    name = rest[start : strength.start()]
    if re.search(r"[,;.:]", name) or not re.search(r"[a-z]{3}", name):
        return False
    return pharmacopoeia.surely(name) or (not TAKING.search(name) and not _NOT_A_NAME.search(name))


def _read(part: Stretch, *, stopped: bool, plan: bool) -> Medicine | None:
    text = part.plain
    course = _COURSE.match(text)
    begin = match_end(course)
    begin += match_end(_ARTICLE.match(text[begin:]))
    form = _FORM_FIRST.match(text[begin:])
    begin += match_end(form)
    strength = STRENGTH.search(text, begin)
    if strength is not None and not re.search(r"[a-zµμ%]", strength[0]):
        strength = None
    if strength is not None and _A_DOSE.search(text[begin : strength.end()]):
        strength = None
    name = _name_before(text, strength.start(), begin) if strength is not None else None
    if name is None:
        return (
            None
            if plan and form is None
            else _without_strength(part, begin, stopped=stopped, formed=form is not None)
        )
    surely = form is not None or pharmacopoeia.surely(text[name.start : name.end])
    rest = text[strength.end() :] if strength is not None else ""
    taken = TAKING.search(rest) is not None or TAKING.search(text[name.start : name.end]) is not None
    if not surely and (plan or not (taken or part.cells)):
        return None
    if plan and not (taken or _STOPPED.search(text)):
        return None
    assert strength is not None  # noqa: S101  a name before it was found
    if _SUPPOSED.search(text) and plan:
        return None
    return _medicine(part, name.start, strength.end(), stopped=stopped)


def _without_strength(part: Stretch, begin: int, *, stopped: bool, formed: bool) -> Medicine | None:
    """A known name with words about taking it, or alone."""
    text = part.plain
    taking = TAKING.search(text, begin + 1)
    end = taking.start() if taking else len(text)
    name = text[begin:end]
    stop = re.search(
        r"\s?[:(,–]|\s-\s|\ss/|\sdt\.|\s(?!\d{1,3}/\d{2,4}(?![\d/]))\d|\s(?:one|two|half|une?|deux|demi)\b|"
        r"\s(?:(?:en|in|au|le|du)\b|a (?=j\d|\d|debut|demarr|repren|poursuiv|introdu|renouvel|arret|"
        r"conserv)|three (?=weeks|months|days)|since|depuis|ago|il y a|a ete|est|was|"
        r"has been|is|arret\w*|stop\w*|suspend\w*|mainten\w*|poursuiv\w*|interromp\w*|finished|held|"
        r"occasionally|regularly|parfois|souvent|often|si|if|"
        r"prn|as|"
        r"last)\b",
        name,
    )
    if stop is not None:
        end = begin + stop.start()
        name = text[begin:end]
    alone = (
        re.fullmatch(r"[a-z][a-z-]{3,}(?: (?:[a-z]{2,3}|[a-z]{4,}|[a-z]\d{1,2}))?\s*", name)
        and part.text[begin : begin + 1].isupper()
    )
    known = formed or pharmacopoeia.surely(name) or (alone and _STRONGLY.match(text[end:]))
    if not known or _NOT_A_NAME.search(name) or context.denied(name):
        return None
    if len(name.split()) > 4 or len(name) > _LONGEST_NAME:  # noqa: PLR2004  a name, not a sentence
        return None
    return _medicine(part, begin, end, stopped=stopped)


def _medicine(part: Stretch, start: int, end: int, *, stopped: bool) -> Medicine:
    other = _STOPS_ANOTHER.search(part.plain, end)
    if other is not None and not part.cells:
        part = part.part(Span(0, other.start()))
    rest = part.text[end:]
    if part.cells:
        label, detail, status = _of_row(part, start, end)
    else:
        label, detail, status = _label(part, start, end), _joined(rest), None
    text = part.plain
    if status is None:
        status = "active"
        if stopped or _STOPPED.search(_UNTIL.sub(" ", text)):
            status = "stopped"
        elif _HELD.search(text):
            status = "on-hold"
        elif _PLANNED.search(text):
            status = "planned"
    return Medicine(label, detail, status, part, part.cells)


def _label(part: Stretch, start: int, end: int) -> str:
    """Name and strength, without the word between them that says it is changed to that."""
    return tidy(_UP_TO.sub(" ", part.text[start:end]))


def _of_row(part: Stretch, start: int, end: int) -> tuple[str, str | None, str | None]:
    """Name and strength of a row, and its further cells as detail."""
    label = tidy(part.text[start:end])
    cells = [cell for cell in part.cells if cell.strip()]
    rest = _joined(part.text[end:])
    status = next(
        (_STATUS_CELL[cell_] for cell in cells if (cell_ := plain(cell).strip(" .")) in _STATUS_CELL), None
    )
    return label, rest, status


def _joined(text: str) -> str | None:
    """Words after the strength, with a comma where a new printed line begins about taking it."""
    lines = text.split("\n")
    joined = lines[0]
    for line in lines[1:]:
        joined += (", " if posology(plain(line)) and joined.strip() else " ") + line
    return tidy(joined) or None


def _name_before(text: str, end: int, begin: int = 0) -> Span | None:
    """The name that ends where a strength starts; None when these words are no name."""
    name = text[begin:end]
    cut = max(
        (match.end() for match in _BEFORE_A_NAME.finditer(name)),
        default=0,
    )
    if cut and name[cut:].strip():
        begin, name = begin + cut, name[cut:]
    later = max((match.end() for match in _COURSE_LATER.finditer(name)), default=0)
    if later and name[later:].strip():
        begin, name = begin + later, name[later:]
    course = match_end(_COURSE.match(name))
    begin, name = begin + course, name[course:]
    words = name.split()
    if len(words) > _MOST_WORDS and pharmacopoeia.surely(name):
        begin, name = _last_name(text, begin, end)
        words = name.split()
    while words and _ARTICLE.fullmatch(words[0] + " "):
        begin += len(text[begin:]) - len(text[begin:].lstrip()) + len(words[0])
        words = words[1:]
    name = text[begin:end]
    begin += len(name) - len(name.lstrip(" \n-–•*(."))
    name = re.sub(r"\s(?:a|to|at)\s*\Z", "", text[begin:end]).strip(" \n,:-–(")
    if not name or len(name) > _LONGEST_NAME or len(name.split()) > _MOST_WORDS:
        return None
    if not re.match(r"[a-z0-9]", name) or not re.search(r"[a-z]{3}", name) or _NOT_A_NAME.search(name):
        return None
    if "," in re.sub(r"\([^)]*\)", "", name) or (
        "." in name.strip(".") and not re.search(r"\d\.\d|[a-z]\.[a-z]", name)
    ):
        begin, name = _last_name(text, begin, end)
        if not pharmacopoeia.surely(name):
            return None
    sentence = re.compile(
        r"\b(?:est|sont|was|were|is|are|has|have|had|a ete|votre|vous|your|il|elle|he|she|we|nous|"
        r"je|i|he's|this|that|ce|cette|qui|who|which|reponds)\b"
    )
    if sentence.search(name):
        begin, name = _last_name(text, begin, end)
        if sentence.search(name) or not pharmacopoeia.surely(name):
            return None
    return Span(begin, begin + len(name))


def _last_name(text: str, begin: int, end: int) -> tuple[int, str]:
    """From the last word that is surely a medicine to the strength."""
    words = list(
        re.finditer(
            r"(?<![\w'])(?!(?:l|d|qu)')[^\s,;:()']+|(?<=\b[ld]')[^\s,;:()]+(?:\s\([^)]*\))?", text[begin:end]
        )
    )
    for number in range(len(words) - 1, -1, -1):
        start = words[number].start()
        pair = " ".join(word[0] for word in words[max(0, number - 1) : number + 1])
        if pharmacopoeia.surely(words[number][0]) or (number and pharmacopoeia.surely(pair)):
            before = words[number - 1][0] if number else ""
            if not pharmacopoeia.surely(words[number][0]) or before in (
                "insuline",
                "insulin",
                "vitamine",
                "vitamin",
                "acide",
                "ferrous",
                "sodium",
            ):
                start = words[number - 1].start()
            return begin + start, text[begin + start : end].strip(" \n,:-–(")
    return begin, text[begin:end].strip()


def _detail_end(text: str, start: int) -> int:
    """Where the words about taking it end in running prose."""
    match = re.compile(
        r"[.;](?:\s|\Z)|\b(?:et(?!\s(?:le )?(?:soir|midi|au coucher|coucher|demi|matin))|"
        r"and(?!\s(?:at|night|evening|bedtime|noon|one|a half|half|morning))|puis|then|mais|but|"
        r"ainsi|as well|with a view|pour (?:un|une|le|la|son|sa)|because|en raison|due to|for "
        r"(?:his|her|the|a)|which|qui)\b"
    ).search(text, start)
    return match.start() if match else len(text)
