/** The problems of a configuration: names, plain data, or one problem in fields of its own: a flow, a module, a model. */
import { ArgumentError, FlowproofError } from '../errors.ts';
import { namedProblem, namedProblems, problemFromSpec, type StartSpec } from '../problems/index.ts';
import { scheduleFromSpec } from '../schedules/index.ts';
import { isRecord, type PlainRecord, refuse, shorthand } from './checks.ts';
import type { BenchmarkProblem, ModuleProblem } from './config.ts';

const FLOW = ['name', 'target', 'schedule', 'source', 'start', 'field', 'model'] as const;

const QUANTILES: StartSpec = { kind: 'normal-quantiles', count: 200 };
const DRAWS: StartSpec = { kind: 'normal', count: 64 };

/** The problem that the fields of the configuration itself describe; undefined where there are none. */
export function problemOfFields(json: PlainRecord): BenchmarkProblem | undefined {
  const given = FLOW.filter((key) => json[key] !== undefined);
  if (given.length === 0) return undefined;
  if (json.problems !== undefined) refuse(given[0]!, 'no problems beside it', 'both', 'leave one out');
  if (json.field === undefined && json.target === undefined && json.model === undefined) {
    refuse(
      'target',
      'the target of the flow',
      json.target,
      `leave out ${given.join(', ')}, or name a target`,
    );
  }
  const { name, target, schedule, source, start, field, model } = json;
  if (name !== undefined) checkName('name', name);
  if (model !== undefined) {
    const other = given.find((key) => !['name', 'start', 'model'].includes(key));
    if (other !== undefined) refuse(other, 'no model beside it', 'both', 'leave one out');
    if (!isRecord(model)) refuse('model', 'a model file', model);
    return network('', { ...model, start, ...(name !== undefined && { name }) });
  }
  if (field !== undefined) {
    if (target !== undefined) refuse('field', 'no target beside it', 'both', 'leave one out');
    if (source !== undefined) refuse('source', 'no field beside it', 'both', 'give the points to start from');
    return moduleProblem('field', {
      ...(isRecord(field) ? field : { url: field }),
      schedule,
      start,
      ...(name !== undefined && { name }),
    });
  }
  return flow('', { name, target, schedule, source, start });
}

/** One entry of the list. */
export function checkProblem(at: string, value: unknown): BenchmarkProblem {
  if (typeof value === 'string') {
    const found = namedProblems.find(({ name }) => name === value);
    return found
      ? namedProblem(value)
      : refuse(at, `names among ${namedProblems.map(({ name }) => name).join(', ')}`, value);
  }
  if (!isRecord(value)) refuse(at, 'the name of a problem, or { "kind": "flow", … }', value);
  if (value.name !== undefined) checkName(`${at}.name`, value.name);
  if (value.kind === 'module') return moduleProblem(at, value);
  if (value.kind === undefined && value.target !== undefined) return flow(`${at}.`, value);
  if (value.kind === 'network') return network(`${at}.`, value);
  return built(`${at}.`, value as unknown as Exclude<BenchmarkProblem, ModuleProblem>);
}

/** A trained network; its parameters stay where they are. */
function network(prefix: string, spec: PlainRecord): BenchmarkProblem {
  const whole = { ...spec, start: startOf(spec.start, DRAWS) };
  return built(prefix, whole as unknown as Exclude<BenchmarkProblem, ModuleProblem>);
}

function flow(prefix: string, { name, target, schedule, source, start }: PlainRecord): BenchmarkProblem {
  const spec = {
    kind: 'flow',
    ...(name !== undefined && { name }),
    target,
    schedule: shorthand(schedule ?? 'cond-ot', {}),
    ...(source !== undefined && { source }),
    start: startOf(start, lineTarget(target) ? QUANTILES : DRAWS),
  };
  return built(prefix, spec as unknown as Exclude<BenchmarkProblem, ModuleProblem>);
}

function checkName(at: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || value.length > 80)
    refuse(at, 'a name of 1 to 80 letters', value);
}

const startOf = (start: unknown, standard: StartSpec): unknown =>
  shorthand(start ?? standard, { 'normal-quantiles': ['count'], normal: ['count', 'seed'] });

/** Whether means are numbers on the line, as far as can be said before the target is checked. */
function lineTarget(target: unknown): boolean {
  const means = isRecord(target) ? target.means : undefined;
  return Array.isArray(means) && Array.isArray(means[0]) && means[0].length === 1;
}

/** Builds it once, to learn what is wrong with it. */
function built(prefix: string, spec: Exclude<BenchmarkProblem, ModuleProblem>): BenchmarkProblem {
  try {
    problemFromSpec(spec);
  } catch (error) {
    if (!(error instanceof FlowproofError) || prefix === '') throw error;
    const { argument, expected, received, wayOut } = error;
    throw new ArgumentError({
      argument: `${prefix}${argument.replace(/^problem\./, '')}`,
      expected,
      received,
      wayOut,
    });
  }
  return spec;
}

function moduleProblem(at: string, value: PlainRecord): ModuleProblem {
  const { url, shown, name, schedule, start } = value;
  if (typeof url !== 'string' || !/^(file|data):/.test(url)) {
    refuse(at, 'the absolute URL of a module', url);
  }
  const plain = schedule === undefined ? undefined : (shorthand(schedule, {}) as ModuleProblem['schedule']);
  if (plain !== undefined) scheduleFromSpec(plain);
  return {
    kind: 'module',
    name: typeof name === 'string' ? name : 'field',
    url,
    shown: typeof shown === 'string' ? shown : url.slice(0, 80),
    ...(plain && { schedule: plain }),
    start: startOf(start, DRAWS) as StartSpec,
  };
}
