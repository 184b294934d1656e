"""Pages for citizens, without signing in: `public-…`; those of the office's own screen `kiosk…`."""

from django.urls import path

from dossiers.views.public import kiosk, posted, procedures

urlpatterns = [
    path("q/<str:short>", posted.posted, name="public-posted"),
    path("ki-ot/<str:screen>/", kiosk.start, name="kiosk"),
    path("ki-ot/<str:screen>/tra-cuu/", kiosk.follow, name="kiosk-follow"),
    path("ki-ot/<str:screen>/thu-tuc/", kiosk.procedures, name="kiosk-procedures"),
    path("ki-ot/<str:screen>/linh-vuc/<str:field>/", kiosk.procedures, name="kiosk-field"),
    path("ki-ot/<str:screen>/thu-tuc/<str:code>/", kiosk.procedure, name="kiosk-procedure"),
    path("thu-tuc/", procedures.catalogue, name="public-catalogue"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="public-procedure"),
]
