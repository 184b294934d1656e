"""Văn bản đi, văn bản đến: one document, its files, and what happened to it."""

import uuid
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dossiers.documents.status import (
    DRAFTS,
    NUMBERED,
    STATES_IN,
    STATES_OUT,
    TRANSITIONS,
    Direction,
    DocumentState,
    FileKind,
    Medium,
    Move,
    Security,
    SigningState,
    Urgency,
)
from dossiers.models.office_books import DocumentBook, DocumentKind
from dossiers.models.scan import Reading
from portal.models import Unit, User
from portal.models.user import DESK_ROLES
from portal.text import fold


class OfficialQuerySet(models.QuerySet["OfficialDocument"]):
    def visible_to(self, user: User) -> Self:
        """Those of the units within their sight (drafts only where they work), and what is theirs to do."""
        held = user.units_held(DESK_ROLES)
        given = Q(tasks__lead=user) | Q(tasks__co_workers=user) | Q(tasks__division__in=held)
        return self.filter(
            Q(unit__in=held)
            | Q(unit__in=user.readable_unit_ids) & ~Q(state__in=DRAFTS)
            | Q(author=user)
            | Q(signer=user)
            | Q(pk__in=OfficialDocument.objects.filter(given).values("pk"))
        )

    def incoming(self) -> Self:
        return self.filter(direction=Direction.IN)

    def outgoing(self) -> Self:
        return self.filter(direction=Direction.OUT)

    def issued(self) -> Self:
        return self.filter(direction=Direction.OUT, state=DocumentState.ISSUED)


class OfficialDocument(models.Model):
    """Văn bản đi hoặc đến of one unit.

    Incoming: `number` is the số đến, `sender_number` and `issued_on` are the sender's. Outgoing: `symbol` is
    the number with its mark, “12/BC-UBND”, `issued_on` the day that stands on it. Of a confidential document
    there is nothing but number, days and sender.
    """

    direction = models.CharField("chiều", max_length=3, choices=Direction)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="official_documents", verbose_name="đơn vị")
    kind = models.ForeignKey(
        DocumentKind, models.PROTECT, null=True, related_name="documents", verbose_name="loại văn bản"
    )
    book = models.ForeignKey(
        DocumentBook, models.PROTECT, null=True, related_name="documents", verbose_name="sổ"
    )
    year = models.PositiveSmallIntegerField("năm", null=True)
    number = models.PositiveIntegerField("số", null=True)
    mark = models.CharField("ký hiệu", max_length=40, blank=True)
    symbol = models.CharField("số, ký hiệu", max_length=60, blank=True, editable=False)
    subject = models.CharField("trích yếu", max_length=500, blank=True)
    urgency = models.CharField("độ khẩn", max_length=11, choices=Urgency, default=Urgency.NORMAL)
    security = models.CharField("độ mật", max_length=12, choices=Security, default=Security.NORMAL)
    medium = models.CharField("hình thức", max_length=10, choices=Medium, default=Medium.ELECTRONIC)
    pages = models.PositiveSmallIntegerField("số trang", null=True, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True)

    received_on = models.DateField("ngày đến", null=True)
    sender = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    sender_number = models.CharField("số, ký hiệu của nơi gửi", max_length=60, blank=True)
    due_on = models.DateField("hạn giải quyết", null=True, blank=True)
    done_on = models.DateField("ngày giải quyết xong", null=True)

    division = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị soạn thảo"
    )
    author = models.ForeignKey(
        User, models.PROTECT, related_name="official_documents", verbose_name="người soạn, người vào sổ"
    )
    signer = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người ký trong hệ thống"
    )
    signer_name = models.CharField("người ký", max_length=100, blank=True)
    signer_post = models.CharField("chức vụ người ký", max_length=120, blank=True)
    recipients = models.TextField("nơi nhận", max_length=3000, blank=True)
    signature_state = models.CharField("ký số", max_length=7, choices=SigningState, default=SigningState.NONE)
    signed_at = models.DateTimeField("ký số lúc", null=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người duyệt"
    )
    approved_at = models.DateTimeField("duyệt lúc", null=True)
    sent_at = models.DateTimeField("phát hành lúc", null=True)

    state = models.CharField("trạng thái", max_length=10, choices=DocumentState)
    created_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    listed_on = models.DateField("ngày xếp danh sách", editable=False)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    search_text = models.TextField(editable=False)

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản"
        ordering = ["-listed_on", "-pk"]
        indexes = [
            models.Index(fields=["unit", "direction", "-listed_on", "-id"], name="documents_of_a_unit"),
            models.Index(fields=["unit", "sender_number"], name="documents_by_their_number"),
            models.Index(fields=["unit", "direction", "issued_on"], name="documents_by_day_of_issue"),
            models.Index(fields=["unit", "direction", "received_on"], name="documents_by_day_received"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["book", "year", "number"], name="document_number_given_once"),
            models.CheckConstraint(
                name="document_state_fits_its_direction",
                condition=Q(direction=Direction.IN, state__in=STATES_IN)
                | Q(direction=Direction.OUT, state__in=STATES_OUT),
            ),
            models.CheckConstraint(
                name="incoming_document_has_number_and_day",
                condition=~Q(direction=Direction.IN)
                | Q(number__isnull=False, received_on__isnull=False, book__isnull=False),
            ),
            models.CheckConstraint(
                name="outgoing_document_in_the_register_has_number_and_day",
                condition=~Q(direction=Direction.OUT, state__in=NUMBERED)
                | Q(number__isnull=False, issued_on__isnull=False, book__isnull=False),
            ),
            models.CheckConstraint(
                name="confidential_document_says_nothing",
                condition=Q(security=Security.NORMAL)
                | Q(subject="", signer_name="", recipients="", signer=None, kind=None),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.direction == Direction.OUT:
            self.symbol = f"{self.number:02d}/{self.mark}" if self.number else ""
        days = (self.received_on, self.issued_on) if self.is_incoming else (self.issued_on,)
        self.listed_on = next((day for day in days if day), None) or self.listed_on or timezone.localdate()
        said = (self.symbol, self.sender_number, self.subject, self.sender, self.signer_name, self.mark)
        self.search_text = fold(" ".join(said))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("dossiers:document", args=[self.pk])

    def allows(self, move: Move) -> bool:
        """By the table of states; with a confidential document nothing is done here."""
        return not self.is_confidential and DocumentState(self.state) in TRANSITIONS[move]

    @property
    def is_incoming(self) -> bool:
        return self.direction == Direction.IN

    @property
    def is_confidential(self) -> bool:
        return self.security == Security.CONFIDENTIAL

    @property
    def label(self) -> str:
        """What an officer calls it: the number that stands on it, else what it is to become."""
        if self.is_incoming:
            return f"Văn bản đến số {self.number:02d} năm {self.year}"
        return f"Văn bản {self.symbol}" if self.symbol else f"Dự thảo {self.pk}"

    @property
    def title(self) -> str:
        return "Văn bản mật" if self.is_confidential else self.subject

    @property
    def own_number(self) -> str:
        """Số, ký hiệu that its issuer gave it."""
        return self.sender_number if self.is_incoming else self.symbol


class DocumentFile(models.Model):
    """Tệp của văn bản: a version of the document itself, or a paper that goes with it; none is ever lost."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="files")
    kind = models.CharField("là", max_length=10, choices=FileKind, default=FileKind.MAIN)
    version = models.PositiveSmallIntegerField("bản thứ")
    is_current = models.BooleanField("đang dùng", default=True)
    file = models.FileField("tệp", max_length=200)
    file_name = models.CharField("tên tệp", max_length=200)
    extension = models.CharField("dạng", max_length=5)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField("dung lượng")
    page_count = models.PositiveSmallIntegerField("số trang", default=0)
    is_signed = models.BooleanField("có chữ ký số", default=False)
    reading = models.CharField(max_length=8, choices=Reading, default=Reading.NONE)
    folded_text = models.TextField(editable=False, blank=True)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người thêm")
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        verbose_name = "tệp của văn bản"
        ordering = ["kind", "-version", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "version"],
                condition=Q(kind=FileKind.MAIN),
                name="version_of_a_document_once",
            ),
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(kind=FileKind.MAIN, is_current=True),
                name="one_current_text_of_a_document",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_pdf(self) -> bool:
        return self.extension == "pdf"


class DocumentEvent(models.Model):
    """Diễn biến: one move of a document or of one of its tasks, append-only."""

    document = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="events")
    task = models.ForeignKey("dossiers.Task", models.PROTECT, null=True, related_name="events")
    at = models.DateTimeField("lúc")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=100, blank=True)
    action = models.CharField("việc", max_length=12)
    from_state = models.CharField(max_length=10, blank=True)
    to_state = models.CharField(max_length=10)
    reason = models.TextField("nội dung", max_length=3000, blank=True)
    details = models.JSONField("số liệu của việc", default=dict)

    class Meta:
        verbose_name = "diễn biến của văn bản"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%d/%m/%Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("Diễn biến của văn bản chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Diễn biến của văn bản chỉ được ghi thêm.")

    @property
    def sentence(self) -> str:
        return Move(self.action).sentence
