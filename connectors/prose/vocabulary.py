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
    "prognosis diagnosis diagnoses hypothesis analysis basis arome atome idiome syndromes".split()
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
    r"(?:prostate|breast|lung|colon|bladder|thyroid|ovarian|rectal) ca|extrasystol\w+|"
    r"(?:meniscal|meniscus|cuff|ligament|tendon|muscle|labral|labrum|acl|retinal|perineal) tears?|"
    r"tears? of|dechirures?|"
    r"concussion|plaies?|wounds?|laceration|brulures?|burns?|grippe|influenza|bronchiolit\w+)\b"
)
_FURTHER_DISEASE = re.compile(
    r"\b(?:high (?:blood pressure|cholesterol|uric acid)|raised (?:blood pressure|cholesterol|bp)|"
    r"mini-?strokes?|blood clots?|hay ?fever|rhume des foins|piles|low iron|iron overload|enlarged prostate|"
    r"glandular fever|chicken ?pox|varicelle|rougeole|oreillons|rubeole|coqueluche|whooping cough|measles|mumps|"
    r"rheumatic fever|rhumatisme articulaire|poliomyelit\w+|toxoplasmos\w+|scabies|gale|teigne|"
    r"under-?active thyroid|over-?active (?:thyroid|bladder)|thyroid (?:problems?|nodules?|disease)|"
    r"nodules? (?:thyroid\w+|de la thyroide)|frozen shoulder|trigger finger|doigt a ressaut|tennis elbow|bunions?|"
    r"epicondyl\w+|fasciit\w+|aponevrosit\w+|epine calcaneenne|lumbago|sciatalgi\w+|lombosciat\w+|cruralgi\w+|"
    r"cervico-?brachi\w+|discopathi\w+|protrusion discale|degenerative (?:disc|joint)|disc (?:prolapse|"
    r"protrusion|herniation)|canal lombaire (?:etroit|retreci)|spinal stenosis|cauda equina|queue de cheval|"
    r"crise cardiaque|attaque (?:cardiaque|cerebrale)|cardiopathi\w+|coronaropathi\w+|"
    r"coronary (?:artery )?disease|maladie coronarienne|ischa?emic heart|syndrome coronarien|acute coronary|"
    r"heart murmur|souffle (?:cardiaque|systolique)|valve disease|(?:mitral|aortic|tricuspid) (?:regurgitation|"
    r"incompetence|valve prolapse|stenosis)|prolapsus (?:mitral|genital|uterin|rectal)|prolapse|cystocele|"
    r"(?:insuffisance|fuite|retrecissement|rao?c) (?:mitral\w*|aort\w*|tricusp\w*)|"
    r"(?:left|right) ventricular (?:hypertrophy|dysfunction|systolic dysfunction)|lvh|lvsd|hcm|dcm|rbbb|"
    r"bundle branch block|av block|bav|sick sinus|maladie de l'oreillette|wolff\S*|wpw|brugada|long qt|"
    r"patent foramen ovale|pfo|foramen ovale|fop|atrial septal defect|asd|vsd|communication inter\w+|"
    r"peripheral (?:arterial|vascular|artery) disease|pad|carotid|aaa|dissection aortique|aortic dissection|"
    r"insuffisance veineuse|venous insufficiency|leg ulcers?|lymphangit\w+|lymphedema|"
    r"bronchit\w+|bronchectas\w+|ddb|dilatation des bronches|pid|interstitial lung|ild|ipf|pleural effusion|"
    r"epanchement pleural|lung nodules?|pulmonary (?:embolus|hypertension|fibrosis|edema|oedema)|"
    r"sleep apn\w+|croup|laryngit\w+|pharyngit\w+|nasal polyps?|deviated septum|deviation (?:de la cloison|"
    r"septale)|meniere\S*|cholesteatom\w+|hearing loss|hypoacousi\w+|presbyacusis|deafness|"
    r"macular (?:degeneration|hole|oedema)|amd|armd|dry eyes?|secheresse oculaire|conjunctivit\w+|blepharit\w+|"
    r"chalazion|myopic|astigmat\w+|hypermetropi\w+|presbyti\w+|decollement (?:du vitre|de retine)|pvd|"
    r"irritable bowel|intestin irritable|colopathi\w+|colon irritable|inflammatory bowel|ibd|mici|"
    r"diarrhoea chronique|constipation|gastro-?enterit\w+|gastroparesi\w+|hiatus hernia|hernie hiatale|"
    r"helicobacter|h\.? ?pylori|celiac|small bowel obstruction|bowel obstruction|ileus|volvulus|"
    r"anal fissure|fissure anale|fistules?|fistulas?|pilonidal\w*|kyste (?:pilonidal|ovarien|du rein|renal|"
    r"de l'ovaire|synovial|sebace)|(?:ovarian|renal|ganglion|baker'?s|sebaceous|epidermoid|breast) cysts?|"
    r"nafld|masld|mash|cholangit\w+|cbp|pbc|psc|hbv|hcv|vhb|vhc|hep ?[bc]|cholelithiasis|choledocholithiasis|"
    r"colique (?:nephretique|hepatique)|renal colic|biliary colic|renal (?:impairment|insufficiency|cysts?|artery "
    r"stenosis)|kidney (?:stones?|disease|failure|injury|problems?)|esrd|esrf|irct|ira|mrc|nephrotic|"
    r"pyelonephrit\w+|urinary tract infections?|infections? urinaires?|utis?|bacteriuri\w+|urinary retention|"
    r"retention (?:aigue )?d'urines?|rau|vessie (?:hyperactive|neurologique)|overactive bladder|"
    r"adenome (?:de la prostate|prostatique)|prostatism|luts|erectile dysfunction|dysfonction erectile|"
    r"hydrocele|varicocele|cryptorchid\w+|phimosis|peyronie\S*|infertilit\w+|pid\b|pelvic inflammatory|"
    r"pre-?menstrual|dysmenorrh\w+|amenorrh\w+|metrorrag\w+|postmenopausal bleeding|vaginis\w+|mycose|"
    r"gestational diabetes|diabete gestationnel|hellp|placenta (?:praevia|previa|accreta)|postpartum "
    r"ha?emorrhage|pph|hpp|hemorragie (?:de la delivrance|du post-?partum|digestive|meningee)|"
    r"(?:gi|gastrointestinal|upper gi|subarachnoid|intracranial|cerebral|intracerebral|vitreous|retinal) "
    r"(?:bleed\w*|ha?emorrhage)|hematom\w+|ha?ematom\w+|sub-?dural|"
    r"diabetic|diabetique|hypertendue?s?|asthmatique|asthmatic|epileptique|epileptic|insulino-?dependant\w*|"
    r"metabolic syndrome|syndrome metabolique|insulin resistance|insulinoresistance|pre-?diabetes|"
    r"diabetes insipidus|hypoglyc\w+|dlp|hld|hlp|hyperlipoprotein\w+|hypertriglycerid\w+|surpoids|overweight|"
    r"maigreur|underweight|hyponatr\w+|hypernatr\w+|hypokali?em\w+|hypercalc\w+|hypocalc\w+|hypoalbumin\w+|"
    r"(?:vitamin|vit|iron|b12|folate|g6pd) ?[a-z]?\d{0,2} deficien\w+|carence|avitamin\w+|"
    r"adrenal insufficiency|insuffisance surrenal\w+|nodule surrenalien|pheochromocytom\w+|prolactinom\w+|"
    r"acromegaly|hypopituit\w+|hypogonad\w+|gynecomast\w+|gynaecomast\w+|klinefelter|turner|"
    r"down'?s? syndrome|trisomie|spina bifida|cerebral palsy|paralysie cerebrale|imc\b(?= d'origine)|"
    r"tetraplegi\w+|paraplegi\w+|hemiplegi\w+|hemipares\w+|bell'?s palsy|paralysie faciale|facial palsy|"
    r"essential tremor|tremblement essentiel|restless legs?|jambes sans repos|guillain\S*|charcot\S*|sla\b|als\b|"
    r"multiple sclerosis|sclerose en plaques|myelopath\w+|radiculopath\w+|hydrocephal\w+|chiari|"
    r"traumatisme cranien|head injury|tbi|post-?concussion|confusion|delirium|cognitive impairment|"
    r"trouble neurocognitif|mild cognitive|mci|memory loss|cluster headaches?|algie vasculaire|"
    r"generali[sz]ed anxiety|gad|panic (?:attacks?|disorder)|attaques? de panique|phobi\w+|toc|ocd|"
    r"obsessive|tspt|stress post-?traumatique|post-?traumatic stress|mdd|depressed|depressif|dysthymi\w+|"
    r"episode depressif|tentative de suicide|overdose|self-?harm|eating disorder|trouble du comportement "
    r"alimentaire|tca\b|alcohol (?:misuse|abuse|use disorder)|sevrage alcoolique|toxicomani\w+|opioid use|"
    r"substance (?:abuse|misuse|use)|add\b|asd\b|autis\w+|asperger\S*|dyspraxi\w+|dyscalculi\w+|learning "
    r"(?:disability|difficulties)|deficience intellectuelle|developmental delay|retard (?:de croissance|mental|"
    r"psychomoteur)|premature|prematurit\w+|fallot|congenital|malformation|"
    r"rheumatoid|polyarthrit\w+|spondylarthr\w+|sjogren\S*|sclerodermi\w+|horton|giant cell|gca|pmr|"
    r"vasculit\w+|behcet\S*|antiphosph\w+|sapl|chondrocalcin\w+|pseudogout|osteomyelit\w+|osteonecros\w+|"
    r"avascular necrosis|paget\S*|algodystroph\w+|sdrc|crps|rotator cuff|coiffe des rotateurs|"
    r"shoulder (?:impingement|dislocation)|conflit sous-acromial|meniscopathi\w+|lesion meniscale|"
    r"ligament injury|whiplash|coup du lapin|contusions?|hallux|pied plat|flat feet|genu (?:varum|valgum)|"
    r"chronic (?:pain|back pain|fatigue)|douleurs? chroniques?|fatigue chronique|back pain|"
    r"chronic obstructive|chronic kidney|"
    r"lichen|pelade|alopeci\w+|psoriatic|impetigo|intertrigo|onychomycos\w+|warts?|verrues?|condylom\w+|"
    r"molluscum|keratos\w+|naevus|nevus|melasma|hidradenit\w+|verneuil|pemphig\w+|escarres?|pressure "
    r"(?:ulcers?|sores?)|pityriasis|prurigo|angio-?oedem\w*|angio-?edema|quincke|mastocyt\w+|"
    r"basal cell|squamous cell|spinocellulaire|bcc|scc|dcis|metasta\w+|neoplas\w+|sarcom\w+|gliom\w+|"
    r"meningiom\w+|neurinom\w+|schwannom\w+|seminom\w+|hodgkin\S*|leukemi\w+|myelodyspla\w+|smd|mds|"
    r"polycyth\w+|vaquez|thrombocytopen\w+|itp|pti|neutropen\w+|pancytopen\w+|leucopen\w+|factor v leiden|"
    r"facteur v leiden|thrombophili\w+|von willebrand|willebrand|spherocytos\w+|g6pd|"
    r"ca (?:breast|prostate|colon|lung|cervix|ovary|stomach|tongue|thyroid)|"
    r"septic\w+|sepsis|septicemi\w+|cellulitis|lymphadenit\w+|mrsa|sarm|c(?:lostridium|\.)? diff\w*|"
    r"long covid|hiv|aids|sida|gonorr\w+|hpv|infection (?:a|au|par)|typhoid|leptospir\w+|brucell\w+|"
    r"leishman\w+|amib\w+|amoebi\w+|filari\w+|leprosy|lepre|schistosom\w+|"
    r"atopic|atopie|atopique|food intolerance|lactose intolerance|maladie c\w+liaque|"
    r"insomni\w+|parasomni\w+|sleepwalking|enuresis|encopres\w+|begaiement|stammer|"
    r"orthostatic|hypotension|syncopes?|malaises? vaga\w+|vasovagal|"
    r"pou(?:mon|ls) lents?|sinus arrest|cardiac arrest|arret cardiaque|ards|sdra|respiratory distress|"
    r"burns?|fall(?:s|er)|chutes? a repetition|fragilite|frailty|sarcopeni\w+)\b"
)
"""More of them, by organ; the first list grew with letters, this one from what is known."""
_ABBREVIATED = re.compile(
    r"\W*(?:(?:known|severe|mild|moderate|early|advanced|bilateral|chronic|previous|prior|acute)\s)?"
    r"(?:ms|as|ra|oa|pe|uc|cd|pr|ic|ep|hf|sep|spa|rm|rac|icc|sca|acs|esv|cmh|cmd|pbr|hpb|ep|tsa|led|sle|rgo|ddd|"
    r"cts|gb|hsv|vzv|ebv|cmv|bpd|ild|cf|pku|sma|dmd|fsh|tof|fai|ulcer)"
    r"(?:\s(?:of |de |du |des |the |both |l |r |left |right |bilateral |[dg]\b|(?:knees?|hips?|hands?|genoux?|"
    r"hanches?|mains?|shoulders?|spine|stage \w+|stade \w+|grade \w+)\s?)*)?\W*"
)
"""Short ones that are words or other things too: believed where they stand alone."""
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
_FURTHER_OPERATION = re.compile(
    r"\b(?:cardioversion|defibrillation|infiltrations?|embolisations?|embolizations?|thrombolys\w+|"
    r"dilatations? (?:oesophag\w+|de|du|pneumatique)|drainages?|ponctions?|lumbar puncture|paracentesis|"
    r"thoracentesis|biops(?:y|ies?)|microbiops\w+|macrobiops\w+|curages?|ganglions? sentinelles?|"
    r"sentinel (?:lymph )?nodes?|(?:axillary|lymph) node (?:dissection|clearance)|conisation|lletz|leep|"
    r"circoncision|circumcision|ligature (?:des|de) \w+|tubal ligation|steril[il]sation tubaire|"
    r"svd|nvd|nsvd|avb|forceps|ventouse|vaginal delivery|(?:hemo|haemo)?dialys[ei]s?|hemodialyse|transfusions?|"
    r"(?:bunion|hernia|hip|knee|back|spinal|bowel|heart|cataract|eye|prostate|sinus|carpal tunnel|gallbladder) "
    r"(?:operation|op|surgery|removal)|operation (?:on|for|to)|operations? (?:du|de la|des)|"
    r"lap(?:aroscopic)? (?:chole|appendix|appendicectomy|appy|band)|chole|appy|grommets?|"
    r"drains? transtympaniques?|aerateurs? transtympaniques?|icd (?:implant\w*|insertion)|dai|crt-?[dp]|"
    r"ppci|ptca|atc|cath|cathet\w+|gamma knife|lasik|iol|phaco\w*|amput\w+|port-?a-?cath|picc(?:[- ]line)?|"
    r"chambre implantable|gastric (?:bypass|sleeve|band)|sleeve|anneau gastrique|by-?pass|"
    r"(?:\w+ )?replacements?|(?:hip|knee|shoulder) prosthesis|protheses? (?:\w+ )?(?:hanche|genou|epaule|valvulaire|"
    r"mammaire)\w*|ptg|pth|pte|ptep|tep(?= (?:droite|gauche))|valve (?:mecanique|aortique|mitrale)|bioprothes\w+|"
    r"hernia repair|(?:appendix|gallbladder|spleen|tonsils?|adenoids?|womb|uterus|wisdom teeth|wisdom tooth|"
    r"ovary|ovaries|kidney|lump|mole)(?: was| were)? (?:out|removed|removal)|removal of|ablation (?:de|du|d')\w*|"
    r"dents de sagesse|detartrage|implants? dentaires?|dental implants?|root canal|"
    r"fiv|ivf|insemination|amniocentes\w+|cerclage|hysteroscop\w+|suture d\w*|parage|lavage articulaire|"
    r"(?:bone marrow|stem cell|kidney|liver|heart|lung|corneal) transplant\w*|autogreffe|allogreffe|"
    r"meniscectom\w+|acl reconstruction|decompression|laminectom\w+|spinal fusion|vertebroplast\w+|"
    r"kyphoplast\w+|enclouage|plaque (?:vissee)|brochage|nailing|debridement|skin graft|greffe de peau|"
    r"thermo-?ablation|radio-?frequence|cryoablation|electrochoc|ect|eswl|lithotrips\w+|lithotritie|ureteroscop\w+|"
    r"jj stent|sonde jj|nephrostom\w+|vasectom\w+|vasovasostom\w+|hydrodistension|bcg intravesical)\b"
)
_NO_CONDITION = re.compile(
    r"\b(?:tabac\w*|(?<!post-)(?<!post )tabagi\w+|fume\w*|fumeu\w+|smok\w+|cigarettes?|paquets?|pa\b|"
    r"alcool\w*|alcohol|"
    r"drinks?|marie\w*|married|retraite\w*|retired|profession|occupation|vit (?:seule?|avec)|lives|"
    r"\d enfants?|enfants\b|sans enfants?|children|g\d ?p\d|gravida|menopaus\w+|sport\w*|activite|contraception|suivie? par|"
    r"followed by|dernier\w*|normal\w*|allergi\w*|vaccin\w*|traitements?|"
    r"voir|see|cf|docteur|doctor|telephone|consultation|rendez|hospitalisation|bilan|examen|controle|check)\b"
)


_ALLERGEN = re.compile(
    r"\b(?:penicill\w+|beta-?lactam\w*|cephalospor\w+|cefalospor\w+|macrolides?|quinolones?|tetracyclin\w+|"
    r"sulf\w+|sulph\w+|aminosides?|antibiotics?|antibiotiques?|nsaids?|ains|aspirin\w*|opiates?|opioids?|opiaces?|"
    r"morphin\w*|codein\w*|statin\w*|ace inhibitors?|iec|curares?|an(?:a)?esth\w+|latex|iod\w+|iodine|contrast\w*|"
    r"produits? de contraste|gadolinium|x-?ray dye|dye|betadine|povidone\w*|chlorhexidine|"
    r"arachides?|cacahuetes?|peanuts?|(?:tree )?nuts?|noix|noisettes?|amandes?|almonds?|cashews?|"
    r"pistach\w+|sesame|soja|soya?|gluten|ble|wheat|lait|milk|dairy|lactose|oeufs?|eggs?|poissons?|fish|crustaces?|"
    r"shellfish|fruits? de mer|crevettes?|prawns?|shrimps?|moules|mollus\w+|kiwi\w*|fraises?|strawberr\w+|"
    r"bananas?|bananes?|avocado?t?s?|peche|pommes?|apples?|celer[iy]|moutarde|mustard|tomat\w+|"
    r"acariens?|dust|mites?|pollens?|gramin\w+|grass|bouleau|birch|ragweed|ambroisie|chats?|cats?|chiens?|dogs?|"
    r"horses?|chevaux|moisissures?|moulds?|molds?|blattes?|cockroach\w*|abeilles?|bees?|guepes?|wasps?|"
    r"hymenopter\w+|venins?|venom|stings?|piqures?|mosquito\w*|nickel|chrome|cobalt|parfums?|fragrances?|perfume|"
    r"adhesi\w+|sparadraps?|plasters?|elastoplast|micropore|tapes?|scotch|pansements?|diachylon|dressings?|"
    r"vaccin\w*|heparin\w*)\b"
)
_COMPLAINT = re.compile(
    r"\b(?:pain|douleurs?|palpitations|headaches?|cephalees?|wheez\w*|vertig\w+|syncopes?|malaises?|dyspn\w+|"
    r"breathless\w*|cough|toux|fever|fievre|vomit\w*|naus\w+|diarrh\w+|constipation|confusion|"
    r"fatigue|asthenie|insomni\w+|\w*algies?|\w*algia|\w*ur(?:ie|ia)|bleed\w*|rectorrag\w+|"
    r"hypotension|bradycardi\w+|tachycardi\w+|wounds?|plaies?|falls?|chutes?)\b"
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
    if _DISEASE.search(plain) or _FURTHER_DISEASE.search(plain) or _ABBREVIATED.fullmatch(plain):
        return True
    return any(match[1] not in _FALSE_ENDINGS for match in _DISEASE_ENDING.finditer(plain))


def operation(plain: str) -> bool:
    """Whether the words name an operation or an act."""
    return _OPERATION.search(plain) is not None or _FURTHER_OPERATION.search(plain) is not None


def complaint(plain: str) -> bool:
    """Whether the words name what is felt or found rather than a disease."""
    return _COMPLAINT.search(plain) is not None


def allergen(plain: str) -> bool:
    """Whether the words hold a substance, not a medicine, that people do not stand."""
    return _ALLERGEN.search(plain) is not None


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
