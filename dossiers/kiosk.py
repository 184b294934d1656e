"""Ki-ốt tra cứu: the office's screen that anybody may touch, opened once by staff, signed in to nothing."""

from django.core import signing
from django.urls import reverse
from django.utils import timezone

from dossiers.models import Office
from dossiers.offices import PublicOffice
from portal.models import Unit

_SCREENS = signing.Signer(salt="dossiers.kiosk", sep="~")
_DISPLAYS = signing.Signer(salt="dossiers.call-display", sep="~")


def path_of(unit: Unit) -> str:
    """What the kiosk of an office opens, once."""
    return reverse("dossiers:kiosk", args=[_SCREENS.sign(str(unit.pk))])


def office_of(screen: str) -> PublicOffice | None:
    """The office whose screen it is, while there is such a unit."""
    return _office(_SCREENS, screen)


def display_path(unit: Unit) -> str:
    """What the office's call display opens, once."""
    return reverse("dossiers:call-display", args=[_DISPLAYS.sign(str(unit.pk))])


def office_of_display(screen: str) -> PublicOffice | None:
    """The office whose call display it is."""
    return _office(_DISPLAYS, screen)


def _office(screens: signing.Signer, screen: str) -> PublicOffice | None:
    try:
        pk = int(screens.unsign(screen))
    except (signing.BadSignature, ValueError):
        return None
    unit = Unit.objects.valid_on(timezone.localdate()).filter(pk=pk).first()
    return PublicOffice(unit, Office.of(unit), is_chosen=True) if unit else None
