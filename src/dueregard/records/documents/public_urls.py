from django.urls import path

from dueregard.records.documents import public_views as views

urlpatterns = [
    path("", views.list_of_all, name="published"),
    path("<uuid:pk>/", views.newest, name="newest-edition"),
    path("<uuid:pk>/<int:number>/", views.edition, name="edition"),
    path("<uuid:pk>/<int:number>/edition.pdf", views.paper, name="edition-pdf"),
]
