"""Loại văn bản, sổ văn bản and the numbers in it: without gaps, each said for by a document or a reason."""

from typing import Self

from django.db import models
from django.db.models import Q

from dossiers.documents.status import Direction, NumberState
from portal.models import Unit, User


class KindQuerySet(models.QuerySet["DocumentKind"]):
    def of(self, unit: Unit) -> Self:
        """Those of NĐ 30/2020/NĐ-CP and what this unit added."""
        return self.filter(Q(unit=None) | Q(unit=unit), is_active=True)


class DocumentKind(models.Model):
    """Loại văn bản with its abbreviation (NĐ 30/2020/NĐ-CP, Phụ lục III, mục I); công văn has none."""

    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="riêng của đơn vị"
    )
    name = models.CharField("tên loại", max_length=80)
    abbreviation = models.CharField("chữ viết tắt", max_length=10, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1000)
    is_active = models.BooleanField("đang dùng", default=True)

    objects = KindQuerySet.as_manager()

    class Meta:
        verbose_name = "loại văn bản"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="document_kind_named_once_a_unit"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(unit=None), name="document_kind_of_all_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_letter(self) -> bool:
        """Công văn: its symbol has the drafting division in place of a kind."""
        return not self.abbreviation


class DocumentBook(models.Model):
    """Sổ văn bản of a unit: numbers run from 01 each year (Điều 15, Điều 22 NĐ 30/2020/NĐ-CP)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="document_books", verbose_name="đơn vị")
    direction = models.CharField("chiều", max_length=3, choices=Direction)
    name = models.CharField("tên sổ", max_length=120)

    class Meta:
        verbose_name = "sổ văn bản"
        ordering = ["direction", "name"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "direction", "name"], name="document_book_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BookOfKind(models.Model):
    """Which book of a unit takes a kind. Without a row: one book of all incoming, one a kind of outgoing."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    direction = models.CharField(max_length=3, choices=Direction)
    kind = models.ForeignKey(DocumentKind, models.CASCADE, related_name="+", verbose_name="loại văn bản")
    book = models.ForeignKey(DocumentBook, models.CASCADE, related_name="kinds", verbose_name="sổ")

    class Meta:
        verbose_name = "sổ của loại văn bản"
        constraints = [
            models.UniqueConstraint(fields=["unit", "direction", "kind"], name="one_book_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.book}"


class DocumentCounter(models.Model):
    """The last number that a book gave in a year; its lock puts clerks in a row."""

    book = models.ForeignKey(DocumentBook, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "year"], name="one_document_counter_a_book_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.year} {self.last}"


class DocumentNumber(models.Model):
    """Số trong sổ: a line of the register. A number that was reserved or is void stays, with the reason."""

    book = models.ForeignKey(DocumentBook, models.PROTECT, related_name="numbers", verbose_name="sổ")
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    state = models.CharField("trạng thái", max_length=8, choices=NumberState)
    document = models.ForeignKey(
        "dossiers.OfficialDocument", models.PROTECT, null=True, related_name="numbers", verbose_name="văn bản"
    )
    reason = models.CharField("lý do", max_length=300, blank=True)
    given_on = models.DateField("ngày lấy số")
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người lấy số")

    class Meta:
        verbose_name = "số trong sổ"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["book", "year", "number"], name="number_once_in_a_book_and_year"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state=NumberState.USED), name="one_living_number_a_document"
            ),
            models.CheckConstraint(
                name="number_is_used_by_a_document_or_says_why_not",
                condition=Q(state=NumberState.USED, document__isnull=False)
                | Q(state=NumberState.RESERVED, document=None) & ~Q(reason="")
                | Q(state=NumberState.VOID) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number:02d}/{self.year}"
