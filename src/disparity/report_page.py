"""The HTML report: one file that needs nothing else, reads on paper, and runs no script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from itertools import count
from string import Template

from disparity.breakdown_table import CRUDE_AND_ADJUSTED, DASH, P_AND_Q
from disparity.breakdown_words import share_words
from disparity.charts import COMPLETENESS_CAPTION, completeness_chart
from disparity.findings import ALL, Finding
from disparity.plurals import plural
from disparity.reading import (
    Breakdown,
    Key,
    MeasureOutline,
    breakdown_of,
    findings_by_table,
    key_findings,
    outline,
    trends_by_table,
)
from disparity.reasons_table import reasons_table
from disparity.report_contents import Contents
from disparity.report_files import FINDINGS, about, title_of
from disparity.report_markup import bullets, element, escaped, paragraphs, table_markup
from disparity.slice_funnels import slice_funnels
from disparity.source_words import source_words
from disparity.tables import CROSS
from disparity.wording import TOO_FEW, capital
from figures import COUNT, Column, Table, css_text

MOST_TABLES = 60
"""How many tables without charts a measure shows at most; the rest are in findings.csv."""

MOST_ROWS = 100
"""How many groups such a table has at most."""

MOST_HEATS = 15
"""How many heat tables a measure shows at most; the others are among the tables without charts."""

OPEN_HEATS = 3
"""How many of them stand open; to pass fifteen of two measures is to turn thirty pages. On paper all are open."""

INTERNAL = "Internal: these numbers are exact and not protected. Do not publish them or pass them on."


def page(report: Contents) -> str:
    """Return the whole report as one HTML page."""
    outlines = outline(report)
    tables, trends = findings_by_table(report), trends_by_table(report)
    contents = [
        _link("completeness", "How complete the data are"),
        *(_measure_link(each, tables) for each in outlines),
        _link("about", "About these figures"),
    ]
    captions = (f"table-{number}" for number in count(1))
    sections = [
        _completeness_section(report, captions),
        *(_measure_section(report, each, tables, trends, captions) for each in outlines),
        _about_section(report),
    ]
    return Template(_part("page.html")).substitute(
        title=escaped(title_of(report)),
        heading=escaped(report.title),
        style=_part("report.css") + css_text(),
        banner=_banner(report),
        introduction=paragraphs(_introduction(report)),
        contents="\n".join(f"<li>{link}</li>" for link in contents),
        sections="\n".join(sections),
    )


def _part(name: str) -> str:
    return files("disparity").joinpath("report_template", name).read_text(encoding="utf-8")


def _section_id(measure: MeasureOutline) -> str:
    return f"measure-{measure.slug}"


def _link(identity: str, words: str) -> str:
    return f'<a href="#{identity}">{escaped(words)}</a>'


def _measure_link(measure: MeasureOutline, tables: Mapping[Key, Sequence[Finding]]) -> str:
    """Return the link to a measure, and after it those to its characteristics where there are several."""
    link = _link(_section_id(measure), capital(measure.name))
    single = _single(measure, tables)
    if len(single) < 2:
        return link
    within = (
        f"<li>{_link(_breakdown_id(measure, number), f'By {name}')}</li>"
        for number, (_, name, _) in enumerate(single, start=1)
    )
    return f"{link}\n<ul>\n" + "\n".join(within) + "\n</ul>"


def _single(measure: MeasureOutline, tables: Mapping[Key, Sequence[Finding]]) -> list[Key]:
    """Return the tables over everyone of one characteristic each."""
    return [
        key
        for characteristic in measure.characteristics
        if CROSS not in characteristic and (key := (measure.name, characteristic, ALL)) in tables
    ]


def _breakdown_id(measure: MeasureOutline, number: int) -> str:
    # A double hyphen, which no slug has, so that it is never the id of a measure.
    return f"{_section_id(measure)}--{number}"


def _banner(report: Contents) -> str:
    return f'<p class="internal">{escaped(INTERNAL)}</p>' if report.is_internal else ""


def _introduction(report: Contents) -> Iterator[str]:
    many = plural(report.unit)
    yield f"This report compares groups of {many}. A difference between groups does not by itself say why."
    yield (
        "Each figure has a 95% interval: the true value is likely to lie within it. "
        "A difference is called clear where its interval does not include “no difference”."
    )
    yield from filter(None, [" ".join(source_words(report.manifest))])
    if not report.is_internal:
        rules = report.manifest["rules"]
        yield (
            f"Small counts (under {rules['threshold']}) are hidden, and others are rounded to the nearest "
            f"{rules['round']}, so that nobody can be recognised."
        )
    if any(finding.adjusted_ratio is not None for finding in report.findings):
        yield CRUDE_AND_ADJUSTED
    if any(finding.p is not None or finding.q is not None for finding in report.findings):
        yield P_AND_Q


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
        report,
        "completeness",
        "How complete the data are",
        paragraphs(["Where much is not known, a difference between groups can come from who answered."]),
        _figure(COMPLETENESS_CAPTION, completeness_chart(report.completeness)),
        table_markup(table, identity=next(captions)),
        table_markup(reasons, identity=next(captions)) if (reasons := reasons_table(report)) else "",
    )


def _measure_section(
    report: Contents,
    measure: MeasureOutline,
    tables: Mapping[Key, Sequence[Finding]],
    trends: Mapping[Key, Sequence[Finding]],
    captions: Iterator[str],
) -> str:
    single = _single(measure, tables)
    parts = []
    # Of one characteristic alone its own list says all there is, right below.
    if len(single) != 1:
        parts += [element("h3", "What stands out"), bullets(key_findings(report, measure.name))]
    parts += [
        _full(report, tables[key], trends.get(key, ()), captions, identity=_breakdown_id(measure, number))
        for number, key in enumerate(single, start=1)
    ]
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
    parts += [
        _heats(report, crossed),
        _funnels(report, measure, tables),
    ]
    parts.append(_folded(report, "Groups that share two or more characteristics", crossed, captions))
    parts.append(_folded(report, f"Within each {_slice_words(report)}", sliced, captions))
    return _section(report, _section_id(measure), capital(measure.name), *parts)


def _slice_words(report: Contents) -> str:
    return " and ".join(report.slices).replace("_", " ")


def _figure(caption: str, *charts: str) -> str:
    """Return charts with their caption, several side by side where there is room; nothing where none is drawn."""
    drawn = list(filter(None, charts))
    if not drawn:
        return ""
    kind = ' class="charts"' if len(drawn) > 1 else ""
    return "\n".join([f"<figure{kind}>", element("figcaption", caption), *drawn, "</figure>"])


def _heats(report: Contents, crossed: Sequence[Sequence[Finding]]) -> str:
    """Return a heat table for every two characteristics crossed, each after what it says, as many as are read."""
    parts: list[str] = []
    for findings in crossed:
        if len(parts) < MOST_HEATS and findings[0].characteristic.count(CROSS) == 1:
            shown = breakdown_of(report, findings)
            if shown.heat:
                parts.append(f"{element('h4', shown.heading)}\n{bullets(shown.sentences)}\n{shown.heat}")
    if not parts:
        return ""
    opened = [element("h3", "Two characteristics together"), *parts[:OPEN_HEATS]]
    if folded := parts[OPEN_HEATS:]:
        summary = element("summary", "More pairs of characteristics")
        inside = "\n".join([summary, *filter(None, [_banner(report)]), *folded])
        opened.append(f'<details class="printed">\n{inside}\n</details>')
    return "\n".join(opened)


def _full(
    report: Contents,
    findings: Sequence[Finding],
    trend: Sequence[Finding],
    captions: Iterator[str],
    *,
    identity: str,
) -> str:
    """Return one breakdown with what it says, its charts, and the tables with their figures."""
    shown = breakdown_of(report, findings, trend=trend)
    return "\n".join(
        filter(
            None,
            [
                element("h3", shown.heading, identity=identity),
                bullets(shown.sentences),
                _figure(shown.chart_caption, shown.chart),
                _figure(shown.funnel_caption, shown.funnel),
                table_markup(shown.table, identity=next(captions)),
                *_over_time(shown, captions),
                paragraphs([shown.completeness]) if shown.completeness else "",
            ],
        )
    )


def _funnels(report: Contents, measure: MeasureOutline, tables: Mapping[Key, Sequence[Finding]]) -> str:
    """Return the groups that fare unlike elsewhere in some places, after a sentence on how to read them."""
    drawn = slice_funnels(report, measure.name, tables=tables)
    if not drawn:
        return ""
    heading = element("h3", f"Where a group differs by {_slice_words(report)}")
    words = (
        "About one place in twenty lies outside the 95% limits by chance alone. These are the groups with most "
        "places outside."
    )
    figures = [_figure(each.caption, each.chart) for each in drawn]
    return "\n".join([heading, paragraphs([words]), '<div class="charts">', *figures, "</div>"])


def _over_time(shown: Breakdown, captions: Iterator[str]) -> Iterator[str]:
    if shown.trend_table is not None:
        yield _figure(shown.trend_table.title, *shown.trends)
        yield table_markup(shown.trend_table, identity=next(captions))


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
    signs = f"A dash ({DASH}) stands where there is nothing to show, “{TOO_FEW}” where a group is too small."
    return _section(report, "about", "About these figures", paragraphs([signs]), f"<dl>\n{pairs}\n</dl>")
