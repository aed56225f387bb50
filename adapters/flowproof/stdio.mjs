// The adapter behind a pipe: one JSON object a line on standard input and output.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { operations as contracts } from 'flowproof/oracle';
import adapter from './adapter.mjs';

const ARRAYS = { float32: Float32Array, float64: Float64Array, int32: Int32Array };

function decode({ dtype, b64 }) {
  const bytes = new Uint8Array(Buffer.from(b64, 'base64'));
  return new ARRAYS[dtype](bytes.buffer);
}

/** Outputs have the types and shapes of the contract. */
function encode(fields, values, { dtype, sizes }) {
  const extent = (of) => {
    const [name, more] = String(of).split(' + ');
    return (sizes[name] ?? Number(name)) + Number(more ?? 0);
  };
  const named = fields.filter(({ name }) => Object.hasOwn(values, name));
  return Object.fromEntries(
    named.map(({ name, type, shape }) => {
      const kind = type === 'int' ? 'int32' : dtype;
      const data = ARRAYS[kind].from(
        [values[name]].flatMap((value) => (typeof value === 'number' ? value : [...value])),
      );
      const b64 = Buffer.from(data.buffer).toString('base64');
      return [name, { dtype: kind, shape: shape.map(extent), b64 }];
    }),
  );
}

function run(request) {
  const answer = adapter.operations[request.op];
  if (!answer) return { unsupported: `${request.op} is not among the operations` };
  const inputs = Object.fromEntries(
    Object.entries(request.in).map(([name, tensor]) => [name, decode(tensor)]),
  );
  const { outputs, trace: fields } = contracts.find(({ name }) => name === request.op);
  const { trace = {}, unsupported, ...values } = answer(inputs, request);
  if (unsupported !== undefined) return { unsupported };
  return { out: encode(outputs, values, request), trace: encode(fields, trace, request) };
}

function hello() {
  const { operations, ...said } = adapter;
  return {
    ...said,
    protocol: 1,
    operations: Object.fromEntries(Object.keys(operations).map((name) => [name, 1])),
  };
}

function answerTo(request) {
  try {
    return request.cmd === 'hello' ? hello() : run(request);
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  if (request.cmd === 'stop') break;
  process.stdout.write(`${JSON.stringify({ id: request.id, ...answerTo(request) })}\n`);
}
