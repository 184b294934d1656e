"""Tra cứu hồ sơ for citizens: where the QR on a slip leads. Of a code how far it is, of a person nothing.

What is typed or scanned is posted: the code on a paper's QR holds the applicant's number, and no address may.
Only the receipt's own address has the dossier's code in it. Nothing is kept of who asked, so that there is no
session, and the answer to a post is the page itself.
"""

import re
from dataclasses import dataclass, field, replace

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dossiers import finding, following
from dossiers.citizens import drawing
from dossiers.guessing import Guesses, Refusal
from portal import throttle
from portal.addresses import client_network
from portal.text import one_line

QUESTIONS = 30
"""So many questions a minute from one machine: enough for a queue at the kiosk, too few to walk all codes."""
ANSWERS = 60
"""So many answers with four digits an hour from one machine."""
TOO_OFTEN = "Máy này vừa tra cứu quá nhiều lần. Xin đợi một phút rồi thử lại."
NO_MATCH = (
    "Mã hồ sơ và bốn số cuối không khớp. Xem lại mã trên giấy tiếp nhận và bốn số cuối của số điện thoại "
    "hoặc số định danh đã ghi khi nộp."
)
_OFFICE = "hoặc mang giấy tiếp nhận đến Bộ phận Một cửa."
REFUSED = {
    Refusal.PAUSE: f"Đã trả lời sai nhiều lần. Đợi ít phút rồi thử lại, {_OFFICE}",
    Refusal.HERE: f"Máy này đã trả lời sai nhiều lần cho mã hồ sơ này. Thử lại vào ngày mai, {_OFFICE}",
    Refusal.WHOLE: (
        "Có nhiều lần trả lời sai cho mã hồ sơ này. Để giữ kín thông tin, xin nhập cả số điện thoại hoặc cả "
        "số định danh đã ghi khi nộp."
    ),
    Refusal.EVERYWHERE: (
        "Có quá nhiều lần trả lời sai cho mã hồ sơ này, tạm dừng để giữ kín thông tin. Thử lại vào ngày mai, "
        + _OFFICE
    ),
}
_PAGE = "dossiers/tracking.html"
_STANDS_FOR_CODE = "@ma-ho-so@"


@dataclass
class Answer:
    """What a question led to; `code` is what stands in the field again."""

    code: str = ""
    problem: str = ""
    digits_problem: str = ""
    asks_whole: bool = False
    """Four digits are not enough any more."""
    is_unknown: bool = False
    progress: following.Progress | None = None
    details: following.Details | None = None
    status: int = field(default=200)


@csrf_exempt  # it reads nothing by the visitor's own authority, and so sets no cookie
@login_not_required
@require_http_methods(["GET", "POST"])
@never_cache
def tracking(request: HttpRequest) -> HttpResponse:
    """Tra cứu theo mã hồ sơ, thêm bốn số cuối thì thấy ngày và việc cần làm."""
    given = answer(request)
    if given.progress and not given.details:
        return HttpResponse(_of_state(request, given.progress))
    return render(request, _PAGE, {"answer": given}, status=given.status)


def _of_state(request: HttpRequest, progress: following.Progress) -> bytes:
    """Of the code alone all dossiers of a state have one page but for the code: it is drawn once."""
    shown = Answer(_STANDS_FOR_CODE, progress=replace(progress, code=_STANDS_FOR_CODE))
    page = drawing.once(
        request, f"tracking/{progress.state}", lambda: render(request, _PAGE, {"answer": shown}).content
    )
    return page.replace(_STANDS_FOR_CODE.encode(), escape(progress.code).encode())


def answer(request: HttpRequest) -> Answer:
    """The code from the receipt's address, or the code and the digits that were typed."""
    typed = one_line((request.POST if request.method == "POST" else request.GET).get("ma", ""))
    if not typed:
        return Answer(problem="Nhập mã hồ sơ." if request.method == "POST" else "")
    shown = typed.partition("|")[0][: finding.LONGEST_CODE]
    if throttle.too_often(request, "tracking", most=QUESTIONS):
        return Answer(shown, problem=TOO_OFTEN, status=429)
    if request.method == "POST" and "so" in request.POST:
        return _with_digits(request, typed, shown)
    progress = following.how_far(typed)
    return Answer(progress.code, progress=progress) if progress else Answer(shown, is_unknown=True)


def _with_digits(request: HttpRequest, typed: str, shown: str) -> Answer:
    """The same answer, after the same work, for a wrong number and for a code that does not exist."""
    dossier = following.find(typed)
    digits = re.sub(r"[\s.\-]", "", one_line(request.POST["so"]))
    if not following.is_answer(digits):
        is_long = len(digits) > following.DIGITS
        problem = "Nhập đủ các chữ số của số ấy." if is_long else "Nhập đúng bốn chữ số."
        return Answer(shown, digits_problem=problem, asks_whole=is_long)
    if throttle.too_often(request, "tracking-digits", most=ANSWERS, seconds=3600):
        return Answer(shown, digits_problem=TOO_OFTEN, status=429)
    guesses = Guesses(dossier.code if dossier else shown, client_network(request))
    if refusal := guesses.hear(digits):
        asks_whole = refusal == Refusal.WHOLE
        return Answer(shown, digits_problem=REFUSED[refusal], asks_whole=asks_whole, status=429)
    if not following.is_applicant(dossier, digits) or dossier is None:
        guesses.wrong()
        return Answer(shown, digits_problem=NO_MATCH, asks_whole=len(digits) > following.DIGITS)
    guesses.right()
    details = following.details(dossier)
    return Answer(dossier.code, progress=details.progress, details=details)
