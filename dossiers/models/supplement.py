"""Yêu cầu bổ sung (NĐ 61/2018/NĐ-CP Đ.11, 19): what was asked of the applicant, and what of it came in."""

from django.db import models
from django.db.models import Q

from dossiers.models.component import DossierComponent
from dossiers.models.dossier import Dossier
from dossiers.models.override import Override
from dossiers.models.procedure import ProcedureComponent
from dossiers.models.slip import Slip
from portal.models import User


class SupplementRequest(models.Model):
    """Một lần yêu cầu bổ sung: in writing, everything at once; the second is on record as the second."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="supplement_requests")
    ordinal = models.PositiveSmallIntegerField("lần thứ")
    reason = models.CharField("lý do", max_length=1000)
    requested_at = models.DateTimeField("yêu cầu lúc")
    requested_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    slip = models.OneToOneField(Slip, models.PROTECT, related_name="supplement_request")
    answered_at = models.DateTimeField("bổ sung lúc", null=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True)
    override = models.OneToOneField(Override, models.PROTECT, null=True, related_name="supplement_request")

    class Meta:
        verbose_name = "lần yêu cầu bổ sung"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "ordinal"],
                condition=Q(undone_at=None),
                name="supplement_request_numbered_once",
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at=None, undone_at=None),
                name="one_open_supplement_request",
            ),
            models.CheckConstraint(
                name="supplement_answered_after_it_was_asked",
                condition=Q(answered_at=None) | Q(answered_at__gte=models.F("requested_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}, lần {self.ordinal}"


class SupplementItem(models.Model):
    """Một nội dung cần bổ sung: a paper that is missing, or something to be put right."""

    request = models.ForeignKey(SupplementRequest, models.CASCADE, related_name="items")
    required = models.ForeignKey(
        ProcedureComponent, models.SET_NULL, null=True, related_name="+", verbose_name="theo quy định"
    )
    name = models.CharField("nội dung", max_length=600)
    came_at = models.DateTimeField("nộp lúc", null=True)
    component = models.ForeignKey(
        DossierComponent, models.SET_NULL, null=True, related_name="+", verbose_name="giấy tờ đã nộp"
    )

    class Meta:
        verbose_name = "nội dung cần bổ sung"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
