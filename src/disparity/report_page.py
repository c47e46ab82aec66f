"""The HTML report: one file that needs nothing else, reads on paper, and runs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import count
from string import Template

from disparity.breakdown_table import DASH
from disparity.breakdown_words import share_words
from disparity.findings import ALL, Finding
from disparity.plurals import plural
from disparity.reading import (
    Key,
    MeasureOutline,
    breakdown_of,
    findings_by_table,
    key_findings,
    outline,
)
from disparity.report_contents import Contents
from disparity.report_files import FINDINGS, about, title_of
from disparity.report_markup import bullets, element, escaped, paragraphs, table_markup
from disparity.tables import CROSS
from disparity.wording import TOO_FEW, capital
from figures import COUNT, Column, Table, css_text

MOST_TABLES = 60
"""How many tables without charts a measure shows at most; the rest are in findings.csv."""

MOST_ROWS = 100
"""How many groups such a table has at most."""

INTERNAL = "Internal: these numbers are exact and not protected. Do not publish them or pass them on."


def page(report: Contents) -> str:
    """Return the whole report as one HTML page."""
    outlines = outline(report)
    tables = findings_by_table(report)
    links = [("completeness", "How complete the data are")]
    links += [(_section_id(each), capital(each.name)) for each in outlines]
    links.append(("about", "About these figures"))
    captions = (f"table-{number}" for number in count(1))
    sections = [
        _completeness_section(report, captions),
        *(_measure_section(report, each, tables, captions) for each in outlines),
        _about_section(report),
    ]
    return Template(_part("page.html")).substitute(
        title=escaped(title_of(report)),
        heading=escaped(report.title),
        style=_part("report.css") + css_text(),
        banner=_banner(report),
        introduction=paragraphs(_introduction(report)),
        contents="\n".join(f'<li><a href="#{name}">{escaped(words)}</a></li>' for name, words in links),
        sections="\n".join(sections),
    )


def _part(name: str) -> str:
    return files("disparity").joinpath("report_template", name).read_text(encoding="utf-8")


def _section_id(measure: MeasureOutline) -> str:
    return f"measure-{measure.slug}"


def _banner(report: Contents) -> str:
    return f'<p class="internal">{escaped(INTERNAL)}</p>' if report.is_internal else ""


def _introduction(report: Contents) -> Iterator[str]:
    many = plural(report.unit)
    yield f"This report compares groups of {many}. A difference between groups does not by itself say why."
    yield (
        "Each figure has a 95% interval: the true value is likely to lie within it. "
        "Where an interval of a difference leaves out no difference, the difference is called clear."
    )
    if not report.is_internal:
        rules = report.manifest["rules"]
        yield (
            f"Small counts (under {rules['threshold']}) are hidden, and others are rounded to the nearest "
            f"{rules['round']}, so that nobody can be recognised."
        )


def _section(report: Contents, identity: str, heading: str, *parts: str) -> str:
    inside = "\n".join(filter(None, [element("h2", heading), _banner(report), *parts]))
    return f'<section id="{identity}">\n{inside}\n</section>'


def _completeness_section(report: Contents, captions: Iterator[str]) -> str:
    rows = [
        (
            capital(row.name),
            "Characteristic" if row.kind == "characteristic" else "Outcome",
            TOO_FEW if row.people is None else COUNT.show(row.people),
            TOO_FEW if row.known is None else COUNT.show(row.known),
            TOO_FEW if row.share is None else share_words(row.share),
        )
        for row in report.completeness
    ]
    columns = (
        Column("What"),
        Column("Kind"),
        Column(capital(plural(report.unit)), "count"),
        Column("Known for", "count"),
        Column("Share known", "percent"),
    )
    table = Table("How well each characteristic and outcome is recorded", columns, rows)
    return _section(
        report, "completeness", "How complete the data are", table_markup(table, identity=next(captions))
    )


def _measure_section(
    report: Contents,
    measure: MeasureOutline,
    tables: Mapping[Key, Sequence[Finding]],
    captions: Iterator[str],
) -> str:
    parts = [element("h3", "What stands out"), bullets(key_findings(report, measure.name))]
    for characteristic in measure.characteristics:
        findings = tables.get((measure.name, characteristic, ALL))
        if findings and CROSS not in characteristic:
            parts.append(_full(report, findings, captions))
    crossed = [
        tables[measure.name, characteristic, ALL]
        for characteristic in measure.characteristics
        if CROSS in characteristic and (measure.name, characteristic, ALL) in tables
    ]
    sliced = [
        tables[measure.name, characteristic, within]
        for within in measure.slices
        for characteristic in measure.characteristics
        if within != ALL and CROSS not in characteristic and (measure.name, characteristic, within) in tables
    ]
    parts.append(_folded(report, "Groups that share two or more characteristics", crossed, captions))
    parts.append(_folded(report, f"Within each {_slice_words(report)}", sliced, captions))
    return _section(report, _section_id(measure), capital(measure.name), *parts)


def _slice_words(report: Contents) -> str:
    return " and ".join(report.slices).replace("_", " ")


def _full(report: Contents, findings: Sequence[Finding], captions: Iterator[str]) -> str:
    """Return one breakdown with its chart, its table and what they say."""
    shown = breakdown_of(report, findings)
    figure = ""
    if shown.chart:
        caption = element("figcaption", shown.chart_caption)
        figure = f"<figure>\n{caption}\n{shown.chart}\n</figure>"
    return "\n".join(
        filter(
            None,
            [
                element("h3", shown.heading),
                bullets(shown.sentences),
                figure,
                table_markup(shown.table, identity=next(captions)),
                paragraphs([shown.completeness]) if shown.completeness else "",
            ],
        )
    )


def _folded(
    report: Contents, summary: str, tables: Sequence[Sequence[Finding]], captions: Iterator[str]
) -> str:
    """Return tables without charts, folded away, as many as can be read; and where the others are."""
    readable = [
        shown.table
        for shown in (breakdown_of(report, each, with_chart=False) for each in tables[:MOST_TABLES])
        if len(shown.table.rows) <= MOST_ROWS
    ]
    if not tables:
        return ""
    left = len(tables) - len(readable)
    more = f"{left:,} more or longer tables are in {FINDINGS}, beside this page." if left else ""
    inside = "\n".join(table_markup(table, identity=next(captions)) for table in readable)
    return (
        f"<details>\n{element('summary', summary)}\n{_banner(report)}\n{inside}\n"
        f"{paragraphs([more]) if more else ''}\n</details>"
    )


def _about_section(report: Contents) -> str:
    pairs = "\n".join(f"{element('dt', what)}\n{element('dd', words)}" for what, words in about(report))
    signs = f"{DASH} stands where there is nothing to show. {TOO_FEW} stands where a group is too small."
    return _section(report, "about", "About these figures", paragraphs([signs]), f"<dl>\n{pairs}\n</dl>")
