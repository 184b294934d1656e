"""Việc lớn của quản trị chạy nền: due dates that follow a calendar, dossiers that follow a closed unit."""

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRefresh

from dossiers import office_days, reorganising
from portal import jobs
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.models import Job, JobState, Role, User

_KINDS = (office_days.KIND, reorganising.KIND)


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def work(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tiến độ, and going on with what stopped half-way: it takes up what is left."""
    job = get_object_or_404(Job, pk=pk, kind__in=_KINDS)
    if not _may_see(job, request.user):
        raise Http404
    if request.method == "POST":
        return redirect("dossiers:office-work", pk=_go_on(job))
    context = {"job": job, "title": job.payload["title"], "poll_url": request.path}
    if request.htmx and not job.is_over:  # type: ignore[attr-defined]
        return render(request, "components/progress.html", context)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRefresh()
    return render(request, "dossiers/office/work.html", context)


def unfinished(kind: str, user: User) -> list[Job]:
    """What is still going on where the administrator reaches, or stopped before its end and was left so."""
    left = Q(state=JobState.FAILED) & ~Q(payload__has_key="again")
    going = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    return [job for job in Job.objects.filter(going | left, kind=kind).order_by("pk") if _may_see(job, user)]


def _may_see(job: Job, user: User) -> bool:
    """What concerns one unit is its administrators' to see, the rest the system's."""
    return user.has_role(Role.SYSTEM_ADMIN) or job.payload.get("unit") in Reach(user).unit_ids


@transaction.atomic
def _go_on(job: Job) -> int:
    """The job that carries on; a second press finds the same one."""
    current = Job.objects.select_for_update().get(pk=job.pk)
    if current.state != JobState.FAILED:
        return current.pk
    if "again" not in current.payload:
        again = jobs.enqueue(current.kind, by=current.created_by, **current.payload)
        current.payload["again"] = again.pk
        current.save(update_fields=["payload"])
    pk: int = current.payload["again"]
    return pk
