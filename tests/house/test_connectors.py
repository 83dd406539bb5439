"""What must hold for every connector folder, including the next one."""

import json
from pathlib import Path

import pytest

from connectors import registry
from connectors.registry import CONNECTORS
from tests.house import goldens

FOLDERS = [manifest.folder for manifest in registry.manifests()]


def test_every_folder_with_a_connector_has_a_manifest() -> None:
    """A folder without a manifest would never be found."""
    modules = {path.parent for path in CONNECTORS.glob("*/connector.py")}

    assert modules == set(FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_connector_has_its_readme_module_and_samples(folder: Path) -> None:
    """A stranger can read what it does and see what it gives."""
    assert (folder / "README.md").read_text("utf-8").strip()
    assert (folder / "connector.py").exists()
    assert [sample for sample in goldens.samples() if sample.parent.parent == folder]


@pytest.mark.parametrize(
    "sample", goldens.samples(), ids=lambda sample: f"{sample.parent.parent.name}/{sample.name}"
)
def test_sample_gives_its_golden(sample: Path) -> None:
    """Regenerate by ``python -m tests.house.goldens`` and read the difference."""
    expected = json.loads(goldens.golden_of(sample).read_text("utf-8"))

    assert expected == goldens.reading(sample)


def test_no_golden_without_its_sample() -> None:
    """A renamed sample leaves no golden behind."""
    known = {goldens.golden_of(sample) for sample in goldens.samples()}

    assert known == set(CONNECTORS.glob(f"*/samples/*{goldens.SUFFIX}"))


def test_each_sample_is_read_by_its_own_connector_or_refused() -> None:
    """No connector takes another's files."""
    for sample in goldens.samples():
        golden = json.loads(goldens.golden_of(sample).read_text("utf-8"))
        assert golden.get("connector", sample.parent.parent.name) == sample.parent.parent.name
