// Loader hooks for one folder: the gradients of TensorFlow.js come as ECMAScript modules without file extensions, for bundlers only.
const FOLDER = '/@tensorflow/tfjs-core/dist/';
const BUNDLE = 'tf-core.node.js';

const isModule = (url) => url.includes(FOLDER) && !url.endsWith(BUNDLE);

export async function resolve(specifier, context, next) {
  if (!specifier.startsWith('.') || !isModule(context.parentURL ?? '')) return next(specifier, context);
  try {
    return await next(specifier.endsWith('.js') ? specifier : `${specifier}.js`, context);
  } catch {
    return next(`${specifier}/index.js`, context);
  }
}

export const load = (url, context, next) =>
  next(url, isModule(url) && url.endsWith('.js') ? { ...context, format: 'module' } : context);
