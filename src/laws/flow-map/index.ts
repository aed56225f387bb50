export { flowMapInverse, type TransportCase } from './flow-map-inverse.ts';
export { flowMapVelocity, type MotionCase, type PathCase } from './flow-map-velocity.ts';
export { pushForward } from './push-forward.ts';
