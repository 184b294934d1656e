"""Giấy tờ đã nộp: the papers of one dossier and whether they are digitised."""

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.procedure import ProcedureComponent


class FiledAs(models.TextChoices):
    """Dạng giấy tờ khi nộp (TT 01/2023/TT-VPCP Đ.4)."""

    ORIGINAL = "original", "Bản chính"
    CERTIFIED = "certified", "Bản sao chứng thực"
    COPY = "copy", "Bản chụp"
    ELECTRONIC = "electronic", "Bản điện tử"
    SHOWN = "shown", "Xuất trình"


MUST_DIGITISE = frozenset({FiledAs.ORIGINAL, FiledAs.ELECTRONIC})
"""Photocopies, certified paper copies and papers only shown are not digitised (TT 01/2023/TT-VPCP Đ.4)."""


class DossierComponent(models.Model):
    """Giấy tờ đã nộp: one paper of a dossier as it was handed in."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="components")
    required = models.ForeignKey(
        ProcedureComponent, models.SET_NULL, null=True, related_name="+", verbose_name="theo quy định"
    )
    name = models.CharField("tên giấy tờ", max_length=600)
    filed_as = models.CharField("dạng", max_length=12, choices=FiledAs)
    must_digitise = models.BooleanField("phải số hóa")
    is_digitised = models.BooleanField("đã số hóa", default=False)

    class Meta:
        verbose_name = "giấy tờ"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
