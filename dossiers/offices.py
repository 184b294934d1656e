"""Bộ phận Một cửa mà người dân đến: the offices that the public pages speak of, and the one that is meant."""

from copy import copy
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef
from django.utils import timezone

from dossiers.citizens import remembered
from dossiers.models import Office
from portal.models import Role, RoleAssignment, Unit


@dataclass(frozen=True)
class PublicOffice:
    """One office as citizens meet it; `is_chosen` where the address names it, so that links carry it on."""

    unit: Unit
    settings: Office
    is_chosen: bool

    @property
    def name(self) -> str:
        """Tên bộ phận, as its administrator wrote it or the usual one."""
        return self.settings.one_stop_name or f"Bộ phận Một cửa {self.unit.name}"

    @property
    def query(self) -> str:
        """What a link adds to stay with this office: `don-vi=19405`, or nothing where there is but one."""
        return f"don-vi={self.unit.code}" if self.is_chosen else ""


def receiving() -> list[Unit]:
    """Đơn vị có tiếp nhận: the living units where an active officer receives dossiers, by name."""
    return [copy(unit) for unit in remembered.remember("receiving", _look_for_desks)]


def _look_for_desks() -> tuple[Unit, ...]:
    desks = RoleAssignment.objects.filter(unit=OuterRef("pk"), role=Role.INTAKE, user__is_active=True)
    living = Unit.objects.valid_on(timezone.localdate())
    return tuple(living.filter(Exists(desks)).order_by("folded_name"))


def is_known(code: str) -> bool:
    """Whether it is the code of a receiving office: only of these anything is remembered, so that made-up
    codes fill no memory."""
    return code in remembered.remember("offices", lambda: frozenset(unit.code for unit in receiving()))


def of_unit(unit: Unit) -> PublicOffice:
    """The office of a unit that is known otherwise than by an address."""
    return PublicOffice(unit, Office.of(unit), is_chosen=False)


def meant(code: str) -> PublicOffice | None:
    """The office of a unit's code; without one, the only office of this installation, if it has but one.

    A code that names no living unit means none: an old address still opens its page.
    """
    if code and not is_known(code):
        return _look_up(code)
    kept = remembered.remember(f"office/{code}", lambda: _look_up(code))
    return replace(kept, unit=copy(kept.unit), settings=copy(kept.settings)) if kept else None


def _look_up(code: str) -> PublicOffice | None:
    if code:
        unit = Unit.objects.filter(code=code[:20]).valid_on(timezone.localdate()).first()
        return PublicOffice(unit, Office.of(unit), is_chosen=True) if unit else None
    offices = receiving()
    return PublicOffice(offices[0], Office.of(offices[0]), is_chosen=False) if len(offices) == 1 else None
