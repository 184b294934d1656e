"""Điều đã biết đến một ngày: what moved a dossier's due day or its unit, so that past days read the same.

A pause is one such thing and stands beside the dossier; these are the others. Each row keeps what was before
and after, from which day on; no row is ever changed.
"""

from datetime import UTC, date, datetime

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from portal.models import Unit

_LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


class DueChange(models.Model):
    """Tính lại ngày hẹn: the office's calendar changed while the dossier was running.

    `paused_on` is the day on which the pause had begun that stood at that moment; the clock went on standing.
    """

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="due_changes")
    at = models.DateTimeField("lúc")
    on = models.DateField("ngày")
    due_at_before = models.DateTimeField("hẹn trả trước khi tính lại")
    due_at_after = models.DateTimeField("hẹn trả sau khi tính lại")
    due_on_before = models.DateField("ngày hẹn trước khi tính lại")
    due_on_after = models.DateField("ngày hẹn sau khi tính lại")
    paused_on = models.DateField("đang tạm dừng từ ngày", null=True)
    reason = models.CharField("lý do", max_length=300)

    class Meta:
        verbose_name = "lần tính lại ngày hẹn"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["dossier", "on"], name="due_change_by_day")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.due_on_before:%d/%m/%Y} → {self.due_on_after:%d/%m/%Y}"


class UnitTransfer(models.Model):
    """Bàn giao đơn vị giải quyết: from the day on the dossier is the other unit's, before it this one's."""

    dossier = models.ForeignKey("dossiers.Dossier", models.CASCADE, related_name="unit_transfers")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị bàn giao")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị nhận")
    on = models.DateField("từ ngày")

    class Meta:
        verbose_name = "lần bàn giao hồ sơ sang đơn vị khác"
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["dossier", "on"], name="unit_transfer_by_day")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_unit} → {self.to_unit}"


def unit_as_of(day: date) -> Case:
    """The id of the unit that had the dossier at the end of a day."""
    left_later = (
        UnitTransfer.objects.filter(dossier=OuterRef("pk"), on__gt=day)
        .order_by("on", "pk")
        .values("from_unit_id")[:1]
    )
    return Case(
        When(was_handed_over=False, then=F("resolving_unit_id")),
        default=Coalesce(Subquery(left_later), F("resolving_unit_id")),
        output_field=models.BigIntegerField(),
    )


def due_as_moved(day: date, *, by_pause: Subquery, paused_at: Subquery) -> Case:
    """The due day of a dossier that was rescheduled: the last thing known by the end of the day decides.

    `by_pause` is the due day as the last pause known by then had it, `paused_at` the moment of that; both
    none where there was no pause. A change made while the clock stood leaves it standing.
    """
    changes = DueChange.objects.filter(dossier=OuterRef("pk"), on__lte=day).order_by("-at", "-pk")
    due = Case(
        When(paused_on=None, then=F("due_on_after")),
        When(due_on_after__lt=F("paused_on"), then=F("due_on_after")),
        default=Value(date.max),
        output_field=models.DateField(),
    )
    changed_at = Subquery(changes.values("at")[:1])
    last_word = GreaterThanOrEqual(changed_at, Coalesce(paused_at, Value(_LONG_AGO)))
    return Case(
        When(last_word, then=Subquery(changes.annotate(due=due).values("due")[:1])),
        default=Coalesce(by_pause, F("original_due_on")),
        output_field=models.DateField(),
    )
