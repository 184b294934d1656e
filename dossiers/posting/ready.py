"""Mã trên tờ rơi và áp phích hướng dẫn: the posted code of a page of the office, or its address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from dossiers.models import PostedCode, PostedKind
from portal import barcodes
from portal.models import Unit


@dataclass(frozen=True)
class ReadyCode:
    """A QR code and the address below it."""

    picture: SafeString
    address: str


_PAGES = {
    PostedKind.CATALOGUE: ("dossiers:public-catalogue", "Mọi thủ tục của đơn vị"),
    PostedKind.TRACKING: ("dossiers:tracking", "Tra cứu hồ sơ"),
}


def code(unit: Unit, place: str, kind: PostedKind = PostedKind.CATALOGUE) -> ReadyCode:
    """The code that was posted for the sheet; before that, for a preview, what leads to the same page."""
    name, label = _PAGES[kind]
    posted = PostedCode.objects.hanging().filter(unit=unit, kind=kind, place=place).first()
    if posted is not None:
        return of_url(posted.url, label=label)
    return of_url(f"{settings.BASE_URL}{reverse(name)}?{urlencode({'don-vi': unit.code})}", label=label)


def of_url(url: str, *, label: str) -> ReadyCode:
    return ReadyCode(barcodes.qr(url, label=label), url.partition("://")[2])
