"""Read answers: themes in batches, redactions, and quotations with a second look."""
