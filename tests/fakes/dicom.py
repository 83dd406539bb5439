"""DICOM files made for tests: a structured report, a picture, an encapsulated document."""

from io import BytesIO

from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

SR = "1.2.840.10008.5.1.4.1.1.88.33"
PICTURE = "1.2.840.10008.5.1.4.1.1.2"
ENCAPSULATED_PDF = "1.2.840.10008.5.1.4.1.1.104.1"


def code(value: str, meaning: str, system: str = "LN") -> list[Dataset]:
    """A code sequence of one item."""
    made = Dataset()
    made.CodeValue, made.CodeMeaning, made.CodingSchemeDesignator = value, meaning, system
    return [made]


def item(kind: str, name: list[Dataset], **values: object) -> Dataset:
    """One item of a content tree."""
    made = Dataset()
    made.RelationshipType, made.ValueType, made.ConceptNameCodeSequence = "CONTAINS", kind, name
    for key, value in values.items():
        setattr(made, key, value)
    return made


def number(name: list[Dataset], value: str, unit: str) -> Dataset:
    """A measured value."""
    measured = Dataset()
    measured.NumericValue = value
    measured.MeasurementUnitsCodeSequence = code(unit, unit, "UCUM")
    return item("NUM", name, MeasuredValueSequence=[measured])


def saved(kind: str, **values: object) -> bytes:
    """A file of that class with a fictional patient."""
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = UID(kind)
    dataset.file_meta.MediaStorageSOPInstanceUID = UID("1.2.3.4")
    dataset.SOPClassUID, dataset.SOPInstanceUID = kind, "1.2.3.4"
    dataset.PatientName, dataset.PatientBirthDate, dataset.PatientSex = "Exemple^Camille", "19800214", "F"
    dataset.StudyDate, dataset.ContentDate = "20261103", "20261103"
    dataset.InstitutionName = "Imagerie du Port"
    dataset.SpecificCharacterSet = "ISO_IR 192"
    for key, value in values.items():
        setattr(dataset, key, value)
    sink = BytesIO()
    dataset.save_as(sink, enforce_file_format=True)
    return sink.getvalue()


def report() -> bytes:
    """An echocardiography report: two numbers, a text, a finding."""
    findings = item(
        "CONTAINER",
        code("18782-3", "Constatations"),
        ContentSequence=[
            number(code("10230-1", "Fraction d'éjection VG"), "58", "%"),
            number(code("29436-3", "Diamètre VG"), "4.80", "cm"),
            item(
                "TEXT",
                code("121071", "Conclusion", "DCM"),
                TextValue="Ventricule gauche normal.\r\nContrôle dans un an.",
            ),
            item(
                "CODE", code("121071", "Constatation", "DCM"), ConceptCodeSequence=code("1", "Fuite minime")
            ),
        ],
    )
    return saved(
        SR, Modality="SR", ValueType="CONTAINER", ContentSequence=[findings],
        ConceptNameCodeSequence=code("59281-6", "Échocardiographie"),
    )  # fmt: skip
