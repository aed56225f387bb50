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
`.trim();
