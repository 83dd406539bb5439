# ruff: noqa: E501  the lines of tables
"""The tables of `tests.evals.tables`: invented, each of another build."""

from tests.evals.tables import Case, table

FIRST = (
    Case("carnet-tension", """Date;Heure;Systolique;Diastolique;Pouls;Bras
02/01/2024;07:30;141;88;72;gauche
02/01/2024;19:45;135;84;70;gauche
15/01/2024;07:40;138;86;71;droit
""", """
2024-01-02T07:30 systolic 141 mm[Hg]
2024-01-02T07:30 diastolic 88 mm[Hg]
2024-01-02T07:30 heart_rate 72 /min
2024-01-02T19:45 systolic 135 mm[Hg]
2024-01-02T19:45 diastolic 84 mm[Hg]
2024-01-02T19:45 heart_rate 70 /min
2024-01-15T07:40 systolic 138 mm[Hg]
2024-01-15T07:40 diastolic 86 mm[Hg]
2024-01-15T07:40 heart_rate 71 /min
"""),
    Case("omron-connect", """Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Symptoms,Consumed,TruRead,Notes
Mar 12 2024,7:15 am,128,79,64,,,,
Mar 13 2024,7:20 am,131,82,66,,,,after coffee
Mar 14 2024,9:05 pm,125,77,70,,,,
""", """
2024-03-12T07:15 systolic 128 mm[Hg]
2024-03-12T07:15 diastolic 79 mm[Hg]
2024-03-12T07:15 heart_rate 64 /min
2024-03-13T07:20 systolic 131 mm[Hg]
2024-03-13T07:20 diastolic 82 mm[Hg]
2024-03-13T07:20 heart_rate 66 /min
2024-03-14T21:05 systolic 125 mm[Hg]
2024-03-14T21:05 diastolic 77 mm[Hg]
2024-03-14T21:05 heart_rate 70 /min
"""),
    Case("withings-weight", '''Date,"Weight (kg)","Fat mass (kg)","Bone mass (kg)","Muscle mass (kg)","Hydration (kg)",Comments
"2024-02-03 07:12:40",81.35,19.20,3.10,59.05,44.10,
"2024-02-02 07:09:11",81.60,,,,,
''', """
2024-02-03T07:12 weight 81.35 kg
2024-02-03T07:12 fat_mass 19.2 kg
2024-02-03T07:12 bone_mass 3.1 kg
2024-02-03T07:12 muscle_mass 59.05 kg
2024-02-03T07:12 hydration 44.1 kg
2024-02-02T07:09 weight 81.6 kg
"""),
    Case("poids-virgules", """Suivi du poids de Jeanne

Date;Poids en kg;IMC
lundi 4 mars 2024;68,4;24,2
lundi 11 mars 2024;68,1;24,1
lundi 18 mars 2024;67,9;24,0
""", """
2024-03-04 weight 68.4 kg
2024-03-04 bmi 24.2 kg/m2
2024-03-11 weight 68.1 kg
2024-03-11 bmi 24.1 kg/m2
2024-03-18 weight 67.9 kg
2024-03-18 bmi 24 kg/m2
"""),
    Case("weight-no-unit", """Date,Weight
2024-05-01,171.2
2024-05-08,170.4
2024-05-15,169.8
""", "", asked=True),
    Case("ambiguous-dates", """Date,Weight (lb),Note
03/04/2024,171.2,
04/04/2024,170.4,felt fine
05/04/2024,169.8,
""", "", asked=True),
    Case("us-dates", """Date,Weight (lb),Body Fat %
4/28/2024,171.2,22.1
5/1/2024,170.4,21.9
5/8/2024,169.8,21.8
""", """
2024-04-28 weight 171.2 [lb_av]
2024-04-28 body_fat 22.1 %
2024-05-01 weight 170.4 [lb_av]
2024-05-01 body_fat 21.9 %
2024-05-08 weight 169.8 [lb_av]
2024-05-08 body_fat 21.8 %
"""),
    Case("bilans-colonnes", """Date;Hémoglobine (g/dL);Ferritine (µg/L);Créatinine (µmol/L);LDL (g/L);TSH (mUI/L)
12/01/2023;13,8;45;71;1,32;2,1
20/06/2023;13,1;22;;1,28;
05/02/2024;12,6;9;74;1,40;2,4
""", """
2023-01-12 hemoglobin 13.8 g/dL
2023-01-12 ferritin 45 ug/L
2023-01-12 creatinine 71 umol/L
2023-01-12 ldl 1.32 g/L
2023-01-12 tsh 2.1 m[IU]/L
2023-06-20 hemoglobin 13.1 g/dL
2023-06-20 ferritin 22 ug/L
2023-06-20 ldl 1.28 g/L
2024-02-05 hemoglobin 12.6 g/dL
2024-02-05 ferritin 9 ug/L
2024-02-05 creatinine 74 umol/L
2024-02-05 ldl 1.4 g/L
2024-02-05 tsh 2.4 m[IU]/L
"""),
    Case("labs-transposed", """Test,Unit,Reference range,2022-11-03,2023-05-17,2024-01-09
Hemoglobin,g/dL,13.0-17.0,14.2,14.0,13.7
Glucose,mg/dL,70-99,92,101,98
HbA1c,%,4.0-5.6,5.4,,5.7
ALT,U/L,<50,31,44,28
""", """
2022-11-03 hemoglobin 14.2 g/dL
2023-05-17 hemoglobin 14 g/dL
2024-01-09 hemoglobin 13.7 g/dL
2022-11-03 glucose 92 mg/dL
2023-05-17 glucose 101 mg/dL
2024-01-09 glucose 98 mg/dL
2022-11-03 hba1c 5.4 %
2024-01-09 hba1c 5.7 %
2022-11-03 alt 31 U/L
2023-05-17 alt 44 U/L
2024-01-09 alt 28 U/L
"""),
    Case("resultats-longs", """Date du prélèvement;Examen;Résultat;Unité;Valeurs de référence;Antériorité
14/09/2023;Cholestérol total;2,31;g/L;< 2,00;2,10
14/09/2023;Triglycérides;0,98;g/L;< 1,50;1,02
14/09/2023;CRP;< 1,0;mg/L;< 5,0;
14/09/2023;Antigène HBs;négatif;;;négatif
""", """
2023-09-14 cholesterol 2.31 g/L
2023-09-14 triglycerides 0.98 g/L
2023-09-14 crp <1 mg/L
2023-09-14 antigene_hbs négatif
"""),
    Case("labs-us-export", """Test Name,Your Result,Units,Reference Range,Flag,Collected
"Cholesterol, Total",231,mg/dL,100 - 199,H,"Sep 14, 2023 8:05 AM"
Triglycerides,87,mg/dL,0 - 149,,"Sep 14, 2023 8:05 AM"
Vitamin D,24.1,ng/mL,30.0 - 100.0,L,"Sep 14, 2023 8:05 AM"
""", """
2023-09-14T08:05 cholesterol 231 mg/dL
2023-09-14T08:05 triglycerides 87 mg/dL
2023-09-14T08:05 vitamin_d 24.1 ng/mL
"""),
    Case("banque", """Date;Libellé;Débit;Crédit;Solde
02/01/2024;PHARMACIE DU CENTRE;23,40;;1203,11
13/01/2024;REMB SECU;;16,50;1219,61
30/01/2024;LOYER;720,00;;499,61
""", "", asked=True),
    Case("parcel", """Order date,Order no,Weight (kg),Price,Carrier
2024-02-01,A1001,72.5,19.90,Post
2024-02-02,A1002,70.1,18.20,Post
2024-02-03,A1003,68.0,17.00,Post
""", "", asked=True),
    Case("meteo", """Date;Température (°C);Humidité (%);Pluie (mm)
01/02/2024;8,2;81;2
02/02/2024;9,1;77;0
13/02/2024;7,4;85;5
""", "", asked=True),
    Case("players", """Name,Height (cm),Weight (kg)
A. Martin,182,78
B. Keller,175,70
C. Osei,190,88
""", "", asked=True),
    Case("myfitnesspal", """Date,Meal,Calories,Fat (g),Saturated Fat,Cholesterol,Sodium (mg),Potassium,Carbohydrates (g),Fiber,Sugar,Protein (g),Vitamin A,Vitamin C,Calcium,Iron,Note
2024-03-01,Breakfast,412.5,14.2,4.1,30,510,320,55.1,6,18,17.3,4,20,15,9,
2024-03-01,Lunch,655.0,22.0,6.5,80,900,600,78.4,9,12,31.0,10,35,8,22,
2024-03-02,Dinner,803.2,35.1,11,95,1200,710,70.0,8,9,44.2,6,12,25,18,
""", """
2024-03-01 energy_eaten 1067.5 kcal
2024-03-01 carbohydrates 133.5 g
2024-03-02 energy_eaten 803.2 kcal
2024-03-02 carbohydrates 70 g
"""),
    Case("steps-thousands", '''Date,Steps,Distance (km),Calories Burned
2024-04-01,"8,412",6.1,"2,310"
2024-04-02,"11,980",8.8,"2,655"
2024-04-03,"3,077",2.2,"1,990"
''', """
2024-04-01 steps 8412 1
2024-04-02 steps 11980 1
2024-04-03 steps 3077 1
2024-04-01 energy_active 2310 kcal
2024-04-02 energy_active 2655 kcal
2024-04-03 energy_active 1990 kcal
"""),
    Case("asthme", """jour;DEP matin (L/min);DEP soir (L/min);Commentaires
3 mai 2024;380;410;
4 mai 2024;360;395;un peu de toux
5 mai 2024;385;415;
""", """
2024-05-03 dep_matin 380 L/min
2024-05-03 dep_soir 410 L/min
2024-05-04 dep_matin 360 L/min
2024-05-04 dep_soir 395 L/min
2024-05-05 dep_matin 385 L/min
2024-05-05 dep_soir 415 L/min
"""),
    Case("glycemies", """Date;Heure;Glycémie (g/L);Moment;Insuline rapide (UI)
06/03/2024;07h10;1,12;avant petit déjeuner;4
06/03/2024;12h20;1,45;avant déjeuner;6
17/03/2024;19h05;0,98;avant dîner;5,5
""", """
2024-03-06T07:10 glucose 1.12 g/L
2024-03-06T12:20 glucose 1.45 g/L
2024-03-17T19:05 glucose 0.98 g/L
2024-03-06T07:10 insulin_bolus 4 [IU]
2024-03-06T12:20 insulin_bolus 6 [IU]
2024-03-17T19:05 insulin_bolus 5.5 [IU]
"""),
    Case("bp-one-column", """Date\tBlood pressure\tHR\tComment
2024-06-01\t118/76\t58\t
2024-06-02\t122/80\t61\theadache
2024-06-03\t119/74 mmHg\t57\t
""", """
2024-06-01 systolic 118 mm[Hg]
2024-06-01 diastolic 76 mm[Hg]
2024-06-01 heart_rate 58 /min
2024-06-02 systolic 122 mm[Hg]
2024-06-02 diastolic 80 mm[Hg]
2024-06-02 heart_rate 61 /min
2024-06-03 systolic 119 mm[Hg]
2024-06-03 diastolic 74 mm[Hg]
2024-06-03 heart_rate 57 /min
"""),
    Case("tension-cm", """Date;Tension;Pouls
2 avril 2024;13,2/8,4;70
3 avril 2024;12,8/7,9;68
4 avril 2024;14/9;74
""", """
2024-04-02 systolic 13.2 cm[Hg]
2024-04-02 diastolic 8.4 cm[Hg]
2024-04-02 heart_rate 70 /min
2024-04-03 systolic 12.8 cm[Hg]
2024-04-03 diastolic 7.9 cm[Hg]
2024-04-03 heart_rate 68 /min
2024-04-04 systolic 14 cm[Hg]
2024-04-04 diastolic 9 cm[Hg]
2024-04-04 heart_rate 74 /min
"""),
    Case("two-headers", """;Matin;;Soir;
Date;SYS;DIA;SYS;DIA
20/05/2024;134;82;129;80
21/05/2024;137;85;131;79
22/05/2024;133;81;128;78
""", """
2024-05-20 systolic 134 mm[Hg]
2024-05-20 diastolic 82 mm[Hg]
2024-05-20 systolic 129 mm[Hg]
2024-05-20 diastolic 80 mm[Hg]
2024-05-21 systolic 137 mm[Hg]
2024-05-21 diastolic 85 mm[Hg]
2024-05-21 systolic 131 mm[Hg]
2024-05-21 diastolic 79 mm[Hg]
2024-05-22 systolic 133 mm[Hg]
2024-05-22 diastolic 81 mm[Hg]
2024-05-22 systolic 128 mm[Hg]
2024-05-22 diastolic 78 mm[Hg]
"""),
    Case("units-row", """Date;Poids;Taille;Température
;kg;cm;°C
2024-01-05;24,3;121;36,8
2024-01-06;24,2;121;38,4
2024-01-07;24,1;121;37,9
""", """
2024-01-05 weight 24.3 kg
2024-01-05 height 121 cm
2024-01-05 temperature 36.8 Cel
2024-01-06 weight 24.2 kg
2024-01-06 height 121 cm
2024-01-06 temperature 38.4 Cel
2024-01-07 weight 24.1 kg
2024-01-07 height 121 cm
2024-01-07 temperature 37.9 Cel
"""),
    Case("cells-with-units", """When,Weight,Waist,Sleep
2024-07-01,72.4 kg,88 cm,7.5 h
2024-07-08,72.0 kg,87 cm,6 h
2024-07-15,71.7 kg,87 cm,8 h
""", """
2024-07-01 weight 72.4 kg
2024-07-01 waist 88 cm
2024-07-01 sleep 7.5 h
2024-07-08 weight 72 kg
2024-07-08 waist 87 cm
2024-07-08 sleep 6 h
2024-07-15 weight 71.7 kg
2024-07-15 waist 87 cm
2024-07-15 sleep 8 h
"""),
    Case("period", """Date,Period,Temperature (°F),Cervical mucus,Notes
2024-08-01,heavy,97.6,,cramps
2024-08-02,medium,97.5,,
2024-08-14,,98.3,egg white,
""", """
2024-08-01 period heavy
2024-08-02 period medium
2024-08-01 temperature 97.6 [degF]
2024-08-02 temperature 97.5 [degF]
2024-08-14 temperature 98.3 [degF]
2024-08-14 cervical_mucus egg white
"""),
    Case("long-type-value", """startDate,type,value,unit
2024-09-01 08:00:00,Weight,64.2,kg
2024-09-01 08:01:00,Heart rate,59,bpm
2024-09-02 08:00:00,Weight,64.0,kg
2024-09-02 08:02:00,Oxygen saturation,98,%
""", """
2024-09-01T08:00 weight 64.2 kg
2024-09-01T08:01 heart_rate 59 /min
2024-09-02T08:00 weight 64 kg
2024-09-02T08:02 oxygen_saturation 98 %
"""),
    Case("preamble-total", """Mon suivi glycémie;;
Exporté le;01/07/2024;
;;
Date;Glycémie à jeun (mmol/L);HbA1c (%)
13/06/2024;5,9;
14/06/2024;6,3;6,4
15/06/2024;5,7;
Moyenne;5,97;
""", """
2024-06-13 glucose 5.9 mmol/L
2024-06-14 glucose 6.3 mmol/L
2024-06-14 hba1c 6.4 %
2024-06-15 glucose 5.7 mmol/L
"""),
    Case("targets", """Date,Weight (kg),Target weight (kg),Weight change (kg),Goal met
2024-01-10,90.2,80,0,no
2024-02-10,88.1,80,-2.1,no
2024-03-10,86.4,80,-1.7,no
""", """
2024-01-10 weight 90.2 kg
2024-02-10 weight 88.1 kg
2024-03-10 weight 86.4 kg
"""),
    Case("nutrition-fr", """Date;Repas;Calories (kcal);Glucides (g);Lipides (g);Protéines (g);Fer (mg);Eau (mL)
11/04/2024;Déjeuner;640;70,5;22;35;4;500
12/04/2024;Dîner;580;61;19,5;33;3;250
23/04/2024;Dîner;720;82;25;38;5;300
""", """
2024-04-11 energy_eaten 640 kcal
2024-04-11 carbohydrates 70.5 g
2024-04-11 water 500 mL
2024-04-12 energy_eaten 580 kcal
2024-04-12 carbohydrates 61 g
2024-04-12 water 250 mL
2024-04-23 energy_eaten 720 kcal
2024-04-23 carbohydrates 82 g
2024-04-23 water 300 mL
"""),
    Case("no-header", """2024-03-01,72.4,118,76
2024-03-02,72.1,121,79
2024-03-03,72.0,117,75
""", "", asked=True),
    Case("medicines", table("""
Médicament | Dose | Fréquence | Depuis
Metformine | 500 mg | 2 fois par jour | 2019
Ramipril | 5 mg | le matin | 2021
Atorvastatine | 20 mg | le soir | 2021
""", ";"), "", asked=True),
)  # fmt: skip


SECOND = (
    Case("qardio", '''"Date","Time","Systolic","Diastolic","Pulse","Irregular heartbeat","Note"
"10.11.2024","8:02","142","91","77","No",""
"11.11.2024","8:10","139","88","75","No","before pills"
"12.11.2024","21:40","133","85","72","Yes",""
''', """
2024-11-10T08:02 systolic 142 mm[Hg]
2024-11-10T08:02 diastolic 91 mm[Hg]
2024-11-10T08:02 heart_rate 77 /min
2024-11-11T08:10 systolic 139 mm[Hg]
2024-11-11T08:10 diastolic 88 mm[Hg]
2024-11-11T08:10 heart_rate 75 /min
2024-11-12T21:40 systolic 133 mm[Hg]
2024-11-12T21:40 diastolic 85 mm[Hg]
2024-11-12T21:40 heart_rate 72 /min
"""),
    Case("balance-connectee", """Date et heure;Poids;IMC;Taux de graisse;Masse musculaire;Eau
2024-10-01 06:58;77,4 kg;25,1;21,3 %;57,8 kg;55,2 %
2024-10-02 07:03;77,1 kg;25,0;21,1 %;57,9 kg;55,4 %
2024-10-04 06:49;76,9 kg;24,9;21,0 %;57,9 kg;55,5 %
""", """
2024-10-01T06:58 weight 77.4 kg
2024-10-01T06:58 bmi 25.1 kg/m2
2024-10-01T06:58 taux_de_graisse 21.3 %
2024-10-01T06:58 masse_musculaire 57.8 kg
2024-10-02T07:03 weight 77.1 kg
2024-10-02T07:03 bmi 25 kg/m2
2024-10-02T07:03 taux_de_graisse 21.1 %
2024-10-02T07:03 masse_musculaire 57.9 kg
2024-10-04T06:49 weight 76.9 kg
2024-10-04T06:49 bmi 24.9 kg/m2
2024-10-04T06:49 taux_de_graisse 21 %
2024-10-04T06:49 masse_musculaire 57.9 kg
2024-10-01T06:58 eau 55.2 %
2024-10-02T07:03 eau 55.4 %
2024-10-04T06:49 eau 55.5 %
"""),
    Case("peloton", """Workout Timestamp,Live/On-Demand,Instructor Name,Length (minutes),Fitness Discipline,Type,Title,Calories Burned,Distance (mi),Avg. Heartrate
2024-03-01 07:30 (CET),On Demand,A. Rider,20,Cycling,Intervals,20 min Ride,231,6.02,141.2
2024-03-03 07:31 (CET),On Demand,B. Rider,30,Cycling,Climb,30 min Climb,344,8.11,148.9
2024-03-05 07:29 (CET),On Demand,A. Rider,20,Cycling,Low Impact,20 min Low,180,5.40,128.0
""", "", asked=True),
    Case("weight-watchers", """Date;Poids (kg);Perte depuis le début;Objectif
06/01/2025;92,4;0;80
13/01/2025;91,6;-0,8;80
20/01/2025;91,1;-1,3;80
""", """
2025-01-06 weight 92.4 kg
2025-01-13 weight 91.6 kg
2025-01-20 weight 91.1 kg
"""),
    Case("fievre-enfant", """Jour;Heure;Température;Médicament donné
7 février 2025;18h;38,9;Doliprane
7 février 2025;22h30;39,4;
8 février 2025;06h15;37,8;Doliprane
""", """
2025-02-07T18:00 temperature 38.9 Cel
2025-02-07T22:30 temperature 39.4 Cel
2025-02-08T06:15 temperature 37.8 Cel
"""),
    Case("fridge", """Date,Time,Temperature (C)
2025-02-01,08:00,4.1
2025-02-02,08:00,3.9
2025-02-03,08:00,4.4
""", "", asked=True),
    Case("hba1c-ifcc", """Date,HbA1c (mmol/mol),eGFR (mL/min/1.73m2),ACR (mg/mmol),Weight (kg)
14-Jan-2023,52,71,2.1,88.0
19-Jul-2023,49,74,1.8,86.5
22-Jan-2024,47,73,,85.9
""", """
2023-01-14 hba1c 52 mmol/mol
2023-01-14 egfr 71 mL/min/{1.73_m2}
2023-01-14 albumin_creatinine_ratio 2.1 mg/mmol
2023-01-14 weight 88 kg
2023-07-19 hba1c 49 mmol/mol
2023-07-19 egfr 74 mL/min/{1.73_m2}
2023-07-19 albumin_creatinine_ratio 1.8 mg/mmol
2023-07-19 weight 86.5 kg
2024-01-22 hba1c 47 mmol/mol
2024-01-22 egfr 73 mL/min/{1.73_m2}
2024-01-22 weight 85.9 kg
"""),
    Case("labs-no-unit", """Date,Ferritin,Hemoglobin,INR
2024-02-10,34,13.1,2.4
2024-03-10,41,13.4,2.7
2024-04-10,38,13.0,2.2
""", """
2024-02-10 inr 2.4 1
2024-03-10 inr 2.7 1
2024-04-10 inr 2.2 1
""", asked=True),
    Case("dossier-cumul", """ANALYSES SANGUINES - Paul;;;;
;;;;
Paramètre;Unité;03/02/2022;15/09/2022;27/03/2023
Glycémie à jeun;mmol/L;5,4;5,9;6,2
Gamma GT;UI/L;48;61;
Potassium;mmol/L;4,1;;4,4
""", """
2022-02-03 glucose 5.4 mmol/L
2022-09-15 glucose 5.9 mmol/L
2023-03-27 glucose 6.2 mmol/L
2022-02-03 ggt 48 [IU]/L
2022-09-15 ggt 61 [IU]/L
2022-02-03 potassium 4.1 mmol/L
2023-03-27 potassium 4.4 mmol/L
"""),
    Case("ranges-split", """marker,value,unit,low,high,date
TSH,1.9,mIU/L,0.4,4.0,2024-05-02
Free T4,15.2,pmol/L,11,22,2024-05-02
Ferritin,<8,ug/L,15,150,2024-05-02
""", """
2024-05-02 tsh 1.9 m[IU]/L
2024-05-02 free_t4 15.2 pmol/L
2024-05-02 ferritin <8 ug/L
"""),
    Case("insulin-log", """date,time,BG (mmol/L),Carbs (g),Bolus (u),Basal (u),comments
2025-03-04,07:30,7.2,45,4.5,,
2025-03-04,22:00,8.1,0,,18,bedtime
2025-03-05,07:25,6.4,50,5,,
""", """
2025-03-04T07:30 glucose 7.2 mmol/L
2025-03-04T22:00 glucose 8.1 mmol/L
2025-03-05T07:25 glucose 6.4 mmol/L
2025-03-04T07:30 carbohydrates 45 g
2025-03-04T22:00 carbohydrates 0 g
2025-03-05T07:25 carbohydrates 50 g
2025-03-04T07:30 insulin_bolus 4.5 [IU]
2025-03-05T07:25 insulin_bolus 5 [IU]
2025-03-04T22:00 insulin_basal 18 [IU]
"""),
    Case("family", """Date;Prénom;Poids (kg);Taille (cm)
12/01/2025;Léa;18,2;108
12/01/2025;Tom;24,5;124
13/02/2025;Léa;18,6;109
""", "", asked=True),
    Case("puppy", """Date,Weight (kg),Food brand,Dog
2025-01-01,4.2,Brand,Rex
2025-01-08,4.9,Brand,Rex
2025-01-15,5.6,Brand,Rex
""", "", asked=True),
    Case("electricity", """Date;Index;Consommation (kWh);Prix (€)
01/01/2025;10234;12,4;2,48
02/01/2025;10247;13,1;2,62
13/01/2025;10260;12,9;2,58
""", "", asked=True),
    Case("gym", """Date,Exercise,Weight (kg),Reps,Sets
2025-01-03,Squat,80,5,3
2025-01-03,Bench press,60,5,3
2025-01-05,Deadlift,100,5,1
""", "", asked=True),
    Case("two-readings", """Date,SYS 1,DIA 1,SYS 2,DIA 2
2025-06-16,131,82,127,80
2025-06-17,129,81,125,79
2025-06-18,133,84,130,82
""", """
2025-06-16 systolic 131 mm[Hg]
2025-06-16 diastolic 82 mm[Hg]
2025-06-16 systolic 127 mm[Hg]
2025-06-16 diastolic 80 mm[Hg]
2025-06-17 systolic 129 mm[Hg]
2025-06-17 diastolic 81 mm[Hg]
2025-06-17 systolic 125 mm[Hg]
2025-06-17 diastolic 79 mm[Hg]
2025-06-18 systolic 133 mm[Hg]
2025-06-18 diastolic 84 mm[Hg]
2025-06-18 systolic 130 mm[Hg]
2025-06-18 diastolic 82 mm[Hg]
"""),
    Case("newborn", """date,weight (g),height (cm),head circumference (cm)
2025-01-02,3420,50.5,35
2025-01-20,3985,53,36.5
2025-02-21,4870,56,38
""", """
2025-01-02 weight 3420 g
2025-01-02 height 50.5 cm
2025-01-02 head_circumference 35 cm
2025-01-20 weight 3985 g
2025-01-20 height 53 cm
2025-01-20 head_circumference 36.5 cm
2025-02-21 weight 4870 g
2025-02-21 height 56 cm
2025-02-21 head_circumference 38 cm
"""),
    Case("stones", """Date,Weight
2025-01-02,12st 4lb
2025-01-09,12st 3lb
2025-01-16,12st 1lb
""", "", asked=True),
    Case("us-glucose-am-pm", """Date/Time,Glucose (mg/dL),Meal
3/4/2025 7:05 AM,112,before breakfast
3/15/2025 12:10 PM,143,before lunch
3/16/2025 6:45 PM,98,before dinner
""", """
2025-03-04T07:05 glucose 112 mg/dL
2025-03-15T12:10 glucose 143 mg/dL
2025-03-16T18:45 glucose 98 mg/dL
"""),
    Case("no-accents-caps", """DATE;POIDS KG;TENSION SYS;TENSION DIA;POULS
05.07.2024;82,0;138;87;74
12.07.2024;81,6;135;84;71
19.07.2024;81,3;132;83;70
""", """
2024-07-05 weight 82 kg
2024-07-05 systolic 138 mm[Hg]
2024-07-05 diastolic 87 mm[Hg]
2024-07-05 heart_rate 74 /min
2024-07-12 weight 81.6 kg
2024-07-12 systolic 135 mm[Hg]
2024-07-12 diastolic 84 mm[Hg]
2024-07-12 heart_rate 71 /min
2024-07-19 weight 81.3 kg
2024-07-19 systolic 132 mm[Hg]
2024-07-19 diastolic 83 mm[Hg]
2024-07-19 heart_rate 70 /min
"""),
    Case("apple-style", """,Date,HeartRate (count/min),StepCount (count),BodyMass (kg)
0,2025-02-01 00:00:00,62,5123,70.1
1,2025-02-02 00:00:00,64,8011,70.0
2,2025-02-03 00:00:00,61,10233,69.8
""", """
2025-02-01T00:00 weight 70.1 kg
2025-02-02T00:00 weight 70 kg
2025-02-03T00:00 weight 69.8 kg
"""),
    Case("appointments", """Date;Médecin;Motif;Lieu
03/01/2025;Dr Blanc;contrôle;Lyon
17/02/2025;Dr Noir;vaccin;Lyon
28/03/2025;Dr Blanc;bilan;Villeurbanne
""", "", asked=True),
)  # fmt: skip

THIRD = (
    Case("releve-hta", """Relevé d'automesure tensionnelle
Nom : M. Roche
Période : du 03/03/2025 au 05/03/2025

Jour;Moment;Mesure;PAS;PAD;FC
03/03/2025;Matin;1;145;92;70
03/03/2025;Soir;1;138;88;68
14/03/2025;Matin;1;141;90;71
""", """
2025-03-03 systolic 145 mm[Hg]
2025-03-03 diastolic 92 mm[Hg]
2025-03-03 heart_rate 70 /min
2025-03-03 systolic 138 mm[Hg]
2025-03-03 diastolic 88 mm[Hg]
2025-03-03 heart_rate 68 /min
2025-03-14 systolic 141 mm[Hg]
2025-03-14 diastolic 90 mm[Hg]
2025-03-14 heart_rate 71 /min
"""),
    Case("bp-slash-header", """Date,Time,BP (mmHg),Pulse,Arm
2025-05-19,08:15,134/86,72,L
2025-05-20,08:20,129/83,70,R
2025-05-21,08:05,131/85,69,L
""", """
2025-05-19T08:15 systolic 134 mm[Hg]
2025-05-19T08:15 diastolic 86 mm[Hg]
2025-05-19T08:15 heart_rate 72 /min
2025-05-20T08:20 systolic 129 mm[Hg]
2025-05-20T08:20 diastolic 83 mm[Hg]
2025-05-20T08:20 heart_rate 70 /min
2025-05-21T08:05 systolic 131 mm[Hg]
2025-05-21T08:05 diastolic 85 mm[Hg]
2025-05-21T08:05 heart_rate 69 /min
"""),
    Case("oxymetre", """Horodatage;SpO2 (%);Fréquence du pouls
2025-01-08 22:10:00;95;66
2025-01-08 22:11:00;96;64
2025-01-08 22:12:00;95;65
""", """
2025-01-08T22:10 oxygen_saturation 95 %
2025-01-08T22:11 oxygen_saturation 96 %
2025-01-08T22:12 oxygen_saturation 95 %
"""),
    Case("lipids-wide-us", """Collection Date,Total Cholesterol (mg/dL),HDL (mg/dL),LDL Calculated (mg/dL),Triglycerides (mg/dL),Lab
Jan 5 2023,212,48,138,131,Quest
Jul 19 2023,188,51,112,124,Quest
Feb 2 2024,179,52,105,110,Labcorp
""", """
2023-01-05 cholesterol 212 mg/dL
2023-01-05 hdl 48 mg/dL
2023-01-05 ldl 138 mg/dL
2023-01-05 triglycerides 131 mg/dL
2023-07-19 cholesterol 188 mg/dL
2023-07-19 hdl 51 mg/dL
2023-07-19 ldl 112 mg/dL
2023-07-19 triglycerides 124 mg/dL
2024-02-02 cholesterol 179 mg/dL
2024-02-02 hdl 52 mg/dL
2024-02-02 ldl 105 mg/dL
2024-02-02 triglycerides 110 mg/dL
"""),
    Case("bilan-unites-melees", """Analyse;03/05/2024;Unités;Norme
Leucocytes;6,8;Giga/L;4,0 à 10,0
Hémoglobine;13,2;g/100mL;12,0 à 16,0
Plaquettes;251;G/L;150 à 400
Vitesse de sédimentation;12;mm/h;< 20
""", """
2024-05-03 leukocytes 6.8 10*9/L
2024-05-03 hemoglobin 13.2 g/dL
2024-05-03 platelets 251 10*9/L
2024-05-03 esr 12 mm/h
"""),
    Case("sleep-tracker", """date,bedtime,wake time,hours slept,mood
2025-04-01,23:10,06:50,7.3,ok
2025-04-02,23:40,06:55,6.8,tired
2025-04-03,22:55,07:00,7.6,good
""", "", asked=True),
    Case("taille-enfant", """Date;Taille;Poids
15/01/2023;0,98 m;15,2 kg
20/01/2024;1,05 m;17,4 kg
17/02/2025;1,12 m;19,8 kg
""", """
2023-01-15 height 0.98 m
2023-01-15 weight 15.2 kg
2024-01-20 height 1.05 m
2024-01-20 weight 17.4 kg
2025-02-17 height 1.12 m
2025-02-17 weight 19.8 kg
"""),
    Case("shoe-shop", """Date;Article;Taille;Quantité;Prix
03/01/2025;Basket;42;1;79,90
14/01/2025;Botte;38;1;120,00
25/02/2025;Sandale;40;2;45,00
""", "", asked=True),
    Case("sensor-room", """timestamp,co2,temperature,humidity
2025-01-01 00:00:00,612,36.1,44
2025-01-01 00:10:00,608,36.2,44
2025-01-01 00:20:00,601,36.0,45
""", "", asked=True),
    Case("contractions", """Date;Heure;Durée (s);Intervalle (min)
02/02/2025;21:04;45;8
02/02/2025;21:12;50;7
13/02/2025;21:19;48;7
""", "", asked=True),
    Case("coagulation", """Date,INR,Warfarin dose (mg),Next test
2025-01-10,2.3,5,2025-01-24
2025-01-24,3.1,4,2025-02-07
2025-02-07,2.6,4,2025-02-21
""", """
2025-01-10 inr 2.3 1
2025-01-24 inr 3.1 1
2025-02-07 inr 2.6 1
"""),
    Case("glycemie-sans-unite", """Date;Glycémie;Commentaire
03/02/2025;1,12;
14/02/2025;0,98;à jeun
25/02/2025;1,05;
""", "", asked=True),
)  # fmt: skip

SETS = {"first set": FIRST, "second set": SECOND, "third set": THIRD}
