"""SMART Health codes on a picture: the text of the QR codes that carry one."""

import re
from collections.abc import Iterable

import zxingcpp

from connectors.ocr.networks import Grey

_CARD = re.compile(r"shc:/(?:(?P<piece>\d{1,2})/(?P<of>\d{1,2})/)?\d+\Z")
_LINK = re.compile(r"(?:https?://\S+#)?shlink:/[\w-]+\Z")
_MOST = 40
_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def health_codes(pages: Iterable[Grey]) -> list[bytes]:
    """Their texts in the order of the pages; the pieces of one card in one text, one a line, in order."""
    whole: list[str] = []
    pieces: dict[int, dict[int, str]] = {}
    for page in pages:
        for found in zxingcpp.read_barcodes(page, formats=_QR)[:_MOST]:
            text = found.text.strip()
            card = _CARD.match(text)
            if card is not None and card["piece"]:
                pieces.setdefault(int(card["of"]), {})[int(card["piece"])] = text
            elif (card is not None or _LINK.match(text)) and text not in whole:
                whole.append(text)
    joined = ["\n".join(each[number] for number in sorted(each)) for each in pieces.values()]
    return [text.encode() for text in (*whole, *joined)]
