/**
 * DPM-Solver++ and UniPC as their papers write them, in λ = ln(α/σ) and predictions of the data: what src/solvers/exponential.ts must agree with
 * wherever λ is finite. 3M stands as in the authors' code; 'exact' is the predictor of UniPC, which integrates its polynomial, without the
 * halves of its lowest case.
 */
import type { Schedule } from '../../src/schedules/index.ts';

/** The state of one number after the steps of a method, over times with a finite λ. */
export function written(
  schedule: Schedule,
  velocity: (t: number, x: number) => number,
  kind: 'dpm' | 'exact' | 'uni',
  order: number,
  times: readonly number[],
  start: number,
): number {
  const at = (t: number) => ({
    a: schedule.alpha(t),
    s: schedule.sigma(t),
    l: Math.log(schedule.alpha(t) / schedule.sigma(t)),
  });
  const data = (t: number, x: number): number => {
    const { a, s } = at(t);
    const [ad, sd] = [schedule.alphaDot(t), schedule.sigmaDot(t)];
    return (s * velocity(t, x) - sd * x) / (ad * s - sd * a);
  };
  const D = [data(times[0]!, start)];
  let x = start;
  for (let i = 0; i + 1 < times.length; i++) {
    const [from, to] = [at(times[i]!), at(times[i + 1]!)];
    const h = to.l - from.l;
    const p = Math.min(order, i + 1);
    const base = (to.s / from.s) * x - to.a * Math.expm1(-h) * D[i]!;
    // φ-functions of the UniPC paper with hh = −h and B = e^{−h} − 1, R ρ = b solved by elimination.
    const combine = (nodes: { r: number; d: number }[], half: boolean): number => {
      const hh = -h;
      const B = Math.expm1(hh);
      if (half) return base - to.a * B * 0.5 * nodes[0]!.d;
      let phi = Math.expm1(hh) / hh - 1;
      let factorial = 1;
      const b: number[] = [];
      for (let k = 1; k <= nodes.length; k++) {
        b.push((phi * factorial) / B);
        factorial *= k + 1;
        phi = phi / hh - 1 / factorial;
      }
      const R = nodes.map((_, k) => nodes.map(({ r }) => r ** k));
      const rho = eliminate(R, b);
      return base - to.a * B * nodes.reduce((sum, { d }, j) => sum + rho[j]! * d, 0);
    };
    const past = Array.from({ length: p - 1 }, (_, j) => {
      const r = (at(times[i - 1 - j]!).l - from.l) / h;
      return { r, d: (D[i - 1 - j]! - D[i]!) / r };
    });
    const third = (): number => {
      const [r0, r1] = [-past[0]!.r, past[0]!.r - past[1]!.r];
      const [newer, older] = [(D[i]! - D[i - 1]!) / r0, (D[i - 1]! - D[i - 2]!) / r1];
      const first = newer + (r0 / (r0 + r1)) * (newer - older);
      const second = (newer - older) / (r0 + r1);
      const phi2 = Math.expm1(-h) / h + 1;
      return base + to.a * phi2 * first - to.a * (phi2 / h - 0.5) * second;
    };
    const predict = (): number => {
      if (past.length === 0) return base;
      if (past.length === 2 && kind === 'dpm') return third();
      return combine(past, past.length === 1 && kind !== 'exact');
    };
    const predicted = predict();
    if (i + 2 === times.length) return predicted;
    D.push(data(times[i + 1]!, predicted));
    x = kind !== 'uni' ? predicted : combine([...past, { r: 1, d: D[i + 1]! - D[i]! }], past.length === 0);
  }
  return x;
}

function eliminate(R: number[][], b: number[]): number[] {
  const rows = R.map((row, i) => [...row, b[i]!]);
  const n = b.length;
  for (let c = 0; c < n; c++) {
    for (let r = 0; r < n; r++) {
      if (r === c) continue;
      const by = rows[r]![c]! / rows[c]![c]!;
      for (let k = c; k <= n; k++) rows[r]![k]! -= by * rows[c]![k]!;
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!);
}
