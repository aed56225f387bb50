// A backend that reads and writes tensors by reference: safetensors files in the folder of the greeting. With three rows, it names
// what `outside` of its arguments says: a file that it must not.
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { answer, greeting, say, serve } from './broken/serve.mjs';

const [, , outside = ''] = process.argv;
let folder = '';

function read(file, name) {
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const [begin, end] = JSON.parse(bytes.subarray(8, 8 + length).toString())[name].data_offsets;
  return bytes.subarray(8 + length + begin, 8 + length + end).toString('base64');
}

function write(file, name, shape, b64) {
  const data = Buffer.from(b64, 'base64');
  const header = Buffer.from(
    JSON.stringify({ [name]: { dtype: 'F32', shape, data_offsets: [0, data.length] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(file, Buffer.concat([length, header, data]));
}

/** The reply with its output in a file, if an input was in one. */
function byFile(request, place) {
  const stored = Object.values(request.in).some(({ file }) => file);
  for (const tensor of Object.values(request.in))
    if (tensor.file) tensor.b64 = read(tensor.file, tensor.name);
  const { id, out } = answer(request);
  const { dtype, shape, b64 } = out.x;
  if (!stored) return { id, out };
  write(place, 'result', shape, b64);
  return { id, out: { x: { dtype, shape, file: place, name: 'result' } } };
}

const misbehave = {
  outside: () => join(folder, '..', 'outside.safetensors'),
  missing: () => join(folder, 'missing.safetensors'),
  link: () => {
    symlinkSync('/etc/hostname', join(folder, 'link'));
    return join(folder, 'link');
  },
  other: () => {
    write(join(folder, 'other'), 'y', [3, 2], Buffer.alloc(24).toString('base64'));
    return join(folder, 'other');
  },
  shape: () => {
    write(join(folder, 'shape'), 'result', [2, 3], Buffer.alloc(24).toString('base64'));
    return join(folder, 'shape');
  },
  garbage: () => {
    writeFileSync(join(folder, 'garbage'), 'no safetensors');
    return join(folder, 'garbage');
  },
};

process.stdin.on('data', (piece) => {
  if (folder === '') ({ folder } = JSON.parse(`${piece}`.split('\n')[0]));
});
const right = (request) => say(byFile(request, join(folder, `reply-${request.id}.safetensors`)));
serve(
  (request) => {
    if (outside === '') return right(request);
    say({
      id: request.id,
      out: { x: { dtype: 'float32', shape: [3, 2], file: misbehave[outside](), name: 'result' } },
    });
  },
  (id) => ({ ...greeting(id), files: true }),
  right,
);
