/** `solvers --list`: the names that a configuration may use. */
import { solverTable, takes } from '../../benchmark/solver-table.ts';
import { encodeJson } from '../../io/json-output.ts';
import { namedProblems } from '../../problems/index.ts';
import { terminalTable } from '../../report/terminal-table.ts';
import type { TextStream } from '../context.ts';
import { writeWhole } from '../output-file.ts';
import { packageVersion } from '../package-version.ts';

const GRIDS: readonly (readonly [word: string, about: string])[] = [
  ['uniform', 'equal steps'],
  ['log-snr:σmin,σmax', 'equal steps of log σ'],
  ['edm:ρ,σmin,σmax', 'equal steps of σ^(1/ρ)'],
  ['shift:s', 'σ = sv/(1 + (s − 1)v); above 1 it dwells on noise'],
  ['sway:s', 't = u + s(1 − cos(πu/2) − u)'],
  ['beta:a,b', 'quantiles of a Beta distribution'],
  ['cosine', 't = sin²(πu/2)'],
  ['{"kind":"times","times":[0,…,1]}', 'these times'],
];

/** Prints the names, and writes them to `json`. */
export function listNames(out: TextStream, json: string | undefined): void {
  const solvers = solverTable.map(({ name, family, order, summary }) => {
    return { name, family, order, tolerances: takes(name).tolerances, about: summary };
  });
  const problems = namedProblems.map(({ name, about }) => ({ name, about }));
  out.write(
    terminalTable(
      [
        { header: 'solver' },
        { header: 'order', align: 'right' },
        { header: 'runs with' },
        { header: 'about' },
      ],
      solvers.map(({ name, order, tolerances, about }) => [
        name,
        String(order),
        tolerances ? 'steps, tolerances' : 'steps',
        about,
      ]),
    ),
  );
  const pairs = [{ header: 'problem' }, { header: 'about' }] as const;
  out.write(
    `\n${terminalTable(
      pairs,
      problems.map(({ name, about }) => [name, about]),
    )}`,
  );
  out.write(`\n${terminalTable([{ header: 'grid' }, { header: 'about' }], GRIDS)}`);
  if (json === undefined) return;
  const grids = GRIDS.map(([word]) => /[a-z-]+/.exec(word)![0]).map((kind) =>
    kind === 'kind' ? 'times' : kind,
  );
  const data = { version: 1, kind: 'solvers-list', flowproof: packageVersion(), solvers, problems, grids };
  writeWhole('--json', json, encodeJson(data));
}
