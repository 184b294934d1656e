"""Ý kiến trao đổi, ý kiến chỉ đạo: said once, answered, and an instruction is tracked until its answer."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.models import Comment, CommentKind, Dossier
from dossiers.process import people
from portal import audit
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def say(dossier: Dossier, *, by: User, text: str, answers: Comment | None = None) -> Comment:
    """Ghi ý kiến, or the answer to one. Answering an instruction settles it."""
    if answers is not None and answers.dossier_id != dossier.pk:
        raise DomainError("Ý kiến được trả lời thuộc hồ sơ khác.")
    said = Comment.objects.create(dossier=dossier, by=by, text=text, answers=answers)
    action = "dossier.commented" if answers is None else "dossier.comment_answered"
    audit.record(action, by=by, target=dossier, unit=dossier.resolving_unit, comment=said.pk)
    return said


@transaction.atomic
def instruct(dossier: Dossier, *, by: User, text: str, answer_by: date | None = None) -> Comment:
    """Ý kiến chỉ đạo: by who directs the work; who has the dossier answers it."""
    if not people.may_direct(by, dossier):
        raise DomainError("Chỉ lãnh đạo hoặc quản trị đơn vị ghi ý kiến chỉ đạo.")
    if answer_by is not None and answer_by < timezone.localdate():
        raise DomainError(f"Ngày phải trả lời {answer_by:%d/%m/%Y} đã qua.")
    said = Comment.objects.create(
        dossier=dossier, by=by, text=text, kind=CommentKind.INSTRUCTION, answer_by=answer_by
    )
    audit.record("dossier.instructed", by=by, target=dossier, unit=dossier.resolving_unit, comment=said.pk)
    return said
