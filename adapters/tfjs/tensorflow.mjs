// TensorFlow.js on WebAssembly, with its gradients.
import { register } from 'node:module';
import tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';

register('./gradient-modules.mjs', import.meta.url);
// They enter themselves in a table that all copies of the core share.
await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
await tf.setBackend('wasm');

/** Tensors of a batch and of its rows. */
export const matrix = (data, rows, columns) => tf.tensor2d(data, [rows, columns]);
export const column = (data) => tf.tensor2d(data, [data.length, 1]);
export const scalar = (data) => tf.scalar(data[0]);

export { tf };
