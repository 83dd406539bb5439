"""What each connector's samples give, kept beside them; ``python -m tests.house.goldens [id]`` writes it."""

import json
import sys
from pathlib import Path
from typing import Any

from connectors import intake
from connectors.registry import CONNECTORS
from core.errors import AppError
from records import codec
from records.samples import Samples

SUFFIX = ".golden.json"
_ROWS = 20


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
    plain: dict[str, Any] = {
        "connector": found.connector,
        "media_type": found.media_type,
        "pages": found.pages,
        "when": codec.to_plain(found.when),
        "problems": [codec.to_plain(problem) for problem in found.problems],
        "records": [codec.to_plain(record) for record in found.records],
    }
    if found.samples:
        plain["samples"] = [_samples(batch) for batch in found.samples]
    return plain


def _samples(batch: Samples) -> dict[str, Any]:
    """A batch with its first rows: start, duration, minutes from UTC, value."""
    columns = (batch.start_s, batch.duration_s, batch.offset_min, (round(value, 6) for value in batch.values))
    rows = [list(row) for row in zip(*columns, strict=True)]
    return {
        "metric": batch.metric, "unit": batch.unit, "source": codec.to_plain(batch.source),
        "count": len(rows), "rows": rows[:_ROWS],
    }  # fmt: skip


def main() -> None:
    """Write every golden, or those of the connectors named."""
    wanted = sys.argv[1:]
    for sample in samples():
        if wanted and sample.parent.parent.name not in wanted:
            continue
        text = json.dumps(reading(sample), ensure_ascii=False, indent=1)
        golden_of(sample).write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
