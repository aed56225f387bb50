import type { InputField } from '../../contract.ts';

/** Scales that people use; not 1 or 2, where conventions meet. */
export const guidanceScale: InputField = {
  name: 'scale',
  type: 'float',
  shape: [],
  meaning: 'guidance scale γ',
  domain: { kind: 'uniform', from: 2.2, to: 6 },
};
