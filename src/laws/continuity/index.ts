export { continuityDifferences } from './continuity-differences.ts';
export { continuityIdentity } from './continuity-identity.ts';
export { continuityWeak, type WeakCase } from './continuity-weak.ts';
export type { FieldPoint } from './points.ts';
