"""Tờ khai: Word templates of the office, and what was typed into them for a dossier."""

import secrets
from typing import Any

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.procedure import Procedure
from portal.models import Unit, User


def template_path(_template: "DeclarationTemplate", _name: str) -> str:
    """A random name: what the office called its file is kept beside it."""
    return f"declarations/{secrets.token_hex(16)}.docx"


class DeclarationTemplate(models.Model):
    """Mẫu tờ khai: a Word file with `{{ fields }}`, for one procedure of one unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="declaration_templates", verbose_name="thủ tục"
    )
    name = models.CharField("tên tờ khai", max_length=200)
    file = models.FileField("tệp Word", upload_to=template_path, max_length=200)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    fields = models.JSONField("các ô", default=list)
    is_active = models.BooleanField("đang dùng", default=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "mẫu tờ khai"
        ordering = ["procedure__name", "name", "pk"]

    def __str__(self) -> str:
        return self.name


class Declaration(models.Model):
    """Tờ khai đã điền: the values of one declaration of a dossier; the Word file is made from them anew."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="declarations")
    template = models.ForeignKey(DeclarationTemplate, models.PROTECT, related_name="filled")
    values = models.JSONField("nội dung", default=dict)
    filled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filled_at = models.DateTimeField("điền lúc", auto_now=True)

    class Meta:
        verbose_name = "tờ khai đã điền"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "template"], name="declaration_once_a_dossier_and_template"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.dossier_id}"

    def value(self, key: str) -> Any:
        return self.values.get(key, "")
