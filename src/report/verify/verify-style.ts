/** Rules of the verify page beside those of all pages. */
export const verifyStyle: string = `
pre { margin: 0.8rem 0; padding: 0.8rem 1rem; background: var(--tint); border-radius: 6px; overflow-x: auto; }
pre code { font-size: 0.82rem; line-height: 1.5; overflow-wrap: normal; white-space: pre; }
svg.bar { display: block; margin-top: 0.35em; }
article { margin: 1.4rem 0 2.6rem; padding-left: 1rem; border-left: 3px solid var(--rule); }
article.broken { border-left-color: var(--bad); }
article h3 { font-size: 1.05rem; margin: 0 0 0.2rem; }
article .statement { font-family: "Cambria Math", "STIX Two Text", "Latin Modern Math", Georgia, serif; font-size: 1.1rem; margin: 0 0 0.6rem; }
.statement-cell { font-family: "Cambria Math", "STIX Two Text", "Latin Modern Math", Georgia, serif; color: var(--quiet); }
.aside { display: block; color: var(--quiet); font-size: 0.92em; font-weight: 400; }
.quiet { color: var(--quiet); white-space: nowrap; }
table a, details a { color: inherit; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; }
summary .statement-cell { margin-left: 0.6em; }
td.size { text-align: center; font-variant-numeric: tabular-nums; white-space: nowrap; padding-right: 0.4rem; }
th.tilted { vertical-align: bottom; padding: 0 0.4rem 0.4rem 0; }
th.tilted span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; font-weight: 500; }
.map svg, .maps svg { display: block; width: 100%; height: auto; overflow: visible; font-variant-numeric: tabular-nums; }
.map { max-width: 38rem; }
.maps { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem 1.5rem; }
p.bands { display: flex; flex-wrap: wrap; gap: 0.2rem 1rem; max-width: none; font-size: 0.8rem; color: var(--quiet); }
.bands span { white-space: nowrap; }
.bands i { display: inline-block; width: 1.4em; height: 0.75em; margin-right: 0.4em; border: 1px solid var(--rule); }
.bands .unjudged { background: repeating-linear-gradient(45deg, transparent 0 3px, var(--quiet) 3px 4px); }
summary, th, td { overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding-left: 1rem; padding-right: 1rem; }
  article { padding-left: 0.7rem; }
  .laws thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .laws tbody, .laws table { display: block; }
  .laws tbody tr { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 0.1rem 0.6rem; padding: 0.5rem 0; }
  .laws tbody tr + tr { border-top: 1px solid var(--rule); }
  .laws tbody tr > * { padding: 0; border: none; }
  .laws th { grid-column: 1 / 3; grid-row: 1; }
  .laws td:nth-child(6) { grid-column: 3; grid-row: 1; text-align: right; }
  .laws td:nth-child(5) { grid-column: 1 / -1; grid-row: 3; }
  .laws td.number { grid-row: 2; text-align: left; }
  .laws td.number::before { display: block; color: var(--quiet); font-size: 0.92em; }
  .laws td:nth-child(2)::before { content: "residual"; }
  .laws td:nth-child(3)::before { content: "bound"; }
  .laws td:nth-child(4)::before { content: "ratio"; }
}
`.trim();
