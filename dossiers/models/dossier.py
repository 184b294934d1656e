"""Hồ sơ, its history and its code."""

import re
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from dossiers.models.bundle import Bundle
from dossiers.models.choices import ApplicantKind, HelpedBy, Priority, ResultDelivery, Sex, Source
from dossiers.models.knowledge import due_as_moved, unit_as_of
from dossiers.models.procedure import Procedure, ProcedureCaseType
from dossiers.models.process import ProcessStep
from dossiers.status import RUNNING, TRANSITIONS, Channel, DossierStatus, Outcome, Rating
from portal.models import Unit, User
from portal.models.user import WORKING_ROLES
from portal.text import fold, sought

CODE_PATTERN = r"^[^\s/?#]{1,60}$"
SOON_DAYS = 2
"""Sắp đến hạn: due within so many days after today."""


_ELSEWHERE = ~Q(receiving_unit=F("resolving_unit"))
"""Another unit resolves what this one received: few, so that an index of them is small and soon read."""


def _of_units(units: set[int]) -> Q:
    return Q(resolving_unit__in=units) | (Q(receiving_unit__in=units) & _ELSEWHERE)


def _asked_of(user: User, **which: bool) -> "models.QuerySet[Any, int] | None":
    """Dossiers about which units of the user's working roles were asked; None for who works in none.

    The model of the questions stands on this one.
    """
    units = user.unit_ids(WORKING_ROLES)
    if not units:
        return None
    transfers = apps.get_model("dossiers", "Transfer")._default_manager
    return transfers.filter(to_unit__in=units, **which).values_list("dossier_id", flat=True)


class DossierQuerySet(models.QuerySet["Dossier"]):
    def visible_to(self, user: User) -> Self:
        """What the user's roles let them read: what their units' subtree received or resolves, and what
        another unit has opened to theirs with a question, papers and person included."""
        shared = _asked_of(user, shows_person=True)
        if shared is None:
            return self.under(user)
        return self.filter(_of_units(user.readable_unit_ids) | Q(pk__in=shared))

    def open_to(self, user: User) -> Self:
        """As `visible_to`, with what their unit was asked about without the person: the page alone."""
        asked = _asked_of(user)
        if asked is None:
            return self.under(user)
        return self.filter(_of_units(user.readable_unit_ids) | Q(pk__in=asked))

    def under(self, user: User) -> Self:
        """What the user's units have in their own books: what lists and numbers go by."""
        return self.of_units(user.readable_unit_ids)

    def of_units(self, units: set[int]) -> Self:
        """What one of these units received or resolves."""
        return self.filter(_of_units(units))

    def in_hand(self) -> Self:
        return self.filter(status__in=RUNNING)

    def overdue(self, today: date) -> Self:
        """Running, with a due day that has passed while the clock was not standing."""
        return (
            self.in_hand()
            .filter(due_on__lt=today)
            .filter(Q(paused_on__isnull=True) | Q(paused_on__gt=F("due_on")))
        )

    def due_on_day(self, day: date) -> Self:
        return self.in_hand().filter(due_on=day, paused_on__isnull=True)

    def due_soon(self, today: date) -> Self:
        """Running against the clock, due after today and within the next days."""
        soon = (today + timedelta(days=1), today + timedelta(days=SOON_DAYS))
        return self.in_hand().filter(due_on__range=soon, paused_on__isnull=True)

    def with_due_as_of(self, day: date) -> Self:
        """Annotate `due_as_of`: the due day as the pauses and the changes of the calendar known on
        `day` had moved it; none while a pause stood.

        A dossier that was paused on the day and not yet late when the pause began has no day to miss, as its
        clock stood. An apology never moves the due date.
        """
        pauses = Pause.objects.filter(dossier=OuterRef("pk"), from_on__lte=day).order_by("-from_on", "-pk")
        is_over = Q(to_on__lte=day)
        due = Case(
            When(is_over, then=F("due_on_after")),
            When(due_on_before__lt=F("from_on"), then=F("due_on_before")),
            default=Value(date.max),
            output_field=models.DateField(),
        )
        by_pause = Subquery(pauses.annotate(due=due).values("due")[:1])
        known_at = Case(When(is_over, then=F("to_at")), default=F("from_at"))
        paused_at = Subquery(pauses.annotate(known_at=known_at).values("known_at")[:1])
        return self.annotate(
            due_as_of=Case(
                When(was_paused=False, was_rescheduled=False, then=F("due_on")),
                When(was_rescheduled=False, then=Coalesce(by_pause, F("original_due_on"))),
                default=due_as_moved(day, by_pause=by_pause, paused_at=paused_at),
                output_field=models.DateField(),
            )
        )

    def with_unit_as_of(self, day: date) -> Self:
        """Annotate `unit_as_of`: the id of the unit that had the dossier at the end of a day."""
        return self.annotate(unit_as_of=unit_as_of(day))

    def resolved_by(self, units: Collection[int], day: date) -> Self:
        """What these units had at the end of a day, before some of it was handed to another unit."""
        perhaps = self.filter(Q(resolving_unit__in=units) | Q(was_handed_over=True))
        return perhaps.with_unit_as_of(day).filter(unit_as_of__in=units)

    def matching(self, text: str) -> Self:
        """By what the text looks like: a number (personal, phone, end of a code), a code, or a name.

        One kind of condition at a time, so that PostgreSQL's trigram indexes answer. Names are found without
        accents. A scanned identity card gives its number first (`045185003217||Trần Thị …`).
        """
        text = sought(text.partition("|")[0])
        digits = re.sub(r"\D", "", text)
        if digits and re.fullmatch(r"[\d\s.+]+", text):
            phone = f"0{digits[2:]}" if re.fullmatch(r"84\d{9,10}", digits) else digits
            return self.filter(
                Q(personal_number__startswith=digits) | Q(phone__contains=phone) | Q(code__iendswith=digits)
            )
        if digits and " " not in text:
            return self.coded(text) | self.filter(personal_number__istartswith=text)
        return self.filter(search_text__contains=fold(text))

    def coded(self, text: str) -> Self:
        """By a part of the code."""
        return self.filter(code__icontains=sought(text))


class Dossier(models.Model):
    """Hồ sơ: one applicant asking for one procedure, from intake to the returned result.

    The `…_on` columns are the days of the `…_at` moments in Viet Nam, kept by `save`; figures count by day.
    """

    code = models.CharField(
        "mã hồ sơ", max_length=60, unique=True,
        validators=[RegexValidator(CODE_PATTERN, "Mã hồ sơ không được có khoảng trắng hoặc dấu /, ?, #.")],
    )  # fmt: skip
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="dossiers", verbose_name="thủ tục")
    case_type = models.ForeignKey(
        ProcedureCaseType,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name="loại việc",
    )
    receiving_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="received_dossiers", verbose_name="đơn vị tiếp nhận"
    )
    resolving_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="dossiers", verbose_name="đơn vị giải quyết"
    )
    status = models.CharField(
        "trạng thái", max_length=20, choices=DossierStatus, default=DossierStatus.RECEIVED
    )
    outcome = models.CharField("kết quả giải quyết", max_length=10, choices=Outcome, blank=True)

    applicant_name = models.CharField("người nộp", max_length=150)
    owner_name = models.CharField("chủ hồ sơ", max_length=150)
    personal_number = models.CharField("số định danh", max_length=30, blank=True)
    phone = models.CharField("số điện thoại", max_length=30, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    applicant_kind = models.CharField(
        "người nộp là", max_length=12, choices=ApplicantKind, default=ApplicantKind.PERSON
    )
    born_on = models.DateField("ngày sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    owner_number = models.CharField("số định danh của chủ hồ sơ", max_length=30, blank=True)
    authority_note = models.CharField("giấy ủy quyền", max_length=300, blank=True)
    search_text = models.CharField(max_length=320, editable=False)

    channel = models.CharField("kênh tiếp nhận", max_length=16, choices=Channel, default=Channel.DIRECT)
    channel_as_written = models.CharField("kênh như trong bảng nguồn", max_length=60, blank=True)
    channel_is_converted = models.BooleanField("kênh quy đổi", default=False)
    is_inter_agency = models.BooleanField("liên thông", default=False)
    helped_by = models.CharField("người hỗ trợ nộp trực tuyến", max_length=8, choices=HelpedBy, blank=True)
    priority = models.CharField("ưu tiên", max_length=10, choices=Priority, default=Priority.NONE)
    result_delivery = models.CharField(
        "nhận kết quả", max_length=8, choices=ResultDelivery, default=ResultDelivery.COUNTER
    )
    delivery_address = models.CharField("nơi nhận kết quả", max_length=300, blank=True)
    sets = models.PositiveSmallIntegerField("số bộ hồ sơ", default=1)
    bundle = models.ForeignKey(
        Bundle, models.SET_NULL, null=True, blank=True, related_name="dossiers", verbose_name="nhóm hồ sơ"
    )
    register_year = models.PositiveSmallIntegerField("sổ theo dõi năm", null=True, editable=False)
    register_volume = models.PositiveSmallIntegerField("quyển số", null=True, editable=False)
    register_number = models.PositiveIntegerField("số thứ tự trong sổ", null=True, editable=False)

    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    received_at = models.DateTimeField("tiếp nhận lúc", null=True, blank=True)
    original_due_at = models.DateTimeField("hẹn trả ban đầu", null=True, blank=True)
    due_at = models.DateTimeField("hẹn trả kết quả", null=True, blank=True)
    paused_since = models.DateTimeField("tạm dừng từ", null=True, blank=True)
    was_paused = models.BooleanField("đã từng tạm dừng", default=False)
    was_rescheduled = models.BooleanField("ngày hẹn đã được tính lại", default=False)
    was_handed_over = models.BooleanField("đã bàn giao sang đơn vị khác", default=False)
    finished_at = models.DateTimeField("có kết quả lúc", null=True, blank=True)
    returned_at = models.DateTimeField("trả kết quả lúc", null=True, blank=True)
    received_on = models.DateField(null=True, editable=False)
    original_due_on = models.DateField(null=True, editable=False)
    due_on = models.DateField(null=True, editable=False)
    paused_on = models.DateField(null=True, editable=False)
    finished_on = models.DateField(null=True, editable=False)
    returned_on = models.DateField(null=True, editable=False)

    papers_to_digitise = models.PositiveSmallIntegerField("số giấy tờ phải số hóa", default=0)
    papers_digitised = models.PositiveSmallIntegerField("số giấy tờ đã số hóa", default=0)
    reuses_papers = models.BooleanField("dùng lại giấy tờ đã số hóa", default=False)
    reused_on = models.DateField("dùng lại giấy tờ từ ngày", null=True, editable=False)
    asked_again_on = models.DateField("yêu cầu bổ sung lần hai ngày", null=True, editable=False)
    apologised_on = models.DateField("xin lỗi ngày", null=True, editable=False)
    has_electronic_result = models.BooleanField("kết quả điện tử", default=False)
    fee = models.PositiveIntegerField("phí, lệ phí (đồng)", default=0)
    is_paid_online = models.BooleanField("thanh toán trực tuyến", default=False)
    rating = models.PositiveSmallIntegerField("đánh giá", choices=Rating, null=True, blank=True)

    visits = models.PositiveSmallIntegerField("số lần đến", null=True, editable=False)
    received_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản tiếp nhận"
    )
    officer_name = models.CharField("cán bộ tiếp nhận", max_length=100, blank=True)
    current_step = models.ForeignKey(
        ProcessStep, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bước đang ở"
    )
    assignee = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="assigned", verbose_name="người đang giữ"
    )
    source = models.CharField("nguồn", max_length=8, choices=Source, default=Source.DESK)
    notes = models.JSONField("cột khác trong bảng nguồn", default=dict)
    intake_seconds = models.PositiveIntegerField("thời gian tiếp nhận (giây)", null=True, editable=False)
    intake_key = models.UUIDField("khóa của phiếu tiếp nhận", null=True, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "hồ sơ"
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["resolving_unit", "received_on"], name="dossier_by_reception"),
            models.Index(fields=["resolving_unit", "finished_on"], name="dossier_by_finish"),
            models.Index(fields=["resolving_unit", "-received_at", "-id"], name="dossier_list"),
            models.Index(fields=["-received_at", "-id"], name="dossier_newest"),
            models.Index(fields=["personal_number"], name="dossier_by_number"),
            models.Index(
                fields=["resolving_unit", "due_on"],
                name="dossier_open",
                condition=Q(status__in=sorted(RUNNING | {DossierStatus.CONCLUDED})),
            ),
            models.Index(
                fields=["receiving_unit", "received_on"],
                name="dossier_resolved_elsewhere",
                condition=_ELSEWHERE,
            ),
            models.Index(
                fields=["assignee", "due_on"],
                name="dossier_by_assignee",
                condition=Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["finished_on"],
                name="dossier_handed_over",
                condition=Q(was_handed_over=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["receiving_unit", "register_year", "register_number"],
                name="register_number_given_once",
            ),
            models.CheckConstraint(
                name="finish_not_before_reception",
                condition=Q(finished_at=None) | Q(received_at=None) | Q(finished_at__gte=F("received_at")),
            ),
            models.CheckConstraint(
                name="finished_status_has_a_finish",
                condition=~Q(status__in=["withdrawn", "stopped", "concluded", "returned"])
                | Q(finished_at__isnull=False)
                | Q(received_at=None),
            ),
            models.CheckConstraint(
                name="digitised_papers_within_those_due",
                condition=Q(papers_digitised__lte=F("papers_to_digitise")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *DERIVED}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("dossiers:detail", args=[self.code])

    def derive(self) -> None:
        """Fill the columns that follow from others; called before every write, bulk writes included."""
        for name in ("received", "original_due", "due", "finished", "returned"):
            setattr(self, f"{name}_on", day_of(getattr(self, f"{name}_at")))
        self.paused_on = day_of(self.paused_since)
        names = dict.fromkeys((self.applicant_name, self.owner_name))
        self.search_text = fold(" · ".join(names))[:320]

    def can_move_to(self, status: DossierStatus) -> bool:
        return status in TRANSITIONS[DossierStatus(self.status)]

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def masked_name(self) -> str:
        """The owner's name for those who need no name: family name and initials."""
        first, *rest = self.owner_name.split() or [""]
        return " ".join([first, *(f"{word[0]}." for word in rest)])


DERIVED = (
    "received_on", "original_due_on", "due_on", "paused_on", "finished_on", "returned_on", "search_text",
)  # fmt: skip


def day_of(moment: datetime | None) -> date | None:
    """The day in Viet Nam (UTC+7 all year since 1975) that a moment falls on."""
    return (moment.astimezone(timezone.get_default_timezone())).date() if moment else None


class Pause(models.Model):
    """Tạm dừng: a stretch of time in which the clock stood, with the due date before and after it."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="pauses")
    reason = models.CharField("lý do", max_length=500)
    from_at = models.DateTimeField("từ")
    to_at = models.DateTimeField("đến", null=True, blank=True)
    from_on = models.DateField(editable=False)
    to_on = models.DateField(null=True, editable=False)
    due_on_before = models.DateField("hẹn trả trước khi dừng", null=True)
    due_on_after = models.DateField("hẹn trả sau khi dừng", null=True)

    class Meta:
        verbose_name = "lần tạm dừng"
        ordering = ["pk"]
        indexes = [models.Index(fields=["dossier", "from_on"], name="pause_by_start")]

    def __str__(self) -> str:
        return f"{self.dossier_id}: {self.from_on:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.from_on, self.to_on = day_of(self.from_at), day_of(self.to_at)  # type: ignore[assignment]
        super().save(*args, **kwargs)
