"""A chart: each point's own range, limits as limits, series apart; a table twin; a sheet with no formula."""

import csv
import io
import json
from typing import Any

import pytest

from chains.events import Chart, Mark, Point, Series
from core.language import Language
from records.when import When
from ui import charts


def point(
    day: str, value: str, sign: str | None = None, *, low: float | None = None, high: float | None = None
) -> Point:
    when = When.parse(day)
    assert when is not None
    printed = f"{low or ''} - {high or ''}" if low is not None or high is not None else None
    text = f"{sign} {value}" if sign else value
    return Point(when, float(value.replace(",", ".")), text, sign, low, high, f"id-{day}", printed)


TWO = Chart(
    "LDL-cholestérol",
    (
        Series("LDL-cholestérol", "mmol/L", "Laboratoire du Port",
               (point("2024-01-05", "4,60", low=1.2, high=3.0), point("2025-01-05", "1,10", "<", high=3.0),
                point("2026-01-05", "2,90", low=1.2, high=3.0))),
        Series("LDL-cholestérol", "mmol/L", '=CMD|"/C calc"!A1', (point("2025-06-01", "3,50"),)),
    ),
    (Mark(When.parse("2025-03-01"), "Atorvastatine <b>20</b> mg"),),  # type: ignore[arg-type]  # a real date
)  # fmt: skip


def traces(chart: Chart, language: Language = "fr") -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = json.loads(charts.figure(chart, language).to_json())["data"]
    return drawn


def test_no_line_runs_through_a_limit_or_from_one_series_to_another() -> None:
    lines = [one for one in traces(TWO) if one["mode"] == "lines" and one["line"]["width"] == 2]

    assert [one["y"] for one in lines] == [[4.6, None, 2.9], [3.5]]


@pytest.mark.parametrize(
    ("sign", "symbol"),
    [
        ("<", "triangle-down-open"),
        ("<=", "triangle-down-open"),
        (">", "triangle-up-open"),
        (">=", "triangle-up-open"),
    ],
)
def test_a_limit_is_an_open_triangle_that_points_its_way(sign: str, symbol: str) -> None:
    chart = Chart(
        "TSH", (Series("TSH", "mUI/L", "", (point("2025-01-01", "0,05", sign), point("2026-01-01", "2"))),)
    )
    (marks,) = [one for one in traces(chart) if one["mode"] == "markers"]

    assert marks["marker"]["symbol"] == [symbol, "circle"]


def test_each_point_has_the_range_of_its_own_report_and_an_open_one_runs_to_the_edge() -> None:
    drawing = json.loads(charts.figure(TWO, "fr").to_json())
    (bars,) = [one for one in drawing["data"] if one.get("line", {}).get("width") == 10]
    edge = drawing["layout"]["yaxis"]["range"][0]

    assert bars["y"] == [1.2, 3.0, None, edge, 3.0, None, 1.2, 3.0, None]


def test_words_of_a_document_are_no_markup() -> None:
    chart = Chart(
        "<a href='http://x'>x</a>", (Series("x", "<i>", "<b>labo</b>", (point("2025-01-01", "1"),) * 2),)
    )
    drawn = charts.figure(chart, "fr").to_json()

    assert "<a href" not in json.dumps(json.loads(drawn)["data"]) + str(json.loads(drawn)["layout"]["title"])
    assert "<b>labo" not in drawn
    assert "&lt;b&gt;labo" in json.loads(drawn)["data"][-1]["name"]
    assert "Atorvastatine &lt;b&gt;20&lt;/b&gt; mg" in str(
        json.loads(charts.figure(TWO, "fr").to_json())["layout"]
    )


def test_different_units_stand_in_panels_of_their_own() -> None:
    chart = Chart(
        "Lp(a)",
        (
            Series("Lp(a)", "mg/dL", "A", (point("2024-01-01", "30"), point("2025-01-01", "31"))),
            Series("Lp(a)", "nmol/L", "B", (point("2025-06-01", "75"),)),
        ),
    )
    drawing = json.loads(charts.figure(chart, "fr").to_json())

    assert {one.get("yaxis", "y") for one in drawing["data"]} == {"y", "y2"}
    assert drawing["layout"]["yaxis2"]["title"]["text"] == "nmol/L"


def test_the_page_may_keep_the_picture_and_nothing_else() -> None:
    drawn = charts.configured(charts.figure(TWO, "fr").to_json(), TWO)
    config = json.loads(drawn)["config"]

    assert config["modeBarButtons"] == [["toImage"]]
    assert config["toImageButtonOptions"]["filename"] == "carnet-ldl-cholesterol"
    assert "plotlyServerURL" not in drawn


@pytest.mark.parametrize(
    ("language", "delimiter", "value", "limit"), [("fr", ";", "1,10", "1,2"), ("en", ",", "1,10", "1.2")]
)
def test_the_sheet_holds_every_value_with_its_sign_apart(
    language: Language, delimiter: str, value: str, limit: str
) -> None:
    rows = list(csv.reader(io.StringIO(charts.sheet(TWO, language)), delimiter=delimiter))

    assert len(rows) == 5
    assert rows[2][0:5] == ["2025-01-05", "LDL-cholestérol", "<", value, "mmol/L"]
    assert rows[1][6] == limit
    assert rows[4][8].startswith("'=")


def test_the_table_says_the_same_and_only_the_newest_of_very_many() -> None:
    few = charts.table(TWO, "fr")
    days = [f"{2000 + number // 12}-{number % 12 + 1:02d}-01" for number in range(80)]
    many = Chart("Pas", (Series("Pas", "pas", "Montre", tuple(point(day, "5000") for day in days)),))

    assert few.count("\n") == 5
    assert "\\< 1,10 mmol/L" in few
    assert charts.table(many, "fr").count("/source/") == 60
    assert "/source/id-2000-01-01" not in charts.table(many, "fr")
    assert charts.table(many, "fr").endswith("toutes sont dans le fichier CSV.")
    assert charts.sheet(many, "fr").count("\r\n") == 81


def test_words_for_those_who_do_not_see_it() -> None:
    told = charts.figure(TWO, "en").layout.meta["carnet"]

    assert told["alt"].startswith(
        "Chart: LDL-cholestérol. Number of values: 4, from 5 January 2024 to 5 January 2026."
    )
    assert told["keep_csv"] == "Keep the values (CSV)"
