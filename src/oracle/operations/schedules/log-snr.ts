import type { Operation } from '../../contract.ts';
import { logSnr, snr } from '../../formulas/snr.ts';
import { batch, schedule, scheduleOf, time } from '../fields.ts';

/** The level of a schedule: how much signal, how much noise. */
export const scheduleLogSnr: Operation = {
  name: 'schedule.log-snr',
  revision: 1,
  summary: 'the signal-to-noise ratio of a schedule and its logarithm',
  formula: 'ρ = α/σ,  λ = ln(α²/σ²) = 2 ln ρ',
  conventions: ['snr is the ratio of amplitudes α/σ', 'log_snr is the natural logarithm of α²/σ²'],
  source: 'Kingma et al., Variational Diffusion Models (2021), § 3.1',
  sizes: { rows: batch.rows! },
  settings: [schedule],
  inputs: [time()],
  outputs: [
    { name: 'log_snr', type: 'float', shape: ['rows'], meaning: 'λ = ln(α²/σ²)' },
    { name: 'snr', type: 'float', shape: ['rows'], meaning: 'ρ = α/σ' },
  ],
  trace: [],
  evaluate: (open) => ({
    log_snr: open.floats.t!.map((t) => logSnr(scheduleOf(open), t)),
    snr: open.floats.t!.map((t) => snr(scheduleOf(open), t)),
  }),
};
