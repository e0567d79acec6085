"""A drawing of the tab that the add-in brings, made from nothing but its description in ``macros/ribbon.xml``."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import typst

_NAMES = {"": "http://schemas.microsoft.com/office/2009/07/customui"}


def picture_of_tab(description: bytes) -> bytes:
    """The tab with its groups and buttons, as PNG, with the letters that show after Alt.

    Args:
        description: the ribbon, as customUI. It is our own file and holds one tab.

    Raises:
        KeyError: a group or button has no label.
    """
    tab = next(ET.fromstring(description).iter(f"{{{_NAMES['']}}}tab"))
    content = {
        "neighbour": tab.get("insertAfterMso", "").removeprefix("Tab"),
        "label": tab.attrib["label"],
        "keytip": tab.get("keytip", ""),
        "groups": [
            {"label": group.attrib["label"], "buttons": [_button(each) for each in group.iterfind("button", _NAMES)]}
            for group in tab.iterfind("group", _NAMES)
        ],
    }
    return typst.compile(_SOURCE.encode(), format="png", ppi=110, sys_inputs={"content": json.dumps(content)})


def _button(element: ET.Element) -> dict[str, object]:
    return {
        "label": element.attrib["label"],
        "keytip": element.get("keytip", ""),
        "large": element.get("size") == "large",
    }


_SOURCE = """
#let tab = json(bytes(sys.inputs.content))
#let (teal, ink, muted, edge) = (rgb("#0B4F5C"), rgb("#1F2A30"), rgb("#55646B"), rgb("#B9C6CA"))
#set page(width: auto, height: auto, margin: 10pt)
#set text(font: ("Carlito", "Libertinus Serif"), size: 10pt, fill: ink, hyphenate: false)
#set par(leading: 0.4em)

#let letters(keys) = if keys != "" {
  box(fill: ink, inset: (x: 2.5pt, y: 2pt), radius: 1pt, text(size: 7.5pt, weight: "bold", fill: white, keys))
}

// No icons of Excel: a plain shape stands for each.
#let icon(size) = box(width: size, height: size, radius: 3pt, stroke: 1pt + teal, fill: rgb("#E3EFF1"), {
  place(center + horizon, circle(radius: size / 5, fill: rgb("#7FB5BD")))
})

// A label of several words stands in two lines, as even as can be.
#let in-two-lines(label) = {
  let words = label.split(" ")
  let splits = range(1, words.len() + 1).map(n => (words.slice(0, n).join(" "), words.slice(n).join(" ", default: "")))
  let width(split) = calc.max(..split.map(part => part.len()))
  let (first, second) = splits.sorted(key: width).first()
  align(center, first + linebreak() + second)
}

#let large(button) = grid(
  rows: (34pt, 28pt, 14pt), align: center + horizon, inset: (x: 6pt),
  icon(28pt), in-two-lines(button.label), letters(button.keytip),
)
#let small(button) = grid(
  columns: 3, column-gutter: 5pt, align: horizon, icon(13pt), button.label, letters(button.keytip),
)
#let group(it) = grid(
  rows: (78pt, 14pt), align: center + horizon,
  {
    let big = it.buttons.filter(button => button.large)
    let little = it.buttons.filter(button => not button.large)
    let parts = big.map(large)
    if little.len() > 0 {
      parts.push(pad(x: 8pt, stack(spacing: 10pt, ..little.map(small))))
    }
    grid(columns: parts.len(), align: horizon, ..parts)
  },
  text(size: 9pt, fill: muted, it.label),
)

#stack(
  spacing: 0pt,
  grid(
    columns: 4, align: horizon, inset: (x: 10pt, y: 5pt),
    text(fill: muted)[…], text(fill: muted, tab.neighbour),
    grid.cell(stroke: (bottom: 2pt + teal), text(weight: "bold", fill: teal, tab.label)), letters(tab.keytip),
  ),
  block(
    stroke: 0.7pt + edge, radius: 3pt, inset: 6pt,
    grid(
      columns: tab.groups.len(), inset: (x: 6pt),
      stroke: (x, y) => if x > 0 { (left: 0.7pt + edge) },
      ..tab.groups.map(group),
    ),
  ),
  v(5pt),
  text(size: 8.5pt, fill: muted)[A drawing after the add-in's description, not a photograph of Excel. The letters in black show after Alt.],
)
"""
