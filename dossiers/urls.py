"""Pages of this app."""

from django.urls import include, path

from dossiers.views import (
    apologies,
    bulk,
    catalogue,
    correction,
    declaration,
    detail,
    disclosure,
    finding,
    listing,
    moves,
    refusal,
    saved_searches,
    slips,
)
from dossiers.views.intake import after

app_name = "dossiers"
_MOVES = {
    "tiep-nhan": "accept",
    "khong-tiep-nhan": "not-accept",
    "chuyen-xu-ly": "start-processing",
    "bo-sung": "request-supplement",
    "nhan-bo-sung": "receive-supplement",
    "co-ket-qua": "conclude",
    "yeu-cau-nop-phi": "request-payment",
    "da-nop-phi": "settle-payment",
    "rut": "withdraw",
    "dung": "stop",
    "tu-choi": "refuse",
}
urlpatterns = [
    path("", include("dossiers.fees.urls")),
    path("", include("dossiers.results.urls")),
    path("ho-so/", listing.dossier_list, name="list"),
    path("ho-so/tim/", finding.find, name="find"),
    path("ho-so/tiep-nhan/", include("dossiers.views.intake.urls")),
    path("ho-so/hang-loat/", bulk.bulk_move, name="bulk-move"),
    path("ho-so/cot/", listing.choose_columns, name="list-columns"),
    path("ho-so/xuat/excel/", listing.export, {"form": "xlsx"}, name="list-excel"),
    path("ho-so/xuat/ban-in/", listing.export, {"form": "pdf"}, name="list-print"),
    path("ho-so/bo-loc/", saved_searches.save, name="search-save"),
    path("ho-so/bo-loc/<int:pk>/", saved_searches.open_saved, name="search-open"),
    path("ho-so/bo-loc/<int:pk>/bo/", saved_searches.drop, name="search-drop"),
    path("ho-so/tu-choi-tiep-nhan/", refusal.refuse_walk_in, name="refuse-walk-in"),
    path("ho-so/chua-xin-loi/", apologies.unapologised, name="unapologised"),
    path("ho-so/nhap/", include("dossiers.importing.urls")),
    path("", include("dossiers.papers.urls")),
    path("", include("dossiers.process.urls")),
    path("ho-so/<str:code>/", detail.detail, name="detail"),
    path("ho-so/<str:code>/da-tiep-nhan/", after.received, name="received"),
    path("ho-so/<str:code>/sua/", correction.correct, name="correct"),
    path("ho-so/<str:code>/to-khai/<int:pk>/", declaration.fill, name="declaration-fill"),
    path("ho-so/<str:code>/to-khai/<int:pk>.<str:ending>", declaration.declaration, name="declaration"),
    path("quan-tri/to-khai/", declaration.template_list, name="declaration-templates"),
    path("quan-tri/to-khai/<int:pk>/", declaration.template, name="declaration-template"),
    path("quan-tri/to-khai/<int:pk>/tep/", declaration.template_file, name="declaration-template-file"),
    path("quan-tri/to-khai/<int:pk>/dung/", declaration.set_active, name="declaration-template-active"),
    path("ho-so/<str:code>/hien-so/", disclosure.show_numbers, name="show-numbers"),
    path("ho-so/phieu/<int:pk>.pdf", slips.unit_slip, name="unit-slip"),
    path("ho-so/<str:code>/phieu/lap/", slips.issue_slip, name="issue-slip"),
    path("ho-so/<str:code>/phieu/<int:pk>.pdf", slips.slip, name="slip"),
    path("ho-so/<str:code>/xin-loi/", apologies.apology, name="apology"),
    path("ho-so/<str:code>/hoan-tac/", moves.undo, name="undo"),
    *(
        path(f"ho-so/<str:code>/{word}/", moves.move, {"verb": verb}, name=verb)
        for word, verb in _MOVES.items()
    ),
    path("quan-tri/nhat-ky-mot-nguoi/", disclosure.person_log, name="person-log"),
    path("", include("dossiers.views.office.urls")),
    path("phim-tat/", finding.shortcuts, name="shortcuts"),
    path("thu-tuc/", catalogue.public_catalogue, name="public-catalogue"),
    path("thu-tuc/quan-ly/", catalogue.catalogue, name="catalogue"),
    path("thu-tuc/quan-ly/<str:code>/", catalogue.procedure, name="procedure"),
    path("thu-tuc/<str:code>/", catalogue.public_procedure, name="public-procedure"),
]
