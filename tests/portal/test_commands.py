"""The commands on a bare machine: what stands on stderr, what on stdout, and the exit status."""

import errno
import sys

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import OperationalError, connections

from portal import commands
from portal.errors import DomainError
from portal.models import Unit


@pytest.fixture
def typed(capsys, monkeypatch):
    """Type a command line; its exit status and what it printed and complained of.

    A command closes its connections when it ends; here they are the test's own.
    """
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def do(*words):
        with pytest.raises(SystemExit) as leaving:
            execute_from_command_line(["manage.py", *words])
        printed = capsys.readouterr()
        return leaving.value.code, printed.out, printed.err

    return do


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["figures", "--period", "2023"], "Thiếu tham số --unit."),
        (
            ["figures", "--unit", "1", "--period", "2023", "--by", "thu"],
            "Tham số --by không nhận 'thu'. Chọn",
        ),
        (["figures", "--unit", "1", "--period"], "Tham số --period thiếu giá trị."),
        (["figures", "--unit", "1", "--period", "2023", "--la"], "Không có tham số --la."),
        (["import_dossiers", "--unit", "1"], "Thiếu tham số file."),
        (
            ["import_dossiers", "a.csv", "--unit", "1", "--dry-run=x"],
            "Tham số --dry-run không kèm giá trị 'x'.",
        ),
        (["build_report", "--unit", "1"], "Thiếu tham số --kind, --period, --out."),
        (["check_integrity", "--years", "ba"], "Tham số --years không nhận 'ba'."),
        (["load_catalogue", "--fo", "xml"], "Tham số --fo có thể là --force-color, --format: ghi đủ tên."),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(typed, words, sentence):
    status, out, err = typed(*words)

    assert (status, out) == (2, "")
    assert err.startswith(f"Lỗi: {sentence}")
    assert err.endswith(f"Xem cách dùng: manage.py {words[0]} --help\n")


def test_other_words_of_the_parser_are_passed_on():
    assert commands.in_vietnamese("out of luck") == "Tham số không đúng (out of luck)."


def test_called_by_other_code_wrong_arguments_are_an_exception():
    with pytest.raises(CommandError, match="Thiếu tham số --unit"):
        call_command("figures", "--period", "2023")


@pytest.mark.django_db
def test_a_refusal_is_one_sentence_and_status_1(typed):
    status, out, err = typed(
        "figures", "--unit", "00000", "--period", "2023", "--format", "json", "--skip-checks"
    )

    assert (status, out) == (1, "")
    assert err.startswith("Lỗi: Không có đơn vị nào mang mã “00000”")


@pytest.mark.django_db
def test_files_and_folders_that_can_not_be_used_are_told_without_english(typed, tmp_path):
    (tmp_path / "tep").write_text("")
    unit = Unit.objects.create(code="19405", name="Xã Vĩnh Lâm", kind="commune", subkind="xã")

    _, _, no_file = typed(
        "import_dossiers", str(tmp_path / "khong-co.csv"), "--unit", unit.code, "--skip-checks"
    )
    _, _, folder = typed("import_dossiers", str(tmp_path), "--unit", unit.code, "--skip-checks")
    _, _, out = typed(
        *("build_report", "--kind", "cchc", "--unit", unit.code, "--period", "2022", "--skip-checks"),
        *("--out", str(tmp_path / "tep" / "ra")),
    )

    assert no_file == f"Lỗi: Không mở được tệp {tmp_path / 'khong-co.csv'}: không có tệp hoặc thư mục này.\n"
    assert folder == f"Lỗi: Không mở được tệp {tmp_path}: đây là thư mục.\n"
    assert out == (
        f"Lỗi: Không ghi được vào {tmp_path / 'tep' / 'ra'}: trên đường dẫn có một tệp, không phải thư mục.\n"
    )


def test_an_unusual_reason_of_the_system_is_passed_on():
    assert commands.os_reason(OSError(errno.EIO, "Input/output error")) == "Input/output error"


class Failing(commands.OfficeCommand):
    requires_system_checks = []
    error: Exception = DomainError("Chưa được.")

    def handle(self, *args, **options):
        raise self.error


@pytest.mark.django_db(transaction=True)
def test_a_database_without_tables_says_what_to_run_first(monkeypatch):
    monkeypatch.setattr(commands.connection.introspection, "table_names", list)
    monkeypatch.setattr(Failing, "error", OperationalError("no such table: portal_unit"))

    with pytest.raises(CommandError, match=r"chạy “manage\.py prepare” trước"):
        call_command(Failing())


@pytest.mark.django_db(transaction=True)
def test_a_database_that_does_not_answer_says_where_to_look(monkeypatch):
    def unreachable():
        raise OperationalError("connection refused")

    monkeypatch.setattr(commands.connection.introspection, "table_names", unreachable)
    monkeypatch.setattr(Failing, "error", OperationalError("connection refused"))

    with pytest.raises(CommandError, match="kiểm tra DATABASE_URL"):
        call_command(Failing())


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_is_not_told_as_a_refusal(monkeypatch):
    monkeypatch.setattr(Failing, "error", OperationalError("no such column: x"))

    with pytest.raises(OperationalError):
        call_command(Failing())


def test_with_a_traceback_a_refusal_is_raised(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["manage.py"])
    command = Failing()

    with pytest.raises(CommandError, match="Chưa được"):
        command.run_from_argv(["manage.py", "failing", "--traceback"])
