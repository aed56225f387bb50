import type { Operation } from '../../contract.ts';
import { scheduleChange } from './change.ts';
import { scheduleEvaluate } from './evaluate.ts';
import { scheduleLogSnr } from './log-snr.ts';

export const scheduleOperations: readonly Operation[] = [scheduleEvaluate, scheduleLogSnr, scheduleChange];
