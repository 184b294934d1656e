"""Kết quả và việc trả: files as they were stored, the mark that figures count, records of returns."""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import F

from dossiers.models import Dossier, Result, ResultKind, ReturnRecord
from dossiers.models.dossier import day_of
from dossiers.status import DossierStatus, Outcome
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    for result in Result.objects.filter(kind=ResultKind.ELECTRONIC).select_related("dossier").iterator():
        record = f"Kết quả số {result.pk} của hồ sơ {result.dossier.code}"
        if not default_storage.exists(str(result.file)):
            yield Problem("result.file_missing", record, "tệp không còn trong kho.")
            continue
        with result.file.open("rb") as stored:
            if hashlib.file_digest(stored, "sha256").hexdigest() != result.sha256:
                yield Problem("result.file_changed", record, "tệp trong kho khác tệp đã ghi nhận.")
    foreign = Result.objects.exclude(made_from=None).exclude(made_from__dossier=F("dossier"))
    for code in foreign.values_list("dossier__code", flat=True):
        yield Problem(
            "result.draft_of_another", f"Hồ sơ {code}", "có kết quả soạn từ dự thảo của hồ sơ khác."
        )
    unmarked = Dossier.objects.filter(
        results__in=Result.objects.standing().electronic(),
        outcome=Outcome.APPROVED,
        has_electronic_result=False,
    )
    for code in unmarked.order_by("code").values_list("code", flat=True).distinct():
        message = "có tệp kết quả điện tử nhưng không mang dấu “kết quả điện tử”."
        yield Problem("result.mark", f"Hồ sơ {code}", message)
    for handed in ReturnRecord.objects.select_related("dossier").iterator():
        record = f"Hồ sơ {handed.dossier.code}"
        if handed.dossier.status != DossierStatus.RETURNED:
            yield Problem("return.status", record, "có lần trả kết quả nhưng chưa ở bước đã trả.")
        if handed.handed_over_on != day_of(handed.handed_over_at):
            yield Problem("return.day", record, "ngày trả kết quả không khớp với thời điểm trả.")
