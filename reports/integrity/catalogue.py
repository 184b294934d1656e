"""Danh mục thủ tục: what stands equals the latest decision in effect, numbers run on, days were kept."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby, pairwise

from django.utils import timezone

from dossiers.models import Procedure, ProcedureRevision
from dossiers.revisions import content
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    yield from _rows()
    yield from _numbers()
    late = timezone.localdate() - timedelta(days=1)
    for revision in ProcedureRevision.objects.due(late):
        message = f"có hiệu lực từ {revision.effective_on:%d/%m/%Y} mà chưa áp dụng."
        yield Problem("catalogue.waiting", f"Công bố thủ tục {revision.code}", message)


def _rows() -> Iterator[Problem]:
    decided = ProcedureRevision.objects.effective().order_by("procedure", "number")
    latest = {one.procedure_id: one for one in decided.iterator(chunk_size=500) if one.procedure_id}
    for procedure in Procedure.objects.filter(pk__in=latest).for_pages():
        revision, name = latest[procedure.pk], f"Thủ tục {procedure.code}"
        if procedure.revision != revision.number:
            message = f"ghi lần công bố {procedure.revision}, lần có hiệu lực cuối cùng là {revision.number}."
            yield Problem("catalogue.revision", name, message)
        if content.freeze(procedure) != revision.content:
            yield Problem("catalogue.content", name, f"khác nội dung của {revision.decision}.")
        ends_on = revision.effective_on - timedelta(days=1) if revision.effective_on else None
        if revision.ends_it and procedure.valid_to != ends_on:
            yield Problem("catalogue.ended", name, f"hết hiệu lực không theo {revision.decision}.")


def _numbers() -> Iterator[Problem]:
    found = ProcedureRevision.objects.effective().order_by("code", "number").values_list("code", "number")
    for code, rows in groupby(found, lambda row: row[0]):
        for before, after in pairwise(number for _, number in rows if number is not None):
            if after != before + 1:
                message = f"sau lần công bố {before} là lần {after}."
                yield Problem("catalogue.numbers", f"Thủ tục {code}", message)
