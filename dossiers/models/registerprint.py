"""Bản in sổ theo dõi hồ sơ: one volume as it was laid out at a moment, kept as a file."""

from django.db import models
from django.urls import reverse
from django.utils.crypto import salted_hmac

from portal.models import Job, Unit, User


def book_path(made: "RegisterPrint", name: str) -> str:
    """One name a print, so that an attempt cut short leaves nothing beside it; nobody can guess it."""
    return f"registers/{made.year}/{salted_hmac('register-print', str(made.pk)).hexdigest()}.pdf"


class RegisterPrint(models.Model):
    """Bản in một quyển: its lines and pages, and the file with its hash once the job has made it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    year = models.PositiveSmallIntegerField("năm")
    volume = models.PositiveSmallIntegerField("quyển số")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người dựng")
    made_at = models.DateTimeField("dựng lúc", auto_now_add=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    lines = models.PositiveIntegerField("số dòng", default=0)
    pages = models.PositiveIntegerField("số trang", default=0)
    file = models.FileField("tệp", upload_to=book_path, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "bản in sổ theo dõi hồ sơ"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Sổ theo dõi hồ sơ {self.year}, quyển {self.volume:02d}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:register-print", args=[self.pk])

    @property
    def file_name(self) -> str:
        return f"so-theo-doi-ho-so-{self.unit.code}-{self.year}-quyen-{self.volume:02d}.pdf"
