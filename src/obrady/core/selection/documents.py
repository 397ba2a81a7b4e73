"""Rules and pool as plain JSON values: what is fingerprinted, published and checked by others."""

from collections.abc import Mapping, Sequence

from obrady.core.selection.types import Candidate, Quota, Rules

FORMAT = "obrady.selection"
VERSION = 1


def rules_document(rules: Rules) -> dict[str, object]:
    """The rules in one order, whatever order they were given in.

    Members: seats; quotas (feature, value, min, max) by feature and value; caps (key, most) by key; links (first,
    second, kind) with first < second, ascending; households (true or false). Only where they are used: must,
    guests and excluded (codes, ascending); in a quota lowest and highest (limits of relaxation) and counts_guests (false).
    """
    quotas = sorted(rules.quotas, key=lambda quota: (quota.feature, quota.value))
    links = sorted((*sorted((link.first, link.second)), link.kind.value) for link in rules.links)
    document: dict[str, object] = {
        "seats": rules.seats,
        "quotas": [_quota_document(quota) for quota in quotas],
        "caps": [{"key": cap.key, "most": cap.most} for cap in sorted(rules.caps, key=lambda cap: cap.key)],
        "links": [{"first": first, "second": second, "kind": kind} for first, second, kind in links],
        "households": rules.households,
    }
    named = {"must": rules.must, "guests": rules.guests, "excluded": rules.excluded}
    return document | {name: sorted(set(codes)) for name, codes in named.items() if codes}


def _quota_document(quota: Quota) -> dict[str, object]:
    document: dict[str, object] = {
        "feature": quota.feature,
        "value": quota.value,
        "min": quota.low,
        "max": quota.high,
    }
    limits = {"lowest": quota.lowest, "highest": quota.highest}
    document |= {name: limit for name, limit in limits.items() if limit is not None}
    return document if quota.counts_guests else document | {"counts_guests": False}


def entry_document(candidate: Candidate) -> dict[str, object]:
    """What the frozen pool holds of one person: features, household, groups; never more than the rules need."""
    return {
        "features": dict(candidate.features),
        "household": candidate.household,
        "groups": dict(candidate.groups),
    }


def pool_entries(pool: Sequence[Candidate]) -> dict[str, dict[str, object]]:
    """code -> entry, ascending."""
    return {one.code: entry_document(one) for one in sorted(pool, key=lambda one: one.code)}


def frozen_document(
    *, pool: Sequence[Candidate], rules: Rules, more: Mapping[str, object] | None = None
) -> dict[str, object]:
    """What a draw is frozen as; its fingerprint is published before anything is drawn.

    Args:
        more: further JSON values to freeze with it, for example a secret number, so that nobody who knows almost the
            whole pool can find the rest by trying fingerprints.

    Two pools that differ only in the order of people, and rules that differ only in order, give the same document.
    """
    document: dict[str, object] = {
        "format": FORMAT,
        "version": VERSION,
        "rules": rules_document(rules),
        "pool": pool_entries(pool),
    }
    return document if more is None else document | {"more": dict(more)}
