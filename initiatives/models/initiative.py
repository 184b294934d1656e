"""Sáng kiến: what its authors wrote, where it stands and who decides on it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from initiatives import sight
from initiatives.status import OPEN, SENT, TRANSITIONS, WRITABLE, Domain, Feature, InitiativeStatus, Move
from portal.models import Unit, User
from portal.text import fold

LONGEST = 30_000
"""Letters of one part of the description: some ten pages."""


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    def visible_to(self, user: User) -> Self:
        """One's own; what the own unit's people submitted; what was sent to the own unit; what is recognised
        in the subtree of a superior, or to be replicated in the own unit; what is before the user's council.
        A draft is its authors' alone."""
        kept = sight.own_units(user, sight.KEEPING_ROLES)
        decided = sight.own_units(user, sight.DECIDING_ROLES)
        submitted = Q(unit__in=kept) & ~Q(status=InitiativeStatus.DRAFT) & Q(submitted_at__isnull=False)
        sent = Q(deciding_unit__in=decided, status__in=SENT)
        known = Q(unit__in=user.readable_unit_ids, status=InitiativeStatus.RECOGNISED)
        judged = Q(pk__in=self._ids_before(user))
        spread = Q(pk__in=self._ids_asked_of(kept), status=InitiativeStatus.RECOGNISED)
        written = Q(pk__in=self._ids_written_by(user))
        return self.filter(written | judged | submitted | sent | known | spread)

    def written_by(self, user: User) -> Self:
        return self.filter(pk__in=self._ids_written_by(user))

    def of_unit(self, user: User) -> Self:
        """What the people of the user's own unit submitted, whoever decides on it."""
        kept = sight.own_units(user, sight.KEEPING_ROLES)
        return self.filter(unit__in=kept, submitted_at__isnull=False).exclude(status=InitiativeStatus.DRAFT)

    def sent_to(self, user: User) -> Self:
        """What the user's own unit is to decide, or has decided."""
        decided = sight.own_units(user, sight.DECIDING_ROLES)
        return self.filter(deciding_unit__in=decided, status__in=SENT)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def recognised(self) -> Self:
        return self.filter(status=InitiativeStatus.RECOGNISED)

    def late(self, today: date) -> Self:
        return self.filter(status__in=OPEN, next_due_on__lt=today)

    @staticmethod
    def _ids_before(user: User) -> models.QuerySet["Initiative", int]:
        seats = Initiative.objects.filter(candidates__taken_out_at=None, candidates__seats__member__user=user)
        return seats.values_list("pk", flat=True)

    @staticmethod
    def _ids_written_by(user: User) -> models.QuerySet["Initiative", int]:
        return Initiative.objects.filter(authors__user=user).values_list("pk", flat=True)

    @staticmethod
    def _ids_asked_of(units: set[int]) -> models.QuerySet["Initiative", int]:
        """What units were asked to replicate."""
        asked = Q(replications__round__replies__unit__in=units, replications__round__opened_at__isnull=False)
        return Initiative.objects.filter(asked).values_list("pk", flat=True)


class Initiative(models.Model):
    """Sáng kiến (NĐ 13/2012/NĐ-CP, Điều 3): a solution that is new in its place, tried there and of use.

    The texts are the parts of the description (báo cáo mô tả) and of the request (TT 18/2013/TT-BKHCN,
    Điều 5, Phụ lục I). A draft may have gaps; `readiness` says what a submission needs. The code is given
    with the confirmation, by the counter of the deciding unit and year, without gaps.
    """

    title = models.CharField("tên sáng kiến", max_length=400)
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="initiatives", verbose_name="đơn vị của tác giả"
    )
    deciding_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="decided_initiatives",
        verbose_name="nơi xét công nhận",
    )  # fmt: skip
    code = models.CharField("mã", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số thứ tự trong năm", null=True)
    field = models.CharField("lĩnh vực", max_length=10, choices=Domain, default=Domain.REFORM)
    feature = models.CharField("tính năng mang sáng kiến", max_length=10, choices=Feature, blank=True)
    status = models.CharField(
        "trạng thái", max_length=10, choices=InitiativeStatus, default=InitiativeStatus.DRAFT
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lập")
    created_at = models.DateTimeField("lập lúc")
    changed_at = models.DateTimeField("sửa lúc")
    version = models.PositiveIntegerField("lần ghi", default=1)

    problem = models.TextField("vấn đề sáng kiến giải quyết", max_length=LONGEST, blank=True)
    reason = models.TextField("lý do chọn đề tài, sáng kiến", max_length=LONGEST, blank=True)
    situation = models.TextField("thực trạng của vấn đề", max_length=LONGEST, blank=True)
    solution_heading = models.CharField("tên phần giải pháp", max_length=300, blank=True)
    solution = models.TextField("giải pháp", max_length=LONGEST, blank=True)
    applicability = models.TextField("khả năng áp dụng", max_length=LONGEST, blank=True)
    effect_money = models.TextField("hiệu quả về tiền", max_length=LONGEST, blank=True)
    effect_time = models.TextField("hiệu quả về thời gian", max_length=LONGEST, blank=True)
    effect_people = models.TextField("hiệu quả về nhân lực", max_length=LONGEST, blank=True)
    effect_other = models.TextField("hiệu quả khác", max_length=LONGEST, blank=True)
    opinions = models.TextField("ý kiến của nơi đã áp dụng", max_length=LONGEST, blank=True)
    conclusion = models.TextField("kết luận", max_length=LONGEST, blank=True)
    conditions = models.TextField("điều kiện cần thiết để áp dụng", max_length=LONGEST, blank=True)
    confidential = models.TextField("thông tin cần bảo mật", max_length=LONGEST, blank=True)
    investor = models.CharField("chủ đầu tư tạo ra sáng kiến", max_length=300, blank=True)
    first_applied_on = models.DateField("ngày áp dụng lần đầu", null=True, blank=True)

    submitted_at = models.DateTimeField("nộp lúc", null=True)
    confirmed_on = models.DateField("ngày đơn vị xác nhận", null=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người xác nhận"
    )
    asked_on = models.DateField("ngày yêu cầu chỉnh sửa", null=True)
    corrected_on = models.DateField("ngày nộp lại", null=True)
    accepted_on = models.DateField("ngày chấp nhận đơn", null=True)
    decided_on = models.DateField("ngày quyết định", null=True)
    next_due_on = models.DateField("hạn của bước đang chờ", null=True)
    folded = models.TextField(editable=False, default="")

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        verbose_name = "sáng kiến"
        ordering = ["-changed_at", "-pk"]
        indexes = [
            models.Index(fields=["unit", "-submitted_at"], name="initiatives_of_a_unit"),
            models.Index(fields=["deciding_unit", "status"], name="initiatives_to_decide"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["deciding_unit", "year", "number"], name="initiative_number_given_once"
            ),
            models.CheckConstraint(
                name="sent_initiative_has_its_code",
                condition=~Q(status__in=SENT)
                | Q(deciding_unit__isnull=False, number__isnull=False) & ~Q(code=""),
            ),
            models.CheckConstraint(
                name="decided_initiative_has_its_day",
                condition=~Q(
                    status__in=[
                        InitiativeStatus.RECOGNISED, InitiativeStatus.REFUSED, InitiativeStatus.REVOKED,
                    ]
                )
                | Q(decided_on__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code or 'Chưa có mã'}: {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:initiative", args=[self.pk])

    def allows(self, move: Move) -> bool:
        """By the table of states, and by what may be done only once."""
        if InitiativeStatus(self.status) not in TRANSITIONS[move]:
            return False
        return move is not Move.ASK or self.asked_on is None

    @property
    def label(self) -> str:
        """The title on a screen; a draft may have none yet."""
        return self.title or "Sáng kiến chưa đặt tên"

    @property
    def may_be_deleted(self) -> bool:
        return self.status == InitiativeStatus.DRAFT and self.submitted_at is None

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    def is_late(self, today: date) -> bool:
        return self.status in OPEN and self.next_due_on is not None and self.next_due_on < today

    def fold(self) -> None:
        """What the lists search in: code, title, authors and texts, without accents."""
        names = " ".join(self.authors.values_list("name", flat=True)) if self.pk else ""
        self.folded = fold(f"{self.code} {self.title} {names} {self.problem} {self.reason} {self.solution}")


class InitiativeCounter(models.Model):
    """The last number that a deciding unit gave in a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="one_initiative_counter_a_unit_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.last}"
