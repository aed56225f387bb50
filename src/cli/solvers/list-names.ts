/** `solvers --list`: the names that a configuration may use. */
import { solverTable, takes } from '../../benchmark/solver-table.ts';
import type { NoiseKind } from '../../diffusion/index.ts';
import { encodeJson } from '../../io/json-output.ts';
import { namedProblems } from '../../problems/index.ts';
import { SCHEDULE_FIELDS, TARGET_FIELDS } from '../../problems/known-fields.ts';
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

const SCHEDULES: Readonly<Record<keyof typeof SCHEDULE_FIELDS, string>> = {
  'cond-ot': 'α = t, σ = 1 − t',
  ot: 'α = t, σ = 1 − (1 − sigmaMin)t',
  polynomial: 'α = tⁿ, σ = 1 − tⁿ',
  vp: 'variance preserving, with a rate from betaMax at t = 0 to betaMin at t = 1',
  'linear-vp': 'α = t, σ = √(1 − t²)',
  cosine: 'α = sin(πt/2), σ = cos(πt/2)',
  ve: 'variance exploding: α = 1, σ from sigmaMax to sigmaMin',
};

/** Those with a closed form. */
const TARGETS: Readonly<Record<keyof typeof TARGET_FIELDS, string>> = {
  'gaussian-mixture': 'Gaussians in any number of dimensions, of one kind of width',
  empirical: 'mass points, such as a data set',
  'uniform-boxes': 'uniform on each of some boxes',
  checkerboard: 'every other cell of a square',
};

/** Each with a strength η, as in sigma:0.5. */
const NOISES: Readonly<Record<NoiseKind, string>> = {
  none: 'w = 0, the flow itself',
  constant: '½w² = η',
  sigma: '½w² = ησ',
  'sigma-squared': '½w² = ησ²',
  'sin-squared': '½w² = η sin²(πt)',
  'pole-free': '½w² = η(α̇σ² − ασσ̇)',
  ddpm: '½w² = η(α̇σ² − ασσ̇)/α; ancestral sampling with η = 1',
};

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
  const fielded = (
    what: string,
    fields: Readonly<Record<string, readonly string[]>>,
    about: Readonly<Record<string, string>>,
  ): string =>
    terminalTable(
      [{ header: what }, { header: 'fields' }, { header: 'about' }],
      Object.entries(about).map(([kind, words]) => [kind, fields[kind]!.join(', '), words]),
    );
  out.write(`\n${fielded('schedule', SCHEDULE_FIELDS, SCHEDULES)}`);
  out.write(`\n${fielded('target', TARGET_FIELDS, TARGETS)}`);
  out.write(`\n${terminalTable([{ header: 'noise' }, { header: 'about' }], Object.entries(NOISES))}`);
  if (json === undefined) return;
  const grids = GRIDS.map(([word]) => /[a-z-]+/.exec(word)![0]).map((kind) =>
    kind === 'kind' ? 'times' : kind,
  );
  const data = {
    version: 1,
    kind: 'solvers-list',
    flowproof: packageVersion(),
    solvers,
    problems,
    grids,
    schedules: Object.keys(SCHEDULES),
    targets: Object.keys(TARGETS),
    noises: Object.keys(NOISES),
  };
  writeWhole('--json', json, encodeJson(data));
}
