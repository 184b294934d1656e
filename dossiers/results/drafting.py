"""Soạn kết quả từ mẫu Word: a draft is filled in and printed; only its file, signed if need be, counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, FilledForm, Result, WordPurpose, WordTemplate
from dossiers.results import filing, numbering
from dossiers.wordforms import filling, paper, templates
from portal.errors import DomainError
from portal.models import User


@dataclass(frozen=True)
class Draft:
    """A template of the dossier's procedure, what was filled into it, and the result that it became."""

    template: WordTemplate
    form: FilledForm | None = None
    result: Result | None = None
    is_retired: bool = False

    @property
    def is_open(self) -> bool:
        """Filled in, and no result yet."""
        return self.form is not None and self.result is None


def drafts_of(dossier: Dossier) -> list[Draft]:
    """Those in use, and those put aside of which there is a draft."""
    filled = FilledForm.objects.filter(dossier=dossier, template__purpose=WordPurpose.RESULT)
    forms = {form.template_id: form for form in filled.select_related("template", "filled_by")}
    standing = Result.objects.standing().filter(made_from__in=forms.values())
    results = {one.made_from_id: one for one in standing}
    usable = list(templates.usable_for(dossier, WordPurpose.RESULT))
    retired = [form.template for form in forms.values() if form.template not in usable]
    return [
        Draft(template, form, results.get(form.pk) if form else None, template in retired)
        for template in [*usable, *retired]
        for form in [forms.get(template.pk)]
    ]


@transaction.atomic
def keep(template: WordTemplate, dossier: Dossier, *, values: Mapping[str, str], by: User) -> FilledForm:
    """Lưu dự thảo. What became a result stands as it was signed: that one is taken back first."""
    current = locked(dossier)
    if current.status not in filing.TAKES_RESULTS:
        raise DomainError(
            f"Hồ sơ {current.code} đang “{current.get_status_display()}”, chưa soạn kết quả được."
        )
    standing = Result.objects.standing().filter(made_from__template=template, made_from__dossier=current)
    if (result := standing.first()) is not None:
        raise DomainError(f"Dự thảo này đã thành kết quả {result}. Thu hồi kết quả đó rồi mới sửa.")
    numbering.check(
        current, values.get(filling.NUMBER, ""), filling.day_of(values.get(filling.ISSUED_ON, ""))
    )
    return filling.keep(template, current, values=values, by=by)


def file_draft(
    form: FilledForm,
    *,
    title: str,
    number: str,
    issued_on: date | None,
    content: bytes | None,
    by: User,
) -> Result:
    """Ghi dự thảo làm kết quả điện tử: the signed file, or the PDF made of it where none need sign."""
    if content is None:
        content = _made(form)
    with transaction.atomic():
        locked(form.dossier)
        standing = form.results.standing().first()
        if standing is not None:
            if (standing.number, standing.issued_on, standing.title) == (number, issued_on, title):
                return standing
            raise DomainError(f"Dự thảo này đã thành kết quả {standing}. Thu hồi kết quả đó rồi ghi lại.")
        return filing.file_result(
            form.dossier,
            title=title,
            number=number,
            issued_on=issued_on,
            content=content,
            by=by,
            made_from=form,
        )


def _made(form: FilledForm) -> bytes:
    """Before any row is locked: it takes seconds."""
    if form.template.needs_signature:
        raise DomainError("Mẫu này phải ký số: tải bản PDF của dự thảo, ký số, rồi chọn tệp đã ký.")
    if not paper.is_possible():
        raise DomainError("Máy chủ không tạo được PDF: mở tệp Word, lưu thành PDF, rồi chọn tệp đó.")
    return paper.to_pdf(filling.word_file(form.template, form.values))


@transaction.atomic
def drop(form: FilledForm, *, by: User) -> None:
    """Bỏ dự thảo chưa từng thành kết quả."""
    current = locked(form.dossier)
    fresh = FilledForm.objects.filter(pk=form.pk).select_related("template").first()
    if fresh is None:
        return
    if fresh.results.exists():
        raise DomainError("Dự thảo này đã từng thành kết quả nên được giữ lại cùng kết quả đó.")
    fresh.delete()
    tell(
        current, "drop_draft", current.status, at=timezone.now(), by=by, reason=fresh.template.name,
        details={"template": fresh.template_id},
    )  # fmt: skip
