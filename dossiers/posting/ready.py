"""Mã trên tờ rơi và áp phích hướng dẫn: the posted code of the catalogue there, or its plain address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from dossiers.models import PostedCode, PostedKind
from dossiers.printing import codes
from portal.models import Unit


@dataclass(frozen=True)
class ReadyCode:
    """A QR code and the address below it."""

    picture: SafeString
    address: str


def code(unit: Unit, place: str) -> ReadyCode:
    """The code that was posted for the sheet; before that, for a preview, what leads to the same page."""
    posted = PostedCode.objects.hanging().filter(unit=unit, kind=PostedKind.CATALOGUE, place=place).first()
    label = "Mọi thủ tục của đơn vị"
    if posted is not None:
        return of_url(posted.url, label=label)
    path = reverse("dossiers:public-catalogue")
    return of_url(
        f"{settings.BASE_URL}{path}?{urlencode({'don-vi': unit.code})}", label="Mọi thủ tục của đơn vị"
    )


def tracking() -> ReadyCode:
    """Tra cứu hồ sơ."""
    return of_url(f"{settings.BASE_URL}{reverse('dossiers:tracking')}", label="Tra cứu hồ sơ")


def of_url(url: str, *, label: str) -> ReadyCode:
    return ReadyCode(codes.qr(url, label=label), url.partition("://")[2])
