"""Địa chỉ đánh giá: what leads a citizen from a slip, a message or a code on a screen to the rating."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from dossiers.models import Dossier

_SIGNER = signing.Signer(salt="dossiers.rating", sep="~")


def token_of(dossier: Dossier) -> str:
    """Leads to the dossier, can't be guessed, holds nothing of it but a row's number."""
    return _SIGNER.sign(str(dossier.pk))


def dossier_of(token: str) -> Dossier | None:
    try:
        pk = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Dossier.objects.select_related("receiving_unit").filter(pk=pk).first()


def rating_url(dossier: Dossier) -> str:
    """The whole address, for a code on paper."""
    return f"{settings.BASE_URL}{reverse('dossiers:rate', args=[token_of(dossier)])}"
