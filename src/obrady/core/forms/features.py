"""What recruitment looks at, derived from the answers by the form's declared rules."""

from __future__ import annotations

from collections.abc import Mapping

from .completeness import usable_answers
from .conditions import holds
from .types import Answers, Consents, Feature, FormDefinition, GminaLike, GminaProperty


def derive_features(
    definition: FormDefinition, answers: Answers, consents: Consents, gminas: Mapping[str, GminaLike]
) -> dict[str, str]:
    """The value of every feature of the form, in the form's order.

    For each feature, in this order: (1) `only_if` is there and fails: `otherwise`; (2) no answer, or none that
    may be used: `default`; (3) with `gmina_property` the answer becomes a property of the gmina, looked up in
    `gminas` by the first six digits of its code (the seventh is the gmina's type and can change), `default` when
    not found; (4) `map` gives the value, what is not in it `map_else`, or `default` where there is none; without
    `map` the value stands. Source: data/meeting/FORM.md, "A feature".

    Example: `gmina_teryt` 0463011 gives `outside_torun` "no", `big_city` "no", `powiat` "Toruń".
    """
    usable = usable_answers(definition, answers, consents)
    return {feature.key: _value(feature, usable, gminas) for feature in definition.features}


def _value(feature: Feature, usable: Answers, gminas: Mapping[str, GminaLike]) -> str:
    if feature.only_if is not None and not holds(feature.only_if, usable):
        return feature.otherwise if feature.otherwise is not None else feature.default
    answer = usable.get(feature.source)
    if answer is None:
        return feature.default
    text = answer if isinstance(answer, str) else "|".join(answer)
    if feature.gmina_property is not None:
        gmina = gminas.get(text[:6])
        if gmina is None:
            return feature.default
        text = _property(feature.gmina_property, text[:6], gmina)
    if feature.map is None:
        return text
    return feature.map.get(text, feature.map_else if feature.map_else is not None else feature.default)


def _property(name: GminaProperty, code6: str, gmina: GminaLike) -> str:
    if name is GminaProperty.CODE6:
        return code6
    return str(gmina.kind) if name is GminaProperty.TYPE else gmina.powiat
