from django.urls import path

from dueregard.statistics import views

urlpatterns = [
    path("", views.releases, name="releases"),
    path("releases/<uuid:pk>/", views.release, name="release"),
    path("releases/<uuid:pk>/measures/<slug:measure>/", views.release_measure, name="release-measure"),
    path("releases/<uuid:pk>/files/<str:name>", views.release_file, name="release-file"),
    path("datasets/", views.datasets, name="datasets"),
    path("datasets/add/", views.add_dataset, name="add-dataset"),
    path("datasets/add/example/", views.add_example, name="add-example"),
    path("datasets/<uuid:pk>/", views.dataset, name="dataset"),
    path("datasets/<uuid:pk>/check/", views.check_dataset, name="check-dataset"),
    path("datasets/<uuid:pk>/refused-rows/", views.refused_rows, name="refused-rows"),
    path("datasets/<uuid:pk>/analyse/", views.analyse_dataset, name="analyse-dataset"),
    path("analyses/<uuid:pk>/", views.analysis, name="analysis"),
    path("analyses/<uuid:pk>/run/", views.run_analysis, name="run-analysis"),
    path("analyses/<uuid:pk>/measures/<slug:measure>/", views.analysis_measure, name="analysis-measure"),
    path("analyses/<uuid:pk>/files/<str:name>", views.analysis_file, name="analysis-file"),
    path("analyses/<uuid:pk>/release/", views.release_analysis, name="release-analysis"),
]
