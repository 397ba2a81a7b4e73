from django.urls import path

from obrady.doors.web.applications import form_view
from obrady.doors.web.applications.form_editor import (
    bank,
    feature,
    kept_templates,
    outline,
    parts,
    previewing,
    publishing,
    question,
    starting,
)

FORM = "team/<slug:slug>/form/"
EDIT = f"{FORM}edit/"
TEMPLATES = "organisation/<slug:organisation>/form-templates/"
# A key that came with a file may hold anything until it is mended.
KEY = "<path:key>/"

urlpatterns = [
    path(FORM, form_view.form_view, name="form-view"),
    path(f"{FORM}controller/", form_view.controller, name="form-controller"),
    path(f"{FORM}begin/", form_view.begin, name="form-begin"),
    path(f"{FORM}file/", starting.download, name="form-file"),
    path(f"{FORM}preview/", previewing.preview, name="form-preview"),
    path(f"{FORM}check/", publishing.check, name="form-check"),
    path(f"{FORM}compare/", publishing.compare, name="form-compare"),
    path(f"{FORM}publish/", publishing.publish, name="form-publish"),
    path(f"{FORM}give-up/", publishing.give_up, name="form-give-up"),
    path(f"{FORM}template/", kept_templates.save_template, name="form-template-save"),
    path(EDIT, outline.outline, name="form-edit"),
    path(f"{EDIT}act/", outline.small_act, name="form-act"),
    path(f"{EDIT}texts/", parts.texts, name="form-texts"),
    path(f"{EDIT}notice/", parts.notice, name="form-notice"),
    path(f"{EDIT}limit/", parts.caps, name="form-caps"),
    path(f"{EDIT}ready-questions/", bank.bank, name="form-bank"),
    path(f"{EDIT}new-part/", parts.new_section, name="form-section-new"),
    path(f"{EDIT}remove-part/{KEY}", parts.section_remove, name="form-section-remove"),
    path(f"{EDIT}part/{KEY}", parts.section, name="form-section"),
    path(f"{EDIT}new-question/", question.new_question, name="form-question-new"),
    path(f"{EDIT}remove-question/{KEY}", question.remove_question, name="form-question-remove"),
    path(f"{EDIT}question/{KEY}", question.question, name="form-question"),
    path(f"{EDIT}new-consent/", parts.new_consent, name="form-consent-new"),
    path(f"{EDIT}remove-consent/{KEY}", parts.consent_remove, name="form-consent-remove"),
    path(f"{EDIT}consent/{KEY}", parts.consent, name="form-consent"),
    path(f"{EDIT}new-feature/", feature.new_feature, name="form-feature-new"),
    path(f"{EDIT}remove-feature/{KEY}", feature.feature_remove, name="form-feature-remove"),
    path(f"{EDIT}feature/{KEY}", feature.feature, name="form-feature"),
    path(TEMPLATES, kept_templates.templates, name="form-templates"),
    path(f"{TEMPLATES}<uuid:key>/", kept_templates.template, name="form-template"),
    path(f"{TEMPLATES}<uuid:key>/remove/", kept_templates.template_remove, name="form-template-remove"),
    path(f"{TEMPLATES}<uuid:key>/bring-back/", kept_templates.template_bring_back, name="form-template-bring-back"),
    path(f"{TEMPLATES}<uuid:key>/file/", kept_templates.template_download, name="form-template-file"),
]
