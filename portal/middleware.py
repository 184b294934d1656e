"""What holds for every request and every answer, whichever page it is."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRefresh

Answer = Callable[[HttpRequest], HttpResponseBase]


class SqueezePublicPages(GZipMiddleware):
    """Nén trang công khai: pages for somebody of whom nothing is known, and nothing else, go squeezed.

    How long a squeezed page is tells what repeats in it. Where a page holds a secret and also what the
    address says, its length gives the secret away letter by letter (BREACH). So nothing is squeezed for who
    brings or gets a cookie (a session, the token of a form), nor any answer to what was posted (a dossier's
    days, a feedback's answer): what is left is the same for everybody. So no random length is needed.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_page = response.get("Content-Type", "").startswith("text/html") and not response.streaming
        is_same_for_all = request.method == "GET" and not request.COOKIES and not response.cookies
        if not (is_page and is_same_for_all):
            return response
        return super().process_response(request, response)


def refuse_what_no_page_takes(get_response: Answer) -> Answer:
    """A body too large is refused before it fills the disk; a zero byte, which PostgreSQL cannot take."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or 0)
        if length.isdigit() and int(length) > settings.MAX_REQUEST_BYTES:
            return render(request, "413.html", {"most": settings.MAX_REQUEST_BYTES >> 20}, status=413)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a zero byte in the address")
        return get_response(request)

    return answer


def keep_pages_private(get_response: Answer) -> Answer:
    """What a signed-in officer sees stays in no cache: desks and their browsers are shared."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    return answer


def explain_refusals(get_response: Answer) -> Answer:
    """A wrong method gets a page in words; a part of a page, once the session is over, the whole page."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            page = render(request, "405.html", status=405)
            page["Allow"] = response["Allow"]
            return page
        sign_in = resolve_url(settings.LOGIN_URL)
        if isinstance(response, HttpResponseRedirect) and response.url.startswith(f"{sign_in}?"):
            # A browser would follow the redirect itself, and htmx put the sign-in page inside this one.
            return HttpResponseClientRefresh() if request.htmx else response  # type: ignore[attr-defined]
        return response

    return answer
