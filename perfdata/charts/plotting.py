"""What is needed of matplotlib, without the help texts that it writes as it is imported.

As it is imported, matplotlib lists the properties of each of its classes for the documentation of `set`. That takes
longer than drawing a picture, and nobody reads it here. The pictures are the same, byte for byte.
"""

from __future__ import annotations

from matplotlib import artist


def _no_help(*_: object) -> str:
    return ""


artist.Artist._update_set_signature_and_docstring = classmethod(_no_help)  # type: ignore[attr-defined]
artist.kwdoc = _no_help  # type: ignore[assignment]

# Imported only now, because it is importing them that writes the texts.
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: E402

__all__ = ["Axes", "Figure", "FigureCanvasAgg", "FuncFormatter", "Line2D", "MaxNLocator"]
