"""The frame with what is late and due today at the desk, and with the office that citizens came to."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dossiers import offices
from dossiers.models import Dossier, DossierQuerySet
from dossiers.process import queues
from dossiers.queueing import taking
from portal import context
from portal.models import Role
from portal.models.user import FIGURE_ROLES

_QUEUE = ("dossiers:queue", "dossiers:queue-times")


class Frame(context.Frame):
    """Without the box and the numbers for those who see no dossiers."""

    @cached_property
    def late_count(self) -> int:
        return self._visible.overdue(timezone.localdate()).count()

    @cached_property
    def due_count(self) -> int:
        return self._visible.due_on_day(timezone.localdate()).count()

    @cached_property
    def in_hand(self) -> int:
        return queues.in_hand(self.user) if self.user else 0

    def offers(self, name: str) -> bool:
        """Numbers of the day only where they are used."""
        return name not in _QUEUE or bool(self.user and taking.units_with_queue() & self._held)

    @property
    def _held(self) -> set[int]:
        held = self.user.roles.values() if self.user else ()
        return {unit for units in held for unit in units}

    def count_of(self, name: str) -> int | None:
        return self.in_hand if name == "dossiers:my-work" else None

    @property
    def find_url(self) -> str:  # type: ignore[override]
        return reverse("dossiers:find") if self._may_look else ""

    @property
    def shortcuts_url(self) -> str:  # type: ignore[override]
        return reverse("dossiers:shortcuts") if self.user and self.user.has_role(*Role) else ""

    @property
    def late_url(self) -> str:  # type: ignore[override]
        return f"{reverse('dossiers:list')}?han=tre" if self._may_look else ""

    @property
    def due_url(self) -> str:  # type: ignore[override]
        return f"{reverse('dossiers:list')}?han=hom-nay" if self._may_look else ""

    @cached_property
    def office(self) -> offices.PublicOffice | None:
        """The office that a public page speaks of: `?don-vi=`, else the only one."""
        return offices.meant(self.request.GET.get("don-vi", ""))

    @property
    def _may_look(self) -> bool:
        return self.user is not None and self.user.has_role(*FIGURE_ROLES)

    @property
    def _visible(self) -> DossierQuerySet:
        return Dossier.objects.under(self.user) if self.user else Dossier.objects.none()


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
