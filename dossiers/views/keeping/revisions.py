"""Công bố thủ tục: drafts under way, one decision's page, its form, its publication."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.revisions import BeginForm, RevisionEdit, with_more_rows
from dossiers.models import Field, ProcedureRevision
from dossiers.models.revision import RevisionKind
from dossiers.revisions import content as contents
from dossiers.revisions import differing, keeping
from dossiers.revisions.content import Content
from dossiers.views.catalogue import READERS
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import User

PAGE = 50


def hold_to_keepers(user: User) -> None:
    """Only staff of a superior unit; those of a commune below it get the 403 page."""
    if not keeping.is_keeper(user):
        raise PermissionDenied


@role_required(*keeping.KEEPER_ROLES)
@require_GET
def revision_list(request: OfficerRequest) -> HttpResponse:
    """Bản đang soạn, chờ hiệu lực, đã có hiệu lực."""
    hold_to_keepers(request.user)
    revisions = ProcedureRevision.objects.exclude(kind=RevisionKind.FIRST).select_related("procedure")
    in_effect = revisions.effective().order_by("-applied_at", "-pk")
    drafts = revisions.drafts().order_by("decision_number", "code")
    decisions = (
        drafts.exclude(decision_number="").order_by().values("decision_number").annotate(size=Count("pk"))
    )
    context = {
        "drafts": drafts.defer("content"),
        "waiting": revisions.waiting().order_by("effective_on", "code").defer("content"),
        "page_obj": Paginator(in_effect.defer("content"), PAGE).get_page(request.GET.get("page")),
        "decisions": list(decisions.order_by("decision_number")),
        "form": BeginForm(),
    }
    return render(request, "dossiers/keeping/revisions.html", context)


@role_required(*keeping.KEEPER_ROLES)
@require_POST
def begin(request: OfficerRequest) -> HttpResponse:
    """Soạn một lần công bố."""
    hold_to_keepers(request.user)
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("dossiers:revisions")
    code, kind = form.cleaned_data["code"], RevisionKind(form.cleaned_data["kind"])
    try:
        made = keeping.begin(code, kind=kind, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return redirect("dossiers:revisions")
    if made.kind != kind:
        messages.info(
            request, f"Thủ tục {code} đang có một bản “{made.get_kind_display()}” chưa xong: mở bản ấy."
        )
    return redirect(made) if made.is_waiting else redirect("dossiers:revision-edit", pk=made.pk)


@role_required(*keeping.KEEPER_ROLES)
@require_POST
def publish_decision(request: OfficerRequest) -> HttpResponse:
    """Công bố cả quyết định: all its drafts at once, or none."""
    hold_to_keepers(request.user)
    number = request.POST.get("number", "")[:60]
    try:
        count = keeping.publish_decision(number, by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Đã công bố {count} thủ tục theo quyết định {number}.")
    return redirect("dossiers:revisions")


@role_required(*READERS)
@require_GET
def revision(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một lần công bố: old and new side by side; keepers publish, recall or give it up here."""
    found = get_object_or_404(
        ProcedureRevision.objects.select_related("procedure__field", "edited_by"), pk=pk
    )
    is_keeper = keeping.is_keeper(request.user)
    if not is_keeper and found.published_at is None and found.applied_at is None:
        raise Http404
    context = {
        "revision": found,
        "differences": differences(found, found.content),
        "faults": list(keeping.faults(found)) if found.is_draft else [],
        "is_keeper": is_keeper,
    }
    return render(request, "dossiers/keeping/revision.html", context)


@role_required(*keeping.KEEPER_ROLES)
@require_http_methods(["GET", "POST"])
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Soạn: what differs is shown before anything is kept."""
    hold_to_keepers(request.user)
    found = get_object_or_404(ProcedureRevision.objects.select_related("procedure__field"), pk=pk)
    if not found.is_draft:
        messages.error(request, "Bản này đã công bố, không sửa được nữa.")
        return redirect(found)
    what, _, table = request.POST.get("act", "").partition(":")
    data: Any = with_more_rows(request.POST, table) if what == "more" else request.POST or None
    page = RevisionEdit(data, revision=found, grown=table)
    shown = None
    if request.method == "POST" and what != "more" and page.is_valid():
        if what == "preview":
            shown = differences(found, page.content())
        else:
            version = page.decision.cleaned_data["version"]
            try:
                keeping.save(found, version=version, by=request.user, **page.values())
            except DomainError as refusal:
                page.decision.add_error(None, refusal.message)
            else:
                messages.success(request, "Đã ghi bản soạn. Đối chiếu rồi công bố.")
                return redirect(found)
    context = {"revision": found, "page": page, "differences": shown, "is_previewed": shown is not None}
    return render(request, "dossiers/keeping/revision_edit.html", context)


@role_required(*keeping.KEEPER_ROLES)
@require_POST
def act(request: OfficerRequest, pk: int) -> HttpResponse:
    """Công bố, thôi công bố, bỏ bản soạn."""
    hold_to_keepers(request.user)
    found = get_object_or_404(ProcedureRevision, pk=pk)
    sent = request.POST
    version = int(sent["version"]) if sent.get("version", "").isdecimal() else 0
    try:
        match sent.get("act"):
            case "publish":
                done = keeping.publish(found, version=version, by=request.user)
                when = "đã có hiệu lực" if done.applied_at else f"có hiệu lực từ {done.effective_on:%d/%m/%Y}"
                messages.success(request, f"Đã công bố thủ tục {done.code}, {when}.")
            case "recall":
                keeping.recall(found, by=request.user)
                messages.success(request, "Đã thôi công bố: bản này lại là bản soạn.")
            case "discard":
                keeping.discard(found, by=request.user)
                messages.success(request, f"Đã bỏ bản soạn của thủ tục {found.code}.")
                return redirect("dossiers:revisions")
            case _:
                messages.error(request, "Chọn việc cần làm với bản này.")
    except DomainError as refusal:
        messages.error(request, refusal.message)
        if not ProcedureRevision.objects.filter(pk=pk).exists():
            return redirect("dossiers:revisions")
    return redirect(reverse("dossiers:revision", args=[pk]))


def differences(revision: ProcedureRevision, after: Content) -> list[differing.Difference]:
    """What the revision changes: of one in effect, against the number before; else against the catalogue."""
    before: Content | None = None
    if revision.number is not None:
        earlier = ProcedureRevision.objects.filter(
            procedure=revision.procedure_id, number__lt=revision.number
        )
        last = earlier.order_by("-number").first()
        before = last.content if last else None
    elif revision.procedure is not None:
        before = contents.freeze(revision.procedure)
    return differing.changed(before, after, fields=dict(Field.objects.values_list("code", "name")))
