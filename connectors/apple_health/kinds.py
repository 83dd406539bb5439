"""What Apple's type names mean to us: which stream or which statement, and in which unit. Data, no logic.

Apple writes shares as 0 to 1 with the unit ``%``; heart rate variability is SDNN. Factors are exact
(international foot, mile, pound; 4.184 J in a calorie).

Source: developer.apple.com/documentation/healthkit, HKQuantityTypeIdentifier and HKCategoryTypeIdentifier.
"""

from typing import NamedTuple

from connectors import nights

QUANTITY, CATEGORY = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"

_COUNT = {"count": 1.0}
_LENGTH = {"m": 1.0, "km": 1000.0, "cm": 0.01, "mi": 1609.344, "ft": 0.3048, "yd": 0.9144}
_ENERGY = {"kcal": 1.0, "Cal": 1.0, "kJ": 1 / 4.184, "cal": 0.001, "J": 1 / 4184}
_RATE = {"count/min": 1.0, "count/s": 60.0}
_SHARE = {"%": 100.0}
_TIME = {"min": 1.0, "s": 1 / 60, "hr": 60.0}
_MILLISECONDS = {"ms": 1.0, "s": 1000.0}
_SOUND = {"dBASPL": 1.0}
_MASS = {"g": 1.0, "mg": 0.001, "kg": 1000.0, "oz": 28.349523125}
_VOLUME = {
    "mL": 1.0,
    "cL": 10.0,
    "dL": 100.0,
    "L": 1000.0,
    "fl_oz_us": 29.5735295625,
    "fl_oz_imp": 28.4130625,
}

DENSE: dict[str, tuple[str, dict[str, float]]] = {
    "StepCount": ("steps", _COUNT),
    "DistanceWalkingRunning": ("distance_walking", _LENGTH),
    "DistanceCycling": ("distance_cycling", _LENGTH),
    "DistanceSwimming": ("distance_swimming", _LENGTH),
    "FlightsClimbed": ("floors", _COUNT),
    "ActiveEnergyBurned": ("energy_active", _ENERGY),
    "BasalEnergyBurned": ("energy_resting", _ENERGY),
    "AppleExerciseTime": ("exercise_time", _TIME),
    "HeartRate": ("heart_rate", _RATE),
    "RestingHeartRate": ("resting_heart_rate", _RATE),
    "WalkingHeartRateAverage": ("walking_heart_rate", _RATE),
    "HeartRateVariabilitySDNN": ("hrv_sdnn", _MILLISECONDS),
    "OxygenSaturation": ("spo2", _SHARE),
    "RespiratoryRate": ("respiratory_rate", _RATE),
    "EnvironmentalAudioExposure": ("audio_exposure", _SOUND),
}
"""Type without its prefix: metric, and what a value in each unit is multiplied by."""

EATEN: dict[str, tuple[str, dict[str, float]]] = {
    "DietaryEnergyConsumed": ("energy_eaten", _ENERGY),
    "DietaryCarbohydrates": ("carbohydrates", _MASS),
    "DietaryWater": ("water", _VOLUME),
}
"""The same for what is eaten: such records are repeated inside the food they belong to."""

WRIST = "AppleSleepingWristTemperature"
GLUCOSE, INSULIN, SLEEP = "BloodGlucose", "InsulinDelivery", "SleepAnalysis"

STAGES = {
    "InBed": nights.IN_BED,
    "Asleep": nights.ASLEEP,
    "AsleepUnspecified": nights.ASLEEP,
    "AsleepCore": nights.LIGHT,
    "AsleepDeep": nights.DEEP,
    "AsleepREM": nights.REM,
    "Awake": nights.AWAKE,
    "0": nights.IN_BED,
    "1": nights.ASLEEP,
    "2": nights.AWAKE,
    "3": nights.LIGHT,
    "4": nights.DEEP,
    "5": nights.REM,
}
"""Values of sleep analysis, of every generation."""


class Measure(NamedTuple):
    """A measure that people look up one by one.

    Attributes:
        label: In English, since the export has no label of its own.
        loinc: Empty where no code fits.
        share: Whether its value is written as 0 to 1.
        unit: UCUM, where Apple writes ``count``.
    """

    label: str
    loinc: str = ""
    share: bool = False
    unit: str = "1"


SPARSE = {
    "BodyMass": Measure("Weight", "29463-7"),
    "Height": Measure("Height", "8302-2"),
    "BodyMassIndex": Measure("Body mass index", "39156-5", unit="kg/m2"),
    "BodyFatPercentage": Measure("Body fat percentage", "41982-0", share=True),
    "LeanBodyMass": Measure("Lean body mass", "91557-9"),
    "WaistCircumference": Measure("Waist circumference", "8280-0"),
    "BodyTemperature": Measure("Body temperature", "8310-5"),
    "BasalBodyTemperature": Measure("Basal body temperature"),
    "BloodPressureSystolic": Measure("Systolic blood pressure", "8480-6"),
    "BloodPressureDiastolic": Measure("Diastolic blood pressure", "8462-4"),
    "BloodGlucose": Measure("Blood glucose"),
    "BloodAlcoholContent": Measure("Blood alcohol", share=True),
    "NumberOfAlcoholicBeverages": Measure("Alcoholic drinks"),
    "VO2Max": Measure("VO2 max (estimated by device)"),
    "HeartRateRecoveryOneMinute": Measure("Heart rate recovery after one minute"),
    "AtrialFibrillationBurden": Measure("Time in atrial fibrillation (estimated by device)", share=True),
    "AppleWalkingSteadiness": Measure("Walking steadiness (estimated by device)", share=True),
    "AppleSleepingBreathingDisturbances": Measure("Breathing disturbances in sleep (estimated by device)"),
    "SixMinuteWalkTestDistance": Measure("Six-minute walk distance (estimated by device)"),
    "NumberOfTimesFallen": Measure("Falls"),
    "InhalerUsage": Measure("Inhaler uses"),
    "ForcedVitalCapacity": Measure("Forced vital capacity", "19868-9"),
    "ForcedExpiratoryVolume1": Measure("Forced expiratory volume in 1 second", "20150-9"),
    "PeakExpiratoryFlowRate": Measure("Peak expiratory flow", "19935-6"),
    "PeripheralPerfusionIndex": Measure("Peripheral perfusion index", share=True),
}

UNITS = {
    "count": "1", "degC": "Cel", "degF": "[degF]", "mmHg": "mm[Hg]", "lb": "[lb_av]", "st": "[stone_av]",
    "oz": "[oz_av]", "ft": "[ft_i]", "in": "[in_i]", "mL/min·kg": "mL/min/kg", "mL/kg·min": "mL/min/kg",
    "count/min": "/min", "kg": "kg", "g": "g", "cm": "cm", "m": "m", "%": "%", "L": "L", "L/min": "L/min",
    "mmol/L": "mmol/L", "mg/dL": "mg/dL",
}  # fmt: skip
"""Apple's units in UCUM."""

NOT_KEPT = frozenset(
    "AppleStandHour AudioExposureEvent EnvironmentalAudioExposureEvent HeadphoneAudioExposureEvent"
    " HandwashingEvent ToothbrushingEvent MindfulSession".split()
)
"""Categories that say nothing about health one by one; counted."""

INSIDE = frozenset(
    "HeartRateVariabilityMetadataList InstantaneousBeatsPerMinute WorkoutEvent WorkoutActivity WorkoutRoute"
    " FileReference ActivitySummary ClinicalRecord Attachment Location".split()
)
"""Elements passed over on purpose: parts of others, daily goals, and pointers to files read by themselves."""

BLOOD = {"APositive": "A+", "ANegative": "A-", "BPositive": "B+", "BNegative": "B-", "ABPositive": "AB+",
         "ABNegative": "AB-", "OPositive": "O+", "ONegative": "O-"}  # fmt: skip
SEX = {"Female": "female", "Male": "male", "Other": "other"}
MEALS = {"1": "before a meal", "2": "after a meal"}
