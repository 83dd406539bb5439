"""What importing FHIR costs, end to end, beside parsing the same file with `fhir.resources`.

    python -m benchmarks.fhir [resources]

Ours: the gate, the walled parser process, facts with codes and units, merging, and one sealed transaction
into a vault; no embedding, which goes on in the background. The baseline reads the same bytes into pydantic
models and does nothing with them. CPU seconds, the parser process's included, best of runs that take turns.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from connectors import intake
from core.clock import SystemClock
from retrieval.ingest.pipeline import ingest_file
from retrieval.room import Room
from tests.fakes.embedder import WordEmbedder
from vault.keys import KdfCost
from vault.store import Vaults

PASSPHRASE = "sept pommes bleues sous la lune"  # noqa: S105  of a vault that lives for seconds
RESOURCES = 10_000
REPEATS = 3
_LOINC = "http://loinc.org"
_TESTS = (
    ("718-7", "Hemoglobin [Mass/volume] in Blood", "g/dL", 11.0, 17.0),
    ("2276-4", "Ferritin [Mass/volume] in Serum or Plasma", "ng/mL", 8.0, 300.0),
    ("2160-0", "Creatinine [Mass/volume] in Serum or Plasma", "mg/dL", 0.5, 1.4),
    ("2345-7", "Glucose [Mass/volume] in Serum or Plasma", "mg/dL", 65.0, 180.0),
    ("2823-3", "Potassium [Moles/volume] in Serum or Plasma", "mmol/L", 3.2, 5.4),
    ("8867-4", "Heart rate", "/min", 50.0, 110.0),
)
_DRUGS = ("Metformin 500 mg", "Ramipril 5 mg", "Atorvastatin 20 mg", "Levothyroxine 75 µg")
_PROBLEMS = (("44054006", "Diabetes mellitus type 2"), ("38341003", "Hypertension"), ("195967001", "Asthma"))


def generated(count: int) -> bytes:
    """A Bundle of `count` resources as hospital systems export them, the same every time."""
    dice = random.Random(7)  # noqa: S311  generated records, not a key
    made: list[dict[str, Any]] = [_patient(), _laboratory()]
    while len(made) < count:
        number = len(made)
        roll = dice.random()
        if roll < 0.75:
            made.append(_observation(number, dice))
        elif roll < 0.83:
            made.append(_panel(number, dice))
        elif roll < 0.92:
            made.append(_medication(number, dice))
        elif roll < 0.97:
            made.append(_encounter(number, dice))
        else:
            made.append(_condition(number, dice))
    entries = [
        {"fullUrl": f"https://fhir.test/{one['resourceType']}/{one['id']}", "resource": one} for one in made
    ]
    return orjson.dumps(
        {"resourceType": "Bundle", "type": "collection", "entry": entries}, option=orjson.OPT_INDENT_2
    )


def _patient() -> dict[str, Any]:
    return {
        "resourceType": "Patient",
        "id": "p1",
        "name": [{"family": "Exemple", "given": ["Ana"]}],
        "gender": "female",
        "birthDate": "1975-04-02",
    }


def _laboratory() -> dict[str, Any]:
    return {"resourceType": "Organization", "id": "l1", "name": "Laboratoire du Port"}


def _moment(dice: random.Random) -> str:
    return (
        f"20{dice.randint(10, 25)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        f"T{dice.randint(6, 20):02}:{dice.randint(0, 59):02}:00+01:00"
    )


def _base(kind: str, number: int) -> dict[str, Any]:
    return {
        "resourceType": kind,
        "id": f"{kind.lower()}-{number}",
        "meta": {"versionId": "1", "lastUpdated": "2025-06-01T08:00:00Z"},
    }


def _coded(system: str, code: str, words: str) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}


def _measured(value: float, unit: str) -> dict[str, Any]:
    return {"value": round(value, 1), "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}


def _observation(number: int, dice: random.Random) -> dict[str, Any]:
    code, words, unit, low, high = dice.choice(_TESTS)
    return {
        **_base("Observation", number),
        "status": "final",
        "category": [
            _coded("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory")
        ],
        "code": _coded(_LOINC, code, words),
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": _moment(dice),
        "issued": _moment(dice),
        "performer": [{"reference": "Organization/l1"}],
        "valueQuantity": _measured(dice.uniform(low, high), unit),
        "referenceRange": [{"low": _measured(low * 1.1, unit), "high": _measured(high * 0.9, unit)}],
    }


def _panel(number: int, dice: random.Random) -> dict[str, Any]:
    parts = (("8480-6", "Systolic blood pressure", 100, 160), ("8462-4", "Diastolic blood pressure", 60, 95))
    return {
        **_base("Observation", number),
        "status": "final",
        "code": _coded(_LOINC, "85354-9", "Blood pressure panel"),
        "subject": {"reference": "Patient/p1"},
        "effectiveDateTime": _moment(dice),
        "component": [
            {
                "code": _coded(_LOINC, code, words),
                "valueQuantity": _measured(dice.uniform(low, high), "mm[Hg]"),
            }
            for code, words, low, high in parts
        ],
    }


def _medication(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        **_base("MedicationRequest", number),
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": dice.choice(_DRUGS)},
        "subject": {"reference": "Patient/p1"},
        "authoredOn": _moment(dice),
        "dosageInstruction": [
            {
                "timing": {"repeat": {"frequency": 2, "period": 1, "periodUnit": "d"}},
                "doseAndRate": [{"doseQuantity": {"value": 1, "unit": "tablet"}}],
            }
        ],
    }


def _encounter(number: int, dice: random.Random) -> dict[str, Any]:
    return {
        **_base("Encounter", number),
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [{"text": "Consultation"}],
        "subject": {"reference": "Patient/p1"},
        "period": {"start": _moment(dice)},
    }


def _condition(number: int, dice: random.Random) -> dict[str, Any]:
    code, words = dice.choice(_PROBLEMS)
    return {
        **_base("Condition", number),
        "clinicalStatus": _coded(
            "http://terminology.hl7.org/CodeSystem/condition-clinical", "active", "Active"
        ),
        "code": _coded("http://snomed.info/sct", code, words),
        "subject": {"reference": "Patient/p1"},
        "onsetDateTime": _moment(dice)[:10],
    }


def timed(act: Callable[[], object]) -> float:
    """CPU seconds of this process and of those it started and saw end."""
    before = _cpu_s()
    act()
    return _cpu_s() - before


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def imported(data: bytes, folder: Path) -> tuple[float, int]:
    """Seconds of one import into a new vault, and the facts that came of it."""
    vaults = Vaults(
        f"sqlite:///{folder / 'data' / 'carnet.db'}",
        folder / "secrets",
        clock=SystemClock(),
        kdf=KdfCost.CHEAP,
    )
    vault, _ = vaults.create("bench", PASSPHRASE)
    room = Room.open(vault, embedder=WordEmbedder(), clock=SystemClock(), background=False)
    try:
        spent = timed(lambda: ingest_file(room, "export.json", data))
        return spent, len(room.shelf.facts)
    finally:
        room.close()
        vaults.close()


def parsed(data: bytes) -> object:
    """The baseline: the file as models of `fhir.resources`."""
    from fhir.resources.R4B.bundle import Bundle

    return Bundle.model_validate_json(data)


def main(argv: list[str] | None = None) -> None:
    """Print the best of each, and the ratio."""
    count = int(argv[0]) if argv else RESOURCES
    data = generated(count)
    parsed(generated(20))  # its modules are loaded before anything is measured
    ours, reading, theirs, facts = [], [], [], 0
    for _ in range(REPEATS):
        with tempfile.TemporaryDirectory() as folder:
            spent, facts = imported(data, Path(folder))
        ours.append(spent)
        reading.append(timed(lambda: intake.read(data, "export.json")))
        theirs.append(timed(lambda: parsed(data)))
    print(f"{count} resources, {len(data) / 2**20:.1f} MiB, {facts} facts")
    print(f"{'fhir.resources, parsing alone':48}{min(theirs):>10.2f} s")
    print(f"{'Carnet, reading alone (gate and parser process)':48}{min(reading):>10.2f} s")
    print(f"{'Carnet, end to end: read, merged, sealed':48}{min(ours):>10.2f} s")
    print(f"{'times faster, end to end':48}{min(theirs) / min(ours):>10.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
