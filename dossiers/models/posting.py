"""Mã QR niêm yết: a short address that hangs somewhere, what it leads to, and how often it was scanned."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from dossiers.models.formtext import FormText
from dossiers.models.procedure import Field, Procedure
from portal.models import Job, Unit, User


class PostedKind(models.TextChoices):
    """Mã dẫn tới đâu."""

    PROCEDURE = "procedure", "Một thủ tục"
    FORM = "form", "Biểu mẫu của một thủ tục"
    FIELD = "field", "Một lĩnh vực"
    CATALOGUE = "catalogue", "Toàn bộ danh mục"
    RATING = "rating", "Đánh giá"
    FEEDBACK = "feedback", "Phản ánh, kiến nghị"
    TRACKING = "tracking", "Tra cứu hồ sơ"


LEAFLET = "leaflet"
LEAFLET_PLACE = "Tờ rơi"
OF_A_PROCEDURE = (PostedKind.PROCEDURE, PostedKind.FORM)
OF_THE_OFFICE = (PostedKind.CATALOGUE, PostedKind.RATING, PostedKind.FEEDBACK, PostedKind.TRACKING)


class PostedCodeQuerySet(models.QuerySet["PostedCode"]):
    def hanging(self) -> Self:
        """Đang niêm yết."""
        return self.filter(taken_down_at=None)

    def to_replace(self) -> Self:
        """Cần thay: printed before the last decision, or of a procedure that citizens no longer find.

        And leaflets printed before their words were changed, or before their second code was counted.
        """
        today = timezone.localdate()
        gone = Q(procedure__is_published=False) | Q(procedure__valid_to__lt=today)
        old = Q(printed_revision__lt=F("procedure__revision"))
        leaflet = Q(kind=PostedKind.CATALOGUE, place=LEAFLET_PLACE) & (
            ~Exists(_tracking_beside()) | Q(reworded__gt=Coalesce("printed_at", "posted_at"))
        )
        asked = self.hanging().alias(reworded=_reworded())
        return asked.filter(Q(procedure__isnull=False) & (gone | old) | leaflet)

    def with_age(self) -> Self:
        """Each with what `why_replace` says of a leaflet."""
        return self.annotate(reworded_at=_reworded(), has_tracking=Exists(_tracking_beside()))

    def with_scans(self) -> Self:
        """Each with `scans`, of all days."""
        days = ScanDay.objects.filter(code=OuterRef("pk")).order_by().values("code")
        return self.annotate(scans=Coalesce(Subquery(days.annotate(all=Sum("scans")).values("all")), 0))


def _reworded() -> Subquery:
    """When the words of the unit's leaflet were last changed."""
    set_here = FormText.objects.filter(unit=OuterRef("unit"), form_set=LEAFLET, kind=LEAFLET)
    return Subquery(set_here.order_by("-set_at").values("set_at")[:1])


def _tracking_beside() -> models.QuerySet["PostedCode"]:
    """The code of tracking at the same place of the same unit."""
    beside = {"unit": OuterRef("unit"), "place": OuterRef("place"), "kind": PostedKind.TRACKING}
    return PostedCode.objects.hanging().filter(**beside)


class PostedCode(models.Model):
    """Một mã QR niêm yết at one place of one unit. Its address is given once and leads somewhere for ever.

    The place never changes: a sheet that moves is taken down and posted anew, so that scans stay where they
    were counted. Printing it again at its place keeps the address and notes the procedure's new revision.
    """

    short = models.CharField("mã ngắn", max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posted_codes", verbose_name="đơn vị")
    kind = models.CharField("dẫn tới", max_length=10, choices=PostedKind)
    procedure = models.ForeignKey(
        Procedure, models.PROTECT, null=True, blank=True, related_name="posted_codes", verbose_name="thủ tục"
    )
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lĩnh vực"
    )
    place = models.CharField("nơi dán", max_length=100)
    printed_revision = models.PositiveIntegerField("in theo lần công bố", null=True, blank=True)
    posted_at = models.DateTimeField("lập lúc", default=timezone.now)
    posted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người lập")
    printed_at = models.DateTimeField("in lúc", null=True, blank=True)
    taken_down_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = PostedCodeQuerySet.as_manager()

    class Meta:
        verbose_name = "mã QR niêm yết"
        ordering = ["-posted_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="posted_code_has_what_its_kind_leads_to",
                condition=Q(kind__in=OF_A_PROCEDURE, procedure__isnull=False, field=None)
                | Q(kind=PostedKind.FIELD, field__isnull=False, procedure=None)
                | Q(kind__in=OF_THE_OFFICE, field=None, procedure=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.place})"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:posted-code", args=[self.short])

    @property
    def subject(self) -> str:
        """What it leads to, as a heading: the procedure's or the field's name, else the kind."""
        if self.procedure is not None:
            return self.procedure.name
        return self.field.name if self.field is not None else self.get_kind_display()

    @property
    def path(self) -> str:
        return reverse("dossiers:public-posted", args=[self.short])

    @property
    def url(self) -> str:
        """What the QR code holds: `https://…/q/k7m2p9x`."""
        return f"{settings.BASE_URL}{self.path}"

    @property
    def address(self) -> str:
        """The same for those who type it: without the scheme."""
        return self.url.partition("://")[2]

    reworded_at: datetime | None = None
    has_tracking: bool = True
    """Both as `with_age` finds them."""

    @property
    def why_replace(self) -> str:
        """Vì sao phải thay; empty if it need not be."""
        procedure = self.procedure
        if self.taken_down_at:
            return ""
        if procedure is None:
            return self._why_replace_leaflet()
        if not procedure.is_published or (procedure.valid_to and procedure.valid_to < timezone.localdate()):
            follower = procedure.replaced_by
            return f"đã thay bằng thủ tục {follower.code}" if follower else "thủ tục đã bãi bỏ"
        if self.printed_revision is not None and self.printed_revision < procedure.revision:
            return f"in theo lần công bố {self.printed_revision}, nay là lần {procedure.revision}"
        return ""

    def _why_replace_leaflet(self) -> str:
        if self.kind != PostedKind.CATALOGUE or self.place != LEAFLET_PLACE:
            return ""
        if not self.has_tracking:
            return "tờ rơi in trước đây có mã tra cứu không đếm được lượt quét: in lại ở trang Tờ rơi"
        if self.reworded_at and self.reworded_at > (self.printed_at or self.posted_at):
            day = timezone.localdate(self.reworded_at)
            return f"lời tờ rơi đã sửa ngày {day:%d/%m/%Y}, sau khi in: in lại ở trang Tờ rơi"
        return ""


class ScanDay(models.Model):
    """Lượt quét một mã trong một ngày: counts, and nothing of who scanned.

    `pages` are openings of a procedure's page by somebody whom this code had led here, `online` the presses
    of its button to submit online.
    """

    code = models.ForeignKey(PostedCode, models.PROTECT, related_name="days", verbose_name="mã")
    day = models.DateField("ngày")
    scans = models.PositiveIntegerField("lượt quét", default=0)
    pages = models.PositiveIntegerField("lượt mở trang thủ tục", default=0)
    online = models.PositiveIntegerField("lượt bấm nộp trực tuyến", default=0)

    class Meta:
        verbose_name = "lượt quét trong ngày"
        constraints = [models.UniqueConstraint(fields=["code", "day"], name="scans_once_a_code_and_day")]
        indexes = [models.Index(fields=["day"], name="scans_by_day")]

    def __str__(self) -> str:
        return f"{self.code_id} {self.day}: {self.scans}"


class SheetKind(models.TextChoices):
    """Khổ in of posted codes."""

    A4 = "a4", "Áp phích A4, mỗi mã một trang"
    A3 = "a3", "Áp phích A3, mỗi mã một trang"
    CARD = "a5", "Thẻ để bàn A5, mỗi mã một trang"
    STICKERS = "stickers", "Tờ nhãn dán A4, 12 nhãn một trang"
    BOOKLET = "booklet", "Sổ mã QR, theo lĩnh vực, có mục lục"


def posters_path(made: "PosterPrint", name: str) -> str:
    return f"posters/{uuid4().hex}.pdf"


class PosterPrint(models.Model):
    """Bản in mã QR: which codes on what sheets, and the file once the job has made it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    sheet = models.CharField("khổ in", max_length=8, choices=SheetKind)
    copies = models.PositiveSmallIntegerField("số nhãn mỗi mã", default=1)
    codes = models.ManyToManyField(PostedCode, related_name="prints", verbose_name="mã")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người in")
    made_at = models.DateTimeField("lập lúc", auto_now_add=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    pages = models.PositiveIntegerField("số trang", default=0)
    file = models.FileField("tệp", upload_to=posters_path, max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "bản in mã QR"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Bản in mã QR số {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:poster-print", args=[self.pk])

    @property
    def file_name(self) -> str:
        return f"ma-qr-{self.sheet}-{self.unit.code}-{self.pk}.pdf"
