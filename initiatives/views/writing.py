"""Viết sáng kiến: begin, write and keep often, attach files, throw a draft away."""

import json
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from initiatives import drafts, filing, sending, writing
from initiatives.drafts import Saved
from initiatives.errors import Incomplete
from initiatives.forms.moves import BeginForm
from initiatives.forms.writing import Sheet, as_data, typed
from initiatives.models import Attachment, Initiative
from initiatives.status import InitiativeStatus, Move
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.files import uploads
from portal.forms import LineField
from portal.models import Role
from portal.text import clean


class FileForm(forms.Form):
    caption = LineField(label="Chú thích", max_length=200, help_text="In dưới ảnh trong phụ lục của hồ sơ.")
    file = forms.FileField(
        label="Ảnh hoặc tài liệu PDF", widget=forms.FileInput(attrs={"accept": uploads.ACCEPTED})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def begin(request: OfficerRequest) -> HttpResponse:
    """Viết sáng kiến: a name is enough to begin."""
    form = BeginForm(request.POST or None)
    if form.is_valid():
        try:
            begun = writing.begin(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("initiatives:write", begun.pk)
    return render(request, "initiatives/begin.html", {"form": form})


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def write(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bản viết. Saving keeps every part that is readable; what is not stays on the page with its mistake."""
    found = _own(request, pk)
    if request.method == "GET":
        return _page(request, found, _stored(request, found), _prints(found))
    sheet = Sheet(request.POST, initiative=found, user=request.user)
    base = _base(request)
    try:
        saved = drafts.save(found, content=sheet.content, base=base, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return _page(request, found, sheet, base)
    if saved.clashes or not sheet.is_valid:
        return _again(request, sheet, saved)
    if "submit" in request.POST:
        return _submit(request, saved)
    messages.success(request, f"Đã lưu lúc {timezone.localtime():%H:%M}.")
    if saved.theirs:
        parts = ", ".join(sheet.label_of(name) for name in sorted(saved.theirs))
        messages.info(request, f"Đồng tác giả vừa sửa: {parts}. Bản dưới đây đã gộp cả hai.")
    return redirect("initiatives:write", pk)


@role_required(*Role)
@require_POST
def keep(request: OfficerRequest, pk: int) -> JsonResponse:
    """Giữ bản đang viết: what the page sends by itself while somebody types."""
    found, base = _own(request, pk), _base(request)
    sheet = Sheet(request.POST, initiative=found, user=request.user)
    try:
        saved = drafts.save(found, content=sheet.content, base=base, by=request.user)
    except DomainError as error:
        return JsonResponse({"said": error.message}, status=409)
    return _kept(sheet, saved, base)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def delete(request: OfficerRequest, pk: int) -> HttpResponse:
    """Xóa bản nháp, after a page that says what goes."""
    found = _own(request, pk)
    if request.method == "POST":
        try:
            drafts.delete(found, by=request.user)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect(found)
        messages.success(request, "Đã xóa bản nháp.")
        return redirect("initiatives:list")
    return render(request, "initiatives/delete.html", {"initiative": found})


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def files(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tệp kèm: pictures and proofs, each with its caption."""
    found = _own(request, pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            filing.attach(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error("file", error.message)
        else:
            messages.success(request, "Đã thêm tệp.")
            return redirect("initiatives:files", pk)
    context = {"initiative": found, "form": form, "attachments": found.attachments.all()}
    return render(request, "initiatives/files.html", context)


@role_required(*Role)
@require_POST
def remove_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ tệp kèm."""
    kept = get_object_or_404(Attachment.objects.select_related("initiative"), pk=pk)
    found = _own(request, kept.initiative_id)
    try:
        filing.remove(kept, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã bỏ tệp “{kept.caption}”.")
    return redirect("initiatives:files", found.pk)


def _own(request: OfficerRequest, pk: int) -> Initiative:
    """One's own that can be written at all; others find nothing here."""
    found = Initiative.objects.written_by(request.user).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _stored(request: OfficerRequest, found: Initiative) -> Sheet:
    return Sheet(as_data(drafts.content_of(found)), initiative=found, user=request.user)


def _prints(found: Initiative) -> dict[str, str]:
    return drafts.prints_of(drafts.content_of(found))


def _base(request: OfficerRequest) -> dict[str, str]:
    """The prints that the form was opened with; without them every part is the typist's."""
    try:
        base = json.loads(clean(request.POST.get("base", "")))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in base.items()} if isinstance(base, dict) else {}


def _kept(sheet: Sheet, saved: Saved, base: dict[str, str]) -> JsonResponse:
    """The answer to the page's own saving: parts that others changed keep their old print, so that what the
    page still shows of them overwrites nothing."""
    held = saved.theirs | saved.clashes
    prints = {name: base.get(name, value) if name in held else value for name, value in saved.prints.items()}
    said = f"đã lưu lúc {timezone.localtime():%H:%M}"
    if saved.clashes:
        parts = ", ".join(sheet.label_of(name) for name in sorted(saved.clashes))
        said = f"đồng tác giả cũng vừa sửa {parts}: bấm “Lưu” để xem cả hai bản"
    elif not sheet.is_valid:
        said += ", trừ mục còn gõ dở"
    return JsonResponse({"said": said, "base": json.dumps(prints)})


def _again(request: OfficerRequest, sheet: Sheet, saved: Saved) -> HttpResponse:
    """The page with what is stored, but for what was typed and could not be kept: beside it, why."""
    found, content, read = saved.initiative, drafts.content_of(saved.initiative), sheet.content
    data = as_data(content)
    for name in {name for name in (*drafts.TEXTS, *drafts.ROWS) if name not in read} | saved.clashes:
        data = {key: value for key, value in data.items() if not _is_of(key, name)}
        data |= {key: str(request.POST[key]) for key in request.POST if _is_of(key, name)}
    shown = Sheet(data, initiative=found, user=request.user)
    clashes = [(sheet.label_of(name), _words(name, content)) for name in sorted(saved.clashes)]
    if clashes:
        messages.warning(request, "Đồng tác giả vừa sửa cùng chỗ. So hai bản bên dưới rồi lưu lại.")
    shown.say(dict.fromkeys(saved.clashes, "Đồng tác giả vừa lưu bản khác; lưu lại là lấy bản đang gõ."))
    return _page(request, found, shown, saved.prints, clashes=clashes)


def _is_of(key: str, name: str) -> bool:
    """Whether a field of the form belongs to a part."""
    return key == name or (name in drafts.ROWS and key.startswith(f"{name}-"))


def _words(name: str, content: drafts.Content) -> str:
    """A part as it is stored, to be laid beside one's own."""
    if name in drafts.ROWS:
        columns = drafts.ROWS[name][1]
        rows = ([typed(row[column]) for column in columns if column != "user_id"] for row in content[name])
        return "\n".join(" · ".join(cell for cell in row if cell) for row in rows)
    return typed(content[name])


def _submit(request: OfficerRequest, saved: Saved) -> HttpResponse:
    found = saved.initiative
    made = Move.CORRECT if found.status == InitiativeStatus.RETURNED else Move.SUBMIT
    verb = sending.correct if made is Move.CORRECT else sending.submit
    try:
        moved = verb(found, by=request.user)
    except Incomplete as error:
        messages.error(request, error.message)
        sheet = _stored(request, found)
        sheet.say(error.missing)
        return _page(request, found, sheet, saved.prints)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("initiatives:write", found.pk)
    messages.success(request, f"{made.sentence}: đã ghi.")
    return redirect(moved)


def _page(
    request: OfficerRequest, found: Initiative, sheet: Sheet, base: dict[str, str], *,
    clashes: list[tuple[str, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    if not found.is_writable:
        messages.error(request, f"Sáng kiến đang “{found.get_status_display()}”, không sửa được.")
        return redirect(found)
    asked = found.events.filter(action__in=[Move.ASK, Move.SEND_BACK]).last()
    context = {
        "initiative": found,
        "sheet": sheet,
        "base": json.dumps(base),
        "clashes": clashes or [],
        "asked": asked,
        "attachments": found.attachments.count(),
        "is_correction": found.status == InitiativeStatus.RETURNED,
    }
    return render(request, "initiatives/write.html", context)
