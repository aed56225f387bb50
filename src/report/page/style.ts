/** The style sheet of the page: system fonts, one column, light and dark, and a print form without dark colours. */
export const styleSheet: string = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1b1f; --quiet: #65656d; --rule: #d9d9de; --tint: #f5f5f7;
  --series-0: #0072b2; --series-1: #d55e00; --series-2: #009e73; --series-3: #b8578f; --series-4: #b87f00; --series-5: #2f8fc4;
  --good: #00704f; --bad: #b3261e;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --ink: #e8e8ea; --quiet: #a0a0a8; --rule: #37383d; --tint: #1f2024;
    --series-0: #56b4e9; --series-1: #f08a3c; --series-2: #2cc39a; --series-3: #e0a0c8; --series-4: #f0c04a; --series-5: #8ccdf2;
    --good: #4fd0a5; --bad: #ff8a80;
  }
  image.ink { filter: invert(0.9); }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 3.5rem 1.5rem 5rem; max-width: 62rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
}
header { border-bottom: 1px solid var(--rule); margin-bottom: 1.5rem; padding-bottom: 1rem; }
h1 { font-size: 2.1rem; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 0.3rem; text-wrap: balance; }
.subtitle { color: var(--quiet); font-size: 1.1rem; margin: 0; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 3.2rem 0 0.6rem; letter-spacing: -0.01em; }
p { max-width: 46rem; margin: 0.6rem 0; }
.abstract p { font-size: 1.05rem; }
nav { margin: 1.6rem 0; padding: 0.9rem 1.2rem; background: var(--tint); border-radius: 6px; }
nav ol { margin: 0; padding: 0; list-style: none; columns: 2; column-gap: 2.5rem; }
nav li { break-inside: avoid; padding: 0.08rem 0; }
nav a { color: inherit; text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav .n { display: inline-block; min-width: 1.7em; color: var(--quiet); }
h2 .n { color: var(--quiet); font-weight: 400; margin-right: 0.55em; }
figure { margin: 1.6rem 0 2.2rem; break-inside: avoid; }
figure > svg { display: block; width: 100%; height: auto; margin: 0 auto; overflow: visible; }
figure > svg text { font-variant-numeric: tabular-nums; }
figcaption { max-width: 50rem; margin: 0.7rem auto 0; font-size: 0.9rem; line-height: 1.5; color: var(--quiet); }
figcaption b { color: var(--ink); font-weight: 600; }
figure.table figcaption { margin: 0 0 0.5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; line-height: 1.4; border-top: 1.5px solid var(--ink); border-bottom: 1.5px solid var(--ink); }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom; }
th, td { padding: 0.32rem 0.9rem 0.32rem 0; text-align: left; vertical-align: top; }
tbody th { font-weight: 500; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td:last-child, th:last-child { padding-right: 0; }
code, .formula { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.85em; overflow-wrap: anywhere; }
dl.formulas { display: grid; grid-template-columns: max-content 1fr; gap: 0.45rem 1.8rem; margin: 1rem 0; padding: 1rem 1.2rem; background: var(--tint); border-radius: 6px; }
dl.formulas dt { color: var(--quiet); }
dl.formulas dd { margin: 0; }
dl.formulas .formula { font-family: "Cambria Math", "STIX Two Text", "Latin Modern Math", Georgia, serif; font-size: 1.1em; }
dl.formulas .aside { display: block; color: var(--quiet); font-size: 0.85rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 0.4rem 2.5rem; }
.facts h3 { font-size: 0.95rem; margin: 0.9rem 0 0.3rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--ink); }
.facts dl { display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: 0.12rem 1rem; margin: 0; font-size: 0.88rem; }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.good, .bad { white-space: nowrap; } .good { color: var(--good); } .bad { color: var(--bad); font-weight: 600; }
footer { margin-top: 4rem; padding-top: 0.8rem; border-top: 1px solid var(--rule); font-size: 0.85rem; color: var(--quiet); }
@media (max-width: 40rem) { body { padding-top: 1.5rem; } nav ol { columns: 1; } dl.formulas { grid-template-columns: 1fr; gap: 0.1rem; } }
@page { margin: 16mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav, .scroll { overflow: visible; }
  h2 { break-after: avoid; }
  a { color: inherit; }
}
`.trim();
