"""Mã QR niêm yết: what codes lead to, and the counts of their scans."""

from collections.abc import Iterator

from django.db.models import F

from dossiers.models import PostedCode, Procedure, ScanDay
from dossiers.posting import hanging
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    for code in PostedCode.objects.exclude(short__regex=f"^[{hanging.LETTERS}]{{{hanging.LENGTH}}}$"):
        yield Problem(
            "posting.address", f"Mã QR số {code.pk}", f"địa chỉ “{code.short}” không quét, không gõ được."
        )
    early = ScanDay.objects.filter(day__lt=F("code__posted_at__date")).select_related("code")
    for row in early.iterator():
        yield Problem(
            "posting.early",
            f"Mã QR {row.code.short}",
            f"có lượt quét ngày {row.day:%d/%m/%Y}, trước khi lập.",
        )
    for row in ScanDay.objects.filter(scans=0, pages=0, online=0).select_related("code").iterator():
        yield Problem(
            "posting.empty", f"Mã QR {row.code.short}", f"ngày {row.day:%d/%m/%Y} có dòng đếm trống."
        )
    yield from _circles()


def _circles() -> Iterator[Problem]:
    """A procedure whose successors lead back to it leads nobody anywhere."""
    follows = dict(Procedure.objects.exclude(replaced_by=None).values_list("pk", "replaced_by"))
    codes = dict(Procedure.objects.filter(pk__in=follows).values_list("pk", "code"))
    for first in follows:
        seen, current = {first}, follows.get(first)
        while current is not None and current not in seen:
            seen.add(current)
            current = follows.get(current)
        if current == first:
            yield Problem(
                "posting.circle", f"Thủ tục {codes[first]}", "được thay bằng chính nó qua các thủ tục khác."
            )
