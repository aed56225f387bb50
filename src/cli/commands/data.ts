/** `flowproof data list | describe`: which data there are, and what is in them. */
import { type Command, Option } from 'commander';
import { show, UsageError } from '../../errors.ts';
import type { DatasetOptions, DatasetSummary } from '../../io/index.ts';
import type { Context } from '../context.ts';
import { jsonOption, parseChoice, parseInteger } from '../options.ts';
import { addTableOptions, type TrainingFlags } from '../training-options.ts';

interface JsonFlag {
  readonly json?: string;
}

interface DescribeFlags
  extends JsonFlag,
    Pick<
      TrainingFlags,
      'columns' | 'labels' | 'array' | 'missing' | 'imageSize' | 'header' | 'delimiter' | 'normalisation'
    > {}

/** More columns than this are images: a line for each pixel helps nobody. */
const MAX_COLUMNS_SHOWN = 24;

export function registerData(program: Command, context: Context): void {
  const data = program
    .command('data')
    .summary('list and describe data sets')
    .description('Lists the data sets that come with flowproof, and describes any data set or file.')
    .addHelpText('after', '\nExample:\n  $ flowproof data describe penguins\n');
  data
    .command('list')
    .summary('the data sets that come with flowproof')
    .description('Lists the data sets that come with flowproof, with their size, and the distributions.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ flowproof data list\n')
    .action((flags: JsonFlag) => list(flags, context));
  const describing = data
    .command('describe')
    .summary('columns, classes and quantiles of a data set or file')
    .description('Describes a built-in data set or a .csv, .npy, .npz or .safetensors file.')
    .argument('<name>', 'a name from "flowproof data list", or a file')
    .option('--columns <names>', 'csv: the columns to use, separated by commas')
    .option('--labels <name>', 'the column or array with the classes')
    .option('--array <name>', 'npz, safetensors: the array with the data')
    .addOption(
      new Option('--missing <what>', 'csv: refuse or drop rows that lack a value').argParser((text: string) =>
        parseChoice('--missing', text, ['refuse', 'drop']),
      ),
    )
    .addOption(
      new Option('--image-size <n>', 'mnist: side of the images, 28, 14 or 7').argParser((text: string) =>
        parseInteger('--image-size', text, { min: 7, max: 28 }),
      ),
    );
  addTableOptions(describing)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ flowproof data describe penguins\n  $ flowproof data describe mydata.csv --columns height,weight\n',
    )
    .action((name: string, flags: DescribeFlags) => describe(name, flags, context));
}

async function list({ json }: JsonFlag, context: Context): Promise<void> {
  const { checkWritable, writeJson } = await import('../output-file.ts');
  const { datasetNames, loadTable } = await import('../../io/index.ts');
  const { describeDistributions } = await import('../learning-source.ts');
  const { formatCount } = await import('../../report/format.ts');
  const { terminalTable } = await import('../../report/terminal-table.ts');
  if (json !== undefined) checkWritable('--json', json);
  const datasets = datasetNames.map((name) => {
    const { rows, columns, licence, source } = loadTable(name);
    return { name, rows, dim: columns.length, licence, source };
  });
  const table = terminalTable(
    [{ header: 'data set' }, { header: 'rows', align: 'right' }, { header: 'columns', align: 'right' }],
    datasets.map((s) => [s.name, formatCount(s.rows), formatCount(s.dim)]),
  );
  const distributions = describeDistributions();
  const drawn = terminalTable(
    [{ header: 'distribution' }, { header: 'columns', align: 'right' }, { header: 'what it is' }],
    distributions.map((d) => [d.name, formatCount(d.dim), d.description]),
  );
  context.stdout.write(
    `${table}\n${drawn}\nAny name goes with --data; of a distribution, fresh rows are drawn for every step.\n` +
      'Licence and source of a data set: flowproof data describe <name>\n',
  );
  if (json !== undefined) writeJson('--json', json, { datasets, distributions });
}

async function describe(name: string, flags: DescribeFlags, context: Context): Promise<void> {
  const { checkApart, checkWritable, writeJson } = await import('../output-file.ts');
  const { describeDataset } = await import('../../io/index.ts');
  if (flags.json !== undefined) {
    checkWritable('--json', flags.json);
    checkApart('--json', flags.json, [['the data', name]]);
  }
  await refuseDistribution(name);
  const summary = describeDataset(name, describeOptions(flags));
  await print(summary, context);
  if (flags.json !== undefined) writeJson('--json', flags.json, summary);
}

/** A distribution has a formula and no rows to describe. */
async function refuseDistribution(name: string): Promise<void> {
  const { targetNames } = await import('../learning-source.ts');
  if (!targetNames.includes(name)) return;
  throw new UsageError({
    argument: 'name',
    expected: 'a data set or a file',
    received: `the distribution ${show(name)}`,
    wayOut: `learn from it with flowproof train --data ${name}`,
  });
}

function describeOptions(flags: DescribeFlags): DatasetOptions {
  const { columns, labels, array, missing, imageSize, header, delimiter, normalisation } = flags;
  return {
    ...(columns === undefined ? {} : { columns: columns.split(',') }),
    ...(labels === undefined ? {} : { labels }),
    ...(array === undefined ? {} : { array }),
    ...(missing === undefined ? {} : { missing }),
    ...(header ? {} : { header }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(normalisation === undefined ? {} : { normalisation }),
    // The reader of mnist refuses the sizes between.
    ...(imageSize === undefined ? {} : { imageSize: imageSize as 28 | 14 | 7 }),
  };
}

async function print(summary: DatasetSummary, { stdout }: Context): Promise<void> {
  const { formatCount, formatNumber } = await import('../../report/format.ts');
  const { terminalTable } = await import('../../report/terminal-table.ts');
  const { name, rows, dim, dropped, leftOut, imageShape, licence, source, classes, columns } = summary;
  const facts = [
    ['data set', name],
    [
      'rows',
      formatCount(rows) + (dropped > 0 ? `, and ${formatCount(dropped)} dropped for missing values` : ''),
    ],
    ['columns', formatCount(dim) + (imageShape ? `, images of ${imageShape.join(' × ')}` : '')],
    ...(leftOut.length > 0 ? [['left out, as text', leftOut.join(', ')]] : []),
    ...(classes.length > 0
      ? [['classes', classes.map((c) => `${c.name} (${formatCount(c.rows)})`).join(', ')]]
      : []),
    ['licence', licence],
    ['source', source],
  ];
  stdout.write(`${terminalTable([{ header: 'fact' }, { header: 'value' }], facts)}\n`);
  const quantities = ['mean', 'std', 'min', 'lowerQuartile', 'median', 'upperQuartile', 'max'] as const;
  const headers = ['mean', 'std', 'min', '25 %', 'median', '75 %', 'max'];
  const shown = columns.slice(0, MAX_COLUMNS_SHOWN);
  const table = terminalTable(
    [
      { header: 'column' },
      { header: 'missing', align: 'right' },
      ...headers.map((header) => ({ header, align: 'right' as const })),
    ],
    shown.map((c) => [c.name, formatCount(c.missing), ...quantities.map((q) => formatNumber(c[q]))]),
  );
  stdout.write(table);
  if (columns.length > shown.length) {
    stdout.write(`… and ${formatCount(columns.length - shown.length)} more columns; --json has them all\n`);
  }
}
