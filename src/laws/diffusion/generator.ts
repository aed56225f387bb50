/**
 * What the Fokker–Planck law asks of a diffusion process: dX = b(t, X) dt + w dB, and the density p_t that it is said to have.
 *
 * With a field u of p_t and any w(t) ≥ 0 the process dX = [u + ½w²∇ ln p] dt + w dB has the marginals p_t.
 */
import type { Key } from '../../random/index.ts';
import type { Family } from '../core/law.ts';
import type { ObjectCode } from '../core/snippet.ts';
import type { FieldSubject } from '../core/subjects.ts';

/** A diffusion process and its density. Batches x are [rows, dim]; times lie in (0, 1). */
export interface GeneratorSubject {
  readonly name?: string;
  readonly dim: number;
  /** b(t, x) to out [rows, dim]. */
  drift(t: number, x: Float64Array, out: Float64Array): void;
  /** w(t) ≥ 0, the same in all directions and at all x; a number where it does not depend on t. */
  readonly diffusion: number | ((t: number) => number);
  /** ln p_t(x) to out [rows], up to a constant that does not depend on t. */
  logDensity(t: number, x: Float64Array, out: Float64Array): void;
  /** Draws of p_t, and where it lives otherwise: as in {@link FieldSubject}. */
  sample?(t: number, key: Key, out: Float64Array): void;
  readonly scale?: number;
  /** ε, the relative precision of the values; default 2⁻⁵². */
  readonly precision?: number;
}

/** A field with a score, as marginal fields have. */
export type ScoredField = FieldSubject & Required<Pick<FieldSubject, 'score'>>;

/**
 * The process with the marginals of `field` and the noise w: drift u + ½w²∇ ln p.
 *
 * ```ts
 * import { condOT, eightGaussians, marginalField } from 'flowproof';
 * import { fokkerPlanck, sdeOf } from 'flowproof/laws';
 * const field = marginalField({ schedule: condOT, target: eightGaussians() });
 * console.log(fokkerPlanck(sdeOf(field, (t) => 1 - t)).check().status); // holds
 * ```
 */
export function sdeOf(field: ScoredField, w: number | ((t: number) => number)): GeneratorSubject {
  const noise = typeof w === 'number' ? (): number => w : w;
  return withDrift(field, w, (t, u, s) => u + 0.5 * noise(t) * noise(t) * s);
}

/** A process on the path of `field` whose drift is a combination of velocity and score, coordinate by coordinate. */
export function withDrift(
  field: ScoredField,
  w: number | ((t: number) => number),
  drift: (t: number, u: number, s: number, x: number) => number,
): GeneratorSubject {
  // Members that a law uses to find points where the process lives.
  return Object.assign(Object.create(field) as object, {
    name: `an SDE with the marginals of ${field.name ?? 'a field'}`,
    dim: field.dim,
    diffusion: w,
    drift(t: number, x: Float64Array, out: Float64Array) {
      const score = new Float64Array(x.length);
      field.velocity(t, x, out);
      field.score(t, x, score);
      for (let i = 0; i < x.length; i++) out[i] = drift(t, out[i]!, score[i]!, x[i]!);
    },
    logDensity: field.logDensity.bind(field),
  }) as GeneratorSubject;
}

/** The processes of a family of fields. */
export function sdesOf<Data>(
  fields: Family<ScoredField, Data>,
  name: string,
  noise: (field: ScoredField) => number | ((t: number) => number),
  noiseCode: string,
): Family<GeneratorSubject, Data> {
  return {
    name,
    data: fields.data,
    build: (data) => {
      const field = fields.build(data);
      return sdeOf(field, noise(field));
    },
    words: fields.words,
    code: (data) => sdeCode(fields.code(data), noiseCode),
  };
}

/** The code of the process of a field that has code, with the noise that `noise` writes. */
export function sdeCode({ imports, expression }: ObjectCode, noise: string): ObjectCode {
  return {
    imports: [...imports, "import { sdeOf } from 'flowproof/laws';"],
    expression: `sdeOf(${expression}, ${noise})`,
  };
}
