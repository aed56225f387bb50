/** Rules of the benchmark's page beside those of all pages. */
import { colourVariables } from '../charts/work-precision-colours.ts';

export const solversStyle: string = `
:root { ${colourVariables(false)} }
@media screen and (prefers-color-scheme: dark) { :root { ${colourVariables(true)} } }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 1.2rem; }
.panels svg { display: block; width: 100%; height: auto; overflow: visible; font-variant-numeric: tabular-nums; }
.aside { display: block; color: var(--quiet); font-size: 0.92em; font-weight: 400; }
.chip { white-space: nowrap; }
.chip i { display: inline-block; width: 0.7em; height: 0.7em; border-radius: 50%; margin-right: 0.4em; }
pre { margin: 0.8rem 0; padding: 0.8rem 1rem; background: var(--tint); border-radius: 6px; overflow-x: auto; }
pre code { font-size: 0.82rem; line-height: 1.5; overflow-wrap: normal; white-space: pre; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; }
table.rows td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
`.trim();
