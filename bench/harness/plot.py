"""The figure: what one more package costs against how many there are, both on logarithmic scales, as an SVG."""
import math
from dataclasses import dataclass
from html import escape
from typing import Any

from harness.errors import BenchError

WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 84, 220, 56, 64
# Distinguishable also without colours: every line has a marker of its own shape, and its name stands at its end.
STYLES = {"Slipway": ("#0b6e4f", "circle"), "Slipway rpm": ("#3ba37c", "ring"), "aptly": ("#c0392b", "square"),
          "reprepro": ("#8e44ad", "diamond"), "createrepo_c": ("#c77700", "triangle")}
LABELS = {"Slipway": "Slipway, deb", "Slipway rpm": "Slipway, rpm signed", "aptly": "aptly, deb",
          "reprepro": "reprepro, deb", "createrepo_c": "createrepo_c, rpm signed"}
CORNERS = {"square": [(-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)],
           "diamond": [(0, -6), (6, 0), (0, 6), (-6, 0)], "triangle": [(0, -6), (5.5, 4.5), (-5.5, 4.5)]}
STRONG, FAINT = "#d9dee3", "#eef1f4"

Point = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """A logarithmic axis: values between `low` and `high` to pixels between `start` and `end`."""
    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def decades(self) -> list[float]:
        first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
        return [10.0 ** power for power in range(first, last + 1)]


def lines_of(document: dict[str, Any]) -> dict[str, list[Point]]:
    """Subject to its points (packages, seconds)."""
    for result in document["results"]:
        if result["row"] == "growth":
            return {figure["subject"]: [(size, seconds) for size, seconds in figure["details"]["points"]]
                    for figure in result["figures"] if figure["samples"]}
    raise BenchError("there is nothing to plot: the run had no row growth")


def seconds_text(value: float) -> str:
    return f"{value:g} s" if value >= 1 else f"{value * 1000:g} ms"


def marker(shape: str, x: float, y: float, colour: str) -> str:
    if shape in ("circle", "ring"):
        fill = colour if shape == "circle" else "#ffffff"
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="2"/>'
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in CORNERS[shape])
    return f'<polygon points="{points}" fill="{colour}"/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"/>'


def text(x: float, y: float, words: str, anchor: str = "start", **attributes: str) -> str:
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{extra}>{escape(words)}</text>'


def grid(across: Scale, up: Scale, sizes: list[float]) -> list[str]:
    parts = []
    for value in up.decades():
        y = up(value)
        parts.append(line(across.start, y, across.end, y, STRONG))
        parts.append(text(across.start - 10, y + 4.5, seconds_text(value), "end"))
        between = [up(value * step) for step in range(2, 10) if value * step < up.high]
        parts += [line(across.start, y, across.end, y, FAINT) for y in between]
    for size in sizes:
        x = across(size)
        parts.append(line(x, up.start, x, up.end, STRONG))
        parts.append(text(x, up.start + 22, f"{size:,.0f}", "middle"))
    parts.append(text((across.start + across.end) / 2, HEIGHT - 16, "packages in the repository", "middle"))
    return parts


def apart(wanted: dict[str, float], distance: float = 17) -> dict[str, float]:
    """The heights of labels, moved down where they would cover each other."""
    placed: dict[str, float] = {}
    last = -math.inf
    for name, height in sorted(wanted.items(), key=lambda item: item[1]):
        last = placed[name] = max(height, last + distance)
    return placed


def draw(document: dict[str, Any]) -> str:
    lines = lines_of(document)
    sizes = sorted({size for points in lines.values() for size, _ in points})
    seconds = [value for points in lines.values() for _, value in points]
    across = Scale(sizes[0], max(sizes[-1], sizes[0] * 2), LEFT, WIDTH - RIGHT)
    low, high = 10 ** math.floor(math.log10(min(seconds))), 10 ** math.ceil(math.log10(max(seconds)) + 1e-9)
    up = Scale(low, high, HEIGHT - BOTTOM, TOP)
    size = f'width="{WIDTH}" height="{HEIGHT}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
             '     font-family="system-ui, sans-serif" font-size="14" fill="#26323d">',
             "<title>Time to publish one more package, by repository size</title>",
             f'<rect {size} rx="8" fill="#ffffff"/>',
             text(LEFT, 32, "Time to publish one more package", font_size="18", font_weight="600")]
    parts += grid(across, up, sizes)
    labels = apart({name: up(points[-1][1]) for name, points in lines.items()})
    for name, points in lines.items():
        colour, shape = STYLES.get(name, ("#57606a", "circle"))
        path = " ".join(f"{across(size):.1f},{up(value):.1f}" for size, value in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [marker(shape, across(size), up(value), colour) for size, value in points]
        parts.append(text(across(points[-1][0]) + 14, labels[name] + 4.5, LABELS.get(name, name), fill=colour,
                          font_weight="600"))
    return "\n".join([*parts, "</svg>", ""])
