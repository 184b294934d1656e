"""Đếm lượt quét: one row a code and day, nothing of who scanned: no cookie, no address, no device.

What is no person is left out as far as it says so itself: robots, fetchers of link previews, pages loaded
ahead, questions for the head alone; and officers who are signed in. Two loads by one person within seconds
can't be told from two persons, and both count: whoever could tell them apart would have to know them.
"""

import re

from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from dossiers.models import PostedCode, ScanDay
from dossiers.posting import hanging
from dossiers.posting.leading import MARK

_ROBOTS = re.compile(
    # CUBOT is a phone.
    r"(?<!cu)bot\b|bot[/;_-]|crawl|spider|slurp|preview|externalhit|externalagent|facebookcatalog|vkshare|"
    r"whatsapp|viber|embedly|archiver|lighthouse|google-|googleother|mediapartners|inspectiontool|"
    r"curl|wget|python|libwww|httpclient|okhttp|go-http|java/|axios|node-fetch|monitor|uptime|pingdom|"
    r"feedfetcher|validator",
    re.IGNORECASE,
)
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def is_by_a_person(request: HttpRequest) -> bool:
    """Whether to count it."""
    agent = request.headers.get("User-Agent", "")
    if request.method != "GET" or not agent or _ROBOTS.search(agent):
        return False
    if any(re.search("prefetch|preview|prerender", request.headers.get(name, "")) for name in _AHEAD):
        return False
    return not request.user.is_authenticated


def count_scan(request: HttpRequest, code: PostedCode) -> None:
    """Một lượt quét."""
    if is_by_a_person(request):
        _add(code, "scans")


def count_page(request: HttpRequest) -> None:
    """Một lượt mở trang thủ tục, where a posted code had led here."""
    _count_led(request, "pages")


def count_online(request: HttpRequest) -> None:
    """Một lượt bấm nộp trực tuyến, where a posted code had led here."""
    _count_led(request, "online")


def _count_led(request: HttpRequest, column: str) -> None:
    short = hanging.short_of(request.GET.get(MARK, ""))
    if short and is_by_a_person(request):
        code = PostedCode.objects.filter(short=short).first()
        if code is not None:
            _add(code, column)


def _add(code: PostedCode, column: str) -> None:
    """One more; the database adds, so that two at once are two."""
    row = ScanDay.objects.filter(code=code, day=timezone.localdate())
    more = {column: F(column) + 1}
    if not row.update(**more):
        ScanDay.objects.get_or_create(code=code, day=timezone.localdate())
        row.update(**more)
