"""Việc giao từ văn bản: what is theirs to do or given by them, and the page of each move."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.documents import offers
from dossiers.documents.status import UNFINISHED, TaskState
from dossiers.forms.document_moves import TASK_FORMS, TASK_VERBS
from dossiers.models import Task
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models.user import DESK_ROLES, FIGURE_ROLES

PAGE = 50
SHELVES = {
    "cua-toi": "Của tôi",
    "qua-han": "Quá hạn",
    "cho-duyet": "Chờ duyệt kết quả",
    "dang-lam": "Chưa xong",
    "da-xong": "Đã xong",
    "tat-ca": "Tất cả",
}


@role_required(*FIGURE_ROLES)
@require_GET
def task_list(request: OfficerRequest) -> HttpResponse:
    """Việc giao; `?loc=` says which shelf. What is due first stands first."""
    user, today = request.user, timezone.localdate()
    visible = Task.objects.visible_to(user)
    word = request.GET.get("loc", "cua-toi" if user.has_role(*DESK_ROLES) else "dang-lam")
    word = word if word in SHELVES else "dang-lam"
    conditions = {
        "cua-toi": Q(pk__in=Task.objects.of(user).unfinished().values("pk")),
        "qua-han": Q(state__in=UNFINISHED, due_on__lt=today),
        "cho-duyet": Q(state=TaskState.REPORTED),
        "dang-lam": Q(state__in=UNFINISHED),
        "da-xong": Q(state=TaskState.DONE),
        "tat-ca": Q(),
    }
    found = visible.filter(conditions[word]).select_related("document", "lead", "division")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "chips": [Chip(label, f"?loc={one}", one == word) for one, label in SHELVES.items()],
        "page_obj": page,
        "lines": [(task, task.is_late_on(today)) for task in page],
    }
    return render(request, "dossiers/documents/tasks.html", context)


@role_required(*DESK_ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, pk: int, word: str) -> HttpResponse:
    """Một bước của việc giao."""
    tasks = Task.objects.visible_to(request.user).select_related("document__unit", "lead", "division")
    task = get_object_or_404(tasks, pk=pk)
    made = offers.TASK_MOVES.get(word)
    if made is None:
        raise Http404
    if not offers.may_make_of_task(request.user, task, made):
        raise PermissionDenied
    form = TASK_FORMS[made](request.POST if request.method == "POST" else None, task=task, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            TASK_VERBS[made](task, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{made.sentence}: đã ghi.")
            return redirect(task)
    context = {"task": task, "document": task.document, "form": form, "move": made}
    return render(request, "dossiers/documents/task_move.html", context)
