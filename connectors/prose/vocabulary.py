"""Words of diseases, operations, vaccines, and of what is none of them. Our own lists, to be reviewed.

All are matched on text in lower case without accents.
"""

import re

_FALSE_ENDINGS = frozenset(
    "petite droite suite visite limite site merite satellite invite produite faite parfaite "
    "conduite reduite ecrite "
    "dose doses chose choses close rose pose those whose purpose glucose lactose propose repose "
    "expose compose suppose diagnose "
    "home some come income outcome become welcome diplome chromosome genome symptome symptomes axiome "
    "alcoolisme tabagisme organisme mecanisme metabolisme mechanism organism metabolism autonomie "
    "anatomie economie academie "
    "prognosis diagnosis hypothesis analysis basis arome atome idiome syndromes".split()
)
_DISEASE_ENDING = re.compile(
    r"\b(\w{2,}(?:ites?|itis|oses?|osis|pathies?|path(?:y|ies)|emies?|a?emias?|algies?|algias?|"
    r"ismes?|isms?|plegies?|plegia|"
    r"[a-z]{2}uries?|[a-z]{2}uria|omes?|omas?|celes?|ectasies?|ectasis|thyroidies?|rrhees?|rrh?o?ea|"
    r"penies?|penia|scleroses?|lithiases?|lithiasis|"
    r"trophies?|trophy|megalies?|megaly|somnies?|somnia|phobies?|phobia|asthenie|myopie|myopia))\b"
)
_DISEASE = re.compile(
    r"\b(?:silicose|asbestose|sarcoido\w+|mucoviscidose|cystic fibrosis|fibroses?|fibrosis|pneumothorax|"
    r"pericardit\w+|myocardit\w+|endocardit\w+|cardiomyopath\w+|heart (?:attack|block)|bloc (?:auriculo|"
    r"de branche)\S*|"
    r"bradycardi\w+|tachycardi\w+|palpitations|claudication|arteriopath\w+|arterite|varicose veins|"
    r"lymphoedem\w+|"
    r"pancreatit\w+|cholecystit\w+|diverticul\w+|appendicit\w+|colites?|colitis|rch|rcuh|steatos\w+|"
    r"fatty liver|nash|mafld|"
    r"gastrit\w+|oesophagit\w+|esophagit\w+|barrett\S*|hemochromatose|ha?emochromatosis|peritonit\w+|"
    r"cystit\w+|prostatit\w+|hydronephros\w+|glomerul\w+|polykystose|polycystic|kidney transplant|enuresie|"
    r"fibrom\w+|fibroids?|adenomyos\w+|menorrhag\w+|miscarriages?|fausses? couches?|grossesse extra-?uterine|"
    r"infections?|osteopeni\w+|fibromyalgi\w+|polymyalgi\w+|spondyl\w+|scolios\w+|bursit\w+|capsulit\w+|"
    r"tendinit\w+|"
    r"herniated disc|slipped disc|cervicalgies?|gonarthrose|coxarthrose|rhizarthrose|hallux valgus|"
    r"dupuytren\S*|"
    r"meningit\w+|encephalit\w+|myasthen\w+|neuropath\w+|nevralgi\w+|neuralgi\w+|narcoleps\w+|cephalees?|"
    r"dyslexi\w+|burn-?out|psychos\w+|addictions?|alcoolisme|alcoholism|anorexi\w+|boulimi\w+|bulimi\w+|"
    r"uveit\w+|keratit\w+|kerato\w+|degeneration|retinal detachment|decollement de retine|strabism\w*|"
    r"amblyopi\w+|"
    r"presbyacousie|acouphenes|tinnitus|otit\w+|sinusit\w+|rhinosinusit\w+|amygdalit\w+|tonsillit\w+|"
    r"urticari\w+|vitiligo|rosacea|couperose|dermatit\w+|cellulit\w+|erysipele|melanoma|basocellulaire|"
    r"malaria|paludisme|dengue|chikungunya|bilharziose|syphilis|chlamydia|herpes|mononucleose|lyme|"
    r"scarlatine|"
    r"hyperparathyroid\w*|addison\S*|cushing\S*|acromegali\w+|basedow|hashimoto|graves'? disease|"
    r"prediabet\w+|"
    r"impaired glucose|intolerance au glucose|hyperuricemi\w+|hyperkali?emi\w+|thrombocytos\w+|"
    r"thrombopeni\w+|"
    r"neutropeni\w+|splenomegal\w+|vitamin \w+ deficiency|carences? en \w+|"
    r"htap?|hta|htn|poag|mpoc|db2|denutrition|malnutrition|cachexie|wheeze|ectopic pregnancy|"
    r"hypertens\w+|hypotens\w+|diabet\w+|dnid|did|dt1|dt2|t1dm|t2dm|dm2?|asthm\w+|"
    r"bpco|copd|cancers?|carcinom\w+|adenocarcinom\w+|tumeurs?|tumou?rs?|"
    r"leucemi\w+|leuka?emi\w+|lymphom\w+|myelom\w+|melanom\w+|infarctus|idm|infarction|n?stemi|mi|"
    r"avc|ait|stroke|tia|sah|angors?|angina|angine|"
    r"insuffisances? (?:cardia\w+|rena\w+|respi\w+|hepa\w+|surrena\w+|vein\w+|mitral\w+|aortiq\w+|"
    r"corona\w+|thyroid\w+)|(?:heart|kidney|renal|respiratory|liver|cardiac) (?:failure|disease|"
    r"injury)|"
    r"fibrillations?|flutter|acfa|fa|af|afib|arythmi\w+|arrhythmi\w+|embolies?|embolism|thrombo\w+|"
    r"thrombus|phlebites?|tvp|dvt|epileps\w+|migraines?|depressi\w+|depression|anxi\w+|"
    r"bipola\w+|schizophren\w+|hernies?|hernias?|ulceres?|ulcers?|reflux|rgo|gerd|gord|lithiases?|"
    r"gallstones?|(?:kidney|renal) stones?|calculs?|hepatit\w+|cirrhos\w+|goutte|gout|"
    r"psoriasis|eczema|lupus|arthros\w+|arthrit\w+|osteopor\w+|fractures?|entorses?|sprains?|"
    r"luxations?|apnees?|apn(?:o)?ea|saos|sahos|osa|osas|anemi\w+|anaemi\w+|dyslipid\w+|"
    r"hyperlipid\w+|hypercholester\w+|obesite|obesity|glaucom\w+|cataractes?|cataracts?|dmla|"
    r"surdite|parkinson\w*|alzheimer\w*|dementia|demence|sclerose|sclerosis|vih|hiv|tuberculo\w+|"
    r"pneumon\w+|pneumopath\w+|covid\S*|syndromes?|maladies?|disease|disorders?|troubles? (?:du|de|"
    r"bipol|anx)\w*|nephr\w+|retinopath\w+|neuropath\w+|irc|ckd|cad|chf|bph|hbp|pcos|sopk|ibs|"
    r"endometrio\w+|pre-?eclampsi\w+|polypes?|polyps?|polypos\w+|crohn\w*|coeliaque|c(?:o)?eliac|"
    r"rhinit\w+|hypo-?thyroid\w*|hyper-?thyroid\w*|goitres?|goiters?|acnes?|varices|hemorroides|"
    r"h(?:a)?emorrhoids|decompensations?|(?:acute |chronic )(?:kidney|heart|liver|respiratory)\b.*|"
    r"emphysem\w+|pleuresie|oedeme aigu|oap|valvulopath\w+|retrecissement|stenos\w+|aneurysms?|"
    r"anevrysmes?|"
    r"alcohol dependence|dependance alcoolique|pyelonephrit\w+|abces|abscess|zona|shingles|"
    r"occlusion|pancreatit\w+|crises? d'epilepsie|seizures?|vertiges?|lombalgies?|sciatique|"
    r"sciatica|"
    r"canal carpien|carpal tunnel|deficits? en|deficiency|carence|drepanocytos\w+|sickle cell|"
    r"thalassemi\w+|hemophil\w+|haemophil\w+|incontinence|autisme|autism|adhd|tdah|ptsd|"
    r"chest pain|detresse respiratoire|fissures?|ruptures?|tendinopath\w+|torticolis|commotion|"
    r"ihd|pvd|cva|vte|tb|aomi|lbbb|hfref|hfpef|mgus|svt|raynaud\S*|aki|uti|lrti|delirium|bpd|"
    r"(?:prostate|breast|lung|colon|bladder|thyroid|ovarian|rectal) ca|extrasystol\w+|tears?|dechirures?|"
    r"concussion|plaies?|wounds?|laceration|brulures?|burns?|grippe|influenza|bronchiolit\w+)\b"
)
_OPERATION = re.compile(
    r"\b(?:\w*ectom(?:ies?|y|ie)|\w*plast(?:ies?|y|ie)|\w*stom(?:ies?|y|ie)|\w*tom(?:ies|y|"
    r"ie)\b(?<!anatomy)(?<!anatomie)|\w*scop(?:ies?|y|ie)|\w*raphie de hernie|\w*rrhaph(?:y|ie)|"
    r"protheses? (?:totale |de |du |intermediaire )+\w*|pth|ptg|(?:hip|knee|shoulder|joint|valve|"
    r"aortic valve) replacements?|replacement of|pontages?|cabg|bypass|cesariennes?|"
    r"ca?esarean(?: section)?|c-section|stents?|angioplasti\w+|pacemaker|stimulateur|defibrillateur|"
    r"greffes?|transplants?|transplantation|"
    r"cure (?:de|d'|chirurgicale)\w*|chirurgie|surgery|ablations?|exerese|excision|resections?|"
    r"reconstructions?|accouchement|avulsions?|pose d\w+|extractions?|dents de sagesse|"
    r"osteosynthese|ligamentoplasti\w+|ivg|curetage|d&c|"
    r"turp|turbt|rtup|pci|evar|tavi|acl repair|lca (?:du |genou)|ligament\w* (?:repair|"
    r"reconstruction)|(?:rotator cuff|tendon|valve|"
    r"meniscal|perineal) repair|decompression|osteotomie|discectomie|microdiscectomy|d & c|erpc|"
    r"lscs|tka|tkr|thr|tha|orif|"
    r"cataracte (?:operee|bilaterale|droite|gauche)|operation (?:de|du)|fixation|arthrodese|hernia "
    r"repair|repair of|amputation|(?:dental|tooth|wisdom teeth) extractions?)\b"
)
_NO_CONDITION = re.compile(
    r"\b(?:tabac\w*|(?<!post-)(?<!post )tabagi\w+|fume\w*|fumeu\w+|smok\w+|cigarettes?|paquets?|pa\b|"
    r"alcool\w*|alcohol|"
    r"drinks?|marie\w*|married|retraite\w*|retired|profession|occupation|vit (?:seule?|avec)|lives|"
    r"enfants?|children|g\d ?p\d|gravida|menopaus\w+|sport\w*|activite|contraception|suivie? par|"
    r"followed by|dernier\w*|normal\w*|allergi\w*|vaccin\w*|traitements?|"
    r"voir|see|cf|docteur|doctor|telephone|consultation|rendez|hospitalisation|bilan|examen|controle|check)\b"
)


_GENERAL = re.compile(
    r"\W*(?:(?:stable|active|chronic|known|progressive|underlying|une?|la|the)\s)*(?:diseases?|disorders?|"
    r"syndromes?|maladies?|"
    r"troubles?)(?:\s(?:stable|active|chronique|connue?))*\W*"
)
"""A word for any disease: it names none."""


def disease(plain: str) -> bool:
    """Whether the words name a disease by a word or an ending of the lists."""
    if _GENERAL.fullmatch(plain):
        return False
    if _DISEASE.search(plain):
        return True
    return any(match[1] not in _FALSE_ENDINGS for match in _DISEASE_ENDING.finditer(plain))


def operation(plain: str) -> bool:
    """Whether the words name an operation or an act."""
    return _OPERATION.search(plain) is not None


def way_of_life(plain: str) -> bool:
    """Whether the words are about habits, family life or the letter itself, not about a disease."""
    return _NO_CONDITION.search(plain) is not None


MODALITY = re.compile(
    r"\b(?:irm|mri|ett|eto|tte|toe|cxr|axr|scanner|tdm|tomodensitometrie|ct|pet(?:-?ct|-?scan)?|"
    r"tep(?:-?tdm)?|echographie|"
    r"echo-?doppler|doppler|echo(?:cardiographie|cardiogram|graphy)?|ultrasound|us|uss|"
    r"radiographie|radio|rx|x-?ray|xr|mammographie|mammogram|mammography|scintigraphie|scintigraphy|"
    r"bone scan|osteodensitometrie|dexa|angioscanner|angio-?irm|"
    r"ogd|egd|ercp|cpre|"
    r"coronarographie|coronary angiography|angiography|angiogram|arteriographie|coloscopie|"
    r"colonoscopy|gastroscopie|gastroscopy|fibroscopie|endoscopie|endoscopy|bronchoscop\w+|"
    r"cystoscop\w+|electroencephalogramme|eeg|emg|electromyogramme)\b"
)

VACCINE = re.compile(
    r"\b(?:vaccin\w*|vaccines?|anti-?tetan\w+|anti-?gripp\w+|anti-?pneumo\w+|verorab|ipv|opv|varicella|"
    r"infanrix\w*|hexyon|vaxelis|priorix|m-?m-?r(?:vaxpro)?|ror|repevax|"
    r"revaxis|boostrix\w*|tetravac\w*|prevenar\w*|pneumovax|neisvac|menjugate|nimenrix|bexsero|"
    r"menveo|menquadfi|menactra|trumenba|gardasil\w*|cervarix|engerix\w*|genhevac|hbvaxpro|twinrix|"
    r"havrix|avaxim|vaqta|rotateq|rotarix|rotavirus|vaxigrip\w*|influvac\w*|fluarix\w*|efluelda|"
    r"fluenz\w*|"
    r"fluzone|flublok|influenza|flu|grippe|comirnaty|spikevax|moderna|"
    r"pfizer\w*|biontech|astrazeneca|vaxzevria|covid\S*|zostavax|shingrix|zona|shingles|varivax|"
    r"varilrix|varicell[ae]|"
    r"stamaril|fievre jaune|yellow fever|typhim|typhoide|typhoid|rage|rabies|rabipur|bcg|dtp\w*|"
    r"dtcap\w*|dtap\S*|tdap|td|dt polio|tetanos|tetanus|polio\w*|coqueluche|pertussis|diphterie|"
    r"diphtheria|"
    r"hepatit[ei]s? [ab]|hep ?[ab]|hpv|papillomavirus|pneumoco\w+|meningoco\w+|men ?[abcwy]+|"
    r"rougeole|measles|mumps|oreillons|rubeole|rubella|hib|pcv\d*|ppsv\d*|"
    r"[4-6]-in-1|hexavalent|encephalit\w+|tick-?borne|rsv|abrysvo|arexvy|beyfortus|mpox)\b"
)
