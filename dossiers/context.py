"""The frame with the two numbers of the desk: what is late and what is due today."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from dossiers.models import Dossier
from portal import context


class Frame(context.Frame):
    @cached_property
    def late_count(self) -> int:
        if self.user is None:
            return 0
        return Dossier.objects.visible_to(self.user).overdue(timezone.localdate()).count()

    @cached_property
    def due_count(self) -> int:
        if self.user is None:
            return 0
        return Dossier.objects.visible_to(self.user).due_on_day(timezone.localdate()).count()

    @property
    def search_url(self) -> str:  # type: ignore[override]
        return reverse("dossiers:list")

    @property
    def late_url(self) -> str:  # type: ignore[override]
        return f"{self.search_url}?han=tre"

    @property
    def due_url(self) -> str:  # type: ignore[override]
        return f"{self.search_url}?han=hom-nay"


def frame(request: HttpRequest) -> dict[str, Frame]:
    return {"frame": Frame(request)}
