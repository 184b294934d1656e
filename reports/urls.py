"""Pages that show figures: the staff home, the figures and their records, the reports."""

from django.urls import path

from reports.views import (
    advance,
    appraisal_papers,
    figures,
    files,
    home,
    initiative_papers,
    nine,
    office,
    official,
    records,
    replication,
    shelf,
    simplifications,
    targets,
    teams,
    workshop,
)

app_name = "reports"
urlpatterns = [
    path("co-quan/", office.office, name="public-office"),
    path("co-quan/bao-cao/<int:pk>.pdf", office.released, name="public-report"),
    path("bao-cao/<int:pk>/cong-bo/", office.release, name="release"),
    path("ban-lam-viec/", home.home, name="home"),
    path("bao-cao/so-lieu/", figures.figures, name="figures"),
    path("bao-cao/so-lieu/ho-so/", records.records, name="records"),
    path("bao-cao/so-lieu/ho-tro-truoc/", advance.table, name="advance"),
    path("bao-cao/so-lieu/van-ban/", official.table, name="official"),
    path("bao-cao/so-lieu/to-cong-nghe-so/", teams.table, name="teams"),
    path("bao-cao/so-lieu/chin-chi-so/", nine.indices, name="nine"),
    path("bao-cao/so-lieu/chin-chi-so/ho-so/", nine.index_records, name="nine-records"),
    path("bao-cao/so-lieu/chi-tieu/", targets.targets_board, name="online-targets"),
    path("bao-cao/so-lieu/chi-tieu/giao/", targets.targets_set, name="online-targets-set"),
    path("bao-cao/so-lieu/chi-tieu/bang.<str:ending>", targets.targets_file, name="online-targets-file"),
    path(
        "sang-kien/<int:pk>/in/<slug:name>.<slug:extension>", initiative_papers.paper, name="initiative-paper"
    ),
    path(
        "sang-kien/dot-xet/<int:pk>/in/<slug:name>.<slug:extension>",
        appraisal_papers.round_paper,
        name="round-paper",
    ),
    path(
        "sang-kien/phieu/<int:pk>/in/phieu-cham.<slug:extension>",
        appraisal_papers.sheet_paper,
        name="sheet-paper",
    ),
    path(
        "sang-kien/quyet-dinh/<int:pk>/in/quyet-dinh.<slug:extension>",
        appraisal_papers.decision_paper,
        name="decision-paper",
    ),
    path("sang-kien/<int:pk>/so-lieu/", replication.feature_panel, name="initiative-feature"),
    path("sang-kien/nhan-rong/phieu/<int:pk>/so-lieu/", replication.measures, name="measures"),
    path("sang-kien/nhan-rong/so-lieu/<int:pk>/bo/", replication.drop_measure, name="measure-drop"),
    path("bao-cao/", shelf.shelf, name="list"),
    path("bao-cao/don-gian-hoa/", simplifications.simplification_list, name="simplifications"),
    path("bao-cao/don-gian-hoa/moi/", simplifications.new, name="simplification-new"),
    path("bao-cao/don-gian-hoa/<int:pk>/", simplifications.change, name="simplification"),
    path("bao-cao/don-gian-hoa/<int:pk>/bo/", simplifications.drop, name="simplification-drop"),
    path("bao-cao/lap/", shelf.new, name="new"),
    path("bao-cao/<int:pk>/", workshop.workshop, name="workshop"),
    path("bao-cao/<int:pk>/loi-van/", workshop.texts, name="texts"),
    path("bao-cao/<int:pk>/the-thuc/", workshop.letterhead, name="letterhead"),
    path("bao-cao/<int:pk>/xem-truoc/", workshop.preview, name="preview"),
    path("bao-cao/<int:pk>/van-ban/", official.link, name="document"),
    path("bao-cao/<int:pk>/dung/", files.build, name="build"),
    path("bao-cao/<int:pk>/tien-do/", files.progress, name="progress"),
    path("bao-cao/<int:pk>/tai/<str:extension>/", files.download, name="download"),
    path("bao-cao/<int:pk>/bo/", shelf.give_up, name="give-up"),
]
