"""Phân công: who is in charge of which field or procedure, and who is away with whom in their place."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from dossiers.models.procedure import Field, Procedure
from portal.models import Unit, User


class Competence(models.Model):
    """Lĩnh vực phụ trách: a field, or one procedure, that somebody is in charge of in a unit."""

    user = models.ForeignKey(User, models.CASCADE, related_name="competences", verbose_name="người phụ trách")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="competences", verbose_name="đơn vị")
    field = models.ForeignKey(
        Field, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    procedure = models.ForeignKey(
        Procedure, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="thủ tục"
    )

    class Meta:
        verbose_name = "lĩnh vực phụ trách"
        ordering = ["field__position", "field__name", "procedure__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="competence_is_a_field_or_a_procedure",
                condition=Q(field__isnull=False, procedure=None) | Q(field=None, procedure__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "field"],
                condition=Q(procedure=None),
                name="field_once_a_person_and_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "unit", "procedure"],
                condition=Q(field=None),
                name="procedure_once_a_person_and_unit",
            ),
        ]

    def __str__(self) -> str:
        return str(self.field or self.procedure)


class ListedOfficer(models.Model):
    """Cán bộ được niêm yết (NĐ 61/2018/NĐ-CP, Điều 9 khoản 7): whom the unit names to everybody."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="cán bộ")

    class Meta:
        verbose_name = "cán bộ được niêm yết"
        constraints = [models.UniqueConstraint(fields=["unit", "user"], name="officer_listed_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.user_id}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> Self:
        return self.filter(from_on__lte=day, to_on__gte=day)


class Absence(models.Model):
    """Nghỉ, ủy quyền: days on which somebody is away, and who works in their place."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name="người nghỉ")
    from_on = models.DateField("từ ngày")
    to_on = models.DateField("đến hết ngày")
    delegate = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="stands_in_for",
        verbose_name="người làm thay",
    )
    reason = models.CharField("lý do", max_length=200, blank=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "thời gian nghỉ"
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_it_begins", condition=Q(to_on__gte=F("from_on"))),
            models.CheckConstraint(
                name="absent_person_is_not_their_own_delegate",
                condition=Q(delegate=None) | ~Q(delegate=F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%d/%m/%Y}–{self.to_on:%d/%m/%Y}"
