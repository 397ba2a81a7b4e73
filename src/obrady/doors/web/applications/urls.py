from obrady.doors.web.applications.form_urls import urlpatterns as forms
from obrady.doors.web.applications.import_urls import urlpatterns as files
from obrady.doors.web.applications.public_urls import urlpatterns as public
from obrady.doors.web.applications.team_urls import urlpatterns as team

urlpatterns = [*public, *files, *forms, *team]
