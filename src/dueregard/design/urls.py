from django.urls import path

from dueregard.design import views

urlpatterns = [
    path("", views.components, name="design"),
    path("panel/", views.panel, name="design-panel"),
    path("figures.css", views.figures_css, name="figures-css"),
]
