"""Forms as data: a definition, its conditions, checked answers, completeness, states and derived features.

The shape of a definition is in docs/reference/form-definition.md; the precedence of states in
docs/explanation/queue.md. Answers are `Mapping[key, str | tuple[str, ...]]`, consents `Mapping[key, bool]`.

    definition = parse_definition(json.load(file))
    answer = check_answer(definition.question("phone"), " 000 000 490 ")
    missing_answers(definition, {"phone": answer}, {})
"""

from .answers import SEPARATOR, check_answer, clean_text, parse_instant
from .completeness import is_complete, missing_answers, usable_answers
from .conditions import holds, is_answered, is_required, is_shown
from .features import derive_features
from .parsing import parse_definition
from .placeholders import PLACEHOLDERS, fill_placeholders, placeholders_in
from .precedence import Settled, joined, kept_record, merged_answers, settle, state_of
from .register import IMPLIED_CONSENTS, RegisterRecord, RowFault, read_applications
from .types import (
    AllOf,
    Answer,
    AnswerFault,
    Answers,
    AnyOf,
    ApplicationRecord,
    Asks,
    Cap,
    Condition,
    Consent,
    Consents,
    DefinitionError,
    Feature,
    FormDefinition,
    FormError,
    Gap,
    GminaLike,
    GminaProperty,
    Kind,
    Notice,
    Option,
    PlaceholderError,
    Question,
    Section,
    State,
    Test,
    Text,
    Window,
    WindowError,
)
from .writing import to_json

__all__ = [
    "IMPLIED_CONSENTS",
    "PLACEHOLDERS",
    "SEPARATOR",
    "AllOf",
    "Answer",
    "AnswerFault",
    "Answers",
    "AnyOf",
    "ApplicationRecord",
    "Asks",
    "Cap",
    "Condition",
    "Consent",
    "Consents",
    "DefinitionError",
    "Feature",
    "FormDefinition",
    "FormError",
    "Gap",
    "GminaLike",
    "GminaProperty",
    "Kind",
    "Notice",
    "Option",
    "PlaceholderError",
    "Question",
    "RegisterRecord",
    "RowFault",
    "Section",
    "Settled",
    "State",
    "Test",
    "Text",
    "Window",
    "WindowError",
    "check_answer",
    "clean_text",
    "derive_features",
    "fill_placeholders",
    "holds",
    "is_answered",
    "is_complete",
    "is_required",
    "is_shown",
    "joined",
    "kept_record",
    "merged_answers",
    "missing_answers",
    "parse_definition",
    "parse_instant",
    "placeholders_in",
    "read_applications",
    "settle",
    "state_of",
    "to_json",
    "usable_answers",
]
