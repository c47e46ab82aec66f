"""Documents as paper: headings, paragraphs, lists and tables, set as a tagged PDF that a screen reader reads."""
