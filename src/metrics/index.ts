export { energyDistance } from './energy-distance.ts';
export { slicedWasserstein2, wasserstein2 } from './wasserstein.ts';
