"""Numbers over time: a chart to read on a phone and in both themes, kept as a picture and as a table."""

import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Server, running, shot

pytestmark = pytest.mark.journey

PERSON = "Noé"
_VALUES = [
    ("2022-03-01", "4.60", ""), ("2022-09-10", "4.42", ""), ("2023-03-12", "4.51", ""),
    ("2024-03-12", "4.31", ""), ("2024-10-01", "4.40", ""), ("2025-06-02", "3.30", ""),
    ("2025-12-01", "1.10", "<"), ("2026-10-05", "2.90", ""),
]  # fmt: skip
_ELSEWHERE = [("2023-05-02", "3.90", ""), ("2024-06-07", "4.10", ""), ("2026-08-07", "3.50", "")]


def _observation(day: str, value: str, sign: str, laboratory: str, high: float) -> dict[str, Any]:
    quantity = {
        "value": float(value),
        "unit": "mmol/L",
        "system": "http://unitsofmeasure.org",
        "code": "mmol/L",
    }
    if sign:
        quantity["comparator"] = sign
    return {
        "resourceType": "Observation",
        "id": f"ldl-{day}",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "22748-8"}], "text": "LDL-cholestérol"},
        "effectiveDateTime": day,
        "performer": [{"reference": f"Organization/{len(laboratory)}", "display": laboratory}],
        "valueQuantity": quantity,
        "referenceRange": [
            {"low": {"value": 1.2, "unit": "mmol/L"}, "high": {"value": high, "unit": "mmol/L"}}
        ],
    }


def record() -> bytes:
    """Eleven values of two laboratories, one of them a limit, and a medicine that starts in between."""
    resources = [_observation(*value, "Laboratoire du Port", 3.0) for value in _VALUES]
    resources += [
        _observation(*value, "Institut Biologique des Hauts de la Ville", 3.4) for value in _ELSEWHERE
    ]
    resources.append(
        {
            "resourceType": "MedicationStatement", "id": "statin", "status": "active",
            "medicationCodeableConcept": {"text": "Atorvastatine 20 mg"},
            "effectivePeriod": {"start": "2025-01-10"},
        }
    )  # fmt: skip
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without a model whose one person has eleven values."""
    folder = tmp_path_factory.mktemp("numbers")
    (folder / "bundle.json").write_bytes(record())
    with running(folder) as started:
        for command in (
            ("account", "create", PERSON, "--language", "fr"),
            ("import", "--account", PERSON, "--no-embed", str(folder / "bundle.json")),
        ):
            assert started.cli(*command).returncode == 0
        yield started


def signed_in(server: Server, visit: Callable[..., Page], **look: Any) -> Page:
    page = visit(server, **look)
    steps.sign_in(page, PERSON)
    steps.in_chat(page)
    return page


@pytest.mark.parametrize(("dark", "width"), [(False, 390), (True, 390), (False, 1280), (True, 1280)])
def test_a_chart_is_there_to_read_and_fits(
    server: Server, visit: Callable[..., Page], dark: bool, width: int
) -> None:
    page = signed_in(server, visit, dark=dark, width=width)
    answer = steps.ask(page, "Comment évolue mon LDL ?")
    plot = page.locator(".js-plotly-plot").last
    expect(plot).to_be_visible(timeout=60_000)
    page.wait_for_timeout(800)
    plot.scroll_into_view_if_needed()
    shot(page, f"numbers-chart-{width}-{'dark' if dark else 'light'}")

    assert "ne compare pas entre elles" in answer
    assert plot.get_attribute("role") == "img"
    assert "Nombre de valeurs : 11" in (plot.get_attribute("aria-label") or "")
    box = plot.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    cut = page.evaluate(
        """() => { const plot = [...document.querySelectorAll('.js-plotly-plot')].pop();
             const frame = plot.getBoundingClientRect();
             return [...plot.querySelectorAll('text')].filter((text) => {
               const box = text.getBoundingClientRect();
               const out = box.right > frame.right + 1 || box.left < frame.left - 1;
               return text.textContent.trim() && box.width && (out || box.bottom > frame.bottom + 1);
             }).map((text) => text.textContent); }"""
    )
    assert cut == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_two_laboratories_have_no_line_between_them_and_a_limit_is_drawn_as_one(
    server: Server, visit: Callable[..., Page]
) -> None:
    page = signed_in(server, visit)
    steps.ask(page, "Comment évolue mon LDL ?")
    expect(page.locator(".carnet-chart-bar")).to_be_visible(timeout=60_000)
    traces = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].pop().data.map((trace) =>
             ({mode: trace.mode, n: trace.x.length, y: trace.y,
               symbol: trace.marker && trace.marker.symbol}))"""
    )
    lines = [trace for trace in traces if trace["mode"] == "lines" and trace["n"] in (8, 3)]
    marks = [trace for trace in traces if trace["mode"] == "markers"]

    assert [trace["n"] for trace in lines] == [8, 3]
    assert lines[0]["y"][6] is None
    assert marks[0]["symbol"][6] == "triangle-down-open"


def test_the_picture_and_the_values_are_kept_without_asking_anyone(
    server: Server, visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = signed_in(server, visit)
    steps.ask(page, "Comment évolue mon LDL ?")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_download() as picture:
        page.get_by_role("button", name="Garder l’image (PNG)").last.click()
    with page.expect_download() as table:
        page.get_by_role("button", name="Garder les valeurs (CSV)").last.click()
    picture.value.save_as(tmp_path / "chart.png")
    table.value.save_as(tmp_path / "chart.csv")
    rows = list(csv.DictReader((tmp_path / "chart.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))

    assert picture.value.suggested_filename == "carnet-ldl-cholesterol.png"
    assert (tmp_path / "chart.png").read_bytes().startswith(b"\x89PNG")
    assert len(rows) == 11
    assert (rows[6]["signe"], rows[6]["valeur"], rows[6]["date"]) == ("<", "1,1", "2025-12-01")
    assert {row["laboratoire ou appareil"] for row in rows} == {
        "Laboratoire du Port", "Institut Biologique des Hauts de la Ville",
    }  # fmt: skip
    assert [url for url in asked if url.startswith("http") and "/status" not in url] == []


def test_before_and_after_in_english_and_again_after_a_reload(
    server: Server, visit: Callable[..., Page]
) -> None:
    page = signed_in(server, visit, locale="en-GB", width=390)
    answer = steps.ask(page, "My LDL before and after I started atorvastatin")
    expect(page.locator(".js-plotly-plot").last).to_be_visible(timeout=60_000)
    page.wait_for_timeout(800)
    shot(page, "numbers-before-after")

    assert "Dividing date: on 10 January 2025" in answer
    assert "do not say why" in answer
    page.wait_for_url("**/thread/**")
    page.reload()
    steps.in_chat(page)
    expect(page.get_by_role("button", name="Keep the values (CSV)").last).to_be_visible(timeout=60_000)
    with page.expect_download() as table:
        page.get_by_role("button", name="Keep the values (CSV)").last.click()
    assert table.value.suggested_filename.endswith(".csv")
