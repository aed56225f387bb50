/** Rules of the benchmark's page beside those of all pages. */
import { colourVariables } from '../charts/work-precision-colours.ts';

export const solversStyle: string = `
:root { ${colourVariables('light')} }
@media screen and (prefers-color-scheme: dark) { :root { ${colourVariables('dark')} } }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem 1.2rem; }
.panels > div { max-width: 40rem; }
.panels svg { display: block; width: 100%; height: auto; overflow: visible; font-variant-numeric: tabular-nums; }
section { scroll-margin-top: 7rem; }
svg.shared { position: absolute; }
.aside { display: block; color: var(--quiet); font-size: 0.92em; font-weight: 400; }
.quiet { color: var(--quiet); }
.chip { white-space: nowrap; }
.swatch { margin-right: 0.35em; vertical-align: 0.12em; }
.key { position: sticky; top: 0; z-index: 1; max-height: 45vh; overflow: auto; display: flex; flex-wrap: wrap; gap: 0.1rem 1.4rem; margin: 1.2rem 0; padding: 0.4rem 0; background: var(--paper); border-bottom: 1px solid var(--rule); font-size: 0.8rem; }
.key .family { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.15rem; }
.key .quiet { margin-right: 0.3em; white-space: nowrap; }
.key .hint { color: var(--quiet); }
.panels svg:focus { outline: none; }
.panels svg:focus-visible { outline: 1.5px solid var(--quiet); outline-offset: 3px; border-radius: 3px; }
.key button { font: inherit; color: inherit; background: none; border: 1px solid transparent; border-radius: 4px; padding: 0.05rem 0.3rem; white-space: nowrap; cursor: pointer; }
.key button:hover, .key button[aria-pressed="true"] { background: var(--tint); border-color: var(--rule); }
.key button[aria-pressed="true"] { font-weight: 600; }
.panels svg { touch-action: pan-y pinch-zoom; }
.panels g.s, .panels g.n, .panels g.e { transition: opacity 0.12s; }
.lit .panels g.s:not(.on), .lit .panels g.n[data-s]:not(.on), .lit .panels g.e, .lit .panels g.best { opacity: 0.18; }
.lit .panels g.s.on { stroke-opacity: 1; stroke-width: 2.4; }
.ring { fill: none; stroke: currentColor; stroke-width: 1.5; pointer-events: none; }
.card { position: fixed; z-index: 2; max-width: 15rem; padding: 0.5rem 0.7rem; background: var(--paper); border: 1px solid var(--rule); border-radius: 6px; box-shadow: 0 2px 10px rgb(0 0 0 / 0.18); font-size: 0.8rem; line-height: 1.4; pointer-events: none; }
.card dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 0.8rem; margin: 0.2rem 0 0; font-variant-numeric: tabular-nums; }
.card dt { color: var(--quiet); }
.card dd { margin: 0; text-align: right; }
pre { margin: 0.8rem 0; padding: 0.8rem 1rem; background: var(--tint); border-radius: 6px; overflow-x: auto; }
pre code { font-size: 0.82rem; line-height: 1.5; overflow-wrap: normal; white-space: pre; }
details { margin: 0.5rem 0; }
summary { cursor: pointer; padding: 0.2rem 0; }
table.rows td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
thead button { font: inherit; color: inherit; text-align: inherit; background: none; border: none; padding: 0; cursor: pointer; }
thead button:hover { text-decoration: underline; }
th[aria-sort="ascending"] button::after { content: " ↑"; }
th[aria-sort="descending"] button::after { content: " ↓"; }
@media (max-width: 40rem) { body { padding-left: 1rem; padding-right: 1rem; } .key { flex-wrap: nowrap; overflow-x: auto; } .key .family { flex-wrap: nowrap; } .key .hint { display: none; } }
@media print { .key { position: static; } .card { display: none; } }
`.trim();
