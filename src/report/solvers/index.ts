/** The results of `flowproof solvers` for people: terminal, spreadsheet, picture, page. */
export { solversCsv } from './csv.ts';
export { solversHtml } from './html.ts';
export type { SolversPage } from './page-data.ts';
export { solversSvg } from './svg.ts';
export { solversTable } from './terminal.ts';
