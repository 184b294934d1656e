"""Bút phê, việc giao from a document, and what a document is linked with."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from dossiers.documents.status import TASK_TRANSITIONS, UNFINISHED, Move, Relation, TaskState
from dossiers.models.dossier import Dossier
from dossiers.models.official import OfficialDocument
from portal.models import Unit, User
from portal.models.user import DESK_ROLES


class Instruction(models.Model):
    """Bút phê: the leader's opinion on an incoming document (Điều 23 NĐ 30/2020/NĐ-CP); never changed."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="instructions")
    text = models.TextField("ý kiến chỉ đạo", max_length=2000)
    leader = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người bút phê")
    leader_name = models.CharField(max_length=100)
    given_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bút phê"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.leader_name}: {self.text[:60]}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(document__in=OfficialDocument.objects.visible_to(user))

    def of(self, user: User) -> Self:
        """What is theirs to do: as the lead, as a co-worker, or given to a division where they work."""
        own = Q(lead=user) | Q(co_workers=user)
        return self.filter(own | Q(lead=None, division__in=user.units_held(DESK_ROLES))).distinct()

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def late(self, today: date) -> Self:
        return self.unfinished().filter(due_on__lt=today)


class Task(models.Model):
    """Việc giao: who leads, who helps, by when, and what came of it."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="tasks")
    instruction = models.ForeignKey(Instruction, models.PROTECT, null=True, related_name="tasks")
    content = models.CharField("nội dung việc", max_length=500)
    lead = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="document_tasks", verbose_name="người chủ trì"
    )
    division = models.ForeignKey(
        Unit, models.PROTECT, null=True, related_name="+", verbose_name="bộ phận chủ trì"
    )
    co_workers = models.ManyToManyField(User, related_name="shared_tasks", verbose_name="người phối hợp")
    state = models.CharField("trạng thái", max_length=9, choices=TaskState, default=TaskState.OPEN)
    assigned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người giao")
    assigned_on = models.DateField("ngày giao")
    due_on = models.DateField("hạn")
    first_due_on = models.DateField("hạn lúc giao")
    extended_on = models.DateField("ngày gia hạn", null=True)
    result = models.TextField("kết quả", max_length=3000, blank=True)
    reply = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, related_name="+", verbose_name="văn bản trả lời"
    )
    reported_on = models.DateField("ngày báo kết quả", null=True)
    done_on = models.DateField("ngày làm xong", null=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt kết quả"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "việc giao"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="document_tasks_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_is_somebodys", condition=Q(lead__isnull=False) | Q(division__isnull=False)
            ),
            models.CheckConstraint(
                name="done_task_has_its_day",
                condition=Q(state=TaskState.DONE, done_on__isnull=False)
                | ~Q(state=TaskState.DONE) & Q(done_on=None),
            ),
            models.CheckConstraint(
                name="task_due_moves_only_by_an_extension",
                condition=Q(extended_on__isnull=False) | Q(due_on=models.F("first_due_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.content

    def get_absolute_url(self) -> str:
        return f"{reverse('dossiers:document', args=[self.document_id])}#viec-{self.pk}"

    def allows(self, move: Move) -> bool:
        if TaskState(self.state) not in TASK_TRANSITIONS[move]:
            return False
        return self.extended_on is None if move is Move.EXTEND else True

    def is_late_on(self, today: date) -> bool:
        """Not reported or not accepted, and the day has gone by; done late stays late."""
        return self.due_on < (self.done_on or today) and self.state != TaskState.CANCELLED

    @property
    def who(self) -> str:
        return str(self.lead or self.division)


class DocumentLink(models.Model):
    """Liên kết: what a document answers, replaces or is about: another document, a dossier, or a record of
    another room of the portal, named by its kind and key."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="links")
    relation = models.CharField("quan hệ", max_length=10, choices=Relation)
    to_document = models.ForeignKey(
        OfficialDocument, models.CASCADE, null=True, related_name="linked_from", verbose_name="văn bản"
    )
    dossier = models.ForeignKey(
        Dossier, models.CASCADE, null=True, related_name="document_links", verbose_name="hồ sơ"
    )
    record_kind = models.CharField("loại bản ghi", max_length=30, blank=True)
    record_key = models.CharField("khóa của bản ghi", max_length=60, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người liên kết")
    made_at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "liên kết của văn bản"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "relation", "to_document"], name="document_linked_once_with_a_document"
            ),
            models.UniqueConstraint(
                fields=["document", "relation", "dossier"], name="document_linked_once_with_a_dossier"
            ),
            models.UniqueConstraint(
                fields=["document", "relation", "record_kind", "record_key"],
                condition=~Q(record_kind=""),
                name="document_linked_once_with_a_record",
            ),
            models.CheckConstraint(
                name="document_link_has_one_end",
                condition=Q(to_document__isnull=False, dossier=None, record_kind="", record_key="")
                | Q(to_document=None, dossier__isnull=False, record_kind="", record_key="")
                | Q(to_document=None, dossier=None) & ~Q(record_kind="") & ~Q(record_key=""),
            ),
            models.CheckConstraint(
                name="document_is_not_linked_with_itself",
                condition=Q(to_document=None) | ~Q(document=models.F("to_document")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_relation_display()}"
