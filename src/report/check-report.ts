/**
 * Refuses report data that could not be drawn: wrong lengths, NaN and infinities (which JSON would turn into null),
 * increasing sequences that do not increase. Names the field as a path such as `field.panels[2].velocity`.
 */
import { ArgumentError, ShapeError, show } from '../errors.ts';
import type { ReportData } from './report-data.ts';

/** Throws a ShapeError or an ArgumentError at the first field that is wrong. */
export function checkReport(data: ReportData): void {
  if (typeof data !== 'object' || data === null || data.version !== 1 || typeof data.title !== 'string') {
    throw new ArgumentError({
      argument: 'report',
      expected: 'an object with version 1 and a title',
      received: show(data),
    });
  }
  checkPlain('report', data);
  const { samples, field, trajectories, loss, solverErrors } = data;
  if (samples?.kind === 'points') {
    checkLength('samples.columns', samples.columns, samples.dim);
    checkBatch('samples.data', samples.data, samples.dim);
    checkBatch('samples.samples', samples.samples, samples.dim);
  }
  if (samples?.kind === 'images') {
    checkBatch('samples.data', samples.data, samples.width * samples.height);
    checkBatch('samples.samples', samples.samples, samples.width * samples.height);
    checkBytes('samples.data', samples.data);
    checkBytes('samples.samples', samples.samples);
  }
  if (field) {
    checkRange('field.x', field.x);
    checkRange('field.y', field.y);
    for (const [i, panel] of field.panels.entries()) {
      const name = `field.panels[${i}]`;
      checkLength(`${name}.velocity`, panel.velocity, field.gridSize * field.gridSize * 2);
      const density = panel.logDensity;
      if (density) checkLength(`${name}.logDensity.values`, density.values, density.size * density.size);
      if (panel.points) checkBatch(`${name}.points`, panel.points, 2);
    }
  }
  if (trajectories) {
    checkIncreasing('trajectories.times', trajectories.times);
    checkBatch('trajectories.paths', trajectories.paths, trajectories.times.length * 2);
    if (trajectories.data) checkBatch('trajectories.data', trajectories.data, 2);
  }
  if (loss) {
    for (const name of ['training', 'heldOut'] as const) {
      const curve = loss[name];
      if (!curve) continue;
      checkIncreasing(`loss.${name}.steps`, curve.steps);
      checkLength(`loss.${name}.values`, curve.values, curve.steps.length);
    }
  }
  for (const { dtype, solvers } of solverErrors?.flatMap((s) => s.arithmetics) ?? []) {
    for (const { name, points } of solvers) {
      checkIncreasing(
        `solverErrors ${dtype} ${name} steps`,
        points.map((p) => p.steps),
      );
    }
  }
}

/** Only what JSON carries unchanged. */
function checkPlain(path: string, value: unknown): void {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return;
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const item: unknown = value[i];
      if (!(typeof item === 'number' && Number.isFinite(item))) checkPlain(`${path}[${i}]`, item);
    }
  } else if (typeof value === 'object' && !ArrayBuffer.isView(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (item !== undefined) checkPlain(`${path}.${name}`, item);
    }
  } else {
    throw new ArgumentError({
      argument: path,
      expected: 'plain data: finite numbers, strings, booleans, arrays, objects, null',
      received: show(value),
      wayOut: 'use null where there is no finite value, and Array.from for typed arrays',
    });
  }
}

function checkLength(argument: string, array: readonly unknown[], length: number): void {
  if (!Array.isArray(array) || array.length !== length) {
    throw new ShapeError({
      argument,
      expected: `an array of length ${length}`,
      received: Array.isArray(array) ? `length ${array.length}` : show(array),
    });
  }
}

function checkBatch(argument: string, array: readonly number[], dim: number): void {
  if (!Array.isArray(array) || array.length === 0 || array.length % dim !== 0) {
    throw new ShapeError({
      argument,
      expected: `a flat array [rows, ${dim}] with at least one row`,
      received: Array.isArray(array) ? `length ${array.length}` : show(array),
    });
  }
}

function checkBytes(argument: string, array: readonly number[]): void {
  const wrong = array.findIndex((v) => !(Number.isInteger(v) && v >= 0 && v <= 255));
  if (wrong !== -1) {
    throw new ArgumentError({
      argument: `${argument}[${wrong}]`,
      expected: 'an integer in [0, 255]',
      received: show(array[wrong]),
    });
  }
}

function checkRange(argument: string, range: { min: number; max: number }): void {
  if (!(range.min < range.max)) {
    throw new ArgumentError({ argument, expected: 'min < max', received: show(range) });
  }
}

function checkIncreasing(argument: string, values: readonly number[]): void {
  const wrong = values.findIndex((v, i) => i > 0 && !(v > values[i - 1]!));
  if (values.length === 0 || wrong !== -1) {
    throw new ArgumentError({
      argument,
      expected: 'at least one value, each larger than the one before',
      received: values.length === 0 ? 'none' : `${values[wrong]} after ${values[wrong - 1]}`,
    });
  }
}
