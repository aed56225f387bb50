/** The files that a benchmark writes: checked before the work, written when it is done. */
import { encodeJson } from '../../io/json-output.ts';
import { solversCsv, solversHtml, solversSvg } from '../../report/solvers/index.ts';
import { environment } from '../environment.ts';
import { checkApart, checkWritable, writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';
import { commandLine } from './command-line.ts';
import type { SolversFlags } from './flags.ts';
import type { ProblemData, SolversData } from './solvers-json.ts';

/** Options that name an output. */
export const OUTPUTS: readonly ('json' | 'csv' | 'svg' | 'html')[] = ['json', 'csv', 'svg', 'html'];

/** What the command reads. */
const INPUTS: readonly string[] = ['--config', '--field', '--model'];

/** Throws now for an output that could not be written later, or would overwrite another file of the command. */
export function checkOutputs(flags: SolversFlags): void {
  const files = (['config', 'field', 'model', ...OUTPUTS, 'journal'] as const).flatMap((name) =>
    flags[name] === undefined ? [] : [[`--${name}`, flags[name]] as const],
  );
  for (const [i, [option, path]] of files.entries()) {
    if (INPUTS.includes(option)) continue;
    checkWritable(option, path);
    checkApart(option, path, files.slice(0, i));
  }
}

/** `seconds`: of the whole run. */
export function writeOutputs(
  flags: SolversFlags,
  data: SolversData,
  run: { readonly threads: number; readonly seconds: number },
): void {
  const { rows, config } = data;
  if (flags.json !== undefined) writeWhole('--json', flags.json, encodeJson(data));
  if (flags.csv !== undefined) writeWhole('--csv', flags.csv, solversCsv(rows));
  if (flags.svg !== undefined) writeWhole('--svg', flags.svg, solversSvg(rows));
  if (flags.html === undefined) return;
  const { flowproof, node, platform, processor } = environment(packageVersion());
  const page = solversHtml({
    rows,
    command: commandLine(flags),
    config,
    versions: { flowproof, node, platform, processor },
    ...run,
    problems: Object.fromEntries(data.problems.map((problem) => [problem.name, remark(problem)])),
  });
  writeWhole('--html', flags.html, page);
}

function remark({ dim, rows, truth, radius }: ProblemData): string {
  if (truth === null || radius === null) return 'no truth';
  const states = `${rows} ${rows === 1 ? 'state' : 'states'} in ${dim} ${dim === 1 ? 'dimension' : 'dimensions'}`;
  return `${states}; truth: ${truth}, within ${radius.toExponential(1)}`;
}
