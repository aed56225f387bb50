/**
 * A vector field as plain data, from which any thread builds the same field.
 *
 * Rooms are loaded when a spec asks for them, so that a worker starts with what it needs.
 */
import { ArgumentError, show } from '../errors.ts';
import type { LearnedFieldOptions } from '../fields/learned-field.ts';
import type { MarginalFieldSpec } from '../fields/marginal-field.ts';
import type { VectorField } from '../fields/vector-field.ts';
import type { MlpConfig } from '../nn/index.ts';

/** A trained network. `params` should lie in shared memory; a plain buffer is copied with every message. */
export interface LearnedFieldSpec extends Pick<LearnedFieldOptions, 'label' | 'guidance'> {
  readonly kind: 'learned';
  readonly config: MlpConfig;
  readonly params: Float32Array;
}

/** A field of your own: the ES module at `url` exports the function `export`, which makes the field from `args`. */
export interface ModuleFieldSpec {
  readonly kind: 'module';
  /** An absolute file: or data: URL, such as `new URL('./my-field.js', import.meta.url).href`. */
  readonly url: string;
  readonly export: string;
  readonly args?: unknown;
}

export type FieldSpec = MarginalFieldSpec | LearnedFieldSpec | ModuleFieldSpec;

async function moduleField(spec: ModuleFieldSpec): Promise<VectorField> {
  let module: Record<string, unknown>;
  try {
    module = (await import(spec.url)) as Record<string, unknown>;
  } catch (error) {
    throw new ArgumentError({
      argument: 'spec.url',
      expected: 'the URL of an ES module',
      received: `${show(spec.url)} (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`,
      wayOut: "pass new URL('./my-field.js', import.meta.url).href",
    });
  }
  const make = module[spec.export];
  if (typeof make !== 'function') {
    throw new ArgumentError({
      argument: 'spec.export',
      expected: `a function exported by ${spec.url.slice(0, 80)}`,
      received: `${spec.export}: ${show(make)}`,
    });
  }
  const field: unknown = await make(spec.args);
  const { dim, velocity } = (field ?? {}) as Partial<VectorField>;
  if (!Number.isInteger(dim) || typeof velocity !== 'function') {
    throw new ArgumentError({
      argument: `spec.export ${spec.export}`,
      expected: 'a function that returns { dim, velocity }',
      received: show(field),
    });
  }
  return field as VectorField;
}

/**
 * Builds the field that a spec describes.
 *
 * @throws {ArgumentError} for an unknown kind, or a module that does not export what the spec says.
 */
export async function buildField(spec: FieldSpec): Promise<VectorField> {
  switch (spec?.kind) {
    case 'marginal': {
      const { fieldFromSpec } = await import('../fields/index.ts');
      return fieldFromSpec(spec);
    }
    case 'learned': {
      const { learnedField } = await import('../fields/learned-field.ts');
      const { mlp } = await import('../nn/index.ts');
      const { config, params, kind: _, ...rest } = spec;
      return learnedField({ mlp: mlp(config), params, ...rest });
    }
    case 'module':
      return moduleField(spec);
    default:
      throw new ArgumentError({
        argument: 'spec.kind',
        expected: "'marginal', 'learned' or 'module'",
        received: show((spec as { kind?: unknown } | undefined)?.kind),
      });
  }
}
