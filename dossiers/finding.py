"""Một ô: what a scanned or typed text is, and the one dossier that it means, where it means one.

A keyboard scanner types whatever it reads: the card of a citizen, the barcode or QR code of a receipt (whose
first field is the dossier's code, TT 01/2023/TT-VPCP), an address that holds a code.
"""

import re
from dataclasses import dataclass

from django.utils import timezone

from dossiers import listing
from dossiers.identity import Card, read_card
from dossiers.models import Dossier
from portal.models import User
from portal.text import one_line

LONGEST = 2000
"""More than a card or a receipt says."""
_CODE = re.compile(r"[A-Z0-9]+(?:\.[A-Z0-9]+)*-\d{6}-\d{4,}", re.IGNORECASE)
LONGEST_CODE = 60
_CARD_BARS = 5


@dataclass(frozen=True)
class Reading:
    """The text, the card if it is one, and every dossier code that it may hold."""

    text: str
    card: Card | None
    codes: tuple[str, ...]

    @property
    def is_spoilt_card(self) -> bool:
        """Built like a card and not readable as one: a worn code, or a keyboard that changed the digits."""
        return self.card is None and self.text.count("|") >= _CARD_BARS and not _CODE.search(self.text)

    @property
    def sought(self) -> str:
        """What a list is searched by."""
        return self.card.number if self.card else self.text


def read(text: str) -> Reading:
    text = one_line(text[:LONGEST])
    card = read_card(text)
    return Reading(text, card, () if card else _codes(text))


def the_one(reading: Reading, user: User) -> Dossier | None:
    """The only dossier that the officer can mean; none where there are several, or nothing."""
    visible = Dossier.objects.visible_to(user)
    if reading.codes:
        exact = list(visible.filter(code__in=reading.codes)[:2])
        if exact:
            return exact[0] if len(exact) == 1 else None
        papers = list(visible.filter(components__digital_code__in=reading.codes).distinct()[:2])
        if len(papers) == 1:
            return papers[0]
    if not reading.text or reading.card or reading.is_spoilt_card:
        return None
    found = list(listing.narrowed(user, {"q": reading.text}, today=timezone.localdate())[:2])
    return found[0] if len(found) == 1 else None


def _codes(text: str) -> tuple[str, ...]:
    """The whole text, its first field, its parts as an address, and whatever looks like a code within."""
    first = text.partition("|")[0].strip()
    parts = [part for part in re.split(r"[/?#&=\s]+", first) if part]
    named = {text, first, *parts, *_CODE.findall(text)}
    codes = {code for name in named for code in (name, name.upper())}
    return tuple(sorted(code for code in codes if 4 <= len(code) <= LONGEST_CODE))
