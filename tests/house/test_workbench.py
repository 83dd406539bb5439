"""The workbench cannot open a person's vault: nothing of it knows the rooms or the patients' accounts."""

import ast
from collections.abc import Iterator
from pathlib import Path

WORKBENCH = Path(__file__).resolve().parents[2] / "ui" / "workbench"
FORBIDDEN = ("ui.rooms", "ui.auth", "ui.compose", "retrieval.room")
THROW_AWAY = "running.py"
"""Makes a vault of its own for a run, and is alone in that."""


def imported(path: Path) -> Iterator[str]:
    """Every module, and every name of a module, that a file imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_module_of_the_workbench_knows_rooms_or_patients_vaults() -> None:
    files = [path for path in WORKBENCH.rglob("*.py") if path.name != THROW_AWAY]
    wrong = {
        f"{path.name}: {name}"
        for path in files
        for name in imported(path)
        if name in FORBIDDEN or name.startswith(tuple(f"{module}." for module in FORBIDDEN))
    }

    assert files
    assert wrong == set()


def test_only_the_sealed_store_and_the_throw_away_run_open_a_vault() -> None:
    opening = {
        path.name
        for path in WORKBENCH.rglob("*.py")
        if any(name.startswith("vault.store") for name in imported(path))
    }

    assert opening <= {"store.py", THROW_AWAY}
