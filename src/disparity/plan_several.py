"""Reading a characteristic of which people may have several levels at once, such as conditions or nationalities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from disparity.plan import Characteristic, OneOf
from disparity.plan_section import Section

NOT_WITH_SEVERAL = {
    "reference": "each level is compared with everyone who does not have it",
    "rollup": "people may be in several groups of it",
}


def each_of(section: Section, whole: Characteristic) -> Iterator[Characteristic]:
    """Give a characteristic for each level of `whole`: who has it, alone or among others, and who has not.

    They are called such as ``condition: Mobility``, with the levels ``Mobility`` and ``Not Mobility``.
    """
    separator = section.text("several") or ""
    if whole.levels is None:
        fix = 'List them: levels = ["…", "…"]'
        section.refuse("", "where people may have several levels, the levels must be listed", fix, "missing")
    for key, why in NOT_WITH_SEVERAL.items():
        if key in section.values:
            what = f"a characteristic with several levels at once has no {key}: {why}"
            section.refuse(key, what, f"Remove {key}, or remove several", "clash")
    for level in whole.levels or ():
        if separator and separator in level:
            what = f'the level "{level}" holds "{separator}", which stands between levels'
            section.refuse("several", what, "Name what stands between the levels in the data", "clash")
        one_of = OneOf(whole, separator, level)
        yield replace(
            whole, name=f"{whole.name}: {level}", levels=(level, one_of.otherwise), map={}, one_of=one_of
        )
