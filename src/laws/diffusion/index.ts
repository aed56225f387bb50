export { probabilityFlow } from './probability-flow.ts';
export type { ScheduledFieldSubject } from './scheduled-field.ts';
export { tweedie } from './tweedie.ts';
