/**
 * `--kernels` and FLOWPROOF_KERNELS: which kernels compute. An option of the program, so that every command takes it, before its name and
 * after it; the option wins over the variable.
 */
import { type Command, Option } from 'commander';
import type { KernelChoice } from '../kernels/choice.ts';
import type { Context } from './context.ts';
import { parseChoice } from './options.ts';

const FLAG = '--kernels';
const VARIABLE = 'FLOWPROOF_KERNELS';
const choices = ['auto', 'scalar', 'simd'] as const satisfies readonly KernelChoice[];

/** Adds the option, and has the choice made before any command runs. */
export function addKernelsOption(program: Command, { env }: Context): void {
  const option = new Option(
    `${FLAG} <which>`,
    `${choices.join(', ')}: the bits are the same (default: auto, or ${VARIABLE})`,
  );
  program.addOption(option.argParser((text: string) => parseChoice(FLAG, text, choices)));
  // In the help of every command, where the program's --version would be noise.
  program.configureHelp({
    showGlobalOptions: true,
    visibleGlobalOptions: (command) => (command === program ? [] : [option]),
  });
  program.hook('preAction', async () => {
    const { kernels } = program.opts<{ kernels?: KernelChoice }>();
    const named = env[VARIABLE] || 'auto';
    const choice = kernels ?? parseChoice(VARIABLE, named, choices);
    const { chooseKernels } = await import('../kernels/choice.ts');
    chooseKernels(choice);
  });
}

/** The words without the option and its value, wherever they stand before `--`. */
export function withoutKernels(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const isOurs = (i: number): boolean => i >= 0 && (end < 0 || i < end) && argv[i] === FLAG;
  return argv.filter((word, i) => {
    const joined = (end < 0 || i < end) && word.startsWith(`${FLAG}=`);
    return !joined && !isOurs(i) && !isOurs(i - 1);
  });
}
