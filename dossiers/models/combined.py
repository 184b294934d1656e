"""Nhóm thủ tục liên thông: procedures that are taken in at once, each a dossier of its own."""

from typing import Self

from django.db import models

from dossiers.models.procedure import Procedure
from portal.text import fold, sought


class CombinedGroupQuerySet(models.QuerySet["CombinedGroup"]):
    def matching(self, text: str) -> Self:
        """Every word of the text, without accents, in the name."""
        found = self.filter(is_offered=True)
        for word in fold(sought(text)).split():
            found = found.filter(folded_name__contains=word)
        return found


class CombinedGroup(models.Model):
    """Nhóm thủ tục: what a family mostly needs together (NĐ 63/2024/NĐ-CP), one intake, linked dossiers.

    `requests` are what an outside agency is asked for along with one of the procedures: dictionaries with
    `procedure` (its code), `agency`, `content` and `working_days`.
    """

    code = models.SlugField("mã nhóm", max_length=60, unique=True)
    name = models.CharField("tên nhóm", max_length=200)
    folded_name = models.CharField(max_length=200, editable=False)
    legal_basis = models.CharField("căn cứ", max_length=300, blank=True)
    procedures = models.ManyToManyField(Procedure, through="CombinedMember", related_name="combined_groups")
    requests = models.JSONField("đề nghị cơ quan khác", default=list)
    is_offered = models.BooleanField("đang nhận", default=True)

    objects = CombinedGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "nhóm thủ tục liên thông"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.folded_name = fold(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def in_order(self) -> list[Procedure]:
        """Its procedures as they build on each other."""
        return [member.procedure for member in self.members.select_related("procedure__field")]


class CombinedMember(models.Model):
    """Một thủ tục trong nhóm, in the order in which they build on each other."""

    group = models.ForeignKey(CombinedGroup, models.CASCADE, related_name="members")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "thủ tục trong nhóm"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["group", "procedure"], name="procedure_once_a_combined_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id}: {self.procedure_id}"
