"""What holds for every request and every answer, whichever page it is."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django_htmx.http import HttpResponseClientRefresh

Answer = Callable[[HttpRequest], HttpResponseBase]


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
