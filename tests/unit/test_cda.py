"""CDA documents: what becomes a fact, what must not, and what a broken file is refused with."""

import base64
from collections.abc import Iterator
from decimal import Decimal

import pytest

from connectors.cda import connector
from connectors.limits import Limits, Upload
from core.errors import UnreadableFileError
from records.merge import merge
from records.model import Fact, Kind, Passage, Problem
from records.normalise import normalise
from records.source import XPath

_NS = 'xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def document(section: str, header: str = "", encoding: str = "utf-8") -> bytes:
    """A document of one section."""
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><ClinicalDocument {_NS}>'
        f'<effectiveTime value="20260312"/>{header}<component><structuredBody><component><section>{section}'
        "</section></component></structuredBody></component></ClinicalDocument>"
    )
    return text.encode(encoding)


def read(data: bytes) -> list[object]:
    """All that a file gives."""
    return list(connector.extract(Upload(data, Limits())))


def facts(data: bytes) -> list[Fact]:
    """The facts of a file."""
    return [record for record in read(data) if isinstance(record, Fact)]


def measured(value: str, attributes: str = "", inner: str = "") -> bytes:
    """A document that measures glucose once."""
    return document(
        f'<entry><observation moodCode="EVN" {attributes}><code code="40193-5" displayName="Glucose" '
        'codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/>'
        f'<effectiveTime value="20260312081500+0100"/>{value}{inner}</observation></entry>'
    )


@pytest.mark.parametrize(
    ("value", "text", "number", "comparator"),
    [
        ('<value xsi:type="PQ" value="5.40" unit="mmol/L"/>', "5.40", "5.40", None),
        (
            '<value xsi:type="IVL_PQ"><high value="1.0" unit="mg/l" inclusive="false"/></value>',
            "< 1.0", "1.0", "<",
        ),
        ('<value xsi:type="IVL_PQ"><low value="90" unit="mL/min"/></value>', ">= 90", "90", ">="),
        (
            '<value xsi:type="IVL_PQ"><low value="4" unit="/L"/><high value="6" unit="/L"/></value>',
            "4 - 6", None, None,
        ),
        ('<value xsi:type="ST">négatif</value>', "négatif", None, None),
        ('<value xsi:type="INT" value="3"/>', "3", "3", None),
        ('<value xsi:type="PQ" value="environ 3" unit="g/L"/>', "environ 3", None, None),
        ('<value xsi:type="BL" value="true"/>', "yes", None, None),
        (
            '<value xsi:type="RTO"><numerator value="1"/><denominator value="128"/></value>',
            "1 : 128", None, None,
        ),
    ],
)  # fmt: skip
def test_values_are_what_is_printed(
    value: str, text: str, number: str | None, comparator: str | None
) -> None:
    """Digits, bounds and words stay as they are; an interval is no number."""
    (fact,) = facts(measured(value))

    assert fact.value_text == text
    assert (fact.quantity and str(fact.quantity.value)) == number
    assert (fact.quantity and fact.quantity.comparator) == comparator


def test_a_null_value_is_no_value() -> None:
    """NullFlavor never becomes something measured."""
    (fact,) = facts(measured('<value xsi:type="PQ" nullFlavor="UNK" unit="g/L"/>'))

    assert (fact.value_text, fact.quantity) == (None, None)


def test_a_goal_is_no_measurement() -> None:
    """What is wished for has no quantity and is a note."""
    data = measured('<value xsi:type="PQ" value="0.7" unit="g/L"/>').replace(b'"EVN"', b'"GOL"')
    (fact,) = facts(data)

    assert (fact.kind, fact.status, fact.quantity) == (Kind.NOTE, "goal", None)


def test_two_units_of_one_result_are_one_cluster() -> None:
    """40193-5 in mmol/L and 53049-3 in g/L of one sample are one statement, and no conflict."""
    one = measured('<value xsi:type="PQ" value="4.89" unit="mmol/L"/>')
    other = measured('<value xsi:type="PQ" value="0.88" unit="g/L"/>').replace(b"40193-5", b"53049-3")
    merged = merge([], numbered([*facts(one), *facts(other)]))

    assert (len(merged.new), len(merged.same), merged.conflicts) == (1, 1, ())


def numbered(found: list[Fact], prefix: str = "f") -> list[Fact]:
    """As ingest does before merging."""
    from dataclasses import replace

    return [normalise(replace(fact, id=f"{prefix}{index}")) for index, fact in enumerate(found)]


def test_a_reference_range_is_that_of_the_report() -> None:
    """Limits in the value's unit; the interpretation as coded."""
    inner = (
        '<interpretationCode code="H"/><referenceRange><observationRange><value xsi:type="IVL_PQ">'
        '<low value="4.1" unit="mmol/L"/><high value="6.1" unit="mmol/L"/></value></observationRange>'
        "</referenceRange>"
    )
    (fact,) = facts(measured('<value xsi:type="PQ" value="7" unit="mmol/L"/>', inner=inner))

    assert fact.reference is not None
    assert fact.reference.high is not None
    assert (fact.reference.high.value, fact.interpretation) == (Decimal("6.1"), "H")


def test_a_date_nobody_has_is_no_date() -> None:
    """Year 1 is how a system leaves a date out."""
    data = measured('<value xsi:type="INT" value="3"/>').replace(b"20260312081500+0100", b"00010101000000")
    (fact,) = facts(data)

    assert fact.start is None


def test_a_planned_procedure_was_not_done() -> None:
    """Intent is a note that says so."""
    data = document(
        '<entry><procedure moodCode="RQO"><code code="1" displayName="Colonoscopy"/>'
        '<statusCode code="active"/></procedure></entry>'
    )
    (fact,) = facts(data)

    assert (fact.kind, fact.status) == (Kind.NOTE, "ordered")


def test_a_relatives_disease_is_not_the_persons() -> None:
    """Family history is a note that begins with whose it is."""
    data = document(
        '<entry><organizer moodCode="EVN"><subject><relatedSubject><code code="FTH" displayName="Father"/>'
        '</relatedSubject></subject><component><observation moodCode="EVN"><code code="55607006"/>'
        '<value xsi:type="CD" code="1" displayName="Infarction"/></observation>'
        "</component></organizer></entry>"
    )
    (fact,) = facts(data)

    assert (fact.kind, fact.label) == (Kind.NOTE, "Father: Infarction")


def test_a_denied_problem_is_denied() -> None:
    """negationInd, and no course of what is not there."""
    data = document(
        '<entry><act moodCode="EVN"><code code="CONC"/><statusCode code="active"/><entryRelationship>'
        '<observation moodCode="EVN" negationInd="true"><code code="55607006"/>'
        '<value xsi:type="CD" code="1" displayName="Asthma"/></observation></entryRelationship></act></entry>'
    )
    (fact,) = facts(data)

    assert (fact.kind, fact.negated, fact.status) == (Kind.CONDITION, True, None)


def problem(value: str, times: str = "") -> Fact:
    """The one fact of a problem in a current concern."""
    (fact,) = facts(
        document(
            '<entry><act moodCode="EVN"><code code="CONC"/><statusCode code="active"/><entryRelationship>'
            f'<observation moodCode="EVN"><code code="55607006"/>{times}{value}</observation>'
            "</entryRelationship></act></entry>"
        )
    )
    return fact


def test_a_problem_called_none_known_is_none() -> None:
    """Some systems say it in the label only."""
    fact = problem(
        '<value xsi:type="CD" nullFlavor="OTH"><originalText>No Known Problems</originalText></value>'
    )

    assert (fact.kind, fact.negated) == (Kind.CONDITION, True)


def test_a_problem_that_is_only_called_problem_is_a_note() -> None:
    """A kind without a thing is nothing the person has."""
    fact = problem('<value xsi:type="CD" code="55607006" displayName="Problem"/>')

    assert fact.kind is Kind.NOTE


def test_an_end_at_the_very_start_ends_nothing() -> None:
    """Such an interval is the moment of writing; the concern is still active."""
    times = '<effectiveTime><low value="20110510"/><high value="20110510"/></effectiveTime>'
    fact = problem('<value xsi:type="CD" code="1" displayName="Hypertension"/>', times)

    assert (fact.end, fact.status) == (None, "active")


def test_a_table_is_readable_row_by_row() -> None:
    """Each cell with the name of its column, equal cells too."""
    data = document(
        "<title>Results</title><text><table><thead><tr><th>Low</th><th>High</th></tr></thead>"
        "<tbody><tr><td>10</td><td>10</td></tr></tbody></table></text>"
    )
    (passage,) = [record for record in read(data) if isinstance(record, Passage)]

    assert (passage.text, passage.heading) == ("Low: 10 | High: 10", "Results")
    assert any(
        isinstance(record, Problem) and record.code == "sections_without_codes" for record in read(data)
    )


def test_a_wrapped_file_is_found_again_by_its_place() -> None:
    """`part` gives the bytes that `member` names."""
    inner = base64.b64encode(b"Seen today.").decode()
    data = (
        f'<ClinicalDocument {_NS}><component><nonXMLBody><text mediaType="text/plain" '
        f'representation="B64">{inner}</text></nonXMLBody></component></ClinicalDocument>'
    ).encode()
    (passage,) = [record for record in read(data) if isinstance(record, Passage)]

    assert passage.text == "Seen today."
    assert connector.part(data, passage.source.member) == b"Seen today."


def broken() -> Iterator[tuple[bytes, str]]:
    """Files of which nothing can be read, and why."""
    whole = measured('<value xsi:type="INT" value="3"/>')
    yield whole[:300], "file_truncated"
    yield whole.replace(b"</observation>", b"</observatio>"), "file_damaged"
    yield b" ", "file_empty"
    yield b"<ClinicalDocument>" + b"<component>" * 3000, "file_too_complex"
    yield (
        b"<ClinicalDocument><title>" + b"a" * 11_000_000 + b"</title></ClinicalDocument>",
        "file_too_complex",
    )


@pytest.mark.parametrize(
    ("data", "code"), list(broken()), ids=lambda given: given if isinstance(given, str) else ""
)
def test_a_broken_file_is_refused_with_its_reason(data: bytes, code: str) -> None:
    """Never a half-read document."""
    with pytest.raises(UnreadableFileError) as error:
        read(data)

    assert error.value.code == code


def test_an_entity_is_never_opened() -> None:
    """A DTD is cut; what it names stays text."""
    plain = measured('<value xsi:type="ST">&secret;</value>').decode()
    start = plain.index("<ClinicalDocument")
    hostile = plain[:start] + '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>' + plain[start:]
    (fact,) = facts(hostile.encode())

    assert fact.value_text == "&secret;"


def test_an_undeclared_prefix_loses_nothing() -> None:
    """Some systems forget to declare one."""
    data = measured('<value xsi:type="INT" value="3"/>').replace(
        b"<effectiveTime", b'<effectiveTime sdtc:x="1"'
    )
    (fact,) = facts(data)

    assert fact.value_text == "3"


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_any_encoding_is_told_and_read(encoding: str) -> None:
    """What the declaration says holds."""
    data = document("<title>Synthèse</title><text>Été</text>", encoding=encoding)
    (passage,) = [record for record in read(data) if isinstance(record, Passage)]

    assert connector.identify(data, "")
    assert (passage.text, passage.heading) == ("Été", "Synthèse")
    assert isinstance(passage.source.locator, XPath)


def test_entries_that_give_nothing_are_an_error() -> None:
    """A reading without facts of coded entries has failed."""
    data = document('<entry><other><observation><code code="1"/></observation></other></entry>')
    with pytest.raises(UnreadableFileError) as error:
        read(data)

    assert error.value.code == "no_facts_in_structured_file"


def test_other_xml_is_not_ours() -> None:
    """A phone's export, a page, a feed."""
    assert not connector.identify(b"<HealthData><Record/></HealthData>", "export.xml")
    assert not connector.identify(b"<section><p>urn</p></section>", "x.xml")
