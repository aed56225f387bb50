/** Inputs of operations on tokens. */
import type { InputField, OpenCase, Setting } from '../../contract.ts';
import type { Kappa } from '../../formulas/discrete.ts';

export const token: InputField = {
  name: 'x',
  type: 'int',
  shape: ['rows'],
  meaning: 'state xₜ of each row, 0 … states − 1',
  domain: { kind: 'index', below: 'states' },
};

export const posterior: InputField = {
  name: 'probabilities',
  type: 'float',
  shape: ['rows', 'states'],
  meaning: 'p_{1|t}(· | xₜ) of each row, of sum 1',
  domain: { kind: 'simplex' },
};

export const kappaSetting: Setting = {
  name: 'kappa',
  meaning: 'κₜ, the chance that a token is already x₁: t (linear) or t² (quadratic)',
  values: ['linear', 'quadratic'],
};

export const kappaOf = (open: OpenCase): Kappa => open.settings.kappa as Kappa;
