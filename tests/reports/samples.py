"""Writes the connector's samples: ``-m tests.reports.samples``; then ``-m tests.house.goldens``."""

from pathlib import Path

from tests.fakes import reports

FOLDER = Path(__file__).parents[2] / "connectors" / "pdf_report" / "samples"


def main() -> None:
    """Write every sample."""
    for name, data in {
        "report_fr.pdf": reports.lab_report("fr", seed=3),
        "report_en.pdf": reports.lab_report("en", seed=3),
        "report_cumulative.pdf": reports.lab_report(cumulative=True, seed=3),
        "letter.pdf": reports.letter(),
        "picture.pdf": reports.picture_only(),
        "locked.pdf": reports.encrypted(),
        "cut.pdf": reports.truncated(),
    }.items():
        (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
