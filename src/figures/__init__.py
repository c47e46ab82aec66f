"""Accessible charts and table files from plain rows. Pure: knows nobody.

Charts are SVG as text (`grouped_bars`, `stacked_bars`, `lines`, `intervals`, `funnel`) and `heat_table` is HTML,
to be looked at with the style sheet `css_text` gives. Tables (`Table`, `Column`, behind a `Cover`) become CSV,
XLSX or ODS files that no spreadsheet can be tricked by. What is not shown is said in words (`Missing`), never
drawn as zero.
"""

from figures.bars import BarRow, grouped_bars, stacked_bars
from figures.chart import Axis, Missing
from figures.csv_file import csv_text, write_csv
from figures.errors import FigureError
from figures.funnel import FunnelLimit, FunnelPoint, funnel
from figures.heat import HeatCell, HeatRow, heat_table
from figures.intervals import IntervalRow, ReferenceLine, intervals
from figures.line_names import Line
from figures.lines import lines
from figures.numerals import COUNT, DECIMAL, PERCENT, Numerals
from figures.ods_file import write_ods
from figures.sheets import Cover
from figures.stylesheet import css_text
from figures.table import Column, Table, plain_text, safe_text
from figures.xlsx_file import write_xlsx

__all__ = [
    "COUNT",
    "DECIMAL",
    "PERCENT",
    "Axis",
    "BarRow",
    "Column",
    "Cover",
    "FigureError",
    "FunnelLimit",
    "FunnelPoint",
    "HeatCell",
    "HeatRow",
    "IntervalRow",
    "Line",
    "Missing",
    "Numerals",
    "ReferenceLine",
    "Table",
    "css_text",
    "csv_text",
    "funnel",
    "grouped_bars",
    "heat_table",
    "intervals",
    "lines",
    "plain_text",
    "safe_text",
    "stacked_bars",
    "write_csv",
    "write_ods",
    "write_xlsx",
]
