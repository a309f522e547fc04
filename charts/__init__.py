"""Rows in, Plotly figures out: plain dicts, ready for JSON. How they look is decided in the browser."""
