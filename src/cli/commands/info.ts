/** `flowproof info`: what a bug report needs to know about the installation. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { jsonOption } from '../options.ts';

interface InfoOptions {
  readonly json?: string;
}

export function registerInfo(program: Command, context: Context): void {
  program
    .command('info')
    .summary('versions, processor and threads')
    .description('Prints what a bug report should contain: versions, platform and number of threads.')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ flowproof info --json info.json\n')
    .action((options: InfoOptions) => info(options, context));
}

async function info(options: InfoOptions, context: Context): Promise<void> {
  const { checkWritable, writeJson } = await import('../output-file.ts');
  if (options.json !== undefined) checkWritable('--json', options.json);
  const { packageVersion } = await import('../package-version.ts');
  const { environment } = await import('../environment.ts');
  const facts = environment(packageVersion());
  const { terminalTable } = await import('../../report/terminal-table.ts');
  const rows = Object.entries(facts).map(([name, value]) => [name, String(value)]);
  context.stdout.write(terminalTable([{ header: 'fact' }, { header: 'value' }], rows));
  if (options.json !== undefined) writeJson('--json', options.json, facts);
}
