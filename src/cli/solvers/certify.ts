/** `flowproof solvers --certify TABLEAU.json`: the certificate of a tableau that somebody hands in, or of one of ours. */

import { existsSync } from 'node:fs';
import { type CandidateTableau, refuseUnknownFields } from '../../certificates/candidate.ts';
import type { Certificate } from '../../certificates/certificate.ts';
import { certify } from '../../certificates/certify.ts';
import { FlowproofError, UsageError } from '../../errors.ts';
import { encodeJson } from '../../io/json-output.ts';
import * as solvers from '../../solvers/index.ts';
import type { Context } from '../context.ts';
import { checkApart, checkWritable, writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';
import { shorten } from '../shorten.ts';
import type { SolversFlags } from './flags.ts';
import { printCertificate } from './print-certificate.ts';
import { tableauFile } from './tableau-file.ts';

/** Flags that mean something here; those with defaults are always there. */
const OWN: readonly string[] = ['certify', 'json', 'quiet', 'timeout', 'repeats'];

/**
 * Prints the certificate of the tableau in `file`, or of ours with that name where there is no such file; where it is not what it claims
 * to be, the first tree that says so, and the verdict is 1.
 *
 * @throws {UsageError | FileError} when there is no tableau in the file.
 */
export function certifyCommand(context: Context, file: string, flags: SolversFlags): void {
  const other = Object.keys(flags).find((flag) => !OWN.includes(flag));
  if (other !== undefined) {
    throw new UsageError({
      argument: '--certify',
      expected: 'at most --json and --quiet beside it',
      received: `--${other.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      wayOut: 'leave one out',
    });
  }
  if (flags.json !== undefined) {
    checkWritable('--json', flags.json);
    checkApart('--json', flags.json, [['--certify', file]]);
  }
  const certificate = certificateOf(file);
  printCertificate(context.stdout, certificate, flags.quiet ?? false);
  if (flags.json !== undefined) {
    const data = { version: 1, kind: 'certificate', flowproof: packageVersion(), certificate };
    writeWhole('--json', flags.json, encodeJson(data));
  }
  if (!certificate.holds) context.verdict = 1;
}

/** The Runge–Kutta methods of the house: what has a matrix A. */
const builtIn: readonly CandidateTableau[] = Object.values<unknown>({ ...solvers }).filter(
  (value): value is CandidateTableau =>
    typeof value === 'object' && value !== null && 'a' in value && 'name' in value,
);

function certificateOf(file: string): Certificate {
  if (!existsSync(file)) {
    const known = builtIn.find(({ name }) => name === file);
    if (known) return certify(known);
    throw new UsageError({
      argument: `--certify ${shorten(file)}`,
      expected: `a file, or a Runge–Kutta method among ${builtIn.map(({ name }) => name).join(', ')}`,
      received: 'no such file',
    });
  }
  const candidate = tableauFile('--certify', file);
  try {
    refuseUnknownFields(candidate);
    return certify(candidate as CandidateTableau);
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    const { argument, expected, received, wayOut } = error;
    throw new UsageError({
      argument: `${shorten(file)}: ${argument}`,
      expected,
      received,
      wayOut: wayOut || 'see schemas/tableau.schema.json and examples/tableaus',
    });
  }
}
