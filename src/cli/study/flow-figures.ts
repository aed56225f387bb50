/** The pictures of the flow: data beside samples, the velocity field at several times, trajectories from noise to data. */
import { marginalField } from '../../fields/index.ts';
import { learnedField } from '../../fields/learned-field.ts';
import type { VectorField } from '../../fields/vector-field.ts';
import { mlp } from '../../nn/index.ts';
import { solveParallel, type WorkerPool } from '../../parallel/index.ts';
import { key } from '../../random/index.ts';
import type {
  FieldSection,
  ImageSamples,
  PointSamples,
  Range,
  TrajectoriesSection,
} from '../../report/index.ts';
import { scheduleFromSpec } from '../../schedules/index.ts';
import { rk4 } from '../../solvers/index.ts';
import { type LearningSource, sourceTarget } from '../learning-source.ts';
import type { Model } from '../model-file.ts';
import { inDataUnits, modelField, startingNoise } from '../sample-model.ts';
import { type ExactTarget, planeOf } from './exact-target.ts';

const SHOWN_POINTS = 1000;
const SHOWN_IMAGES = 40;
const PATHS = 120;
const PATH_STEPS = 40;
const GRID = 16;
const DENSITY_GRID = 64;
const TIMES = [0, 0.25, 0.5, 0.75, 1];

/** Rows [count, dim] of the data in standardised units: as they are, or drawn. */
export function dataRows(source: LearningSource, count: number): Float32Array {
  const dim = source.space.columns.length;
  const target = sourceTarget(source);
  if (target) {
    const rows = new Float32Array(count * dim);
    target.sampleInto(key(103), 0, rows);
    return rows;
  }
  const { rows } = source.data as { rows: Float32Array };
  return rows.subarray(0, count * dim);
}

/** Data beside samples, in the units of the data. */
export function samplesFigure(source: LearningSource, samples: Float32Array): PointSamples | ImageSamples {
  const { space } = source;
  const dim = space.columns.length;
  if (space.imageShape) {
    const [height, width] = space.imageShape;
    const bytes = (z: Float32Array): number[] =>
      Array.from(inDataUnits(space, z), (v) => Math.round(Math.min(255, Math.max(0, v))));
    return {
      kind: 'images',
      width,
      height,
      perRow: 10,
      data: bytes(dataRows(source, SHOWN_IMAGES)),
      samples: bytes(samples.subarray(0, SHOWN_IMAGES * dim)),
    };
  }
  const rounded = (z: Float32Array): number[] => Array.from(inDataUnits(space, z), roundTo5);
  return {
    kind: 'points',
    dim,
    columns: space.columns.map(label),
    data: rounded(dataRows(source, SHOWN_POINTS)),
    samples: rounded(samples.subarray(0, SHOWN_POINTS * dim)),
  };
}

/**
 * The velocity field in the plane of two columns: the learned one over the exact density in two dimensions; above, the
 * exact field of the two columns by themselves.
 */
export function fieldFigure(
  source: LearningSource,
  model: Model,
  exact: ExactTarget,
  columns: readonly [number, number],
): FieldSection | undefined {
  const plane = planeOf(exact.target, columns);
  if (!plane) return undefined;
  const schedule = scheduleFromSpec(model.state.config.schedule);
  const density = marginalField({ schedule, target: plane });
  const { config, average } = model.state;
  const inPlane = config.network.dim === 2;
  const arrows: VectorField = inPlane ? learnedField({ mlp: mlp(config.network), params: average }) : density;
  const { x, y } = planeRanges(source, columns);
  const centres = cellCentres(x, y, GRID);
  const densityCentres = cellCentres(x, y, DENSITY_GRID);
  const name = (j: number): string =>
    `${label(source.space.columns[j]!)}${source.data.kind === 'rows' ? ', standardised' : ''}`;
  return {
    note: inPlane
      ? `Arrows: the learned velocity. Shading: the exact density pₜ of ${exact.meaning}.`
      : `The exact field and density of these two columns by themselves, for ${exact.meaning}.`,
    columns: [name(columns[0]), name(columns[1])],
    x,
    y,
    gridSize: GRID,
    panels: TIMES.map((t) => {
      const velocity = new Float64Array(centres.length);
      arrows.velocity(t, centres, velocity);
      const logs = new Float64Array(DENSITY_GRID * DENSITY_GRID);
      density.logDensity(t, densityCentres, logs);
      return {
        t,
        velocity: Array.from(velocity, roundTo5),
        logDensity: { size: DENSITY_GRID, values: Array.from(logs, (v) => roundTo5(Math.max(v, -1e6))) },
      };
    }),
  };
}

/** Paths of the learned flow from noise to samples, seen in two columns. */
export async function trajectoriesFigure(
  pool: WorkerPool,
  source: LearningSource,
  model: Model,
  columns: readonly [number, number],
  seed: number,
): Promise<TrajectoriesSection> {
  const { space } = source;
  const dim = space.columns.length;
  const { path, times } = await solveParallel(pool, modelField(model), startingNoise(model, PATHS, seed), {
    solver: rk4,
    steps: PATH_STEPS,
    dim,
    path: true,
  });
  const inColumns = (z: Float32Array): Float32Array => z.filter((_, i) => columns.includes(i % dim));
  const plane = {
    mean: Float64Array.from(columns, (j) => space.mean[j]!),
    std: Float64Array.from(columns, (j) => space.std[j]!),
  };
  const units = (z: Float32Array): number[] =>
    Array.from(z, (v, i) => roundTo5(v * plane.std[i % 2]! + plane.mean[i % 2]!));
  const states = units(inColumns(path as Float32Array));
  const paths: number[] = [];
  for (let p = 0; p < PATHS; p++) {
    for (let i = 0; i <= PATH_STEPS; i++)
      paths.push(states[2 * (i * PATHS + p)]!, states[2 * (i * PATHS + p) + 1]!);
  }
  return {
    columns: [label(space.columns[columns[0]]!), label(space.columns[columns[1]]!)],
    times: Array.from(times),
    paths,
    data: units(inColumns(dataRows(source, SHOWN_POINTS))),
  };
}

/** The range of both columns that holds noise and data. */
function planeRanges(source: LearningSource, columns: readonly [number, number]): { x: Range; y: Range } {
  const dim = source.space.columns.length;
  const rows = dataRows(source, SHOWN_POINTS);
  const range = (j: number): Range => {
    const values = rows.filter((_, i) => i % dim === j);
    const low = Math.min(-2.5, ...values);
    const high = Math.max(2.5, ...values);
    const margin = 0.08 * (high - low);
    return { min: roundTo5(low - margin), max: roundTo5(high + margin) };
  };
  return { x: range(columns[0]), y: range(columns[1]) };
}

function cellCentres(x: Range, y: Range, size: number): Float64Array {
  const centres = new Float64Array(2 * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      centres[2 * (row * size + column)] = x.min + ((column + 0.5) / size) * (x.max - x.min);
      centres[2 * (row * size + column) + 1] = y.min + ((row + 0.5) / size) * (y.max - y.min);
    }
  }
  return centres;
}

/** `bill_length_mm` as `bill length (mm)`. */
function label(column: string): string {
  const unit = /_(mm|cm|m|g|kg|s)$/.exec(column);
  const name = (unit ? column.slice(0, -unit[0].length) : column).replaceAll('_', ' ');
  return unit ? `${name} (${unit[1]})` : name;
}

/** Five digits are more than a figure shows, and keep the page small. */
function roundTo5(value: number): number {
  return Number(value.toPrecision(5));
}
