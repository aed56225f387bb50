/**
 * The exports of a user's module as trials: each object against every law of its kind.
 *
 * An export is named after the kind of its value: `path`, or `paths`. Its value is one object, an array of objects, or a record of
 * objects: a plain object all of whose values are objects themselves, as no object under test is; an entry that is null or undefined
 * is a faulty object of its own.
 */
import { ArgumentError, FileError, show } from '../errors.ts';
import { printable } from '../io/printable.ts';
import {
  continuityDifferences,
  continuityVolumes,
  continuityWeak,
  pathAsField,
} from '../laws/continuity/index.ts';
import type { SubjectKind } from '../laws/core/law-info.ts';
import { literal, type ObjectCode } from '../laws/core/snippet.ts';
import type { FieldSubject, PathSubject } from '../laws/core/subjects.ts';
import { type Trial, trial } from '../laws/core/trial.ts';
import { laws } from '../laws/registry.ts';

/** Every kind, in the order of the theory, with its plural. */
const PLURALS: Readonly<Record<SubjectKind, string>> = {
  schedule: 'schedules',
  path: 'paths',
  field: 'fields',
  matching: 'matchings',
  loss: 'losses',
  parametrization: 'parametrizations',
  generator: 'generators',
  network: 'networks',
  solver: 'solvers',
  density: 'densities',
  coupling: 'couplings',
  run: 'runs',
};

/** What a module exports its objects under. */
export const KINDS: readonly SubjectKind[] = Object.keys(PLURALS) as SubjectKind[];

/** Arrays of numbers as long as this are all that a law can be asked to fill. */
const MOST_DIMENSIONS = 16_384;

/** The module: as messages name it, './my-path.mjs', and as code imports it from anywhere, 'file:///…/my-path.mjs'. */
export interface ModuleNames {
  readonly shown: string;
  readonly url: string;
}

/** An object under test, and where it stands in the module. */
interface Found {
  readonly kind: SubjectKind;
  readonly subject: unknown;
  /** 'paths.linear', 'path[0]': JavaScript that reaches the object from the export. */
  readonly place: string;
  readonly exported: string;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isCollection(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const members = Object.values(value).filter((m) => m !== null && m !== undefined);
  return members.length > 0 && members.every((m) => typeof m === 'object' && !ArrayBuffer.isView(m));
}

const member = (key: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;

function found(kind: SubjectKind, exported: string, value: unknown): Found[] {
  if (Array.isArray(value)) {
    return value.map((subject: unknown, i) => ({ kind, subject, exported, place: `${exported}[${i}]` }));
  }
  if (isCollection(value)) {
    return Object.entries(value).map(([key, subject]) => {
      return { kind, subject, exported, place: `${exported}${member(key)}` };
    });
  }
  return [{ kind, subject: value, exported, place: exported }];
}

/** The object's own name, or else its place in the module. */
function nameOf({ subject, place }: Found): string {
  const own: unknown = (subject as { name?: unknown } | null | undefined)?.name;
  return typeof own === 'string' && own !== '' && typeof subject !== 'function' ? printable(own) : place;
}

function checkDimension({ subject, place }: Found): void {
  const dim: unknown = (subject as { dim?: unknown } | null | undefined)?.dim;
  if (typeof dim !== 'number' || !(dim > MOST_DIMENSIONS)) return;
  throw new ArgumentError({
    argument: `${place}.dim`,
    expected: `at most ${MOST_DIMENSIONS}`,
    received: show(dim),
    wayOut: 'export an object of the same form with fewer dimensions',
  });
}

/** Trials of all exported objects. `behind`: what the laws are given in place of an object, to watch its calls. */
export function userTrials(
  exports: Readonly<Record<string, unknown>>,
  { shown, url }: ModuleNames,
  behind: <S>(subject: S) => S = (subject) => subject,
): Trial[] {
  const all = KINDS.flatMap((kind) =>
    [kind, PLURALS[kind]].flatMap((name) => (name in exports ? found(kind, name, exports[name]) : [])),
  );
  if (all.length === 0) throw nothingExported(exports, shown);
  const names = all.map(nameOf);
  return all.flatMap((one, i) => {
    checkDimension(one);
    // Two objects of one name are told apart by their places.
    const unique = names.filter((name) => name === names[i]).length === 1;
    const name = unique ? names[i]! : `${names[i]} (${one.place})`;
    const code = codeOf(one, url);
    const subject = behind(one.subject);
    const own = laws.filter((law) => law.kind === one.kind).map((law) => trial(law(subject, { name, code })));
    return one.kind === 'path' ? [...own, ...asField(subject as PathSubject, name, code)] : own;
  });
}

function nothingExported(exports: Readonly<Record<string, unknown>>, shown: string): FileError {
  const names = Object.keys(exports).filter((name) => name !== 'module.exports');
  const known = new Set([...KINDS, ...Object.values(PLURALS)]);
  const inside = Object.keys((names.length === 1 && isRecord(exports.default) && exports.default) || {});
  const kind = inside.find((name) => known.has(name));
  return new FileError({
    argument: shown,
    expected: `a module that exports one of ${KINDS.join(', ')}`,
    received: names.length === 0 ? 'no exports' : `exports named ${names.slice(0, 8).join(', ')}`,
    wayOut:
      kind === undefined
        ? 'write `export const path = { … }`; docs/laws says what each kind must have'
        : `export what is in the default export by name: \`export const ${kind} = …\`, or \`exports.${kind} = …\` in CommonJS`,
  });
}

/** A path that knows its density is, given z, a field that continuity speaks of; one that does not is none. */
function asField(path: PathSubject, name: string, code: ObjectCode): Trial[] {
  const z = Array.from({ length: path?.dim }, (_, i) => [1, -0.5, 0.25][i % 3]!);
  let field: FieldSubject;
  try {
    field = pathAsField(path, z);
  } catch {
    return [];
  }
  const named = {
    name: `${name} given z = ${show(z)}`,
    code: {
      imports: [...code.imports, "import { pathAsField } from 'flowproof/laws';"],
      expression: `pathAsField(${code.expression}, ${literal(z)})`,
    },
  };
  return [continuityDifferences, continuityWeak, continuityVolumes].map((law) => ({
    ...trial(law(field, named)),
    of: name,
  }));
}

/** In single quotes where that needs no escape. */
const quoted = (text: string): string => (/['"\\]/.test(text) ? JSON.stringify(text) : `'${text}'`);

function codeOf({ exported, place }: Found, url: string): ObjectCode {
  return {
    imports: [`import { ${exported} } from ${quoted(url)};`],
    expression: place,
  };
}
