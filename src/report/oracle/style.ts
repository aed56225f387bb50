/** Rules of the oracle's page beside those of all pages. */
export const oracleStyle: string = `
:root { --open: #7a5200; --good-bar: #00845d; --open-bar: #d89b16; --bad-bar: #c5382f; }
@media screen and (prefers-color-scheme: dark) { :root { --open: #f0c04a; --good-bar: #2cae87; --open-bar: #d9a62e; --bad-bar: #e8675d; } }
.tiles { display: flex; flex-wrap: wrap; gap: 0.6rem 2.4rem; margin: 1.4rem 0 0.8rem; }
.tiles b { display: block; font-size: 2.4rem; line-height: 1.1; font-weight: 600; font-variant-numeric: tabular-nums; }
.tiles span { color: var(--quiet); font-size: 0.9rem; }
.good-number { color: var(--good); } .bad-number { color: var(--bad); }
.bar { display: flex; gap: 2px; height: 0.8rem; border-radius: 4px; overflow: hidden; }
svg.bar { display: block; height: 10px; border-radius: 0; }
.bar i { flex-basis: 0; min-width: 3px; }
i.good { background: var(--good-bar); } i.open { background: var(--open-bar); } i.bad { background: var(--bad-bar); } i.none { background: var(--quiet); } i.rest { background: var(--rule); }
p.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; max-width: none; margin: 0.6rem 0; font-size: 0.85rem; color: var(--quiet); }
.key i { display: inline-block; width: 1.4em; height: 0.75em; margin-right: 0.45em; border-radius: 2px; }
p.counted { font-size: 0.9rem; color: var(--quiet); max-width: none; }
.verdict { display: inline-block; padding: 0 0.5em; border-radius: 4px; font-size: 0.92em; }
.verdict.good { color: var(--good); background: color-mix(in srgb, var(--good-bar) 14%, transparent); }
.verdict.open { color: var(--open); background: color-mix(in srgb, var(--open-bar) 20%, transparent); }
.verdict.bad { color: var(--bad); background: color-mix(in srgb, var(--bad-bar) 16%, transparent); font-weight: 600; }
.verdict.none { color: var(--quiet); }
table a, article a, summary a { color: inherit; text-decoration-color: var(--quiet); text-underline-offset: 0.15em; }
th, td, summary, h3, code { overflow-wrap: anywhere; }
.aside { display: block; color: var(--quiet); font-size: 0.92em; font-weight: 400; }
.quiet-text { color: var(--quiet); font-size: 0.92rem; }
article { margin: 1.4rem 0 2.4rem; padding-left: 1rem; border-left: 3px solid var(--rule); }
article.broken { border-left-color: var(--bad); } article.expected { border-left-color: var(--open-bar); }
article h3 { font-size: 1.05rem; margin: 0 0 0.4rem; }
article h3 .id { font-weight: 400; color: var(--quiet); margin-left: 0.3em; }
article p { margin: 0.4rem 0; }
.good-line { color: var(--good); } .bad-line { color: var(--bad); }
dl.verdicts dt { min-width: 7rem; } dl.verdicts dd { color: var(--ink); }
.statement { font-family: "Cambria Math", "STIX Two Text", "Latin Modern Math", Georgia, serif; font-size: 1.08rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 0.6rem 1rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 0.9rem 1.2rem; margin: 1rem 0; max-width: 56rem; }
.fields svg, .charts svg { display: block; width: 100%; height: auto; max-width: 28rem; font-variant-numeric: tabular-nums; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; }
details.op { margin: 0; border-top: 1px solid var(--rule); }
details.op:last-of-type { border-bottom: 1px solid var(--rule); }
details.op > summary { padding: 0.45rem 0; }
.op > summary b { font-weight: 600; margin-right: 0.9em; }
.chips { font-size: 0.88rem; } .chips .of { color: var(--quiet); margin: 0 0.4em 0 0.2em; }
.matrix .of { display: none; } .matrix td, .judged th, .judged td:first-child { white-space: nowrap; }
.power th:first-child { min-width: 9.5rem; } .power td .aside { white-space: normal; }
.wide table { min-width: 44rem; } .wide th { white-space: nowrap; }
.op-body { padding: 0 0 1.6rem 1.1rem; scroll-margin-top: 4rem; }
.op-body p { margin: 0.35rem 0; }
details ul { margin: 0.3rem 0; padding-left: 1.2rem; font-size: 0.88rem; }
pre { margin: 0.6rem 0; padding: 0.8rem 1rem; background: var(--tint); border-radius: 6px; overflow-x: auto; }
pre code { font-size: 0.82rem; line-height: 1.5; overflow-wrap: normal; white-space: pre; }
@media (max-width: 40rem) {
  body { padding-left: 1rem; padding-right: 1rem; }
  .tiles { gap: 0.5rem 1.6rem; } .tiles b { font-size: 1.9rem; }
  article { padding-left: 0.7rem; }
  .op-body { padding-left: 0; }
  .chips { display: block; margin-left: 1.1rem; }
  dl.verdicts dd { margin-bottom: 0.6rem; }
  .matrix thead, .judged thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .matrix table, .matrix tbody, .judged table, .judged tbody { display: block; }
  .matrix tbody tr, .judged tbody tr { display: flex; flex-wrap: wrap; gap: 0.15rem 0.8rem; padding: 0.5rem 0; }
  .matrix tbody tr + tr, .judged tbody tr + tr { border-top: 1px solid var(--rule); }
  .matrix tbody tr > *, .judged tbody tr > * { padding: 0; border: none; text-align: left; }
  .matrix .of { display: inline; color: var(--quiet); margin-right: 0.3em; }
  .matrix th { flex-basis: 100%; } .judged td:last-child { flex-basis: 100%; }
  .matrix td:nth-last-child(-n + 2) { display: none; }
  .judged td:nth-child(4)::before { content: "error/bound "; color: var(--quiet); }
  .judged td:nth-child(5)::before { content: "bias "; color: var(--quiet); }
  .judged td:nth-child(6)::after { content: " elements"; color: var(--quiet); }
}
`.trim();
