"""The layout of NĐ 30/2020/NĐ-CP, Phụ lục I: in the PDF, and in the Word file as LibreOffice prints it."""

import fcntl
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from pathlib import Path

import pypdf
import pytest

from reports.renderers import docx as word_renderer
from reports.renderers import pdf as pdf_renderer
from tests.reports.specimen import DOCUMENT, META

pytestmark = pytest.mark.once

MM = 25.4 / 72
A4 = (210, 297)
NEAR = 2  # mm


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self):
        """Of its height: programs do not agree on how far a letter reaches above and below."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Paper:
    file: str
    sizes: list
    words: list

    def line(self, text, nth=0):
        """The words of a line of text, where it stands for the n-th time."""
        wanted = text.split()
        found = [
            self.words[start : start + len(wanted)]
            for start in range(len(self.words))
            if [word.text for word in self.words[start : start + len(wanted)]] == wanted
        ]
        return found[nth]


def run(*command, **environment):
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=120, env={**os.environ, **environment}
    ).stdout


def read(file):
    layout = run("pdftotext", "-bbox-layout", str(file), "-")
    sizes, words = [], []
    for number, page in enumerate(layout.split("<page ")[1:], 1):
        width, height = re.match(r'width="([\d.]+)" height="([\d.]+)"', page).groups()
        sizes.append((float(width) * MM, float(height) * MM))
        for *box, text in re.findall(
            r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>', page
        ):
            words.append(Word(number, *(float(edge) * MM for edge in box), unescape(text)))
    return Paper(str(file), sizes, words)


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    file = tmp_path_factory.mktemp("pdf") / "report.pdf"
    file.write_bytes(pdf_renderer.render(DOCUMENT))
    return read(file)


@pytest.fixture(scope="module")
def word(tmp_path_factory, pytestconfig):
    """The Word file as LibreOffice prints it with the vendored fonts in the place of Times New Roman."""
    folder = tmp_path_factory.mktemp("word")
    (folder / "report.docx").write_bytes(word_renderer.render(DOCUMENT))
    (folder / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{pytestconfig.rootpath}/static/fonts</dir><cachedir>{folder}/fonts</cachedir></fontconfig>"
    )
    with (Path(tempfile.gettempdir()) / "motcua-soffice.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two LibreOffices that start at one moment get in each other's way
        run(
            *("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(folder / "report.docx")),
            FONTCONFIG_FILE=str(folder / "fonts.conf"),
        )
    return read(folder / "report.pdf")


@pytest.fixture(params=["pdf", "word"])
def paper(request):
    return request.getfixturevalue(request.param)


# What both files look like


def test_pages_are_a4_and_the_wide_annex_lies(paper):
    landscape = (A4[1], A4[0])

    assert len(paper.sizes) == 5
    for size, wanted in zip(paper.sizes, (A4, A4, landscape, A4, A4), strict=True):
        assert size == pytest.approx(wanted, abs=0.1)


def test_text_keeps_to_the_margins(paper):
    for word in paper.words:
        width, height = paper.sizes[word.page - 1]
        assert word.left >= 30 - 0.2
        assert word.right <= width - 15 + 0.3
        assert word.bottom <= height - 20 + 0.5
        assert word.top >= 20 - 0.5 or word.text.isdigit()


def test_pages_are_numbered_but_the_first_of_each_part(paper):
    in_margin = [word for word in paper.words if word.bottom < 20]

    assert [(word.page, word.text) for word in in_margin] == [(2, "2"), (5, "2")]
    for number in in_margin:
        assert (number.left + number.right) / 2 == pytest.approx((30 + A4[0] - 15) / 2, abs=0.5)


def test_the_name_of_the_country_stays_on_one_line(paper):
    for line in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", META.date_line):
        words = paper.line(line)
        assert len({round(word.bottom, 1) for word in words}) == 1
        assert (words[0].left + words[-1].right) / 2 == pytest.approx(30 + 75 + 45, abs=0.5)


def test_number_and_date_stand_level(paper):
    assert paper.line(META.number_line)[0].bottom == pytest.approx(
        paper.line(META.date_line)[0].bottom, abs=0.3
    )


def test_first_lines_are_indented_and_text_runs_to_the_margin(paper):
    opening = paper.line("Ủy ban nhân dân xã Vĩnh Lâm báo cáo kết quả công tác cải cách hành chính")

    assert opening[0].left == pytest.approx(30 + 12.7, abs=0.3)
    assert opening[-1].right == pytest.approx(A4[0] - 15, abs=0.3)


def test_recipients_stand_level_with_the_signature_and_there_is_room_to_sign(paper):
    authority, name = paper.line("TM. ỦY BAN NHÂN DÂN")[0], paper.line("Nguyễn Văn Bình")[0]

    assert authority.top == pytest.approx(paper.line("Nơi nhận:")[0].top, abs=1.5)
    assert name.top - paper.line("PHÓ CHỦ TỊCH")[0].bottom > 25
    assert name.page == authority.page
    assert paper.line("Nơi nhận:")[0].left == pytest.approx(30, abs=0.3)


def test_a_table_takes_its_heading_to_the_next_page(paper):
    assert paper.line("STT Chỉ tiêu thống kê")[0].page == 4
    assert paper.line("STT Chỉ tiêu thống kê", nth=1)[0].page == 5


# One over the other


def test_word_and_pdf_lie_over_each_other(pdf, word):
    matcher = SequenceMatcher(None, [w.text for w in pdf.words], [w.text for w in word.words], autojunk=False)
    pairs = [
        (pdf.words[ours + step], word.words[theirs + step])
        for ours, theirs, size in matcher.get_matching_blocks()
        for step in range(size)
    ]

    assert len(pairs) > 0.97 * len(pdf.words)
    assert len(word.words) == len(pdf.words)
    apart = [
        (ours, theirs)
        for ours, theirs in pairs
        if ours.page != theirs.page
        or max(abs(ours.left - theirs.left), abs(ours.right - theirs.right), abs(ours.middle - theirs.middle))
        > NEAR
    ]
    assert apart == []


# What the files are


def test_only_the_vendored_fonts_are_used(paper):
    fonts = [line.split() for line in run("pdffonts", paper.file).splitlines()[2:]]

    assert len(fonts) == 4
    for name, *rest in fonts:
        assert "LiberationSerif" in name.replace("-", "")
        assert "yes" in rest  # embedded


def test_the_pdf_is_tagged_titled_and_in_vietnamese(pdf):
    reader = pypdf.PdfReader(pdf.file)

    assert "Tagged:          yes" in run("pdfinfo", pdf.file)
    assert reader.metadata.title == META.full_title
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]
    assert float(reader.pdf_header.removeprefix("%PDF-")) >= 1.4


def test_headings_and_tables_are_tagged_as_such(pdf):
    structure = run("pdfinfo", "-struct", pdf.file)

    assert len(re.findall(r"^ *H1\b", structure, re.MULTILINE)) == 1
    assert len(re.findall(r"^ *Table\b", structure, re.MULTILINE)) >= 3
    assert {"H2", "H3", "TH", "TD", "P"} <= set(re.findall(r"^ *(\w+)", structure, re.MULTILINE))


def test_the_same_document_makes_the_same_bytes(pdf):
    assert pdf_renderer.render(DOCUMENT) == Path(pdf.file).read_bytes()
