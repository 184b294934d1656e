"""Việc hàng loạt: what the step would do to each chosen dossier, then the step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from dossiers import bulk
from dossiers.models import Dossier
from dossiers.moves import MOVES, MOVING_ROLES
from portal.access import OfficerRequest, role_required


@role_required(*MOVING_ROLES)
@require_POST
def bulk_move(request: OfficerRequest) -> HttpResponse:
    """Xem trước rồi làm: nothing happens before the second button."""
    codes = request.POST.getlist("code")[: bulk.MOST]
    dossiers = list(
        Dossier.objects.visible_to(request.user)
        .filter(code__in=codes)
        .select_related("procedure", "resolving_unit")
        .order_by("due_on", "pk")
    )
    back = f"{reverse('dossiers:list')}?{request.POST.get('address', '')}"
    verb = request.POST.get("verb", "")
    if not dossiers or verb not in bulk.VERBS:
        messages.error(request, "Chưa chọn hồ sơ nào. Đánh dấu hồ sơ trong danh sách rồi chọn việc.")
        return redirect(back)
    move = MOVES[verb]
    if request.POST.get("step") == "do":
        moved, held = bulk.carry_out(move, dossiers, by=request.user)
        if moved:
            messages.success(request, f"{move.done} {len(moved)} hồ sơ.")
        for effect in held:
            messages.warning(request, f"Không làm được với {effect.dossier.code}: {effect.refusal}")
        return redirect(back)
    effects = bulk.foresee(move, dossiers, by=request.user)
    context = {
        "move": move,
        "able": [effect.dossier for effect in effects if not effect.refusal],
        "unable": [effect for effect in effects if effect.refusal],
        "address": request.POST.get("address", ""),
        "back": back,
    }
    return render(request, "dossiers/bulk.html", context)
