"""SMART Health codes on a picture: the text of the QR codes that carry one."""

import re
from collections.abc import Sequence

import zxingcpp

from connectors.ocr.networks import Grey

_CARD = re.compile(r"shc:/(?:(?P<piece>\d{1,2})/(?P<of>\d{1,2})/)?\d+\Z")
_LINK = re.compile(r"(?:https?://\S+#)?shlink:/[\w-]+\Z")
_MOST = 40
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def health_codes(picture: Grey) -> list[str]:
    """The texts of the health codes on a picture; other codes are nobody's business here."""
    found = (code.text.strip() for code in zxingcpp.read_barcodes(picture, formats=_QR)[:_MOST])
    return [text for text in found if _CARD.match(text) or _LINK.match(text)]


def joined(codes: Sequence[str]) -> list[bytes]:
    """Each card or link once; the pieces of one card as one text, one a line, in order."""
    whole: list[str] = []
    pieces: dict[int, dict[int, str]] = {}
    for text in codes:
        card = _CARD.match(text)
        if card is not None and card["piece"]:
            pieces.setdefault(int(card["of"]), {})[int(card["piece"])] = text
        elif text not in whole:
            whole.append(text)
    cards = ["\n".join(each[number] for number in sorted(each)) for each in pieces.values()]
    return [text.encode() for text in (*whole, *cards)]
