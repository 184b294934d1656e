"""Phản ánh, kiến nghị của người dân: sent without signing in, followed by a code, answered in public.

The code stands in no address: the page that answers the form says it, and requests carry it in their body.
"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import offices
from dossiers.forms.feedback import AddForm, FeedbackForm, FollowForm, JudgeForm, ReopenForm
from dossiers.models import Feedback
from dossiers.offices import PublicOffice
from dossiers.voices import codes, pictures, reading, receiving, sending, showing
from dossiers.voices.status import Satisfaction
from portal import throttle
from portal.errors import DomainError

SENT, WITHIN = 5, 600
"""So many from one machine in so many seconds: a family at one phone, a kiosk; not a flood."""
LOOKED_UP = 20
Forms = dict[str, AddForm | ReopenForm]
PAGE = 50
_TOO_MANY = (
    "Máy này vừa gửi nhiều phản ánh. Hãy đợi mười phút rồi bấm Gửi lần nữa: những gì bạn gõ vẫn còn dưới "
    "đây. Việc gấp, hãy gọi đường dây nóng."
)
_PHOTOS_AGAIN = "Ảnh đã chọn không giữ lại được, hãy chọn lại ảnh."


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """Gửi phản ánh, kiến nghị; the answer says the number and the code, once."""
    office = offices.meant(request.GET.get("don-vi", ""))
    choices = [] if office else offices.receiving()
    if request.method != "POST":
        form = FeedbackForm(units=choices, initial={"key": codes.new_form()})
        return render(request, "public/feedback.html", {"form": form, "photos_again": ""})
    form = FeedbackForm(request.POST, request.FILES, units=choices)
    status = 200
    if form.is_valid():
        if throttle.too_often(request, "feedback", most=SENT, seconds=WITHIN):
            form.add_error(None, _TOO_MANY)
            status = 429
        elif (receipt := _received(form, office)) is not None:
            return render(request, "public/feedback_received.html", {"receipt": receipt})
    elif "key" in form.errors:
        sent = request.POST.copy()
        sent["key"] = codes.new_form()
        form.data = sent
    context = {"form": form, "photos_again": _PHOTOS_AGAIN if request.FILES else ""}
    return render(request, "public/feedback.html", context, status=status)


def _received(form: FeedbackForm, office: PublicOffice | None) -> receiving.Receipt | None:
    try:
        photos = pictures.looked_at(form.cleaned_data["photos"])
    except DomainError as error:
        form.add_error("photos", error.message)
        return None
    unit = office.unit if office else form.cleaned_data["unit"]
    try:
        return receiving.receive(unit, form.words, form_key=form.form_key, photos=photos)
    except DomainError as error:
        form.add_error(None, error.message)
        return None


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Theo dõi bằng mã: how far it is, the answer, and what the sender may do now."""
    form = FollowForm(request.POST or None)
    if request.method != "POST":
        return _ask_for_code(request, form)
    if throttle.too_often(request, "feedback-follow", most=LOOKED_UP):
        form.add_error(None, "Máy này vừa thử quá nhiều lần. Hãy đợi một phút rồi thử lại.")
        return _ask_for_code(request, form, status=429)
    if not form.is_valid():
        return _ask_for_code(request, form)
    found = sending.followed(form.cleaned_data["code"])
    if found is None:
        form.add_error("code", "Không có phản ánh nào mang mã này. Xem lại từng chữ trong mã bạn đã ghi.")
        return _ask_for_code(request, form)
    act = _ACTS.get(request.POST.get("viec", ""))
    forms: Forms = {"add": AddForm(), "reopen": ReopenForm()}
    done = refused = ""
    if act is not None:
        try:
            done = act(request, found, forms)
        except DomainError as error:
            refused = error.message
        found = sending.followed(form.cleaned_data["code"]) or found
    context = {
        "progress": showing.progress(found),
        "code": form.cleaned_data["code"],
        "done": done,
        "refused": refused,
        "levels": Satisfaction,
        **forms,
    }
    return render(request, "public/feedback_followed.html", context)


def _ask_for_code(request: HttpRequest, form: FollowForm, *, status: int = 200) -> HttpResponse:
    return render(request, "public/feedback_follow.html", {"form": form}, status=status)


def _add(request: HttpRequest, found: Feedback, forms: Forms) -> str:
    form = AddForm(request.POST, request.FILES)
    forms["add"] = form
    if not form.is_valid():
        return ""
    try:
        photos = pictures.looked_at(form.cleaned_data["photos"])
    except DomainError as error:
        form.add_error("photos", error.message)
        return ""
    sending.add(found, text=form.cleaned_data["text"], photos=photos)
    return "Đã nhận phần bổ sung của bạn."


def _judge(request: HttpRequest, found: Feedback, forms: Forms) -> str:
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return ""
    sending.judge(found, Satisfaction(form.cleaned_data["satisfaction"]))
    return "Cảm ơn bạn đã cho biết ý kiến."


def _reopen(request: HttpRequest, found: Feedback, forms: Forms) -> str:
    form = ReopenForm(request.POST)
    forms["reopen"] = form
    if not form.is_valid():
        return ""
    sending.reopen(found, reason=form.cleaned_data["reason"])
    return "Đã gửi tiếp. Đơn vị sẽ xem lại và trả lời bạn một lần nữa."


_ACTS: dict[str, Callable[[HttpRequest, Feedback, Forms], str]] = {
    "bo-sung": _add,
    "danh-gia": _judge,
    "gui-tiep": _reopen,
}


@login_not_required
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Câu trả lời đã công khai: by month, or by a few words without accents."""
    office = offices.meant(request.GET.get("don-vi", ""))
    unit = office.unit if office else None
    text, month = request.GET.get("q", "").strip()[:100], request.GET.get("thang", "")
    found = reading.of_month(reading.matching(reading.answers(unit), text), month)
    context = {
        "q": text,
        "month": month,
        "months": reading.months(unit),
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "public/feedback_answers.html", context)


@login_not_required
@require_safe
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Một câu trả lời công khai."""
    found = get_object_or_404(reading.answers(None), pk=pk)
    return render(request, "public/feedback_answer.html", {"answer": found})


@login_not_required
@require_safe
def hotlines(request: HttpRequest) -> HttpResponse:
    """Đường dây nóng của đơn vị."""
    office = offices.meant(request.GET.get("don-vi", ""))
    found = reading.hotlines(office.unit if office else None)
    return render(request, "public/hotlines.html", {"hotlines": found})
