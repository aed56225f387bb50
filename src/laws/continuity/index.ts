export { continuityDifferences } from './continuity-differences.ts';
export { continuityIdentity } from './continuity-identity.ts';
export { continuityVolumes, type VolumesCase } from './continuity-volumes.ts';
export { continuityWeak, type WeakCase } from './continuity-weak.ts';
export { pathAsField } from './path-as-field.ts';
