/** A counterexample as JavaScript that can be pasted into a file and run. */
import type { LawInfo } from './law-info.ts';

/** A value as a JavaScript literal that reads back to the same bits; numbers print shortest, −0 and ±∞ as such. */
export function literal(value: unknown): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (ArrayBuffer.isView(value)) {
    return `${value.constructor.name}.of(${Array.from(value as Float64Array, literal).join(', ')})`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).map(([key, field]) => {
      const name = /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
      return `${name}: ${literal(field)}`;
    });
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return String(value);
}

/** An object as JavaScript. */
export interface ObjectCode {
  /** Whole lines: "import { condOT } from 'flowproof';". */
  readonly imports: readonly string[];
  /** The object: 'condOT'. */
  readonly expression: string;
}

/** The code of an object made of names of `flowproof`. */
export function flowproofCode(names: readonly string[], expression: string): ObjectCode {
  return { imports: [`import { ${names.join(', ')} } from 'flowproof';`], expression };
}

/** Code that measures `law` on one case. Without `code`, a comment says where the object goes. */
export function snippet(law: LawInfo, at: unknown, code?: ObjectCode): string {
  return [
    ...(code?.imports ?? []),
    `import { ${law.export} } from 'flowproof/laws';`,
    `const object = ${code?.expression ?? `undefined /* put the ${law.kind} under test here */`};`,
    `console.log(${law.export}(object).at(${literal(at)}));`,
  ].join('\n');
}
