"""Names that are surely medicines: endings and beginnings of international names, common names, brands.

Source of the endings and beginnings: WHO, "The use of stems in the selection of International Nonproprietary
Names (INN)", 2018, in their French and English forms. The lists of names are our own, to be reviewed.
"""

import re

_ENDINGS = (
    r"prils?|sartane?s?|[aeiou]lol|dipines?|vastatine?s?|prazoles?|gliptine?s?|gliflozine?s?|"
    r"glutides?|tides?|xabans?|gatrans?|cilline?s?|"
    r"[tdrl](?:h?ro)?my?cine?s?|m[yi]cine?s?|cyclines?|floxacine?s?|conazoles?|nidazoles?|"
    r"bendazoles?|[cv]i?c?lovir|[a-z]vir|[a-z]mab|[a-z]tinib|[a-z]nibs?|setrons?|"
    r"triptans?|zepams?|zolams?|zolpidem|oxetines?|traline?s?|talopram|faxines?|zapines?|peridones?|"
    r"piprazoles?|azosine?s?|semides?|thiazides?|parine?s?|coxibs?|profenes?|profens?|"
    r"fenac|dronates?|dronique|dronic acid|tidines?|terols?|tropium|solones?|nisones?|asones?|"
    r"onides?|cainee?s?|barbitals?|formine?s?|glitazones?|fibrates?|lukasts?|tadines?|rizines?|"
    r"bactams?|grels?|grelor|trexate|platine?s?|taxels?|rubicine?s?|[a-z]{3}tecan|setine|fungine?s?|"
    r"caftor|stigmines?|mantine|afil|steride|triptyline?s?|pramines?|azepines?|giline|curium|oxacin|"
    r"penems?|"
    r"cromone?|kacine?|toine?|amivir|denosone|relix|reline?|mustines?|nazene|zumab|ximab|ciclib|parib|limus"
)
_BEGINNINGS = (
    r"cef[a-z]{4}|ceph[a-z]{4}|sulfa[a-z]{3}|gli[bcmqp][a-z]{3}|levothyr|predniso|bud[e]son|insulin|"
    r"mesalaz|estradi|oestradi|"
)
_NAMES = (
    "paracetamol acetaminophen aspirine aspirin acide|acetylsalicylique ibuprofene ibuprofen "
    "naproxene naproxen ketoprofene diclofenac tramadol codeine morphine oxycodone fentanyl "
    "buprenorphine methadone nefopam levothyroxine thyroxine liothyronine carbimazole "
    "propylthiouracil spironolactone eplerenone furosemide bumetanide indapamide amiloride "
    "allopurinol febuxostat "
    "colchicine warfarine warfarin fluindione acenocoumarol heparine heparin digoxine digoxin "
    "amiodarone flecainide verapamil diltiazem ivabradine ranolazine nicorandil trinitrine glyceryl "
    "isosorbide hydralazine minoxidil methyldopa clonidine methotrexate prednisone prednisolone "
    "hydrocortisone cortisone dexamethasone betamethasone gabapentine gabapentin pregabaline "
    "pregabalin "
    "lithium valproate depakine lamotrigine levetiracetam topiramate carbamazepine oxcarbazepine "
    "phenytoine levodopa carbidopa ropinirole pramipexole donepezil memantine rivastigmine "
    "galantamine "
    "quetiapine olanzapine risperidone aripiprazole haloperidol clozapine amisulpride mirtazapine "
    "bupropion venlafaxine duloxetine trazodone hydroxyzine melatonine melatonin zopiclone zolpidem "
    "methylphenidate atomoxetine naltrexone disulfirame macrogol lactulose senna ispaghula "
    "loperamide metoclopramide domperidone ondansetron phloroglucinol trimebutine racecadotril "
    "mebeverine "
    "hyoscine buscopan simeticone ranitidine famotidine mesalazine mesalamine sulfasalazine "
    "azathioprine mercaptopurine ciclosporine tacrolimus mycophenolate hydroxychloroquine "
    "leflunomide "
    "adalimumab infliximab salbutamol albuterol terbutaline salmeterol formoterol ipratropium "
    "tiotropium beclometasone fluticasone budesonide montelukast theophylline carbocisteine "
    "acetylcysteine "
    "tamsulosine tamsulosin alfuzosine silodosine finasteride dutasteride solifenacine oxybutynine "
    "mirabegron sildenafil tadalafil metformine metformin gliclazide glimepiride glibenclamide "
    "glipizide "
    "repaglinide acarbose insuline insulin empagliflozine dapagliflozine liraglutide semaglutide "
    "dulaglutide exenatide calcium cholecalciferol colecalciferol ergocalciferol alendronate "
    "risedronate "
    "zoledronate denosumab teriparatide folique folic acide|folique ferreux ferrous tardyferon "
    "potassium magnesium zinc cyanocobalamine hydroxocobalamine thiamine pyridoxine estradiol "
    "progesterone "
    "levonorgestrel desogestrel ethinylestradiol drospirenone medroxyprogesterone raloxifene "
    "tamoxifene tamoxifen anastrozole letrozole exemestane bicalutamide cetirizine loratadine "
    "desloratadine "
    "levocetirizine fexofenadine bilastine amoxicilline amoxicillin clavulanique co-amoxiclav "
    "augmentin pristinamycine nitrofurantoine nitrofurantoin fosfomycine trimethoprime trimethoprim "
    "cotrimoxazole "
    "co-trimoxazole doxycycline azithromycine clarithromycine metronidazole vancomycine gentamicine "
    "rifampicine isoniazide aciclovir valaciclovir oseltamivir fluconazole terbinafine nystatine "
    "ivermectine clopidogrel ticagrelor prasugrel enoxaparine tinzaparine apixaban rivaroxaban "
    "dabigatran ezetimibe rosuvastatine simvastatin atorvastatin hydrochlorothiazide chlorthalidone "
    "latanoprost timolol dorzolamide brimonidine co-codamol dihydrocodeine propranolol nebivolol "
    "sacubitril cyclobenzaprine meloxicam celecoxib etoricoxib benzonatate guaifenesin cyproterone "
    "isotretinoine isotretinoin tretinoine sumatriptan zolmitriptan rizatriptan eletriptan "
    "levocarnitine lansoprazole omeprazole pantoprazole esomeprazole rabeprazole sitagliptine "
    "doliprane dafalgan efferalgan kardegic levothyrox ventoline ventolin seretide symbicort "
    "spiriva flixotide becotide xarelto eliquis previscan lasilix aldactone inexium mopral tahor "
    "crestor "
    "jardiance forxiga ozempic victoza trulicity januvia janumet diamicron amaryl novonorm "
    "glucophage stagid lantus toujeo abasaglar novorapid humalog apidra levemir tresiba humulin "
    "triatec "
    "coversyl aprovel tareg atacand amlor loxen cardensiel detensiel bisoce seloken temerit "
    "hemigoxine cordarone plavix brilique lovenox innohep spasfon gaviscon smecta imodium forlax "
    "movicol "
    "clamoxyl orelox zeclar pyostacine monuril advil nurofen voltarene profenid topalgic ixprim "
    "lamaline actiskenan skenan oxycontin lyrica neurontin rivotril lexomil xanax temesta seresta "
    "stilnox imovane atarax deroxat prozac zoloft seroplex effexor cymbalta norset laroxyl "
    "risperdal zyprexa abilify solian theralene singulair aerius zyrtec clarityne xyzall solupred "
    "cortancyl medrol plaquenil imurel humira enbrel zyloric adenuric colchimax josir xatral "
    "permixon avodart vesicare uvedose zymad calcidose orocal fosamax actonel tardyferon timoferol "
    "speciafoldine euthyral l-thyroxine thyrofix optilova leeloo minidril jasmine cerazette mirena "
    "vogalene primperan motilium debridat meteospasmyl tylenol motrin aleve lipitor zocor norvasc "
    "synthroid lasix coumadin zithromax keflex bactrim cipro prilosec nexium protonix zantac "
    "claritin singulair advair flonase lexapro celexa wellbutrin ambien ativan klonopin valium "
    "vicodin "
    "gtn adcal colecalciferol mesalazine azathioprine "
    "losartan nitroglycerine nitroglycerin fampridine baclofene baclofen epaderm oramorph durogesic "
    "rhophylac optimizette glucagon chlorhexidine zolmitriptan atovaquone proguanil "
    "percocet ultram entresto farxiga mounjaro wegovy eltroxin calpol"
).split()
_NAME = re.compile(rf"\b(?:{'|'.join(re.escape(name.replace('|', ' ')) for name in _NAMES)})\b")
_STEM = re.compile(rf"(?<![a-z-])(?:[a-z-]{{3,30}}(?:{_ENDINGS})|(?:{_BEGINNINGS.rstrip('|')})[a-z]*)\b")
_VITAMIN = re.compile(r"\b(?:vitamine?s? [abcdek]\d{0,2}|vit\.? ?d3?|fer|iron|acide \w+ique|sels? de \w+)\b")
_NO_DRUG = frozenset(
    "terminal hospital hopital capital digital vital total lateral medicaments pressions positive "
    "native sodium ratio tablespoon april "
    "vaccine routine machine medicine urine origine origines cuisine poitrine voisine semaine "
    "semaines semide fine piscine vermine farine "
    "praxine doctrine ravine cortisone saline caffeine nicotine cocaine creatinine ferritine "
    "proteine proteines troponine albumine bilirubine "
    "hemoglobine carotide peptide peptides parotide parotid carotides control alcool alcohol "
    "cholesterol april avril semelle tide attides cousine "
    "infirmiere racine lapin marine heroine parines margarine clementine dopamine histamine "
    "insulinemie sclerotides".split()
)


def surely(plain: str) -> bool:
    """Whether the words hold the name of a medicine.

    >>> surely("amoxicilline (clamoxyl) 1 g"), surely("creatinine 88")
    (True, False)
    """
    if _NAME.search(plain) or _VITAMIN.search(plain):
        return True
    return any(match[0] not in _NO_DRUG for match in _STEM.finditer(plain))
