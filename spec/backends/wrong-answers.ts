/** What a template answers to drawn cases of its two operations, against the truth and the errors of its declared arithmetic. */
import { templateOperations } from '../../src/backends/index.ts';
import { machineOf } from '../../src/oracle/arithmetic/machine.ts';
import type { Backend } from '../../src/oracle/backend.ts';
import { drawCase } from '../../src/oracle/generate.ts';
import { operations } from '../../src/oracle/registry.ts';
import { evaluate } from '../../src/oracle/truth.ts';
import { key } from '../../src/random/index.ts';

/** How many cases were answered, and which of them wrongly. A schedule that is not supported is no answer. */
export async function wrongAnswers(
  backend: Backend,
  cases: number,
): Promise<{ answered: number; wrong: string[] }> {
  const { dtypes, arithmetic } = await backend.hello();
  const wrong: string[] = [];
  let answered = 0;
  for (const name of templateOperations) {
    const operation = operations.find((known) => known.name === name)!;
    for (let i = 0; i < cases; i++) {
      const dtype = dtypes[i % dtypes.length]!;
      const question = drawCase(operation, key(i), {
        id: `${name}-${i}`,
        dtype,
        tier: i % 4 < 2 ? 'main' : 'edge',
      });
      const reply = await backend.run(question);
      if (reply.kind === 'unsupported') continue;
      answered++;
      if (reply.kind !== 'answer') {
        wrong.push(reply.message);
        continue;
      }
      const { outputs } = evaluate(operation, question, { machine: machineOf(dtype, arithmetic) });
      for (const [output, values] of Object.entries(outputs)) {
        const { data } = reply.outputs[output]!;
        values.forEach(({ v, e }, k) => {
          if (!(Math.abs(data[k]! - v) <= e))
            wrong.push(`${question.id} ${output}[${k}]: ${data[k]} for ${v} ± ${e}`);
        });
      }
    }
  }
  return { answered, wrong };
}
