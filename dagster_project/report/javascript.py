"""Vega, Vega-Lite and Vega-Embed as one piece of JavaScript.

Holds the bundle and its cache: vl-convert takes two seconds to make it, and it changes only with vl-convert.
"""

import os
from importlib.metadata import version
from pathlib import Path


def chart_library(cache_dir: Path) -> str:
    """The JavaScript that draws the charts, from `cache_dir` if it was made there before."""
    cached = cache_dir / f"charts-{version('vl-convert-python')}.js"
    if not cached.is_file():
        import vl_convert  # noqa: PLC0415  # 80 MB of shared library, needed once

        cache_dir.mkdir(parents=True, exist_ok=True)
        aside = cached.with_suffix(f".{os.getpid()}.part")
        library = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its stub forgets a default
        aside.write_text(library, encoding="utf-8", newline="")
        aside.rename(cached)
    with cached.open(encoding="utf-8", newline="") as file:
        return file.read()
