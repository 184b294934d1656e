"""Trang chụp trên điện thoại: public, for whoever holds the code, for one paper and some minutes."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dossiers.forms.papers import CaptureForm
from dossiers.papers import capture as captures
from portal import throttle
from portal.errors import DomainError

REQUESTS = 60
"""In a minute from one address: every phone of an office behind one line, and nobody who guesses codes."""
TOO_OFTEN = "Từ đường mạng này vừa gửi quá nhiều lần. Đợi một phút rồi mở lại trang."


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def capture(request: HttpRequest, token: str) -> HttpResponse:
    """The paper's name, a button for the camera, what has arrived; nothing of the person."""
    if throttle.too_often(request, "capture", most=REQUESTS):
        return render(
            request,
            "dossiers/capture_over.html",
            {"title": "Gửi quá nhiều lần", "words": TOO_OFTEN},
            status=429,
        )
    open_one = captures.find(token)
    if open_one is None:
        return render(
            request,
            "dossiers/capture_over.html",
            {"title": "Mã chụp không còn dùng được", "words": captures.OVER},
            status=410,
        )
    form = CaptureForm(request.POST, request.FILES) if request.method == "POST" else CaptureForm()
    if request.method == "POST" and form.is_valid():
        photos = form.cleaned_data["scans"]
        try:
            captures.take(open_one, photos)
        except DomainError as error:
            form.add_error("scans", error.message)
        else:
            messages.success(request, f"Đã gửi {len(photos)} ảnh. Chụp tiếp trang sau, hoặc đóng trang này.")
            return redirect(request.path)
    context = {"token": open_one, "paper": open_one.component, "form": form}
    response = render(request, "dossiers/capture.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _over(request: HttpRequest, title: str, words: str, *, status: int) -> HttpResponse:
    return render(request, "dossiers/capture_over.html", {"title": title, "words": words}, status=status)
