"""How does the page of a report look, and what can its script do?

The colours are pairs of ink and ground, light and dark, with a contrast of at least 4.5 to 1 (WCAG
2.2, 1.4.3), which is a test. The script filters and sorts what is there already; it reads no
address, writes no markup and needs no network, and without it the page lacks only that.
"""

from __future__ import annotations

STYLE = """
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1b1f24; --quiet: #4d5560; --line: #c9ced6; --band: #f4f6f8;
  --bar: #2f5fb3; --danger: #a4161a; --doubt: #7a4d00; --mark: #ffd7d5; --on-mark: #7f0e12;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --ink: #e6e8ea; --quiet: #a9b2bc; --line: #3a424a; --band: #1d2226;
    --bar: #8ab4f8; --danger: #ff9a94; --doubt: #f0c060; --mark: #5b1a1c; --on-mark: #ffd9d7;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 76rem; padding: 1.5rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK SC",
    "PingFang SC", "Microsoft YaHei", sans-serif;
}
h1 { font-size: 1.8rem; margin: 0; line-height: 1.2; }
h2 { font-size: 1.25rem; margin: 0 0 .5rem; }
header, section { margin-bottom: 2.5rem; }
header p { max-width: 48rem; }
.quiet, caption, figcaption { color: var(--quiet); }
.facts { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 0; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; font-size: 1.8rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.dangerous { color: var(--danger); }
.suspicious { color: var(--doubt); }
.charts { columns: 2 30rem; column-gap: 2.5rem; margin-bottom: 2.5rem; }
.charts section { break-inside: avoid; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem .3rem 0; }
th { font-weight: 600; }
tbody tr { border-top: 1px solid var(--line); }
.bars { table-layout: fixed; }
.bars th:first-child { width: 48%; }
.bars th[scope=row] { font-weight: 400; overflow-wrap: anywhere; }
.bars td div { display: flex; align-items: center; gap: .6rem; }
.bars td svg { flex: 1; height: .8rem; }
.bars td span { min-width: 4rem; text-align: right; }
svg rect { fill: var(--bar); }
figure { margin: 0; }
figure > svg { width: 100%; height: 10rem; border-bottom: 1px solid var(--line); }
figure > div { display: flex; justify-content: space-between; color: var(--quiet); }
.number { font-variant-numeric: tabular-nums; }
.names thead th { position: sticky; top: 0; background: var(--ground); }
.names td { overflow-wrap: anywhere; }
.names .level, .names .number { overflow-wrap: normal; }
.names .name { width: 36%; }
.names .channel { min-width: 11rem; }
.name bdi, .channel bdi, .letters {
  font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
.letters { margin: .4rem 0 0; padding: .4rem .6rem; background: var(--band); font-size: .9rem; }
.letters dl { margin: 0; }
.letters div { display: flex; gap: .8rem; }
.letters dt { color: var(--quiet); min-width: 4rem; }
.letters dd { margin: 0; white-space: pre-wrap; }
.letters ul { margin: .3rem 0 0; padding: 0; list-style: none; color: var(--quiet); }
mark {
  background: var(--mark); color: var(--on-mark); font-weight: 700; text-decoration: underline;
}
ul.why { margin: 0; padding-left: 1.1rem; }
.controls {
  display: flex; flex-wrap: wrap; gap: .8rem 1.5rem; align-items: end; margin: .5rem 0 1rem;
}
.controls[hidden] { display: none; }
.controls label { display: grid; gap: .2rem; color: var(--quiet); }
.controls input, .controls select, th button {
  font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--quiet);
  border-radius: .25rem; padding: .2rem .4rem; max-width: 100%;
}
.controls input, .controls select { color: var(--ink); }
.names thead th { white-space: nowrap; }
th button { border: 0; padding: 0; font-weight: 600; cursor: pointer; text-align: left; }
th button::after { content: " \\2195"; color: var(--quiet); }
th[aria-sort=ascending] button::after { content: " \\2191"; }
th[aria-sort=descending] button::after { content: " \\2193"; }
:focus-visible { outline: 2px solid var(--bar); outline-offset: 2px; }
@media (max-width: 44rem) {
  .names thead { display: none; }
  .names tr { display: block; padding: .6rem 0; }
  .names tr[hidden] { display: none; }
  .names td { display: block; padding: .1rem 0; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --ink: #000000; --quiet: #333333; --line: #999999; --band: #ffffff;
    --bar: #444444; --danger: #000000; --doubt: #000000; --mark: #ffffff; --on-mark: #000000;
  }
  body { max-width: none; padding: 0; font-size: 9pt; }
  .controls, th button::after, details { display: none; }
  .names thead th { position: static; }
  thead { display: table-header-group; }
  tr, figure { break-inside: avoid; }
  .charts { columns: 2; }
  .charts section { margin-bottom: 1.5rem; }
  svg rect { print-color-adjust: exact; }
}
"""
"""The style sheet; it names no font, picture or sheet elsewhere."""

SCRIPT = """
"use strict";
(() => {
  const table = document.getElementById("names");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const [text, level, rule, said] = ["text", "level", "rule", "visible"].map(
    (id) => document.getElementById(id));
  // Whoever looks for evil.example finds evil[.]example.
  const plain = (words) => words.toLowerCase()
    .replace(/\\[([.:@])\\]/g, "$1").replace(/hxxp/g, "http");
  const words = new Map(rows.map((row) => [row, plain(row.textContent)]));
  const filter = () => {
    const wanted = plain(text.value.trim());
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(words.get(row).includes(wanted)
        && (!level.value || row.dataset.level === level.value)
        && (!rule.value || row.dataset.rules.split(" ").includes(rule.value)));
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = said.dataset.says
      .replace("{shown}", String(shown)).replace("{all}", String(rows.length));
  };
  const heads = Array.from(table.tHead.rows[0].cells);
  const sort = (column, numeric) => {
    const head = heads[column];
    const now = head.getAttribute("aria-sort");
    const rising = numeric ? now === "descending" : now !== "ascending";
    const value = (row) => row.cells[column].dataset.value;
    const order = numeric
      ? (one, other) => Number(value(one)) - Number(value(other))
      : (one, other) => value(one).localeCompare(value(other));
    for (const one of heads) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", rising ? "ascending" : "descending");
    rows.sort((one, other) => (rising ? order(one, other) : order(other, one)));
    body.append(...rows);
  };
  heads.forEach((head, column) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.title = table.dataset.sort;
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(column, head.dataset.sort === "number"));
    head.append(button);
  });
  for (const one of [text, level, rule]) one.addEventListener("input", filter);
  document.getElementById("controls").hidden = false;
  filter();
})();
"""
"""The script; nothing of a finding is ever part of it, so that its digest is always the same."""
