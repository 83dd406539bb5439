"""Any table: what its columns are guessed to be, what is asked, and what hostile files cost."""

import io
import zipfile
from decimal import Decimal

import pytest

from connectors import intake, registry
from connectors.intake import Reading
from connectors.table import numerals
from connectors.table.lexicon import label, match, measure, own
from connectors.table.look import look
from connectors.table.mapping import Confirmed, Role, of_options, to_options
from core.errors import UnreadableFileError
from records.metrics import metrics
from records.model import Extraction, Fact, Passage
from records.source import Lines, Rows
from records.ucum import measure as ucum_measure
from tests.evals.tables import judge
from tests.evals.tables_cases import SETS

BOOK = registry.CONNECTORS / "table" / "samples" / "results.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def read(text: str | bytes, options: dict[str, str] | None = None) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return intake.read(data, "table.csv", options=options)


def facts(reading: Reading) -> list[Fact]:
    return [record for record in reading.records if isinstance(record, Fact)]


def problems(reading: Reading) -> dict[str, int]:
    return {problem.code: problem.count for problem in reading.problems}


@pytest.mark.parametrize(
    "case", [case for cases in SETS.values() for case in cases], ids=lambda case: case.name
)
def test_tables_of_many_builds(case: object) -> None:
    """Everything that is there, nothing that is not, and a question where something is open."""
    score = judge(case)  # type: ignore[arg-type]  # parametrised with cases

    assert (score.missed, score.wrong, score.asked_rightly) == ((), (), True)


# Guessing


def test_a_guess_is_text_and_points_at_its_line() -> None:
    """Until the person said so, it is not certain."""
    (first, *_) = facts(read("Date,Weight (kg)\n2024-05-01,72.4\n2024-05-02,72.1\n"))

    assert (first.extraction, first.source.locator) == (Extraction.TEXT, Lines(2, 2))
    assert (first.value_text, first.unit_text) == ("72.4", "kg")


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Poids (kg)", "weight"), ("weightKg", "weight"), ("Weight_lbs", "weight"), ("SYS mmHg", "systolic"),
        ("FC (bpm)", "heart_rate"), ("Temp F", "temperature"), ("Body Fat %", "body_fat"), ("LDL g/L", "ldl"),
        ("Eau (%)", "body_water"), ("Eau (mL)", "water"), ("Fat (g)", None), ("Poids cible", None),
        ("Weight change (kg)", None), ("Avg. Heartrate", None), ("Montant", None), ("Protein (g)", None),
    ],
)  # fmt: skip
def test_heads(head: str, key: str | None) -> None:
    """All the words count, and the unit."""
    found = match(label(head))

    assert (found.key if found else None) == key


def test_every_measure_has_a_name_and_units_that_convert() -> None:
    """The lexicon's keys hold."""
    for key in own():
        row = measure(key)
        assert row is not None
        assert row.name("fr")
        assert row.name("en")
        assert row.metric is None or row.metric in metrics()
        assert all(ucum_measure(unit) is not None or unit in ("kcal", "{score}") for unit in row.units)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["72,5", "71"], {","}), (["1,234"], set()), (["1,234", "1,5"], {","}), (["1.234,5"], {","}),
        (["1,234.5"], {"."}), (["0,125"], {","}), (["1 234,5"], {","}), (["12"], set()),
        (["72.5", "71,2"], {",", "."}),
    ],
)  # fmt: skip
def test_what_a_column_says_of_its_decimal_mark(texts: list[str], found: set[str]) -> None:
    """Three digits after a mark say nothing."""
    assert numerals.marks(texts) == found


@pytest.mark.parametrize("text", ["12/03/2024", "abc", "1,2,3,4", "12..5", "=1+1", "1e5", "", "NaN", "--5"])
def test_what_is_no_number(text: str) -> None:
    """Nothing is made of it."""
    assert numerals.read(text, ".") is None


def test_thousands_that_could_be_decimals_are_asked_about() -> None:
    """``1,234`` of ferritin is a thousand or one."""
    reading = read(
        'Date,Ferritin (ug/L),Note\n2024-05-01,"1,234",\n2024-05-02,"1,310",\n2024-05-03,"1,150",\n'
    )

    assert facts(reading) == []
    assert "columns_to_confirm" in problems(reading)


def test_values_that_no_body_has_are_left_out_and_counted() -> None:
    """One slip of the keyboard in a column that is right."""
    reading = read("Date,Weight (kg)\n2024-05-01,72.4\n2024-05-02,721\n2024-05-03,72.0\n2024-05-04,71.9\n")

    assert [fact.value_text for fact in facts(reading)] == ["72.4", "72.0", "71.9"]
    assert problems(reading)["value_impossible"] == 1


def test_repeated_and_empty_rows_count_once() -> None:
    """As exports that overlap have them."""
    reading = read("Date;Poids (kg)\n13/05/2024;72,4\n;\n13/05/2024;72,4\n14/05/2024;72,0\n")

    assert len(facts(reading)) == 2


def test_formulas_are_words() -> None:
    """A cell that a spreadsheet would run stays what it says."""
    reading = read(
        'Date,Weight (kg),Notes\n2024-05-01,72.4,"=HYPERLINK(""http://x.invalid"")"\n2024-05-02,72.1,ok\n'
    )

    passages = [record.text for record in reading.records if isinstance(record, Passage)]
    assert passages[0] == 'Notes: =HYPERLINK("http://x.invalid")'


@pytest.mark.parametrize("codec", ["cp1252", "utf-16", "utf-8-sig"])
def test_encodings(codec: str) -> None:
    """As spreadsheets of many countries save."""
    text = "Date;Température (°C)\n13/05/2024;38,4\n14/05/2024;37,9\n15/05/2024;36,8\n"

    assert [fact.analyte for fact in facts(read(text.encode(codec)))] == ["temperature"] * 3


# What the person said


def test_what_was_said_counts_and_is_certain() -> None:
    """Order, unit and roles of the person, not ours."""
    text = "Date,Weight\n03/04/2026,171.2\n04/04/2026,170.8\n05/04/2026,170.4\n"
    said = to_options(
        {look(text.encode())[0].signature: Confirmed((Role("date"), Role("weight", "[lb_av]")), None, None)}
    )
    with_order = said["mapping"].replace('"order": ""', '"order": "mdy"')

    found = facts(read(text, {"mapping": with_order}))

    dated = {fact.start.local: fact.value_text for fact in found if fact.start}
    assert dated == {"2026-03-04": "171.2", "2026-04-04": "170.8", "2026-05-04": "170.4"}
    assert all(fact.extraction is Extraction.CODED for fact in found)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"a": 1}', '{"a": {"columns": [{"as": "soul"}]}}', "[" * 5000, "x" * 300_000]
)
def test_options_that_are_none_are_passed_over(text: str) -> None:
    """They come from the house, and are checked all the same."""
    assert of_options({"mapping": text}) == {}


def test_the_same_header_has_the_same_signature_and_another_has_not() -> None:
    """Rows do not matter, words and units do."""
    one, same, other = (
        look(text.encode())[0].signature
        for text in (
            "Date,Weight (kg)\n2024-05-01,72.4\n", "date , WEIGHT (kg)\n2025-01-01,60\n2025-01-02,61\n",
            "Date,Weight (lb)\n2024-05-01,172.4\n",
        )
    )  # fmt: skip

    assert one == same != other


# Workbooks


def altered(*, sheet: tuple[bytes, bytes]) -> bytes:
    """The sample workbook with something in its first sheet replaced."""
    sink = io.BytesIO()
    with zipfile.ZipFile(BOOK) as source, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, body.replace(*sheet) if name == SHEET else body)
    return sink.getvalue()


def test_a_workbook_is_read_sheet_by_sheet() -> None:
    """Dates as dates, what a formula gave, and the place as rows of a sheet."""
    found = facts(read(BOOK.read_bytes()))

    assert {
        (fact.source.locator.table if isinstance(fact.source.locator, Rows) else "") for fact in found
    } == {"Analyses", "Poids"}
    assert Decimal("170.4") in {fact.quantity.value for fact in found if fact.quantity}
    assert {fact.start.local for fact in found if fact.start} == {
        "2025-02-04",
        "2025-09-16",
        "2026-01-03",
        "2026-01-10",
    }


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_a_cell_far_away_costs_no_memory(quote: bytes) -> None:
    """A grid of seventeen thousand million cells is not built."""
    cell = (
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'.replace(b'"', quote),
    )

    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        read(altered(sheet=cell))


def test_a_workbook_that_inflates_is_refused() -> None:
    """Before it is handed to its reader."""
    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        read(altered(sheet=(b"</sheetData>", b" " * 200_000_000 + b"</sheetData>")))


def test_a_workbook_without_its_sheet_is_damaged() -> None:
    """Said, not guessed around."""
    with pytest.raises(UnreadableFileError, match="file_damaged"):
        read(altered(sheet=(b"<sheetData>", b"<<<")))


# Hostile text

HEAD = "Date;Poids (kg)\n12/03/2024;72,5\n13/03/2024;72,4\n14/03/2024;72,0\n"


def test_a_line_without_end_is_refused() -> None:
    """Twenty megabytes in one cell."""
    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        read(HEAD + "15/03/2024;" + "9" * 20_000_000)


def test_a_million_columns_are_refused() -> None:
    """In any row."""
    with pytest.raises(UnreadableFileError, match="file_too_complex"):
        read(HEAD + "15/03/2024;72" + ";x" * 1_000_000)


def test_rows_beyond_the_bound_are_counted() -> None:
    """Read up to the bound, and said."""
    reading = read("Date;Poids (kg);x\n" + "".join(f"12/03/2024;72,5;{n}\n" for n in range(60_000)))

    assert len(facts(reading)) == 1
    assert problems(reading)["table_cut"] == 10_001


def test_a_quote_that_never_closes_swallows_nothing() -> None:
    """The rows after it are read."""
    rows = "".join(f"2024-03-{day:02},72.{day},\n" for day in range(13, 30))
    reading = read('Date,Weight (kg),Note\n2024-03-12,72.5,"he said\n' + rows * 40)

    assert len(facts(reading)) == 18
