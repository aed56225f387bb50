// TensorFlow.js as a backend of the oracle, float32 on WebAssembly, in the process of the oracle: --module adapters/tfjs/adapter.mjs
import { operations as learning } from './learning.mjs';
import { operations as marginals } from './marginals.mjs';
import { operations as paths } from './paths.mjs';
import { operations as schedules } from './schedules.mjs';
import { operations as solvers } from './solvers.mjs';
import { tf } from './tensorflow.mjs';

const tensors = { ...schedules, ...paths, ...marginals, ...learning, ...solvers };

/** The same with tensors read out and given back. */
const readOut = (answer) => (inputs, context) =>
  tf.tidy(() => {
    const { trace, unsupported, ...outputs } = answer(inputs, context);
    if (unsupported !== undefined) return { unsupported };
    const values = (of) =>
      Object.fromEntries(
        Object.entries(of).map(([name, tensor]) => [
          name,
          { dtype: tensor.dtype, shape: tensor.shape, data: tensor.dataSync() },
        ]),
      );
    return trace === undefined ? values(outputs) : { ...values(outputs), trace: values(trace) };
  });

export default {
  name: 'tfjs',
  version: tf.version_core,
  language: 'js',
  dtypes: ['float32'],
  operations: Object.fromEntries(Object.entries(tensors).map(([name, answer]) => [name, readOut(answer)])),
};
