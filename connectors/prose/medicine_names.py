"""Names of medicines in lower case without accents: international names and brands of several countries.

Our own list, from general knowledge, to be reviewed; no register was copied. International names stand in
one of their two forms: `pharmacopoeia` takes ``-ine`` and ``-in`` for the same. Names that are also ordinary
words of French or English are left out.
"""

INTERNATIONAL = frozenset(
    """
    5-fu aas abacavir abatacept abemaciclib abiraterone acamprosate acarbose acebutolol aceclofenac
    acemetacine acenocoumarol acetaminophen acetazolamide acetylcysteine acetylsalicylique aciclovir
    acitretine acyclovir adalimumab adapalene adenosine adrenaline aflibercept agomelatine albendazole
    albuterol alectinib alemtuzumab alendronate alfacalcidol alfuzosine alimemazine alirocumab aliskiren
    allopurinol almotriptan alogliptine alprazolam alprostadil alteplase amantadine ambrisentan amikacine
    amiloride aminophylline amiodarone amisulpride amitriptyline amlodipine amorolfine amoxapine
    amoxicilline amphotericine ampicilline anagrelide anakinra anastrozole anidulafungine apalutamide
    apixaban apomorphine apremilast aprepitant aripiprazole articaine asa asenapine asparaginase aspirine
    atazanavir atenolol atezolizumab atogepant atomoxetine atorvastatine atovaquone atracurium atropine
    avanafil avelumab axitinib azacitidine azathioprine azelastine azilsartan azithromycine aztreonam
    bacitracine baclofene baricitinib beclometasone beclomethasone bedaquiline belimumab bempedoic
    benazepril bendamustine bendroflumethiazide benfluorex benralizumab benserazide benzatropine benzocaine
    benztropine benzydamine benzylpenicilline betahistine betamethasone betaxolol bethanechol bevacizumab
    bezafibrate bicalutamide bictegravir bilastine bimatoprost bisacodyl bisoprolol bivalirudine bleomycine
    boceprevir bortezomib bosentan bosutinib brentuximab brexpiprazole brigatinib brimonidine brinzolamide
    brivaracetam bromazepam bromfenac bromocriptine brotizolam budesonide bumetanide bupivacaine
    buprenorphine bupropion buserelin buspirone busulfan butylscopolamine cabergoline cabozantinib
    calcifediol calcipotriol calcitonine calcitriol calcium canagliflozine canakinumab candesartan cangrelor
    cannabidiol capecitabine capsaicine captopril carbachol carbamazepine carbidopa carbimazole
    carbocisteine carbocysteine carboplatine carfilzomib cariprazine carmustine carteolol carvedilol
    caspofungine cefaclor cefadroxil cefalexine cefazoline cefdinir cefepime cefixime cefotaxime cefoxitine
    cefpodoxime ceftazidime ceftriaxone cefuroxime celecoxib celiprolol cemiplimab cenobamate cephalexin
    cerivastatine certolizumab cetirizine cetrorelix cetuximab chlorambucil chloramphenicol chlordiazepoxide
    chlorhexidine chloroquine chlorothiazide chlorphenamine chlorpheniramine chlorpromazine chlorpropamide
    chlortalidone chlorthalidone cholecalciferol cholestyramine ciclesonide ciclopirox ciclosporine
    cilastatine cilostazol cimetidine cinacalcet cinnarizine ciprofibrate ciprofloxacine cisatracurium
    cisplatine citalopram cladribine clarithromycine clavulanique clemastine clenbuterol clevidipine
    clindamycine clobazam clobetasol clobetasone clofarabine clomifene clomiphene clomipramine clonazepam
    clonidine clopidogrel clorazepate clotiazepam clotrimazole cloxacilline clozapine co-amilofruse
    co-amoxiclav co-beneldopa co-careldopa co-codamol co-danthramer co-dydramol co-tenidone co-trimoxazole
    cobicistat cobimetinib codeine colchicine colecalciferol colesevelam colestyramine colistine conivaptan
    cortisone cotrimoxazole crizotinib crotamiton cyamemazine cyanocobalamine cyclizine cyclobenzaprine
    cyclopentolate cyclophosphamide cyclosporine cyproheptadine cyproterone cytarabine dabigatran dabrafenib
    dacarbazine daclatasvir dalbavancine dalteparine danaparoid danazol dantrolene dapagliflozine dapoxetine
    dapsone daptomycine daratumumab darbepoetine darifenacine darolutamide darunavir dasatinib daunorubicine
    decitabine deferasirox deferiprone deferoxamine deflazacort degarelix delafloxacine demeclocycline
    denosumab desferrioxamine desflurane desloratadine desmopressine desogestrel desonide desvenlafaxine
    deucravacitinib dexamethasone dexchlorpheniramine dexlansoprazole dexmedetomidine dexmethylphenidate
    dextroamphetamine dextromethorphan diacerein diamorphine diazepam diazoxide diclofenac dicloxacilline
    dicyclomine dicycloverine didanosine dienogest diethylstilbestrol diflunisal digitoxine digoxine
    dihydralazine dihydrocodeine dihydroergotamine diltiazem dimenhydrinate diosmectite diosmine
    diphenhydramine dipyridamole disopyramide disulfiram disulfirame dobutamine docetaxel docusate
    dolutegravir domperidone donepezil dopexamine doravirine dornase dorzolamide dosulepine doxazosine
    doxepine doxorubicine doxycycline doxylamine dronabinol dronedarone droperidol drospirenone dulaglutide
    duloxetine dupilumab durvalumab dutasteride dydrogesterone ebastine econazole eculizumab edoxaban
    efavirenz eflornithine elagolix elbasvir eletriptan elexacaftor eltrombopag eluxadoline emedastine
    empagliflozine emtricitabine enalapril encorafenib enfuvirtide enoxaparine entacapone entecavir
    entrectinib enzalutamide epinastine epinephrine epirubicine eplerenone epoetine epoprostenol eprosartan
    eptifibatide eptinezumab erdafitinib erdosteine erenumab ergocalciferol ergotamine eribuline erlotinib
    ertapenem ertugliflozine erythromycine erythropoietine escitalopram eslicarbazepine esmolol esomeprazole
    estradiol estriol eszopiclone etanercept etelcalcetide etezomib ethambutol ethinylestradiol ethosuximide
    etodolac etomidate etonogestrel etoposide etoricoxib etravirine everolimus evolocumab exemestane
    exenatide ezetimibe famciclovir famotidine fampridine febuxostat felbamate felodipine fenofibrate
    fenoterol fentanyl ferreux ferrous ferumoxytol fesoterodine fexofenadine fidaxomicine filgrastim
    finasteride finerenone fingolimod flavoxate flecainide flucloxacilline fluconazole flucytosine
    fludarabine fludrocortisone fluindione flumazenil flunarizine flunitrazepam fluocinolone fluocinonide
    fluorometholone fluorouracil fluoxetine flupentixol fluphenazine flurazepam flurbiprofene flutamide
    fluticasone fluvastatine fluvoxamine folic folinique folique follitropine fomepizole fondaparinux
    formoterol fosamprenavir fosaprepitant foscarnet fosfomycine fosinopril fosphenytoine fostemsavir
    fremanezumab frovatriptan fulvestrant furosemide fusidic fusidique gabapentine galantamine galcanezumab
    ganciclovir ganirelix gefitinib gemcitabine gemfibrozil gemtuzumab gentamicine gestodene gilteritinib
    glatiramer glecaprevir glibenclamide gliclazide glimepiride glipizide glucagon glucosamine glyburide
    glyceryl glycopyrrolate glycopyrronium golimumab goserelin granisetron grazoprevir griseofulvine gtn
    guaifenesin guanfacine guselkumab halofantrine haloperidol hctz heparine hexetidine homatropine
    hyaluronidase hydralazine hydrochlorothiazide hydrocodone hydrocortisone hydromorphone hydroxocobalamine
    hydroxycarbamide hydroxychloroquine hydroxyurea hydroxyzine hyoscine hyoscyamine ibandronate ibrutinib
    ibuprofene icatibant idarubicine idarucizumab idelalisib ifosfamide iloperidone iloprost imatinib
    imidapril imipenem imipramine imiquimod inclisiran indacaterol indapamide indinavir indometacine
    indomethacin infliximab ingenol insuline interferon iobitridol iohexol iomeprol iopamidol iopromide
    ipilimumab ipragliflozine ipratropium irbesartan irinotecan isavuconazole isocarboxazid isoniazide
    isoprenaline isosorbide isotretinoine ispaghula isradipine itraconazole ivabradine ivacaftor ivermectine
    ixabepilone ixazomib ixekizumab josamycine ketamine ketoconazole ketoprofene ketorolac ketotifene
    l-thyroxine labetalol lacidipine lacosamide lactase lactulose lamivudine lamotrigine lanreotide
    lansoprazole lanthane lapatinib larotrectinib lasmiditan latanoprost ledipasvir lefamuline leflunomide
    lemborexant lenalidomide lenvatinib lercanidipine letermovir letrozole leucovorine leuprolide
    leuprorelin leuproreline levamisole levetiracetam levobunolol levocabastine levocarnitine levocetirizine
    levodopa levodropropizine levofloxacine levomepromazine levomethadone levomilnacipran levonorgestrel
    levosimendan levothyrox levothyroxine lidocaine lifitegrast lignocaine linaclotide linagliptine
    linezolid liothyronine liraglutide lisdexamfetamine lisdexamphetamine lisinopril lithium lixisenatide
    lofepramine lomefloxacine lomustine loperamide lopinavir loprazolam loratadine lorazepam lorlatinib
    lormetazepam lornoxicam losartan lovastatine loxapine lubiprostone lumacaftor lurasidone lymecycline
    macitentan macrogol magnesium maprotiline maraviroc mebendazole mebeverine meclizine meclozine
    medroxyprogesterone mefenamic mefloquine megestrol melagatran melatonine melitracene meloxicam melphalan
    memantine meperidine mepivacaine mepolizumab meprobamate mercaptopurine meropenem mesalamine mesalazine
    mesna metamizole metaxalone metformine methadone methazolamide methenamine methimazole methocarbamol
    methotrexate methoxyflurane methylcellulose methyldopa methylergometrine methylnaltrexone
    methylphenidate methylprednisolone methyltestosterone metildigoxine metoclopramide metolazone metoprolol
    metronidazole metyrapone mexiletine mianserine micafungine miconazole midazolam midodrine mifepristone
    miglitol milnacipran milrinone minocycline minoxidil mirabegron mirtazapine misoprostol mitomycine
    mitotane mitoxantrone mizolastine moclobemide modafinil moexipril molnupiravir molsidomine mometasone
    montelukast morphine moxifloxacine moxonidine mupirocine mycophenolate nabilone nabumetone nadolol
    nadroparine naftidrofuryl nalbuphine nalmefene naloxegol naloxone naltrexone nandrolone naphazoline
    naproxene naratriptan natalizumab nateglinide nebivolol nefopam nelfinavir neomycine neostigmine
    nepafenac netupitant nevirapine nicardipine nicergoline niclosamide nicorandil nifedipine nifuroxazide
    nilotinib nilutamide nimesulide nimodipine nimorazole nintedanib niraparib nirmatrelvir nisoldipine
    nitazoxanide nitisinone nitrazepam nitrendipine nitrofurantoine nitroglycerine nitroprusside nitroxoline
    nivolumab nizatidine nomegestrol noradrenaline norepinephrine norethindrone norethisterone norfloxacine
    norgestimate norgestrel nortriptyline noscapine nystatine obeticholic obinutuzumab ocrelizumab
    octreotide ofatumumab ofloxacine olanzapine olaparib olmesartan olodaterol olopatadine olsalazine
    omalizumab ombitasvir omeprazole ondansetron opicapone oritavancine orlistat ornidazole orphenadrine
    oseltamivir osimertinib ospemifene oxaliplatine oxazepam oxcarbazepine oxetorone oxomemazine oxybutynine
    oxycodone oxymetazoline oxymorphone oxytetracycline oxytocine paclitaxel palbociclib paliperidone
    palivizumab palonosetron pamidronate pancreatine pancrelipase pancuronium panitumumab pantoprazole
    papaverine paracetamol parecoxib paricalcitol paroxetine pasireotide patiromer pazopanib pegfilgrastim
    peginterferon pembrolizumab pemetrexed penciclovir penicillamine pentamidine pentazocine pentobarbital
    pentosan pentoxifylline peramivir perampanel perindopril permethrine perphenazine pertuzumab pethidine
    phenazopyridine phenelzine phenindione pheniramine phenobarbital phenobarbitone phenoxybenzamine
    phenoxymethylpenicilline phenprocoumon phentermine phentolamine phenylephrine phenytoine phloroglucinol
    pholcodine physostigmine phytomenadione phytonadione pibrentasvir pilocarpine pimavanserine pimecrolimus
    pimozide pindolol pioglitazone pipamperone piperacilline piracetam pirfenidone piribedil piroxicam
    pitavastatine pitolisant pivmecillinam pizotifene plerixafor podophyllotoxine polidocanol pomalidomide
    ponatinib posaconazole potassium pramipexole pramlintide prasugrel pravastatine praziquantel prazosine
    prednicarbate prednisolone prednisone pregabaline prilocaine primaquine primidone pristinamycine
    probenecid procainamide procarbazine prochlorperazine procyclidine progesterone proguanil promazine
    promethazine propafenone propantheline propiverine propofol propranolol propylthiouracil protamine
    prucalopride pseudoephedrine psyllium pyrazinamide pyridostigmine pyridoxine pyrimethamine quetiapine
    quinagolide quinapril quinidine quinine quinupristine rabeprazole racecadotril raloxifene raltegravir
    raltitrexed ramelteon ramipril ramucirumab ranibizumab ranitidine ranolazine rasagiline rasburicase
    ravulizumab regorafenib relugolix remdesivir remifentanil remimazolam repaglinide reserpine reslizumab
    reteplase ribavirine ribociclib rifabutine rifampicine rifampin rifapentine rifaximine rilpivirine
    riluzole rimegepant riociguat ripretinib risankizumab risdiplam risedronate risperidone ritonavir
    rituximab rivaroxaban rivastigmine rizatriptan rocuronium roflumilast romiplostim romosozumab ropinirole
    ropivacaine rosiglitazone rosuvastatine rotigotine roxithromycine rucaparib rufinamide rupatadine
    ruxolitinib sacubitril safinamide salbutamol salmeterol saquinavir sarilumab satralizumab saxagliptine
    scopolamine secnidazole secukinumab selegiline selexipag selinexor semaglutide senna sennosides
    sertaconazole sertindole sertraline sevelamer sevoflurane sildenafil silodosine simethicone simeticone
    simvastatine siponimod sirolimus sitagliptine sitaxentan sofosbuvir solifenacine solriamfetol
    somatostatine somatropine sonidegib sorafenib sotalol sotorasib spectinomycine spiramycine
    spironolactone stavudine sterculia stiripentol streptokinase streptomycine succinylcholine sucralfate
    sufentanil sugammadex sulfadiazine sulfamethoxazole sulfasalazine sulfinpyrazone sulindac sulpiride
    sulthiame sultopride sumatriptan sunitinib suvorexant suxamethonium tacrolimus tadalafil tafluprost
    talazoparib tamoxifene tamsulosine tapentadol tasimelteon tazarotene tazobactam tedizolid tegafur
    teicoplanine telaprevir telavancine telbivudine telithromycine telmisartan temazepam temocilline
    temozolomide temsirolimus tenecteplase teniposide tenofovir tenoxicam terazosine terbinafine terbutaline
    terfenadine teriflunomide teriparatide terlipressine testosterone tetrabenazine tetracaine tetracycline
    tetrazepam tezacaftor tezepelumab thalidomide theophylline thiamazole thiamine thiocolchicoside
    thioctique thioguanine thiopental thioridazine thyroxine tiagabine tianeptine tiapride tibolone
    ticagrelor ticlopidine tigecycline tildrakizumab timolol tinidazole tinzaparine tioguanine tiotropium
    tipranavir tirofiban tirzepatide tizanidine tobramycine tocilizumab tofacitinib tolbutamide tolcapone
    tolperisone tolterodine tolvaptan topiramate topotecan torasemide torsemide trabectedine tramadol
    trametinib trandolapril tranexamic tranexamique tranylcypromine trastuzumab travoprost trazodone
    treprostinil tretinoine triamcinolone triamterene triazolam trientine trifluoperazine trihexyphenidyl
    trimebutine trimeprazine trimetazidine trimethoprime trimipramine trinitrine triptoreline tropatepine
    tropicamide trospium tucatinib ubrogepant ulipristal umeclidinium upadacitinib urapidil urokinase
    ursodiol ustekinumab valaciclovir valacyclovir valbenazine valganciclovir valproate valproique valsartan
    vancomycine vandetanib vardenafil varenicline vecuronium vedolizumab vemurafenib venetoclax venlafaxine
    verapamil vericiguat vernakalant verteporfine vigabatrine vilanterol vilazodone vildagliptine
    vinblastine vincristine vinorelbine vismodegib vonoprazan vorapaxar voriconazole vorinostat vortioxetine
    warfarine xipamide xylometazoline zafirlukast zaleplon zanamivir zavegepant ziconotide zidovudine zinc
    ziprasidone zofenopril zoledronate zoledronic zoledronique zolmitriptan zolpidem zonisamide zopiclone
    zuclopenthixol
    """.split()
)

BRANDS = frozenset(
    """
    enstilar
    abasaglar abilify abstral aciloc aclasta acomplia actemra actiq actiskenan activelle actonel actos
    actrapid actron acupan adalat adalate adancor adcal adcirca adderall adempas adenuric adepal adrovance
    advagraf advair advil aerius aerochamber afinitor aggrenox aimovig ajovy akineton akynzeo alairgix
    aldactazine aldactone aldalix aldara aldomet aleve algifor alimta alkeran allegra almogran alodont
    alphagan alprax alpress alteis altim altizide alvesco alvityl amarel amaryl ambien amlokind amlong
    amlopres amlor amoxiclav amoxil ampyra anafranil anaprox androcur androgel anoro antabuse antadys
    antarelle antarene antasol aotal apidra apo-amlodipine apranax aprovasc aprovel aptiom aranesp arava
    arcalion arcoxia aricept arimidex aristada arixtra arkamin armour-thyroid arnuity aromasin artane
    artelac arthrotec artotec asacol asaflow ascofer ascoril asmanex aspegic aspirine-c aspirine-protect
    aspro asthalin atacand atarax atasol atelvia athymil ativan atorva atripla atrovent aubagio augmentin
    autrin auvelity avalide avamys avandia avapro avastin avaxim avelox avlocardyl avodart avonex axura
    azarga azelex azilect azithral azopt azor azulfidine bactrim bactroban baqsimi baraclude basaglar
    basdene basocin baxdela becosules becotide becozym befizal belsomra benadryl bendax benemide benerva
    benicar benlysta bentyl benylin benzonatate beovu bepanthen beprosalic berocca betadine betaferon
    betagan betaloc betaserc betmiga betnesol betnovate betoptic bevespi bexsero bi-profenid biaxin bicirkan
    biktarvy bilaska binocrit biocalyptol biofreeze biotone biphentin biprofenid birodogyl bisoce bisolvon
    boniva bonviva boostrix botox braftovi breo bretaris brethine breztri bricanyl brilinta brilique
    brintellix briviact brufen buccolam budecort bumex burinex buscopan buspar butrans bydureon byetta
    bystolic cacit caduet caelyx calcichew calcidose calcijex calcimagon calciparine calcirol calcort calpol
    caltrate campral canesten capoten captimer carafate carbaglu carbolithium cardace cardensiel cardicor
    cardioaspirine cardizem cardura carvedil casodex catacrom cataflam catapres catapressan caverject
    cebutid cedocard cefzil celebrex celectol celestene celestone celexa cellcept celluvisc centyl ceporex
    cerazette cerelle ceris cernevit certican cetornan cetzine champix chantix chibro-proscar chibroxol
    cholurso chondrosulf cialis ciflox cifran cilest ciloxan cimzia cinqair cipralex cipramil cipro ciproxin
    ciproxine circadin citodon clamoxyl claradol clarelux clarinex claritin claritine clarityn clarityne
    claversal clenil cleocin cleridium clexane climara climaston climen clinoril clomid clopilet clopixol
    clozaril coaprovel codoliprane codotussyl cogentin colchimax colgout colofac colpermin colpotrophine
    coltramyl combactam combantrin combiflam combigan combivent combivir combodart comirnaty comtan comtess
    conbriza concerta concor conotrane contalax contramal contrave convulex copaxone copegus coralan corasp
    cordarone cordipatch coreg corgard cortaid cortancyl cortiment corvasal cosentyx cosidime cosimprel
    cosopt cotareg coumadin coumadine coveram coversum coversyl cozaar creon cresemba crestor crinone crocin
    cuprimine curacne cutacnyl cyclopam cymbalta cynomel cytomel cytotec cytoxan d-cure dafalgan
    dafalgan-codeine dafilgan daflon daivobet daivonex dakin daktacort daktarin dalacin dalacine dalmane
    dantrium daonil daraprim daxas deanxit debridat decapeptyl decontractyl dedrogyl defanyl defcort delprim
    deltacortril delursan demadex demerol dentohexine depakene depakine depakote depamide depo-medrol
    depo-provera deponit depoprovera dermorelle dermoval deroxat descovy desitin desobel desyrel detensiel
    detrol detrusitol dexambutol dexedrine dexilant dexorange diamicron diamox dibase dicetel difene
    differin differine dificlir diflucan digaol dihydan dilantin dilatrane dilatrend dilaudid dilrene
    dimetane diovan diovenor dipentum dipiperon diprosalic diprosone discotrine disprin ditropan diuver
    dogmatil dolenio doliprane dolirhume dolko dolophine domstal donnatal dontisolon dostinex dovato dovobet
    dovonex doxylis doxypalu dranlevox driptane duavive ducressa duexis dukoral dulcolax duodart duolin
    duoplavin duotrav duovent duphalac duphalyte duphaston dupixent durogesic duspatal duspatalin duvyzat
    dymista dynastat dytor ebixa ecalta ecazide ecosprin edarbi edecrin edronax edurant effentora efferalgan
    efferalgan-codeine effexor effortil efient eflexor efudex efudix eklira elavil eldepryl elidel elimite
    eliquis elleste elmiron elocon elontril elthyrone eltroxin eltroxine eludril elvanse emconcor emend
    emeset emgality emla emovate empracet emselex emtriva enantone enap enbrel encorate endocet endoxan
    engerix entocort entresto entyvio epaderm epanutin epclusa epduo epiduo epilim epipen episenta epitomax
    epivir epogen eporatio eprex eptoin equanil equasym erbitux erelzi erleada ermolax erythrocine esbriet
    esertia esidrex eskazole espumisan estalis estrace estraderm estradot estreva estring estrofem etilaam
    eucreas eulexin eupantol eupressyl euro-d eusaprim euthyral euthyrox evenity evion evista evoltra evorel
    evotaz evra exacyl exelon exforge exjade exocine exomuc eydenzelt eylea ezeprost ezetrol fampyra famvir
    fansidar farlutal farxiga faslodex fasturtec feldene femara femodene femoston fenistil ferinject feroba
    ferograd ferrlecit ferro-grad ferrograd ferrostrane fervex fexofast fiasp ficortril finacea fivasa
    flagyl flamazine flector flexeril flixonase flixotide flodil flomax flomaxtra flonase florinef flovent
    floxyfral fluad fluanxol fluarix fluctine fludex fluimicil fluimucil flunase fluoxet focalin folvite
    fonlipol fonzylane foracort foradil forlax formatris formodual forsteo forteo forticine fortimel fortum
    fortzaar forxiga fosamax fosavance fosrenol fostair fragmine fraxiparine fraxodi frova fucidin fucidine
    fucithalmic fultium fumafer fungizone furadantin furadantine fusid fusidate fybogel fycompa gabapentin
    gabapin gabitril galfer galvus galvusmet ganfort garamycin gardasil gardenal gaviscon gavisconell geltim
    gemer gemluc genotonorm genotropin gentos genvoya geodon gestarelle gilenya giotrif gleevec glibomet
    glimy glivec glucobay gluconorm glucophage glucor glucotrol glucovance glycomet glycomet-gp glynase
    glypressin glyxambi gonal gonal-f gonapeptyl grazax gutron gyno-daktarin gyno-pevaryl gynodiol gynokadin
    habitrol halcion haldol harvoni havlane havrix helicidine helixate hemangiol hemigoxine herceptin
    hexabrix hexaspray hextril hidrasec hirudoid hizentra humalog humatrope humira humulin hyalgan hydrea
    hygroton hyperium hytrin hyzaar ibrance idarac ideos ikervis ikorel ilaris imbruvica imdur imeth imigran
    imitrex imnovid imodium imovane implanon imuran imurek imurel incivo incruse inderal indocid indocin
    inegy inexium infanrix inflectra influvac infracyanine inhixa inipomp innohep innopran innovair inorial
    insidon inspra instanyl insugen insulatard integrilin intelence intrarosa intuniv invanz invega invokana
    iomeron ionolyte ipramol iressa irfen iruxol isentress ismo isocard isoptin isoptine istamet istin
    ivemend ixiaro ixprim izalgi izba izilox izinova jakavi jalra jalyn janumet januvia jardiance jardianz
    jaydess jentadueto jevtana jext josacine josir juluca k-dur kadcyla kaleorid kaletra kalinox kaliscop
    kalydeco kanokad kapake kapanol kardegic karvea karvezide kayexalate keflex keftab kemadrin kenacort
    kenalog keppra kerlone kesimpta ketek ketoderm ketum kevzara keytruda kineret kisqali kivexa kliogest
    klipal klonopin klorcon komboglyze kuvan kwells kyleena kyntheum lacrifluid lacrigel lacripos laluk
    lamaline lamictal lamisil lamprene lanoxin lansoyl lantus lanvis largactil lariam laroxyl lasilix
    lasitone lasix latuda laxido laxoberal laxoberon lederfoldine ledertrexate leeloo lemtrada lenvima
    leponex lepticur leqvio lercan lercanidip lercapress lescol letairis leukeran leustatin levaquin levemir
    levitra levocarnil levolin levsin lexapro lexomil lexotan lexotanil lialda librax librium lidoderm
    likozam limcee linzess lioresal lipanor lipanthyl lipitor liptruzet liskantin lisopress litalir lithobid
    litican liv52 livial livogen livostin lixiana locabiotal locapred loceryl locoid lodales lodine lodoz
    loestrin logimax logynon lomexin lomotil lonazep lonquex lopid lopresor lopressor lopril loramet
    loratadin lortab losacar losar losartin losec losferron lotemax lotrel lovenox loviscol loxapac loxen
    lozol lthyroxine lucentis ludiomil lumigan lunesta lupkynis lupron lutenyl luveris luxiq lynparza lyrica
    lysanxia lysodren lysomucil lysopaine lyumjev lyxumia maalox mabthera macrobid macrodantin madopar
    magnesiocard magnespasmyl magnevist malarone maltofer manerix mantadix marcoumar marevan marvelon
    matrifen mavenclad mavik maviret maxair maxalt maxgalin maxidex maxilase maxitrol maxolon medikinet
    medrol meftal meftal-spas megace mekinist melneurin menopur meopa mephadolor mephaquin merbentyl
    mercilon meronem mestinon metagelan metalyse metamucil meteospasmyl methergin metolar metrogel metrogyl
    mevalotin micardis microgynon microlax micropakine microval microzide migpriv mikelan millepertuis
    milurit minesse minidril minipress minirin minocin miorel miralax mirapex mirapexin mircera mirena
    mitizide mixtard mobic mobiflex modecate modiodal modopar moduretic mogadon monicor mono-tildiem monocef
    monofer monoprost monotildiem montair montek monuril monurol mopral mopralpro moscontin motens motifene
    motilium motrin mounjaro movantik movicol moviprep moxydar mucinex mucoclear mucofluid mucomyst
    mucosolvan multaq muphoran mupiderm musaril myambutol mycobutin mycoster mydriasert mydriaticum myfortic
    myleran myocet myolastan myozyme myrbetriq mysoline mytelase myviril nabuser nacom namenda namuscla
    naprelan naprilene naprosyn naprosyne naramig narcan nardil naropin nasacort nasalide nasonex natecal
    natispray natrilix nausicalm navelbine nebicard nebilet nebilox neisvac neksium nemdac neo-mercazole
    neoclarityn neofordex neomercazole neoral neorecormon neosporin nephrotrans nerisone neulasta neupogen
    neupro neurobion neurontin nevanac nexavar nexiam nexito nexium nexplanon nexpro niaspan nicip nicobion
    nicoderm nicopass nicopatch nicorette nicotinell nidrel nimenrix nimotop niqestor nisis nisisco
    nitrocine nitrodur nitrolingual nitrostat nivaquine nizoral nolvadex nootropyl norco nordaz norditropin
    norebox norflox norgalax noriday norlevo normacol normison normix noroxine norprolac norset norspan
    norvasc norvir novalgin novalgine novamoxin novatrex novolin novolog novomix novonorm novorapid
    novothyral noxafil nozinan nplate nubeqa nucala nuctalon nuedexta nulojix nuriban nurofen nurofenflash
    nurtec nutrison nuvaring nuvigil nuwiq nyxoid obizur ocaliva ocrevus ocufen odefsey odrik oestroclim
    oestrodose oestrogel ofev oflocet ofloxin ogast ogastoro ogivri okacet okitask olartan olfen olmetec
    olumiant olysio omacor omexel omez omnacortil omnaris omnic omnitrope onbrez oncaspar ondem ondemet
    onglyza opalgyne opatanol opdivo opsumit optilova optimizette optruma oracefal oracilline oralair
    oramorph orap orbactiv orelox orencia orgalutran orgametril orilissa orkambi orlaam orocal orofer
    orofluco oroken oromone orphacol ortho-gynest oruvail oscillococcinum oslif osphena otezla otipax otofa
    otrivin otrivine ovestin ovestinon ovitrelle oxcord oxeol oxra oxybral oxycontin oxynorm oxynormoro
    oxytrol ozempic ozurdex palexia paludrine pamol pan-d panadol panoxyl panretin pantestone pantocid
    pantoloc pantomed pantozol paracetam paradine parapsyllium pariet parkinane parlodel parnate parnido
    paroex parsabiv paspertin pataday pataxel paxil paxlovid pecfent pedea pegasys penicomb pentacol pentasa
    pentoflux pepcid pepdine peptac percocet perdolan perenterol perfalgan pergoveris periactin periactine
    perindal perinorm perjeta permixon persantin persantine pevaryl phenergan phocytan phosphalugel
    phosphoneuros photofrin physiotens phytomenadion pilosuryl piportil pipram pirilene pivalone plaquenil
    plavix plegridy plendil pletal plitican pneumovax pnoe polaramine polery polydexa polygynax polysilane
    pomalyst ponstan ponstyl pradaxa pradif praluent prandin pravachol precoral pred-forte predmet pregaba
    pregaday pregnacare prelectal premarin prepulsid pres-tab presomen preterax pretomanid prevacid prevenar
    previscan prevymis prexige prezista prezolon priadel priligy prilosec primalan primolut primperan
    prinivil prioderm pristiq privigen procardia procoralan procrit procto-glyvenol procuta profenid prograf
    prokinyl proleukin prolia prolomet prolutex promacta prometrium prontalgine propecia propess propine
    prorhinel proscar prosom prostap prostin protelos prothiaden protonix protopic provera provigil provisc
    prozac pruritex pulmicort pulmodual pulmozyme purinethol pylera pyostacine pyridium qlaira qsymia qtern
    quadrasa quantalan quasym questran quilonorm quinax quinimax quviviq qvar rabipur ranexa ranitic rantac
    rapamune rapifen rapydan rasilez rasitrio razadyne rebetol rebif reclast recormon rectogesic redomex
    refacto refludan regaine reglan regranex relenza relert relistor relpax relvar remergon remeron remicade
    reminyl remodulin renagel renedil renitec rennie renvela repace repaglid repatha repevax replagal requip
    rescriptor rescuvolin restasis restoril retacrit retrovir reutenox revatio revaxis revia revitalose
    revlimid revolade rexulti reyataz reyvow rhesonativ rhinocort rhinofluimucil rhinomaxil rhinureflex
    rhophylac riamet ricridene rifadine rifater rifinah rigevidon rilatine rilutek rimactan rimifon rinvoq
    riopan risperdal ritalin ritaline rivotril rizact roaccutane roactemra robaxin robinul robitussin
    rocaltrol rocephin rocephine rohypnol ronapreve ropivac rosuvas rosuzet rovamycine rowasa roxicodone
    rozacreme rozavel rozerem rozex rubozinc ruconest rudotel rulid rybelsus rydene rythmol ryzodeg sabril
    saizen salagen salamol salazopyrin salazopyrine salbulair salflumix salofalk samsca sanctura sandimmun
    sandostatin sandostatine saphris saroten sativex savarine savella saxenda scopoderm seebri seglentis
    seglor segluromet seleparina selexid selgine selincro selokeen seloken selozok semglee sempera senokot
    sensipar septra serc serdolect serecor serenoa seresta seretide serevent serlain sermion seroplex
    seropram seroquel serostim serzone sevikar shelcal shingrix sialor sibelium sifrol sigmart signifor
    siklos silkis simbrinza simponi sinalgen sinarest sinemet sinequan singulair sintrom sinutab sipralexa
    sirdalud skenan skilarence skinoren skudexum skyrizi slow-k slow-mag slynd smecta solacy solian solifen
    soliqua soliris solosa solpadeine solpadol solu-medrol solumedrol solupred solvex somatuline somavert
    sominex somniton sompraz sondalis soolantra sophidone sorafen soriatane sotalex sovaldi spagulax spasfon
    spasmag spasmine spasmocarbine spasmomen spasmonal spasmopriv speciafoldine spedifen spedra spidifen
    spifen spinraza spiolto spiriva sporanox spravato sprycel stablon stagid stalevo stamlo starlix statex
    staticum stediril stelara steovit sterdex sterogyl stesolid stieprox stilnoct stilnox stivarga storvas
    strattera strepsils stresam striverdi stromectol stugeron suboxone subutex sucrafil sucral sular
    sulfarlem suliqua sunosi supeudol supradyn supralip suprax suprefact surgam surmontil sustiva sutent
    symbicort symbyax symproic symtuza synacthen synagis synalar syndol synflex synjardy synthol synthroid
    synvisc systane tadenan tafil tafinlar tagamet tagrisso tahor takhzyro taltz talzenna tambocor tamiflu
    tanganil tapazole tarceva tardyferon tareg targin targinact targocid tarka tasigna tasmar tavanic
    tavegil tavegyl tavneos taxim taxol taxotere tazocilline tazorac tecentriq tecfidera tecta tegretal
    tegretol tekturna telfast telma telma-am telma-h telmikind telzir temerit temesta temgesic temodal tenex
    tenoretic tenormin tenormine tenstaten teoptic teralithe tercian terivalin termalgin tessalon testim
    testogel tetagam tetralysal teveten theostat theralene theralite thiovalone thyradin thyrafix thyrax
    thyrofix thyrogen thyronorm thyrozol tiapridal tiberal tiklid tilade tilcotil tildiem timentin timoferol
    timoptic timoptol tindamax tinset tiorfan tiorfast tirosint titanoreine tivicay tixtar tobradex tobrex
    toctino tofranil tolexine tolvon tonact tonocalcin topalgic topamax toprol topsyne toradol torem
    torental torisel totapen toujeo toviaz tracleer tradjenta tradonal trajenta tramadis trandate tranexa
    transipeg tranxene tranxilium trasicor trasipressol travatan travocort traxam trazolan trecator trelegy
    tremfya trental tresiba trevicta trexall triamteril triapin triasporin triatec tribenzor tricor
    triesence triflucan trihexy trileptal trilipix trimbow trimix trimox trinipatch trinitrina trinordiol
    trinovum trintellix trisequens tritace trittico triumeq trobalt troclar trolovol trophicreme trophigil
    trulance trulicity trumenba trusopt truvada truxal tryptizol tukysa turbuhaler tussidane twinject
    twinrix twynsta tyenne tygacil tykerb tylenol tylex tysabri tyvaso tyverb tyzeka ubrelvy uceris udiliv
    uflinax ulcar ulcogant ulgut uloric ultibro ultracet ultralevura ultram ultravist umuline unalpha unasyn
    unifer uniflu uniroid upfen uprise-d3 uptravi urbanyl urispas urocit urokit uromitexan urorec ursofalk
    ursolvan utovlan utrogestan uvadex uvedose uvesterol vabysmo vagifem valaciclo valcyte valdoxan valium
    valparin valpro valtrex vaniqa vaqta varilrix varivax varnoline vascepa vascocitrol vaseretic vasotec
    vastarel vasten vaxelis vectarion vectibix veklury velbe velcade velmetia veltassa vemlidy venclexta
    venclyxto venofer ventavis ventilan ventilastin ventolin ventoline verorab versatis verzenio verzenios
    vesicare vesomni vetedermol vfend viagra viani vibativ vibramycin vibramycine vibraveineuse vibtil
    vicodin victoza victrelis vidaza videx viekirax viibryd vimizim vimovo vimpat viokace viramune viread
    virlix visanne visine visipaque visken vismed vistaril visudyne vitabact vitaros vivelle vivelle-dot
    vivitrol vocabria vogalene vogalib volibris volmac volon voltaren voltarene voltarol vomex vosevi
    votrient votubia voveran vraylar vumerity vyepti vyndaqel vytorin vyvanse wakix wegovy welchol
    wellbutrin wellvone wilzin wysolone wystamm xadago xagrid xalacom xalatan xalkori xaluprine xanax
    xarelto xatral xelevia xeljanz xeloda xenazine xenical xenidate xeomin xeplion xeroquel xgeva xiclav
    xifaxan xigduo xiidra ximovan xofigo xofluza xolair xoterna xtandi xultophy xydalba xylocaine xylocard
    xyloproct xyrem xyzal xyzall yasmin yasminelle yellox yentreve yervoy yondelis yosprala yurelax zaditen
    zaldiar zaltrap zamudol zanaflex zanextra zanidip zantac zapain zarontin zaroxolyn zavedos zavesca
    zebinix zeclar zeffix zejula zelapar zelboraf zelitrex zemplar zenoxia zentel zepatier zeposia zerit
    zerodol zestoretic zestril zetia zevtera ziac ziagen zibor zifi zinacef zincovit zinforo zinnat
    zithromac zithromax zocor zoely zofenil zofran zoladex zolgensma zoloft zoltum zometa zomig zomigoro
    zonegran zontivity zophren zopranol zoton zovirax zubsolv zumenon zurampic zurcal zyban zyclara zydol
    zykadia zyloprim zyloric zyma-d zymad zymaduo zypadhera zyprexa zyrtec zyrtecset zytiga zyvox zyvoxid
    """.split()
)
"""Brands, also of what is no longer sold: letters name old ones."""

COMPOUND = (
    r"acides? (?:folique|folinique|ursodesoxycholique|valproique|zoledronique|tranexamique|fusidique|"
    r"acetylsalicylique|alendronique|clavulanique|mycophenolique)|"
    r"(?:folic|folinic|valproic|zoledronic|tranexamic|fusidic|acetylsalicylic|alendronic|risedronic|"
    r"clavulanic|"
    r"mycophenolic|ursodeoxycholic|mefenamic|ibandronic|fumaric|bempedoic) acid|"
    r"(?:ferrous|iron) (?:sulfate|sulphate|fumarate|gluconate|polymaltose)|fer injectable|sulfate ferreux|"
    r"(?:calcium|magnesium|potassium|sodium) (?:carbonate|citrate|chloride|bicarbonate|valproate|picosulfate|"
    r"alginate|docusate|lactate|oxide|polystyrene)|"
    r"(?:carbonate|citrate|chlorure|bicarbonate|valproate|alginate|oxyde) de (?:calcium|magnesium|potassium|"
    r"sodium|zinc)|"
    r"glyceryl trinitrate|isosorbide (?:mono|di)nitrate|dinitrate d'isosorbide|"
    r"(?:insuline?|insulin) (?:glargine|lispro|aspart\w*|detemir|degludec|glulisine|nph|rapide|lente|basale|"
    r"human|isophane)|"
    r"(?:adcal|calcichew|accrete|cacit|orocal|caltrate|calcidose|ideos|natecal)[ -]"
    r"(?:d3|vitamine? d\d?|vit d\d?)|"
    r"levothyroxine? (?:sodium|sodique)|oral contraceptive|contraceptif oral|"
    r"pilule (?:estro|oestro|micro)\w*|"
    r"artificial tears|larmes artificielles|dry eye drops|serum physiologique|"
    r"phosphate binders?|aqueous cream|white soft paraffin|zinc oxide|e45 cream|"
    r"650|pan 40|ator 10|seloken zok|beloc zok|meto zerok|aspirin(?:e)? (?:cardio|protect)|"
    r"symbicort turbuhaler|kardegic|co-?diovan|co-?dafalgan|co-?aprovel|co-?approvel|co-?versyl|"
    r"one[- ]alpha|half sinemet|slow[- ]k|depo[- ]provera|trimethoprim[- ]sulfamethoxazole|tmp[-/ ]smx|"
    r"piperacillin?e?[-/ ]tazobactam|pip[-/ ]taz|amox[-/ ]clav"
)
"""Names of several words."""
