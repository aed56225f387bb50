import type { Case, InputField, Operation } from '../../contract.ts';
import { convert, type Parametrization, parametrizations } from '../../formulas/parametrizations.ts';
import { batch, point, schedule, time } from '../fields.ts';
import { pointsByElement } from '../rows.ts';

const prediction: InputField = {
  name: 'value',
  type: 'float',
  shape: ['rows', 'dim'],
  meaning: 'the prediction, in the parametrization `from`',
  domain: { kind: 'normal', scale: 1.2 },
};

/** A conversion to itself says nothing: the next parametrization is asked for. */
function different(drawn: Case): Case {
  const { from, to } = drawn.settings;
  if (from !== to) return drawn;
  const next = (parametrizations.indexOf(from as Parametrization) + 1) % parametrizations.length;
  return { ...drawn, settings: { ...drawn.settings, to: parametrizations[next] } };
}

/** From what a network predicts to what is wanted. */
export const parametrizationConvert: Operation = {
  name: 'parametrization.convert',
  revision: 1,
  summary: 'a prediction in one parametrization, turned into another',
  formula: [
    'velocity u = α̇ x₁ + σ̇ ε,  score s = −ε/σ,  v-prediction v = α ε − σ x₁,  where x = α x₁ + σ ε',
    'x₁ = (σu − σ̇x)/D,  ε = (α̇x − αu)/D,  D = α̇σ − ασ̇;  x₁ = (x + σ² s)/α;  x₁ = (αx − σv)/(α² + σ²)',
  ].join('\n'),
  conventions: [
    'x1 stands for E[X₁|x], epsilon for E[X₀|x]',
    'v is α ε − σ x₁ as in Salimans & Ho; on schedules with α² + σ² ≠ 1 it is still that',
    'from and to differ',
  ],
  source: 'Lipman et al., Flow Matching Guide and Code (2024), table 1; Salimans & Ho (2022), app. D',
  sizes: batch,
  settings: [
    schedule,
    { name: 'from', meaning: 'what the prediction is', values: parametrizations },
    { name: 'to', meaning: 'what it is turned into', values: parametrizations },
  ],
  inputs: [prediction, point, time()],
  outputs: [
    {
      name: 'value',
      type: 'float',
      shape: ['rows', 'dim'],
      meaning: 'the prediction, in the parametrization `to`',
    },
  ],
  trace: [],
  arrange: different,
  evaluate: (open) => {
    const { value, x } = open.floats;
    const from = open.settings.from as Parametrization;
    const to = open.settings.to as Parametrization;
    const at = pointsByElement(open);
    return { value: value!.map((prediction, i) => convert(from, to, at(i), prediction, x![i]!)) };
  },
};
