"""Reading a roll-up: a second characteristic that joins the levels of the first, such as 19 ethnic groups into 5."""

from __future__ import annotations

from disparity.plan import NOT_KNOWN, RESERVED, Characteristic
from disparity.plan_levels import CROSS, name_of
from disparity.plan_section import Section
from disparity.problems import did_you_mean, quoted

OF_ROLLUP = ("name", "reference", "map")


def rollup_of(section: Section, parent: Characteristic) -> Characteristic:
    """Return the characteristic that a ``rollup`` table makes of `parent`.

    Its ``map`` goes from each level of the parent to its group; the groups are shown in the order in which
    they are first named there. With listed levels every one of them must have a group. Without a list a row
    whose level has none is refused when the data are read.
    """
    section.allow(OF_ROLLUP)
    groups = section.mapping("map")
    if not groups and not section.values.get("map"):
        fix = 'Add it: map = { "Indian" = "Asian", "Chinese" = "Asian" }'
        section.refuse("", '"map" is missing: which level belongs to which group', fix, "missing")
    named = tuple(dict.fromkeys(groups.values()))
    _refuse_levels(section, groups, parent)
    _refuse_groups(section, named)
    reference = section.text("reference", raw=True)
    if reference is not None and groups and reference not in named:
        fix = f"{did_you_mean(reference, named)} Write one of {quoted(named)}".strip()
        section.refuse("reference", f'"{reference}" is not one of the groups', fix, "unknown-level")
    return Characteristic(
        name_of(section),
        parent.column,
        reference=reference,
        levels=named,
        parent=parent,
        groups=groups,
    )


def _refuse_levels(section: Section, groups: dict[str, str], parent: Characteristic) -> None:
    """Refuse levels that the parent does not have, and levels of its list without a group."""
    listed = parent.levels
    for level in groups:
        if level == NOT_KNOWN or level in parent.unknown:
            what = f'"{level}" is not known, so it belongs to no group'
            section.refuse("map", what, f'Remove it; "{NOT_KNOWN}" comes by itself', "unknown-level")
        elif listed is not None and level not in listed:
            fix = f"{did_you_mean(level, listed)} Write one of {quoted(listed)}".strip()
            section.refuse("map", f'"{level}" is not one of the levels', fix, "unknown-level")
        elif listed is None and level in parent.map and level not in parent.map.values():
            what = f'"{level}" never occurs, because map turns it into "{parent.map[level]}"'
            section.refuse("map", what, f'Write "{parent.map[level]}"', "unknown-level")
    left = [level for level in listed or () if level not in groups]
    if left and groups:
        what = f"{quoted(left)} {'belongs' if len(left) == 1 else 'belong'} to no group"
        section.refuse("map", what, "Give each level a group", "missing")


def _refuse_groups(section: Section, named: tuple[str, ...]) -> None:
    for group in named:
        if group.casefold() in RESERVED or CROSS in group or group == NOT_KNOWN:
            what = f'"{group}" cannot be a group, because it has a meaning of its own in the findings'
            section.refuse("map", what, "Choose another name", "reserved")
    folded = [group.casefold() for group in named]
    for group in named:
        if folded.count(group.casefold()) > 1:
            what = f'"{group}" differs from another group only in capital letters'
            section.refuse("map", what, "Write them alike", "clash")
