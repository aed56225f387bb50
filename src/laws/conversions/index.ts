export { type ConversionCase, conversions } from './conversions.ts';
export {
  type ParametrizationSubject,
  parametrizationCode,
  parametrizationOf,
  parametrizations,
} from './parametrization.ts';
