from django.urls import path

from dueregard.records.documents import views

urlpatterns = [
    path("", views.list_of_all, name="documents"),
    path("<uuid:pk>/", views.document, name="document"),
    path("<uuid:pk>/sentences/add/", views.add, name="add-sentence"),
    path("<uuid:pk>/sentences/<uuid:statement>/", views.reword, name="reword-sentence"),
    path("<uuid:pk>/sentences/<uuid:statement>/take-out/", views.take_out, name="take-out-sentence"),
    path("<uuid:pk>/review/", views.review, name="review-document"),
    path("<uuid:pk>/approve/", views.approve, name="approve-document"),
    path("<uuid:pk>/publish/", views.publish, name="publish-document"),
]
