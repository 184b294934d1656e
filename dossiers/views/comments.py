"""Ý kiến về một hồ sơ: say one, give an instruction, answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from dossiers.forms.comments import AnswerForm, CommentForm
from dossiers.privacy import Veil
from dossiers.process import comments, people
from dossiers.views.handing import reached
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models.user import WORKING_ROLES


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def comment(request: OfficerRequest, code: str) -> HttpResponse:
    """Ghi ý kiến. What was typed stays when something is wrong with it."""
    dossier = reached(request, code)
    directs = people.may_direct(request.user, dossier)
    form = CommentForm(request.POST if request.method == "POST" else None, directs=directs)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            if form.is_instruction:
                comments.instruct(
                    dossier, by=request.user, text=text, answer_by=form.cleaned_data["answer_by"]
                )
            else:
                comments.say(dossier, by=request.user, text=text)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi ý kiến.")
            return redirect(dossier)
    context = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "form": form,
        "title": "Ghi ý kiến",
        "note": "Ý kiến ở lại với hồ sơ, không sửa và không xóa được.",
        "refusal": "",
        "seen_at": "",
    }
    return render(request, "dossiers/handing.html", context)


@role_required(*WORKING_ROLES)
@require_http_methods(["GET", "POST"])
def answer(request: OfficerRequest, code: str, pk: int) -> HttpResponse:
    """Trả lời một ý kiến."""
    dossier = reached(request, code)
    asked = get_object_or_404(dossier.comments.select_related("by"), pk=pk, answers=None)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        comments.say(dossier, by=request.user, text=form.cleaned_data["text"], answers=asked)
        messages.success(request, "Đã trả lời ý kiến.")
        return redirect(dossier)
    context = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "form": form,
        "title": "Trả lời ý kiến",
        "note": f"{asked.by}: {asked.text}",
        "refusal": "",
        "seen_at": "",
    }
    return render(request, "dossiers/handing.html", context)
