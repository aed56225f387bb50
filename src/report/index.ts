/** The report: data to a self-contained HTML page, and tables for the terminal. */
export { checkReport } from './check-report.ts';
export { formatCount, formatDuration, formatNumber, formatScientific } from './format.ts';
export { localSlope } from './local-slope.ts';
export { lawHolds } from './page/laws-section.ts';
export { renderReport } from './render-report.ts';
export type {
  Curve,
  Fact,
  FactGroup,
  FieldPanel,
  FieldSection,
  ImageSamples,
  LawRow,
  LawsSection,
  LossSection,
  MethodSection,
  PointSamples,
  QualityMetric,
  QualitySection,
  Range,
  ReportData,
  RunSection,
  Section,
  SolverErrors,
  SolverErrorsSection,
  SolverPoint,
  SolverSeries,
  TrajectoriesSection,
} from './report-data.ts';
export * from './solvers/index.ts';
export { type TerminalColumn, terminalTable } from './terminal-table.ts';
