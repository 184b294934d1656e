"""Pages for citizens, without signing in. Their names begin with `public-`."""

from django.urls import path

from dossiers.views.public import posted, procedures

urlpatterns = [
    path("q/<str:short>", posted.posted, name="public-posted"),
    path("thu-tuc/", procedures.catalogue, name="public-catalogue"),
    path("thu-tuc/<str:code>/", procedures.procedure, name="public-procedure"),
]
