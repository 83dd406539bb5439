"""What the tables of Health Connect hold, and in which unit. Data, no logic.

Masses are in grams, energy in small calories, lengths in metres, volumes in litres, glucose in mmol/L,
temperatures in degrees Celsius, shares in percent, times in milliseconds, offsets in seconds.

Source: packages/modules/HealthFitness of the Android Open Source Project (`datatypehelpers`, 2022 to 2026).
"""

from typing import NamedTuple

from connectors import nights


class Stream(NamedTuple):
    """A table of dense measurements.

    Attributes:
        metric: Key of ``records/data/metrics.toml``.
        column: Where the value stands.
        factor: From the stored unit to the metric's.
        most: No value is above it.
        interval: Whether it covers a time, or is taken at one.
    """

    metric: str
    column: str
    factor: float
    most: float
    interval: bool


class Measure(NamedTuple):
    """A column whose values are looked up one by one.

    Attributes:
        label: In English, since the export has no label of its own.
        column: Where the value stands.
        loinc: Empty where no code fits.
        unit: UCUM, of `value` once divided.
        printed: The unit as people write it.
        divisor: From the stored unit to `unit`.
        places: Decimal places that the stored float can mean.
        least: No value is at or below it.
        most: No value is above it.
    """

    label: str
    column: str
    loinc: str
    unit: str
    printed: str
    divisor: int
    places: int
    least: float
    most: float


STREAMS = {
    "steps_record_table": Stream("steps", "count", 1, 1e6, interval=True),
    "floors_climbed_record_table": Stream("floors", "floors", 1, 1e4, interval=True),
    "active_calories_burned_record_table": Stream("energy_active", "energy", 0.001, 2e4, interval=True),
    "total_calories_burned_record_table": Stream("energy_total", "energy", 0.001, 4e4, interval=True),
    "hydration_record_table": Stream("water", "volume", 1000, 2e4, interval=True),
    "resting_heart_rate_record_table": Stream(
        "resting_heart_rate", "beats_per_minute", 1, 300, interval=False
    ),
    "heart_rate_variability_rmssd_record_table": Stream(
        "hrv_rmssd", "heart_rate_variability_millis", 1, 1000, interval=False
    ),
    "oxygen_saturation_record_table": Stream("spo2", "percentage", 1, 100, interval=False),
    "respiratory_rate_record_table": Stream("respiratory_rate", "rate", 1, 200, interval=False),
}
"""Dense tables that need no other; `DISTANCE`, `HEART` and `FOOD` do or have two values."""

DISTANCE, HEART, BEATS = "distance_record_table", "heart_rate_record_table", "heart_rate_record_series_table"
SLEEP, STAGE_ROWS, EXERCISE = (
    "sleep_session_record_table",
    "sleep_stages_table",
    "exercise_session_record_table",
)
FOOD, GLUCOSE = "nutrition_record_table", "blood_glucose_record_table"
APPS, DEVICES = "application_info_table", "device_info_table"

EATEN = (
    Stream("energy_eaten", "energy", 0.001, 2e4, interval=True),
    Stream("carbohydrates", "total_carbohydrate", 1, 5000, interval=True),
)

MEASURES: dict[str, tuple[Measure, ...]] = {
    "weight_record_table": (Measure("Weight", "weight", "29463-7", "kg", "kg", 1000, 3, 0, 1e6),),
    "height_record_table": (Measure("Height", "height", "8302-2", "m", "m", 1, 3, 0, 3),),
    "body_fat_record_table": (
        Measure("Body fat percentage", "percentage", "41982-0", "%", "%", 1, 2, 0, 100),
    ),
    "lean_body_mass_record_table": (
        Measure("Lean body mass", "mass", "91557-9", "kg", "kg", 1000, 3, 0, 1e6),
    ),
    "bone_mass_record_table": (Measure("Bone mass", "mass", "", "kg", "kg", 1000, 3, 0, 1e5),),
    "blood_pressure_record_table": (
        Measure("Systolic blood pressure", "systolic", "8480-6", "mm[Hg]", "mmHg", 1, 1, 0, 400),
        Measure("Diastolic blood pressure", "diastolic", "8462-4", "mm[Hg]", "mmHg", 1, 1, 0, 400),
    ),
    "body_temperature_record_table": (
        Measure("Body temperature", "temperature", "8310-5", "Cel", "°C", 1, 2, 0, 60),
    ),
    "basal_body_temperature_record_table": (
        Measure("Basal body temperature", "temperature", "", "Cel", "°C", 1, 2, 0, 60),
    ),
    "vo2_max_record_table": (
        Measure(
            "VO2 max (estimated by device)", "vo2_milliliters_per_minute_kilogram", "", "mL/min/kg",
            "mL/min/kg", 1, 2, 0, 120,
        ),
    ),
}  # fmt: skip
SUGAR = Measure("Blood glucose", "level", "", "mmol/L", "mmol/L", 1, 3, 0, 100)

WORDS: dict[str, tuple[str, str, dict[int, str]]] = {
    "menstruation_flow_record_table": ("Menstrual flow", "flow", {1: "light", 2: "medium", 3: "heavy"}),
    "ovulation_test_record_table": (
        "Ovulation test", "result", {1: "positive", 2: "high", 3: "negative"},
    ),
    "intermenstrual_bleeding_record_table": ("Bleeding between periods", "", {}),
    "menstruation_period_record_table": ("Menstruation", "", {}),
}  # fmt: skip
"""Tables whose rows say a word: label, column, words."""

STAGES = {
    1: nights.AWAKE,
    2: nights.ASLEEP,
    3: nights.AWAKE,
    4: nights.LIGHT,
    5: nights.DEEP,
    6: nights.REM,
    7: nights.AWAKE,
}
INTERSTITIAL = 1
MEALS = {2: "fasting", 3: "before a meal", 4: "after a meal"}
BY_HAND = 3
DEVICE_TYPES = {1: "watch", 2: "phone", 3: "scale", 4: "ring", 6: "fitness band", 7: "chest strap"}

_SPORTS = (
    "workout|badminton|baseball|basketball|biking|stationary biking|boot camp|boxing|calisthenics|"
    "cricket|dancing|exercise class|fencing|American football|Australian football|frisbee|golf|"
    "guided breathing|gymnastics|handball|high intensity interval training|hiking|ice hockey|"
    "ice skating|martial arts|paddling|paragliding|pilates|racquetball|rock climbing|"
    "roller hockey|rowing|rugby|running|treadmill running|sailing|scuba diving|skating|skiing|"
    "snowboarding|snowshoeing|soccer|softball|squash|stair climbing|strength training|stretching|"
    "surfing|open water swimming|pool swimming|table tennis|tennis|volleyball|walking|water polo|"
    "weightlifting|wheelchair|yoga|workout|stair climbing machine|elliptical|rowing machine"
).split("|")
SPORTS = {number: name[:1].upper() + name[1:] for number, name in enumerate(_SPORTS)}
ON_FOOT = frozenset(
    (0, 6, 11, 13, 14, 15, 16, 19, 20, 21, 28, 32, 33, 34, 40, 41, 43, 44, 50, 51, 52, 53, 58)
)
CYCLING, SWIMMING = frozenset((4, 5)), frozenset((48, 49))
