"""Pages of papers and their scans; a part of the app's own addresses."""

from django.urls import path

from dossiers.views import capture, papers, scans, stacks

_PAPER = "ho-so/<str:code>/giay-to/<int:pk>"
urlpatterns = [
    path("chup/<str:token>/", capture.capture, name="capture"),
    path("ho-so/to-ngan-cach/", stacks.general_sheets, name="general-sheets"),
    path("ho-so/tim-trong-ban-quet/", scans.search, name="scan-search"),
    path("ho-so/xap-giay/", stacks.stack_list, name="stacks"),
    path("ho-so/xap-giay/<uuid:key>/", stacks.show, name="stack"),
    path("ho-so/xap-giay/<uuid:key>/ho-so/", stacks.choose_dossier, name="stack-dossier"),
    path("ho-so/xap-giay/<uuid:key>/trang/<int:number>/", stacks.page_image, name="stack-page"),
    path("ho-so/ban-quet/<uuid:key>/", scans.scan_file, name="scan-file"),
    path("ho-so/ban-quet/<uuid:key>/goc/", scans.scan_original, name="scan-original"),
    path("ho-so/ban-quet/<uuid:key>/bo/", scans.remove, name="scan-remove"),
    path("ho-so/ban-quet/<uuid:key>/lay-lai/", scans.restore, name="scan-restore"),
    path("ho-so/trang-quet/<int:pk>/", scans.page_image, name="scan-page"),
    path("ho-so/trang-quet/<int:pk>/nho/", scans.page_thumbnail, name="scan-thumbnail"),
    path("ho-so/trang-quet/<int:pk>/sua/", scans.change_page, name="scan-page-change"),
    path("ho-so/<str:code>/to-ngan-cach/", stacks.dossier_sheets, name="dossier-sheets"),
    path("ho-so/<str:code>/giay-to/", papers.papers, name="papers"),
    path("ho-so/<str:code>/giay-to/doi-chieu/", papers.compare, name="papers-compare"),
    path(f"{_PAPER}/", papers.paper, name="paper"),
    path(f"{_PAPER}/trang/", papers.pages, name="paper-pages"),
    path(f"{_PAPER}/tep/", scans.paper_file, name="paper-file"),
    path(f"{_PAPER}/tai-len/", papers.upload, name="paper-upload"),
    path(f"{_PAPER}/dac-ta/", papers.describe, name="paper-describe"),
    path(f"{_PAPER}/dung-lai/", papers.reuse, name="paper-reuse"),
    path(f"{_PAPER}/dien-thoai/", papers.phone, name="paper-phone"),
]
