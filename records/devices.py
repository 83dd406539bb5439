"""What kind of thing measured, by the name it goes under: worn on the body, a phone, or some app."""

import re
from enum import IntEnum
from functools import lru_cache

from records.words import fold


class Closeness(IntEnum):
    """How near to the body a source measures; the lower, the more specific."""

    WORN = 0
    """A watch, ring, band, strap or sensor."""
    PHONE = 1
    APP = 2
    """An app, or nobody knows."""


_WORN = re.compile(
    r"watch|montre|fitbit|garmin|forerunner|vivosmart|vivoactive|\bfenix|\bvenu\b|\bring\b|ouraring|\boura\b|\bbague"
    r"|\banneau|\bband\b|\bbracelet|\btracker|\bsensor|\bcapteur|\bcgm\b|dexcom|\bg[567]\b|\blibre|freestyle"
    r"|\bguardian|\beversense|minimed|\bomnipod|\bpump\b|\bpompe\b|\bwhoop|\bpolar\b|\bcoros\b|\bsuunto|amazfit"
    r"|\bstrap\b|\bceinture|\bchest\b|oximet|oxymetr|thermomet|tensiomet|\bpatch\b|\bwearable"
)
_PHONE = re.compile(
    r"iphone|ipad|phone\b|\bphone|telephone|smartphone|\bmobile\b|android|\bpixel\b|\bgalaxy\b|\bxiaomi|\bredmi|\bhuawei"
    r"|\boneplus|\bmotorola|\bnokia|\bfairphone|\bsm-[a-z]\d"
)


@lru_cache(maxsize=1024)
def closeness(name: str) -> Closeness:
    """Of the source that goes under `name`.

    >>> closeness("Apple Watch de Zoé").name, closeness("iPhone").name, closeness("Health Mate").name
    ('WORN', 'PHONE', 'APP')
    """
    folded = fold(name)
    if _WORN.search(folded):
        return Closeness.WORN
    return Closeness.PHONE if _PHONE.search(folded) else Closeness.APP
