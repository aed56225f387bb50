// jax-js on WebAssembly. It asks for the number of processors where a browser would say it.
globalThis.navigator ??= { hardwareConcurrency: 2 };
const { need } = await import('../harness/serve.mjs');
const jax = await need('@jax-js/jax');
jax.defaultDevice('wasm');

export { jax };
export const version = 'jax-js 0.1.25';
