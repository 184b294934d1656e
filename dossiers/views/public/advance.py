"""Nhờ xem giấy tờ trước khi đến: asked from a procedure's page, followed by a code and four digits.

Neither stands in an address, and nothing is kept of who asks: what is done answers with the page itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dossiers import offices
from dossiers.advance import appointing, asking, offering, photos, showing
from dossiers.advance.asking import CODES
from dossiers.advance.status import Move
from dossiers.form_codes import plain
from dossiers.forms.advance import FollowForm, PublicAdvanceForm, SupplementForm, WrongForm
from dossiers.guessing import Guesses, Refusal
from dossiers.models import AdvanceRequest
from dossiers.views.advance.files import answer_file
from dossiers.views.public.procedures import found_or_404, public_path
from portal import throttle
from portal.addresses import client_network
from portal.errors import DomainError

SENT, WITHIN = 15, 600
"""So many forms from one machine in so many seconds: photos chosen once more, not a flood."""
LOOKED_UP = 30
"""Questions a minute from one machine."""
MOST_FILES = 60
_TOO_MANY = "Máy này vừa gửi nhiều lần. Hãy đợi mười phút rồi gửi lại: những gì bạn gõ vẫn còn dưới đây."
_TOO_OFTEN = "Máy này vừa thử quá nhiều lần. Xin đợi một phút rồi thử lại."
_NO_MATCH = "Mã và bốn số cuối không khớp. Xem lại mã trong tin nhắn và bốn số cuối của điện thoại đã ghi."
_REFUSED = {
    Refusal.PAUSE: "Vừa trả lời sai nhiều lần. Xin đợi một lúc rồi thử lại.",
    Refusal.HERE: "Máy này đã trả lời sai nhiều lần cho mã ấy. Thử lại vào ngày mai, hoặc gọi cho đơn vị.",
    Refusal.WHOLE: "Có nhiều lần trả lời sai cho mã này. Gõ cả số điện thoại đã ghi khi gửi.",
    Refusal.EVERYWHERE: "Có quá nhiều lần trả lời sai cho mã này. Thử lại vào ngày mai, hoặc gọi cho đơn vị.",
}


@csrf_exempt  # it does nothing by the visitor's own authority, and so sets no cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Nhờ xem giấy tờ trước; the answer says the code and what happens next."""
    procedure = found_or_404(code)
    office = offices.meant(request.GET.get("don-vi", ""))
    if office is None or not offering.helps(office.unit, procedure):
        return redirect(public_path("dossiers:public-procedure", office, procedure.code))
    made: dict[str, Any] = {"unit": office.unit, "papers": _papers(procedure)}
    shown = {"procedure": procedure, "office": office}
    if request.method != "POST":
        form = PublicAdvanceForm(initial={"key": CODES.new_form()}, **made)
        return render(request, "public/advance.html", {**shown, "form": form})
    form = PublicAdvanceForm(request.POST, request.FILES, **made)
    status = 200
    if throttle.too_often(request, "advance", most=SENT, seconds=WITHIN) or _too_many_files(request):
        form.is_valid()
        form.add_error(None, _TOO_MANY)
        status = 429
    elif form.is_whole():
        found = asking.send(office.unit, procedure, form.words, form_key=form.form_key)
        return render(request, "public/advance_sent.html", {**shown, "found": found})
    return render(request, "public/advance.html", {**shown, "form": form}, status=status)


def _papers(procedure: Any) -> dict[int, str]:
    return {one.pk: one.name for one in procedure.components.all()}


def _too_many_files(request: HttpRequest) -> bool:
    return sum(len(request.FILES.getlist(name)) for name in request.FILES) > MOST_FILES


@dataclass
class Acting:
    """One answer of the citizen: the forms as they were sent, and what came of it."""

    request: HttpRequest
    found: AdvanceRequest
    supplement: SupplementForm
    wrong: WrongForm
    done: str = ""
    refused: str = ""


@csrf_exempt  # as above
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponseBase:
    """Theo dõi: how far it is, what is missing, drafts, the hour; and the citizen's own answers."""
    form = FollowForm(request.POST or None)
    found, status = _opened(request, form)
    if found is None:
        return render(request, "public/advance_follow.html", {"form": form}, status=status)
    act = request.POST.get("viec", "")
    if act == "du-thao":
        return _draft(request, found, form)
    acting = Acting(request, found, _supplement(found), WrongForm())
    if (answer := _ACTS.get(act)) is not None:
        try:
            answer(acting)
        except DomainError as error:
            acting.refused = error.message
        found = asking.followed(form.cleaned_data["code"], form.cleaned_data["digits"]) or found
    return _shown(request, form, acting, found)


def _opened(request: HttpRequest, form: FollowForm) -> tuple[AdvanceRequest | None, int]:
    """What the code and the digits open; wrong ones and none are answered alike, after the same work."""
    if request.method == "POST" and throttle.too_often(request, "advance-follow", most=LOOKED_UP):
        form.add_error(None, _TOO_OFTEN)
        return None, 429
    if not form.is_valid():
        return None, 200
    code, digits = form.cleaned_data["code"], form.cleaned_data["digits"]
    guesses = Guesses(f"ho-tro {plain(code)}", client_network(request))
    if refusal := guesses.hear(digits):
        form.add_error(None, _REFUSED[refusal])
        return None, 429
    found = asking.followed(code, digits)
    if found is None:
        guesses.wrong()
        form.add_error(None, _NO_MATCH)
        return None, 200
    guesses.right()
    return found, 200


def _shown(request: HttpRequest, form: FollowForm, acting: Acting, found: AdvanceRequest) -> HttpResponse:
    context = {
        "progress": showing.progress(found),
        "code": form.cleaned_data["code"],
        "digits": form.cleaned_data["digits"],
        "done": acting.done,
        "refused": acting.refused,
        "supplement": acting.supplement,
        "wrong": acting.wrong,
    }
    return render(request, "public/advance_followed.html", context)


def _supplement(found: AdvanceRequest, request: HttpRequest | None = None) -> SupplementForm:
    """Photos of the papers that the request asked for, still on the procedure's list."""
    asked = [paper for paper in found.papers.all() if paper.component_id]
    papers = {paper.component_id: paper.name for paper in asked if paper.component_id}
    remarks = {paper.component_id: paper.remark for paper in asked if paper.component_id}
    if request is None:
        return SupplementForm(initial={"key": CODES.new_form()}, papers=papers, remarks=remarks)
    return SupplementForm(request.POST, request.FILES, papers=papers, remarks=remarks)


def _draft(request: HttpRequest, found: AdvanceRequest, form: FollowForm) -> HttpResponseBase:
    """Tải dự thảo: only what was sent."""
    pk = request.POST.get("tep", "")
    draft = found.drafts.exclude(sent_at=None).filter(pk=int(pk)).first() if pk.isdecimal() else None
    if draft is None:
        form.add_error(None, "Dự thảo này đã được thay bằng bản khác. Xem lại trang theo dõi.")
        return render(request, "public/advance_follow.html", {"form": form})
    return answer_file(draft)


def _add(acting: Acting) -> None:
    if not acting.found.allows(Move.ADD):
        raise DomainError("Yêu cầu này không còn chờ bổ sung: phần bạn gửi trước đã được nhận.")
    form = acting.supplement = _supplement(acting.found, acting.request)
    if _too_many_files(acting.request):
        raise DomainError("Chọn quá nhiều ảnh một lần. Chọn ít ảnh hơn rồi gửi lại.")
    if not form.is_whole():
        return
    if not form.cleaned_data["words"] and not photos.waiting(form.form_key):
        form.add_error("words", "Chọn ảnh, hoặc ghi lời nhắn.")
        return
    asking.add(acting.found, words=form.cleaned_data["words"], form_key=form.form_key)
    acting.done = "Đã nhận phần bổ sung của bạn."


def _agree(acting: Acting) -> None:
    asking.agree(acting.found)
    acting.done = "Đã ghi: bạn đồng ý dự thảo."


def _object(acting: Acting) -> None:
    form = acting.wrong = WrongForm(acting.request.POST)
    if form.is_valid():
        asking.object_to(acting.found, words=form.cleaned_data["words"])
        acting.done = "Đã gửi chỗ sai cho cán bộ sửa."


def _choose(acting: Acting) -> None:
    appointing.choose(acting.found, time=_moment(acting.request.POST.get("gio", "")))
    acting.done = "Đã hẹn giờ đến."


def _no_time(acting: Acting) -> None:
    appointing.no_time(acting.found)
    acting.done = "Cán bộ sẽ gọi để hẹn giờ khác."


def _cancel(acting: Acting) -> None:
    asking.cancel(acting.found)
    acting.done = "Đã thôi nhờ."


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise DomainError("Chọn một giờ.") from None
    if timezone.is_naive(moment):
        raise DomainError("Chọn một giờ.")
    return moment


_ACTS: dict[str, Callable[[Acting], None]] = {
    "bo-sung": _add,
    "dong-y": _agree,
    "sai": _object,
    "chon-gio": _choose,
    "khong-gio": _no_time,
    "thoi": _cancel,
}
