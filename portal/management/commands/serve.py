"""`manage.py serve`: web and background worker on one small machine; `bin/serve` calls it."""

import fcntl
import http.client
import signal
from pathlib import Path
from typing import IO, Any, NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import embedded, preparation

FIRST_PAGE = "/dang-nhap/"


class Command(BaseCommand):
    help = "Chạy cổng trên một máy: chuẩn bị những gì còn thiếu, rồi mở trang web và tiến trình nền."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--empty", action="store_true", help="lần chạy đầu không lập dữ liệu dùng thử")
        parser.add_argument("--check", action="store_true", help="mở trang đầu, báo OK rồi dừng")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError(
                "REDIS_URL đã đặt: hãy chạy riêng gunicorn, celery worker và celery beat "
                "(docs/operations.md), hoặc bỏ REDIS_URL để chạy kèm tiến trình nền."
            )
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _leave)
        with _only_one_in(settings.DATA_DIR):
            try:
                listener = embedded.listen(settings.HOST, settings.PORT)
                preparation.prepare(with_demo=not options["empty"])
            except (ImproperlyConfigured, preparation.PreparationFailed) as error:
                raise CommandError(str(error)) from error
            self._serve(embedded.supervisor(listener), check=options["check"])

    def _serve(self, supervisor: embedded.Supervisor, *, check: bool) -> None:
        supervisor.start()
        try:
            if check:
                self._open_first_page()
                return
            self._announce()
            told_to_stop = supervisor.wait()
        finally:
            supervisor.stop()
        if not told_to_stop:
            raise CommandError("Trang web hoặc tiến trình nền dừng liên tục: xem lỗi in ở trên.")
        self.stdout.write("Đã dừng.")

    def _open_first_page(self) -> None:
        connection = http.client.HTTPConnection(settings.HOST, settings.PORT, timeout=60)
        connection.request("GET", FIRST_PAGE)
        answer = connection.getresponse()
        if answer.status != http.HTTPStatus.OK:
            raise CommandError(f"Trang {FIRST_PAGE} trả lời {answer.status}.")
        self.stdout.write(f"OK: {settings.BASE_URL}{FIRST_PAGE} trả lời {answer.status}.")

    def _announce(self) -> None:
        self.stdout.write(f"Một Cửa đang chạy tại {settings.BASE_URL} (Ctrl-C để dừng)")
        if preparation.has_demo():
            call_command("demo", accounts=True)
        self.stdout.flush()


def _only_one_in(folder: Path) -> IO[str]:
    """Hold the data folder: a second server on it would work its queue twice."""
    lock = (folder / "serve.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise CommandError(
            f"Một Cửa đang chạy với thư mục dữ liệu {folder}: dừng nó trước, hoặc đặt DATA_DIR khác."
        ) from error
    return lock


def _leave(number: int, _: object) -> NoReturn:
    """Told to stop while still preparing."""
    raise SystemExit(128 + number)
