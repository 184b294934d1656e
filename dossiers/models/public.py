"""Những gì người dân gặp: forms to download, people's own words, life events, counts without a trace."""

import secrets

from django.db import models
from django.db.models import Q

from dossiers.models.procedure import Procedure, ProcedureComponent
from portal.models import Unit, User
from portal.text import fold


def form_path(file: "FormFile", _name: str) -> str:
    """A random name: what the office called its file is kept beside it."""
    return f"forms/{secrets.token_hex(16)}.{file.extension}"


class FormKind(models.TextChoices):
    BLANK = "blank", "Mẫu để điền"
    SAMPLE = "sample", "Bản điền sẵn để xem"


class FormFile(models.Model):
    """Mẫu đơn, tờ khai để tải: of one paper of a procedure; of all offices, or one office's own."""

    component = models.ForeignKey(ProcedureComponent, models.CASCADE, related_name="form_files")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="riêng của đơn vị"
    )
    kind = models.CharField("loại", max_length=6, choices=FormKind)
    file = models.FileField("tệp", upload_to=form_path, max_length=200)
    extension = models.CharField(max_length=4)
    file_name = models.CharField("tên tệp", max_length=200)
    size = models.PositiveIntegerField("cỡ (byte)")
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "mẫu để tải"
        ordering = ["component", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["component", "kind"], condition=Q(unit=None), name="form_once_for_all_offices"
            ),
            models.UniqueConstraint(
                fields=["component", "kind", "unit"],
                condition=Q(unit__isnull=False),
                name="form_once_an_office",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def kind_and_size(self) -> str:
        """`Word, 34 KB`: what a phone is about to load."""
        words = {"pdf": "PDF", "docx": "Word"}[self.extension]
        return f"{words}, {-(-self.size // 1024)} KB"


class ProcedureWord(models.Model):
    """Lời của người dân: what people call the procedure when they look for it, such as “sao y”.

    Of a shipped word that the office struck out the row stays, so that loading again does not bring it back.
    """

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="words")
    text = models.CharField("lời người dân hay dùng", max_length=100)
    folded_text = models.CharField(max_length=100, editable=False)
    is_shipped = models.BooleanField("đi kèm phần mềm", default=False)
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "lời của người dân"
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "folded_text"], name="word_once_a_procedure")
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_text = fold(self.text)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class LifeEvent(models.Model):
    """Sự kiện trong đời: why somebody needs procedures, such as a birth; ships with the project."""

    code = models.SlugField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=100)
    hint = models.CharField("gồm những gì", max_length=200)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "sự kiện trong đời"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class LifeEventProcedure(models.Model):
    """One procedure of a life event, in the order in which people meet it."""

    event = models.ForeignKey(LifeEvent, models.CASCADE, related_name="members")
    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="life_events")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "thủ tục của một sự kiện"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["event", "procedure"], name="procedure_once_a_life_event")
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.procedure_id}"


class Told(models.TextChoices):
    """What a visitor did on a procedure's page or said of it: but for the first two, why it was no use."""

    ONLINE = "online", "Mở nơi nộp trực tuyến"
    USEFUL = "useful", "Có ích"
    MISSING = "missing", "Không có điều tôi cần biết"
    HARD = "hard", "Khó hiểu"
    WRONG = "wrong", "Sai hoặc đã cũ"
    BROKEN = "broken", "Không tải được mẫu, không mở được liên kết"
    OTHER = "other", "Lý do khác"


REASONS = (Told.MISSING, Told.HARD, Told.WRONG, Told.BROKEN, Told.OTHER)


class PageCount(models.Model):
    """Đếm theo ngày: how often on a day; who, when and from where is not kept."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="page_counts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name="đơn vị")
    day = models.DateField("ngày")
    told = models.CharField("điều được đếm", max_length=8, choices=Told)
    count = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        verbose_name = "số đếm của trang thủ tục"
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "day", "told"],
                condition=Q(unit=None),
                name="page_counted_once_a_day_without_office",
            ),
            models.UniqueConstraint(
                fields=["procedure", "day", "told", "unit"],
                condition=Q(unit__isnull=False),
                name="page_counted_once_a_day_and_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.told} {self.count}"
