"""Nhật ký: who did what to which record, append-only."""

from typing import Any, NoReturn, Self

from django.db import models

from portal.models.unit import Unit
from portal.models.user import User


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, target: models.Model) -> Self:
        return self.filter(target_type=target._meta.label, target_id=str(target.pk))

    def update(self, **fields: Any) -> NoReturn:
        raise TypeError("Nhật ký chỉ được ghi thêm, không được sửa.")

    def delete(self) -> NoReturn:
        raise TypeError("Nhật ký chỉ được ghi thêm, không được xóa.")


class AuditEvent(models.Model):
    """One line of the audit trail; never changed, never deleted."""

    at = models.DateTimeField("lúc", auto_now_add=True, db_index=True)
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    actor_name = models.CharField("tên người làm", max_length=100, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")
    action = models.CharField("việc", max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    target_label = models.CharField("đối tượng", max_length=200, blank=True)
    details = models.JSONField("chi tiết", default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name} {self.action} {self.target_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Nhật ký chỉ được ghi thêm, không được sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Nhật ký chỉ được ghi thêm, không được xóa.")
