"""Tổ công nghệ số cộng đồng: teams of hamlets and communes, who is in them, and what they did when."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from portal.models import Role, Unit, UnitKind, User
from portal.text import fold

KEEPERS = (Role.REFORM, Role.UNIT_ADMIN)
"""Who sets up teams and hamlets and keeps their lists."""
LOGGERS = (*KEEPERS, Role.INTAKE, Role.PROCESSING)
"""Who may also write down what a team did."""


class TeamRole(models.TextChoices):
    LEAD = "lead", "tổ trưởng"
    DEPUTY = "deputy", "tổ phó"
    MEMBER = "member", "thành viên"


class Gender(models.TextChoices):
    WOMAN = "woman", "nữ"
    MAN = "man", "nam"


class DutyPlace(models.TextChoices):
    HALL = "hall", "Nhà văn hóa thôn"
    DESK = "desk", "Bộ phận Một cửa"
    HOME = "home", "Tại nhà người dân"
    OTHER = "other", "Nơi khác"


class TeamQuerySet(models.QuerySet["CommunityTeam"]):
    def visible_to(self, user: User) -> Self:
        """Those of the units within the user's sight."""
        return self.filter(unit__in=user.readable_unit_ids)

    def kept_by(self, user: User) -> Self:
        return self.filter(unit__in=user.unit_ids(KEEPERS))

    def logged_by(self, user: User) -> Self:
        return self.filter(unit__in=user.unit_ids(LOGGERS))

    def valid_on(self, day: date) -> Self:
        """Standing on a day, in a unit that stood then."""
        return self.filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            Q(unit__valid_from=None) | Q(unit__valid_from__lte=day),
            Q(unit__valid_to=None) | Q(unit__valid_to__gte=day),
            begins_on__lte=day,
        )


class CommunityTeam(models.Model):
    """Tổ công nghệ số cộng đồng of a hamlet or a commune, by decision, from a day on.

    A team that ends in a reform is followed by another one, which names it as its predecessor.
    """

    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="community_teams", verbose_name="thôn hoặc xã"
    )
    name = models.CharField("tên tổ", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    decision_number = models.CharField("số quyết định", max_length=60)
    decision_on = models.DateField("ngày quyết định")
    decision_file = models.FileField("tệp quyết định", upload_to="teams", max_length=200, blank=True)
    begins_on = models.DateField("hoạt động từ ngày")
    ends_on = models.DateField("hoạt động đến hết ngày", null=True, blank=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="heir", verbose_name="kế tục tổ"
    )
    duty_place = models.CharField("nơi trực", max_length=200, blank=True)
    duty_hours = models.CharField("giờ trực", max_length=200, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    has_link = models.BooleanField("mở sổ trên điện thoại", default=False)
    link_number = models.PositiveIntegerField("lần mở sổ", default=0)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = "tổ công nghệ số cộng đồng"
        ordering = ["unit__code", "-begins_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ends_on=None), name="one_standing_team_a_unit"
            ),
            models.CheckConstraint(
                name="team_ends_after_it_begins",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("initiatives:team", args=[self.pk])

    def is_valid_on(self, day: date) -> bool:
        return self.begins_on <= day <= (self.ends_on or date.max) and self.unit.is_valid_on(day)

    @property
    def is_of_hamlet(self) -> bool:
        return self.unit.kind == UnitKind.HAMLET

    @property
    def decision(self) -> str:
        return f"Quyết định số {self.decision_number} ngày {self.decision_on:%d/%m/%Y}"


class MemberQuerySet(models.QuerySet["TeamMember"]):
    def on(self, day: date) -> Self:
        """Who was in their team on a day."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=day), joined_on__lte=day)


class TeamMember(models.Model):
    """Thành viên: from a day on, until they leave. `trained_on` is the day of the first training."""

    team = models.ForeignKey(CommunityTeam, models.PROTECT, related_name="members", verbose_name="tổ")
    name = models.CharField("họ và tên", max_length=100)
    role = models.CharField("vai trò", max_length=10, choices=TeamRole, default=TeamRole.MEMBER)
    post = models.CharField("chức vụ, công việc", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    gender = models.CharField("giới tính", max_length=10, choices=Gender, blank=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    joined_on = models.DateField("tham gia từ")
    left_on = models.DateField("thôi tham gia sau ngày", null=True, blank=True)
    is_listed = models.BooleanField("đồng ý công khai tên, điện thoại", default=False)
    trained_on = models.DateField("tập huấn lần đầu", null=True, blank=True, editable=False)
    former = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ở tổ trước"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên tổ công nghệ số cộng đồng"
        ordering = ["team", "pk"]
        constraints = [
            models.CheckConstraint(
                name="member_leaves_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def rank(self) -> tuple[int, int]:
        """The leader first, then deputies, then in the order in which they were written down."""
        return list(TeamRole).index(TeamRole(self.role)), self.pk

    def was_in_on(self, day: date) -> bool:
        return self.joined_on <= day <= (self.left_on or date.max)


class TeamTraining(models.Model):
    """Tập huấn: one meeting for members of one or several teams of a commune."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="xã")
    held_on = models.DateField("ngày")
    subject = models.CharField("nội dung", max_length=300)
    given_by = models.CharField("đơn vị, người tập huấn", max_length=200)
    members = models.ManyToManyField(TeamMember, related_name="trainings", verbose_name="thành viên dự")

    class Meta:
        verbose_name = "buổi tập huấn"
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject}, {self.held_on:%d/%m/%Y}"


class DutyQuerySet(models.QuerySet["DutySession"]):
    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(withdrawn_at=None)


class DutySession(models.Model):
    """Buổi trực: who of a team was where and when, how many people were helped with what.

    `required` is how many members the rule asked for then; with fewer there is a reason. `key` is that of the
    form: sent twice, it is one session.
    """

    team = models.ForeignKey(CommunityTeam, models.PROTECT, related_name="sessions", verbose_name="tổ")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    held_on = models.DateField("ngày trực")
    from_time = models.TimeField("từ")
    to_time = models.TimeField("đến")
    place = models.CharField("nơi trực", max_length=10, choices=DutyPlace, default=DutyPlace.HALL)
    place_note = models.CharField("ghi rõ nơi", max_length=150, blank=True)
    members = models.ManyToManyField(TeamMember, related_name="sessions", verbose_name="thành viên có mặt")
    required = models.PositiveSmallIntegerField("số thành viên ít nhất")
    shortage = models.CharField("lý do thiếu người", max_length=300, blank=True)
    helped_account = models.PositiveSmallIntegerField("tạo tài khoản, định danh", default=0)
    helped_submission = models.PositiveSmallIntegerField("nộp hồ sơ trực tuyến", default=0)
    helped_digitisation = models.PositiveSmallIntegerField("số hóa giấy tờ", default=0)
    helped_payment = models.PositiveSmallIntegerField("thanh toán trực tuyến", default=0)
    helped_other = models.PositiveSmallIntegerField("việc khác", default=0)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    logged_at = models.DateTimeField("ghi lúc")
    logged_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cán bộ ghi"
    )
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = "buổi trực"
        ordering = ["-held_on", "-from_time", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "key"], name="duty_session_once_a_form"),
            models.CheckConstraint(
                name="duty_session_ends_after_it_begins", condition=Q(to_time__gt=F("from_time"))
            ),
        ]
        indexes = [models.Index(fields=["team", "-held_on"], name="duty_sessions_of_a_team")]

    def __str__(self) -> str:
        return f"buổi {self.held_on:%d/%m/%Y} {self.from_time:%H:%M}–{self.to_time:%H:%M}"

    @property
    def helped(self) -> int:
        """Lượt người được giúp, whatever with."""
        return sum(getattr(self, column) for column in HELP_COLUMNS)

    @property
    def where(self) -> str:
        return self.place_note or self.get_place_display()


HELP_LABELS = {
    "helped_account": "Tạo tài khoản, định danh",
    "helped_submission": "Nộp hồ sơ trực tuyến",
    "helped_digitisation": "Số hóa giấy tờ",
    "helped_payment": "Thanh toán trực tuyến",
    "helped_other": "Việc khác",
}
HELP_COLUMNS = tuple(HELP_LABELS)
"""People helped, by the kind of help."""


class HelpedDossier(models.Model):
    """Mã hồ sơ của người được giúp, as the team wrote it down; whether there is one is asked when needed."""

    session = models.ForeignKey(DutySession, models.CASCADE, related_name="dossiers", verbose_name="buổi")
    code = models.CharField("mã hồ sơ", max_length=40, db_index=True)

    class Meta:
        verbose_name = "hồ sơ được tổ giúp"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "code"], name="helped_dossier_once_a_session")
        ]

    def __str__(self) -> str:
        return self.code


class TeamAction(models.TextChoices):
    FOUND = "found", "Lập tổ"
    CHANGE = "change", "Sửa thông tin tổ"
    SUCCEED = "succeed", "Kế tục tổ trước"
    END = "end", "Kết thúc hoạt động"
    JOIN = "join", "Thêm thành viên"
    CHANGE_MEMBER = "change_member", "Sửa thông tin thành viên"
    LEAVE = "leave", "Thành viên thôi tham gia"
    TRAIN = "train", "Ghi tập huấn"
    CHANGE_TRAINING = "change_training", "Sửa buổi tập huấn"
    LOG = "log", "Ghi buổi trực"
    CORRECT = "correct", "Sửa buổi trực"
    TAKE_BACK = "take_back", "Rút buổi trực"
    OPEN_LINK = "open_link", "Mở sổ trên điện thoại"
    CLOSE_LINK = "close_link", "Thu hồi sổ trên điện thoại"


class TeamEvent(models.Model):
    """Diễn biến của tổ: append-only. Without an actor it was written by the team's own link."""

    team = models.ForeignKey(CommunityTeam, models.PROTECT, related_name="events", verbose_name="tổ")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người làm")
    actor_name = models.CharField("người làm", max_length=100, blank=True)
    action = models.CharField("việc", max_length=20, choices=TeamAction)
    session = models.ForeignKey(DutySession, models.PROTECT, null=True, related_name="events")
    words = models.CharField("nội dung", max_length=300, blank=True)

    class Meta:
        verbose_name = "diễn biến của tổ"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_action_display()

    @property
    def who(self) -> str:
        return self.actor_name or "thành viên của tổ, bằng mã"


class TeamRules(models.Model):
    """Quy định về tổ công nghệ số of a commune; without a row what is usual."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+", verbose_name="xã")
    at_least = models.PositiveSmallIntegerField("số thành viên ít nhất mỗi buổi", default=2)
    allows_fewer = models.BooleanField("cho ghi buổi thiếu người khi nêu lý do", default=False)
    silent_days = models.PositiveSmallIntegerField("nhắc khi không có buổi nào trong (ngày)", default=30)
    days_back = models.PositiveSmallIntegerField("ghi buổi đã qua trên điện thoại (ngày)", default=7)
    is_public = models.BooleanField("công khai danh sách tổ", default=False)

    class Meta:
        verbose_name = "quy định về tổ công nghệ số"

    def __str__(self) -> str:
        return f"quy định về tổ công nghệ số, {self.unit}"

    @classmethod
    def of(cls, unit: Unit) -> "TeamRules":
        return cls.objects.filter(unit=unit).first() or cls(unit=unit)
