export { fokkerPlanck } from './fokker-planck.ts';
export { type GeneratorSubject, type ScoredField, sdeOf, sdesOf, withDrift } from './generator.ts';
export { probabilityFlow } from './probability-flow.ts';
export type { ScheduledFieldSubject } from './scheduled-field.ts';
export { tweedie } from './tweedie.ts';
