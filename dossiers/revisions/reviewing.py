"""Rà soát: a procedure was looked through, by whom, and what came of it (NĐ 63/2010/NĐ-CP, Chương V)."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.models import Procedure, ProcedureReview
from dossiers.models.revision import ReviewOutcome
from dossiers.revisions.keeping import is_keeper
from portal import audit
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def record(
    procedure: Procedure, *, reviewed_on: date, outcome: ReviewOutcome, note: str, by: User
) -> ProcedureReview:
    """Ghi một lần rà soát; the same one sent twice is kept once."""
    if not is_keeper(by):
        raise DomainError("Chỉ cán bộ của đơn vị cấp trên hoặc quản trị hệ thống ghi việc rà soát.")
    if reviewed_on > timezone.localdate():
        raise DomainError("Ngày rà soát không được sau hôm nay.")
    Procedure.objects.select_for_update(of=("self",)).get(pk=procedure.pk)
    made, is_new = ProcedureReview.objects.get_or_create(
        procedure=procedure, reviewed_on=reviewed_on, reviewed_by=by, outcome=outcome, note=note
    )
    if is_new:
        audit.record("procedure.reviewed", by=by, target=procedure, outcome=outcome)
    return made
