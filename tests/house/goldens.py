"""What each connector's samples give, kept beside them. Written anew by ``python -m tests.house.goldens``."""

import json
from pathlib import Path
from typing import Any

from connectors import intake
from connectors.registry import CONNECTORS
from core.errors import AppError
from records import codec

SUFFIX = ".golden.json"


def samples() -> list[Path]:
    """Every sample of every connector."""
    return sorted(
        path
        for path in CONNECTORS.glob("*/samples/*")
        if path.is_file() and not path.name.endswith((SUFFIX, ".py"))
    )


def golden_of(sample: Path) -> Path:
    """Where the golden of a sample lies."""
    return sample.with_name(sample.name + SUFFIX)


def reading(sample: Path) -> dict[str, Any]:
    """What the sample gives now, through the sandbox: a reading, or the code it is refused with."""
    try:
        found = intake.read(sample.read_bytes(), sample.name)
    except AppError as error:
        return {"refused": error.code}
    return {
        "connector": found.connector,
        "media_type": found.media_type,
        "pages": found.pages,
        "when": codec.to_plain(found.when),
        "problems": [codec.to_plain(problem) for problem in found.problems],
        "records": [codec.to_plain(record) for record in found.records],
    }


def main() -> None:
    """Write every golden."""
    for sample in samples():
        text = json.dumps(reading(sample), ensure_ascii=False, indent=1)
        golden_of(sample).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
