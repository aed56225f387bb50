/**
 * Everything a report shows, as one plain-data object: it is the JSON report, and the page is drawn from it alone.
 *
 * Every section is optional, so that a training run, a solver study and a full report share one form. Only finite
 * numbers, strings, booleans, arrays and objects occur; what has no finite value (a solver that diverged) is `null`.
 * Batches are flat and row-major; `[n, d]` in a comment gives the shape. schemas/report.schema.json says the same in
 * JSON Schema.
 */
export interface ReportData {
  /** Version of this form. */
  readonly version: 1;
  readonly title: string;
  readonly subtitle?: string;
  /** Paragraphs before the first section: what was done and what came out. */
  readonly abstract?: readonly string[];
  readonly method?: MethodSection;
  readonly run?: RunSection;
  readonly samples?: PointSamples | ImageSamples;
  readonly quality?: QualitySection;
  readonly field?: FieldSection;
  readonly trajectories?: TrajectoriesSection;
  readonly loss?: LossSection;
  readonly laws?: LawsSection;
  /** One entry for each problem that was solved. */
  readonly solverErrors?: readonly SolverErrorsSection[];
  /** Closing paragraphs: what fell short, what to keep in mind. */
  readonly remarks?: readonly string[];
}

/** What every section may carry. */
export interface Section {
  /** A paragraph under the heading. */
  readonly note?: string;
}

/** The mathematics of the run in plain Unicode: `xₜ = t x₁ + (1 − t) x₀`. */
export interface MethodSection extends Section {
  readonly formulas: readonly { readonly name: string; readonly formula: string; readonly note?: string }[];
}

/** How to repeat the run, in groups such as Data, Path, Model, Training, Environment, Bits. */
export interface RunSection extends Section {
  readonly groups: readonly FactGroup[];
}

export interface FactGroup {
  readonly name: string;
  readonly facts: readonly Fact[];
}

/** A number is shown as a count when it is an integer, else with four digits; `unit: 's'` shows a duration. */
export interface Fact {
  readonly name: string;
  readonly value: string | number;
  readonly unit?: string;
  /** Shown in a fixed-width face: hashes and command lines. */
  readonly code?: boolean;
}

/** Points in ℝᵈ: a histogram for d = 1, panels side by side for d = 2, pairs of columns for d > 2. */
export interface PointSamples extends Section {
  readonly kind: 'points';
  readonly dim: number;
  /** Name of each column with its unit, `bill length (mm)`: the axis labels. */
  readonly columns: readonly string[];
  /** [n, dim] */
  readonly data: readonly number[];
  /** [m, dim] */
  readonly samples: readonly number[];
}

/** Greyscale images, 0 = background to 255 = ink. */
export interface ImageSamples extends Section {
  readonly kind: 'images';
  readonly width: number;
  readonly height: number;
  /** Images in a row of the grid. */
  readonly perRow: number;
  /** Bytes [n, height, width]. */
  readonly data: readonly number[];
  /** Bytes [m, height, width]. */
  readonly samples: readonly number[];
}

/** Distances between samples and data, beside the distance of the data from more data: the floor. */
export interface QualitySection extends Section {
  readonly metrics: readonly QualityMetric[];
}

export interface QualityMetric {
  readonly name: string;
  /** Samples against data. */
  readonly value: number;
  /** Data against data of the same size. */
  readonly floor: number;
  /** Standard deviation of the floor over repetitions. */
  readonly floorSpread?: number;
  /** What the metric measures, in a phrase. */
  readonly meaning: string;
}

/** A range of an axis. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The velocity field in two dimensions, at several times. */
export interface FieldSection extends Section {
  /** Axis labels of the two dimensions shown. */
  readonly columns: readonly [string, string];
  readonly x: Range;
  readonly y: Range;
  /** Arrows stand at the centres of gridSize × gridSize equal cells, rows from y.min to y.max. */
  readonly gridSize: number;
  readonly panels: readonly FieldPanel[];
}

export interface FieldPanel {
  readonly t: number;
  /** [gridSize · gridSize, 2], velocity u(t, x) at the cell centres. */
  readonly velocity: readonly number[];
  /** log pₜ at the centres of size × size equal cells, rows from y.min to y.max. */
  readonly logDensity?: { readonly size: number; readonly values: readonly number[] };
  /** [n, 2], samples of pₜ, for fields without a density. */
  readonly points?: readonly number[];
}

/** Solution paths from noise to data in two dimensions. */
export interface TrajectoriesSection extends Section {
  readonly columns: readonly [string, string];
  /** Increasing times, shared by all paths. */
  readonly times: readonly number[];
  /** [paths, times, 2] */
  readonly paths: readonly number[];
  /** [n, 2], shown faintly behind the paths. */
  readonly data?: readonly number[];
}

export interface Curve {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

export interface LossSection extends Section {
  /** What is plotted, with its reduction: `CFM loss (mean over rows, sum over dims)`. */
  readonly quantity: string;
  readonly training: Curve;
  readonly heldOut?: Curve;
  /** The smallest value any model can reach, exact or estimated with a standard error. */
  readonly floor?: { readonly value: number; readonly standardError?: number };
}

export interface LawsSection extends Section {
  readonly rows: readonly LawRow[];
}

/** A law holds when residual ≤ bound. */
export interface LawRow {
  readonly law: string;
  /** The law as a formula. */
  readonly formula?: string;
  /** What it was checked on. */
  readonly object: string;
  readonly residual: number | null;
  readonly bound: number;
  /** Where the bound comes from. */
  readonly why: string;
}

/** Error against the exact solution, for each solver and step count, in one or more arithmetics. */
export interface SolverErrorsSection extends Section {
  /** What was solved: field, starting points. */
  readonly problem: string;
  /** How the error is measured, `max over 200 rows of |x − x*|`: the axis label. */
  readonly norm: string;
  readonly arithmetics: readonly SolverErrors[];
}

export interface SolverErrors {
  readonly dtype: 'float64' | 'float32';
  /** Where round-off ends the convergence. */
  readonly roundOff?: number;
  readonly solvers: readonly SolverSeries[];
}

export interface SolverSeries {
  readonly name: string;
  /** Proven order of convergence. */
  readonly order: number;
  /** Increasing step counts; the error is `null` where the solution was not finite. */
  readonly points: readonly SolverPoint[];
}

export interface SolverPoint {
  readonly steps: number;
  /** Evaluations of the field. */
  readonly evaluations: number;
  readonly error: number | null;
}
