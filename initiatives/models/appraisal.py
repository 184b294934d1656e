"""Hội đồng sáng kiến, bộ tiêu chí, đợt xét, phiếu chấm (TT 18/2013/TT-BKHCN, Điều 8)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse

from initiatives import sight
from initiatives.models.initiative import Initiative
from portal.models import Role, Unit, User

KEEPING_ROLES = (Role.REFORM, Role.LEADER, Role.SUPERVISOR)
"""Who sets up a deciding unit's councils and criteria, runs their rounds and records decisions."""


class CriteriaSet(models.Model):
    """Bộ tiêu chí chấm điểm: data of a province or an office, 100 points in all, frozen once used.

    There is no national scale; an office edits its own copy of an example (`appraisal.examples`).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    name = models.CharField("tên bộ tiêu chí", max_length=200)
    version = models.PositiveSmallIntegerField("lần sửa", default=1)
    step = models.DecimalField("bước điểm", max_digits=2, decimal_places=1, default=Decimal("0.5"))
    threshold = models.DecimalField("điểm công nhận", max_digits=5, decimal_places=2, default=Decimal(70))
    source = models.CharField("căn cứ", max_length=300, blank=True)
    used_at = models.DateTimeField("dùng từ", null=True)

    class Meta:
        verbose_name = "bộ tiêu chí"
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name", "version"], name="criteria_version_once"),
            models.CheckConstraint(
                name="criteria_step_is_half_or_one", condition=Q(step__in=[Decimal("0.5"), Decimal(1)])
            ),
            models.CheckConstraint(
                name="criteria_threshold_within_100", condition=Q(threshold__gt=0, threshold__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, lần {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:criteria", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        return self.used_at is not None


class Criterion(models.Model):
    """Tiêu chí: the most it gives, the least it needs, whether missing that is the end of it."""

    criteria = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự")
    group = models.CharField("nhóm", max_length=120, blank=True)
    name = models.CharField("tiêu chí", max_length=200)
    most = models.DecimalField("điểm tối đa", max_digits=5, decimal_places=2)
    least = models.DecimalField("điểm đạt", max_digits=5, decimal_places=2, null=True, blank=True)
    is_disqualifying = models.BooleanField("dưới điểm đạt là loại", default=False)
    bands = models.TextField("các mức", max_length=1000, blank=True)

    class Meta:
        verbose_name = "tiêu chí"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="criterion_needs_no_more_than_it_gives",
                condition=Q(most__gt=0) & (Q(least=None) | Q(least__gte=0, least__lte=F("most"))),
            ),
            models.CheckConstraint(
                name="disqualifying_criterion_has_its_pass_mark",
                condition=Q(is_disqualifying=False) | Q(least__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CouncilQuerySet(models.QuerySet["Council"]):
    def open_to(self, user: User) -> Self:
        """Councils of the units whose initiatives the user decides on, and those the user sits in."""
        kept = sight.own_units(user, KEEPING_ROLES)
        mine = CouncilMember.objects.filter(user=user).values("council")
        return self.filter(Q(unit__in=kept) | Q(pk__in=mine))


class Council(models.Model):
    """Hội đồng sáng kiến: set up by a decision of the head of the deciding unit; fixed once it has met."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    name = models.CharField("tên hội đồng", max_length=200, default="Hội đồng sáng kiến")
    decision_number = models.CharField("số quyết định thành lập", max_length=60)
    decided_on = models.DateField("ngày quyết định")
    share_over = models.PositiveSmallIntegerField("tử số của tỷ lệ đồng ý", default=2)
    share_under = models.PositiveSmallIntegerField("mẫu số của tỷ lệ đồng ý", default=3)
    used_at = models.DateTimeField("xét đợt đầu lúc", null=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = "hội đồng sáng kiến"
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "decision_number", "decided_on"], name="council_once"),
            models.CheckConstraint(
                name="council_needs_two_thirds_or_more",
                condition=Q(share_under__gt=0, share_over__lte=F("share_under"))
                & Q(GreaterThanOrEqual(F("share_over") * 3, F("share_under") * 2)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} theo {self.decision_number}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:council", args=[self.pk])

    @property
    def share(self) -> Fraction:
        return Fraction(self.share_over, self.share_under)


class MemberRole(models.TextChoices):
    CHAIR = "chair", "Chủ tịch"
    DEPUTY = "deputy", "Phó Chủ tịch"
    SECRETARY = "secretary", "Ủy viên thư ký"
    MEMBER = "member", "Ủy viên"


class CouncilMember(models.Model):
    """Thành viên hội đồng, with name and post as in the decision that named them."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField("thứ tự")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="tài khoản")
    name = models.CharField("họ và tên", max_length=100)
    post = models.CharField("chức vụ", max_length=150, blank=True)
    role = models.CharField("vai trò", max_length=10, choices=MemberRole, default=MemberRole.MEMBER)
    is_union = models.BooleanField("đại diện Công đoàn", default=False)
    is_head = models.BooleanField("người đứng đầu đơn vị", default=False)

    class Meta:
        verbose_name = "thành viên hội đồng"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "user"], name="council_member_once"),
            models.UniqueConstraint(
                fields=["council"], name="one_chair_a_council", condition=Q(role="chair")
            ),
            models.UniqueConstraint(
                fields=["council"], name="one_secretary_a_council", condition=Q(role="secretary")
            ),
            models.UniqueConstraint(fields=["council"], name="one_head_a_council", condition=Q(is_head=True)),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """Đợt xét: initiatives that a council appraises together, by one set of criteria; then its meeting."""

    council = models.ForeignKey(Council, models.PROTECT, related_name="rounds")
    criteria = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="+", verbose_name="bộ tiêu chí")
    name = models.CharField("tên đợt xét", max_length=200)
    is_secret = models.BooleanField("bỏ phiếu kín", default=False)
    marks_due_on = models.DateField("hạn chấm điểm")
    opened_at = models.DateTimeField("mở lúc")
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    met_at = models.DateTimeField("họp lúc", null=True, blank=True)
    place = models.CharField("địa điểm họp", max_length=200, blank=True)
    present = models.ManyToManyField(CouncilMember, related_name="+", verbose_name="thành viên có mặt")
    conclusion = models.TextField("kết luận của chủ trì", max_length=5000, blank=True)

    class Meta:
        verbose_name = "đợt xét sáng kiến"
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("initiatives:round", args=[self.pk])


class Candidate(models.Model):
    """Sáng kiến được đưa ra xét in a round. The counts of the vote stand here once it is closed; of a secret
    ballot there is nothing but the two counts."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="candidates")
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="candidates")
    position = models.PositiveSmallIntegerField("thứ tự")
    state_money = models.BooleanField("tạo ra bằng kinh phí Nhà nước", default=False)
    yes = models.PositiveSmallIntegerField("phiếu đồng ý", default=0)
    no = models.PositiveSmallIntegerField("phiếu không đồng ý", default=0)
    closed_at = models.DateTimeField("chốt biểu quyết lúc", null=True)
    taken_out_at = models.DateTimeField("rút khỏi đợt xét lúc", null=True)

    class Meta:
        verbose_name = "sáng kiến đưa ra xét"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["initiative"], name="initiative_before_one_council", condition=Q(taken_out_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code}: {self.initiative.title}"

    def get_absolute_url(self) -> str:
        return reverse("initiatives:candidate", args=[self.pk])


class Standing(models.TextChoices):
    """Whether a member takes part in one initiative; whoever does not still counts among all members."""

    TAKES_PART = "part", "Chấm điểm, biểu quyết"
    AUTHOR = "author", "Là tác giả, không chấm, không biểu quyết"
    CONFLICT = "conflict", "Có lợi ích liên quan, không chấm, không biểu quyết"
    ABSENT = "absent", "Không tham gia chấm"


class Seat(models.Model):
    """Phiếu chấm của một thành viên for one initiative, and whether the member has voted.

    `vote` stays empty in a secret ballot. The database itself refuses marks and a vote of whoever is an
    author, has a conflict of interest or was excused.
    """

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="seats")
    member = models.ForeignKey(CouncilMember, models.PROTECT, related_name="seats")
    standing = models.CharField("tham gia", max_length=10, choices=Standing, default=Standing.TAKES_PART)
    standing_reason = models.CharField("lý do", max_length=500, blank=True)
    marks = models.JSONField("điểm", default=dict)
    remark = models.TextField("nhận xét", max_length=3000, blank=True)
    total = models.DecimalField("tổng điểm", max_digits=5, decimal_places=2, null=True)
    handed_in_at = models.DateTimeField("nộp phiếu lúc", null=True)
    has_voted = models.BooleanField("đã biểu quyết", default=False)
    vote = models.BooleanField("đồng ý", null=True)

    class Meta:
        verbose_name = "phiếu chấm"
        ordering = ["member__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "member"], name="one_sheet_a_member"),
            models.CheckConstraint(
                name="who_is_involved_neither_marks_nor_votes",
                condition=Q(standing="part") | Q(total=None, handed_in_at=None, has_voted=False, vote=None),
            ),
            models.CheckConstraint(
                name="sheet_is_handed_in_with_its_total",
                condition=Q(total=None, handed_in_at=None)
                | Q(total__gte=0, total__lte=100, handed_in_at__isnull=False),
            ),
            models.CheckConstraint(
                name="vote_belongs_to_who_voted", condition=Q(vote=None) | Q(has_voted=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.member_id}"

    @property
    def takes_part(self) -> bool:
        return self.standing == Standing.TAKES_PART


class AppraisalEvent(models.Model):
    """Diễn biến của việc xét: append-only. It never holds a mark or what somebody voted."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="events")
    candidate = models.ForeignKey(Candidate, models.CASCADE, null=True, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=20)
    said = models.CharField("nội dung", max_length=1000, blank=True)

    class Meta:
        verbose_name = "diễn biến của việc xét"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của việc xét chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của việc xét chỉ được ghi thêm.")
