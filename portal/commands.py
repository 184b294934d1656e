"""Lệnh: what every command of the office has in common, so that its refusals are sentences in Vietnamese."""

import errno
import re
import sys
from typing import Any, NoReturn

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    DjangoHelpFormatter,
    SystemCheckError,
)
from django.db import OperationalError, ProgrammingError, connection

from portal.errors import DomainError
from portal.models import Unit

_USAGE = tuple(
    (re.compile(english), vietnamese)
    for english, vietnamese in (
        (r"the following arguments are required: (.+)", r"Thiếu tham số \1."),
        (r"unrecognized arguments: (.+)", r"Không có tham số \1."),
        (
            r"argument (\S+): invalid choice: (.+) \(choose from (.+)\)",
            r"Tham số \1 không nhận \2. Chọn một trong: \3.",
        ),
        (r"argument (\S+): expected .*", r"Tham số \1 thiếu giá trị."),
        (r"argument (\S+): invalid \w+ value: (.+)", r"Tham số \1 không nhận \2."),
        (r"argument (\S+): ignored explicit argument (.+)", r"Tham số \1 không kèm giá trị \2."),
        (r"ambiguous option: (\S+) could match (.+)", r"Tham số \1 có thể là \2: ghi đủ tên."),
    )
)
_OS_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EISDIR: "đây là thư mục",
    errno.ENOTDIR: "trên đường dẫn có một tệp, không phải thư mục",
    errno.EEXIST: "đã có một tệp mang tên này",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENAMETOOLONG: "tên dài quá",
}


class OfficeCommand(BaseCommand):
    """A command whose every refusal, also of its arguments, is a sentence on stderr and a status above 0."""

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        return _Parser(
            prog=parser.prog,
            description=parser.description,
            formatter_class=DjangoHelpFormatter,
            parents=[parser],
            add_help=False,
            called_from_command_line=getattr(self, "_called_from_command_line", None),
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return self._execute(*args, **options)
        except SystemCheckError:
            raise
        except CommandError as error:
            if options["traceback"] or not getattr(self, "_called_from_command_line", False):
                raise
            self.stderr.write(f"Lỗi: {error}")
            sys.exit(error.returncode)

    def _execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DomainError as refusal:
            raise CommandError(refusal.message) from refusal
        except (OperationalError, ProgrammingError) as error:
            if (sentence := _about_database()) is None:
                raise
            raise CommandError(sentence) from error


class _Parser(CommandParser):
    def error(self, message: str) -> NoReturn:
        sentence = in_vietnamese(message)
        if not self.called_from_command_line:
            raise CommandError(sentence)
        self.exit(2, f"Lỗi: {sentence} Xem cách dùng: {self.prog} --help\n")


def in_vietnamese(message: str) -> str:
    """What argparse says of wrong arguments."""
    for english, vietnamese in _USAGE:
        if english.fullmatch(message):
            return english.sub(vietnamese, message)
    return f"Tham số không đúng ({message})."


def os_reason(error: OSError) -> str:
    """Why a file or folder cannot be used."""
    return _OS_REASONS.get(error.errno or 0, error.strerror or str(error))


def _about_database() -> str | None:
    """A database that cannot be reached, or has no tables yet; None is a fault of ours."""
    if connection.in_atomic_block:
        return None
    try:
        tables = connection.introspection.table_names()
    except OperationalError as error:
        return f"Không dùng được cơ sở dữ liệu, kiểm tra DATABASE_URL và DATA_DIR ({str(error).strip()})."
    if Unit._meta.db_table in tables:
        return None
    return "Cơ sở dữ liệu chưa có bảng nào: chạy “manage.py prepare” trước."
