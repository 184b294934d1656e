"""Mẫu Word của đơn vị: for declarations and for results, and what was typed into them for a dossier."""

import secrets
from typing import Any

from django.db import models

from dossiers.models.dossier import Dossier
from dossiers.models.procedure import Procedure
from portal.models import Unit, User


def template_path(_template: "WordTemplate", _name: str) -> str:
    """A random name: what the office called its file is kept beside it."""
    return f"declarations/{secrets.token_hex(16)}.docx"


class WordPurpose(models.TextChoices):
    """What is made of a template: what the applicant signs, or what the office issues."""

    DECLARATION = "declaration", "Tờ khai"
    RESULT = "result", "Kết quả giải quyết"


class WordTemplate(models.Model):
    """Mẫu Word: a Word file with `{{ fields }}`, for one procedure of one unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="word_templates", verbose_name="thủ tục"
    )
    purpose = models.CharField(
        "dùng làm", max_length=12, choices=WordPurpose, default=WordPurpose.DECLARATION
    )
    needs_signature = models.BooleanField("phải ký số", default=True)
    name = models.CharField("tên mẫu", max_length=200)
    file = models.FileField("tệp Word", upload_to=template_path, max_length=200)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    fields = models.JSONField("các ô", default=list)
    is_active = models.BooleanField("đang dùng", default=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "mẫu Word"
        ordering = ["procedure__name", "name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_result(self) -> bool:
        return self.purpose == WordPurpose.RESULT


class FilledForm(models.Model):
    """Bản đã điền: a declaration, or the draft of a result; the Word file is made anew from the values."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="filled_forms")
    template = models.ForeignKey(WordTemplate, models.PROTECT, related_name="filled")
    values = models.JSONField("nội dung", default=dict)
    filled_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    filled_at = models.DateTimeField("điền lúc", auto_now=True)

    class Meta:
        verbose_name = "bản đã điền"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "template"], name="form_filled_once_a_dossier_and_template"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_id} {self.dossier_id}"

    def value(self, key: str) -> Any:
        return self.values.get(key, "")
