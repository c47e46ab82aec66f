"""What a chart or a table file refuses."""


class FigureError(ValueError):
    """A figure cannot be drawn or written from what it was given.

    The whole tree::

        FigureError          a row of the wrong length, a number that is not finite, too many series,
                             a sheet name used twice. Raised for a mistake of the caller; never for an
                             unlucky value, which is shown in words (`figures.Missing`).
    """
