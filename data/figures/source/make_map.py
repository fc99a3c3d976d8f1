"""Make data/figures/central-asia.yml from open map data: `python make_map.py countries-50m.json`.

The file comes with the npm package world-atlas 2.0.2: Natural Earth 4.1.0, 1:50 million, in the
public domain (naturalearthdata.com/about/terms-of-use), as TopoJSON. Borders are as the source has
them.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]

# What the paper says of a country: where it belongs, whether it is landlocked, its place on the
# course of the pipeline (1 is where it begins), the passages.
COUNTRIES = {
    "Kazakhstan": (
        "Kazakhstan",
        "landlocked",
        "3",
        "1-introduction#proposal 6-conclusions#catalyst",
    ),
    "Uzbekistan": (
        "other Central Asian states",
        "double-landlocked",
        "2",
        "6-conclusions#neighbours 6-conclusions#catalyst",
    ),
    "Turkmenistan": (
        "other Central Asian states",
        "in a landlocked region",
        "1",
        "6-conclusions#catalyst",
    ),
    "Kyrgyzstan": (
        "other Central Asian states",
        "in a landlocked region",
        "",
        "5-norm-resistance#contested",
    ),
    "Tajikistan": (
        "other Central Asian states",
        "in a landlocked region",
        "",
        "6-conclusions#think-tank",
    ),
    "China": ("neighbours", "", "4", "4-ambitions#three-schemes 6-conclusions#catalyst"),
    "Russia": ("neighbours", "", "", ""),
}
OTHERS = {
    *("Afghanistan", "Albania", "Armenia", "Austria", "Azerbaijan", "Belarus", "Bosnia and Herz."),
    *(
        "Bulgaria",
        "Croatia",
        "Czechia",
        "Cyprus",
        "Estonia",
        "Georgia",
        "Germany",
        "Greece",
        "Hungary",
    ),
    *("India", "Iran", "Iraq", "Italy", "Kosovo", "Latvia", "Lithuania", "Macedonia", "Moldova"),
    *("Mongolia", "Montenegro", "Pakistan", "Poland", "Romania", "Serbia", "Slovakia", "Slovenia"),
    *("Sweden", "Syria", "Turkey", "Ukraine", "Lebanon", "Finland", "Denmark", "Norway"),
}
NAMES = {  # degrees east and north at which a name stands
    "Kazakhstan": (66.5, 48.4),
    "Uzbekistan": (62.6, 42.0),
    "Turkmenistan": (59.6, 39.2),
    "Kyrgyzstan": (74.6, 41.5),
    "Tajikistan": (71.2, 38.6),
    "China": (83.5, 40.0),
    "Russia": (58.0, 55.0),
}
PLACES = {
    "Nur-Sultan": (71.43, 51.16, "capital of Kazakhstan", "1-introduction#proposal"),
}
REGIONS = {  # as the paper names those of the OSCE's budget; it does not say where each ends
    "South-Eastern Europe": (28.5, 43.6),
    "Eastern Europe": (32.0, 51.5),
    "South Caucasus": (44.6, 41.2),
}
ROUTE = {  # a point in each country of the pipeline's course, near no place that it runs through
    "Turkmenistan": (62.3, 37.9),
    "Uzbekistan": (65.4, 39.6),
    "Kazakhstan": (71.0, 43.8),
    "China": (84.5, 44.6),
}
WEST, EAST, SOUTH, NORTH = 8.0, 100.0, 28.0, 62.0
WIDTH, TOLERANCE = 1000, 1.6
FRAME = (12.5, 95.5, 33.2, 57.5)  # west, east, south and north of what is shown, at its middle


def albers(point: Point) -> Point:
    """Project degrees to a plane, areas as they are (Albers; parallels 37 and 53 north)."""
    one, two, middle, centre = (math.radians(d) for d in (37, 53, 45, 57))
    n = (math.sin(one) + math.sin(two)) / 2
    c = math.cos(one) ** 2 + 2 * n * math.sin(one)
    lon, lat = map(math.radians, point)
    rho, rho0 = (math.sqrt(c - 2 * n * math.sin(angle)) / n for angle in (lat, middle))
    theta = n * (lon - centre)
    return rho * math.sin(theta), -(rho0 - rho * math.cos(theta))


LEFT = albers((FRAME[0] + 4, 45))[0]
SCALE = WIDTH / (albers((FRAME[1] - 4, 45))[0] - LEFT)
TOP = albers((57, FRAME[3]))[1]
HEIGHT = round((albers((57, FRAME[2]))[1] - TOP) * SCALE)


def place(point: Point) -> Point:
    """Put degrees on the map."""
    x, y = albers(point)
    return (x - LEFT) * SCALE, (y - TOP) * SCALE


def simplify(points: list[Point]) -> list[Point]:
    """Leave out points that a line between others passes closely (Douglas and Peucker, 1973)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = math.hypot(bx - ax, by - ay)

    def distance(point: Point) -> float:
        if not length:
            return math.hypot(point[0] - ax, point[1] - ay)
        return abs((bx - ax) * (ay - point[1]) - (ax - point[0]) * (by - ay)) / length

    far = max(range(1, len(points) - 1), key=lambda at: distance(points[at]))
    if distance(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: far + 1])[:-1] + simplify(points[far:])


def clip(ring: list[Point]) -> list[Point]:
    """Keep of a ring what lies in the frame and around (Sutherland and Hodgman, 1974)."""
    margin = 12
    edges = [(0, -margin, 1), (0, WIDTH + margin, -1), (1, -margin, 1), (1, HEIGHT + margin, -1)]
    for axis, limit, sign in edges:
        kept: list[Point] = []
        for a, b in pairwise([*ring, *ring[:1]]):
            inside_a, inside_b = ((p[axis] - limit) * sign >= 0 for p in (a, b))
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                share = (limit - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        ring = kept
    return ring


def outline(rings: list[list[Point]]) -> str:
    """Write rings as an SVG path, in whole numbers, each point relative to the one before."""
    path = ""
    for ring in rings:
        points = [(round(x), round(y)) for x, y in clip(ring)]
        points = [b for a, b in pairwise([(None, None), *points]) if a != b]
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*points, *points[:1]]))) / 2
        if len(points) > 2 and area > 30:
            steps = (f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points))
            path += f"M{points[0][0]} {points[0][1]}l" + " ".join(steps).replace(" -", "-") + "z"
    return path


def write(
    label: str,
    group: str,
    access: str = "",
    route: str = "",
    told: str = "",
    at: Point = (0, 0),
    outline: str = "",
    bend: str = "",
) -> None:
    """Print a row."""
    row = {"label": label, "group": group, "access": access, "route": route, "told": told}
    row |= {"x": f"{at[0]:.0f}", "y": f"{at[1]:.0f}", "outline": outline, "bend": bend}
    print(f"  - {json.dumps(row | {'frame': str(HEIGHT)})}")


def shapes_of(atlas: dict[str, Any]) -> dict[str, str]:
    """Return the outline of each country by its name."""
    sx, sy = atlas["transform"]["scale"]
    tx, ty = atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(
                (min(max(x * sx + tx, WEST - 20), EAST + 40), min(max(y * sy + ty, 10.0), 75.0))
            )
        arcs.append(simplify([place(point) for point in points]))

    def ring(numbers: list[int]) -> list[Point]:
        lines = (arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers)
        return [point for line in lines for point in line[:-1]]

    shapes: dict[str, str] = {}
    for each in atlas["objects"]["countries"]["geometries"]:
        parts = each["arcs"] if each["type"] == "MultiPolygon" else [each["arcs"]]
        shapes[each["properties"]["name"]] = outline([ring(r) for part in parts for r in part])
    return shapes


def main(source: Path) -> None:
    """Read the atlas and write the rows."""
    shapes = shapes_of(json.loads(source.read_text(encoding="utf-8")))
    print(HEAD)
    for name, (group, access, route, told) in COUNTRIES.items():
        bend = "{:.0f} {:.0f}".format(*place(ROUTE[name])) if route else ""
        write(name, group, access, route, told, place(NAMES[name]), shapes[name], bend)
    for name, (east, north, what, told) in PLACES.items():
        write(name, "place", what, told=told, at=place((east, north)))
    for name, at in REGIONS.items():
        write(name, "region of the OSCE", told="4-ambitions#shares", at=place(at))
    land = "".join(shapes[name] for name in sorted(OTHERS & shapes.keys()))
    write("Other countries", "other", outline=land)
    if missing := sorted(OTHERS - shapes.keys()):
        print("not in the atlas:", missing, file=sys.stderr)


HEAD = """\
# yaml-language-server: $schema=../../macros/data/schemas/figures.json

# Central Asia and its neighbours, with what the paper says of each; by source/make_map.py.
#
# Borders and coasts: Natural Earth 4.1.0, 1:50 million (naturalearthdata.com), public domain,
# as in the npm package world-atlas 2.0.2; simplified. They are as the source has them.
#
# group     where the paper puts it; "other" is drawn without a name
# access    to the sea, in the paper's words
# route     its place on the course of the pipeline
# x, y      where its name stands; outline is that of an SVG path; bend is a point of the line
#           that its title names
# frame     the height of the whole, if it is 1000 wide
columns:
  label: Country or place
  group: Group
  access: What the paper says of it
  route: Pipeline, from first to last
  told: Told in
  x: x
  y: y
  outline: Outline
  bend: Pipeline
  frame: Height
numbers: [x, y, route, frame]
passages: [told]
hidden: [x, y, outline, bend, frame]
rows:"""

if __name__ == "__main__":
    main(Path(sys.argv[1]))
