import { FlowproofError, fromMessage, toMessage } from '../errors.ts';

/** Runs `build`; an error of it names its argument as a part of `name`: 'spec.kind' and 'means[0]' become 'target.kind', 'target.means[0]'. */
export function inArgument<T>(name: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof FlowproofError)) throw error;
    throw fromMessage({ ...toMessage(error), argument: `${name}.${error.argument.replace(/^spec\./, '')}` });
  }
}
