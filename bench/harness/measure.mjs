// One case: all its subjects, each in a process of its own, run in pairs that alternate.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { pairedRatio, roundOrder, summary } from './statistics.mjs';
import { open } from './subject.mjs';

/** How long one repetition, the warm-up and a whole case should take at least and at most. */
export const THOROUGH = { repetition: 100, warmUp: 600, rounds: 25, leastRounds: 7, caseLimit: 60_000 };
export const QUICK = { repetition: 2, warmUp: 0, rounds: 2, leastRounds: 2, caseLimit: 3_000 };

/** Threads that wait for more work spin for some milliseconds; nobody is to run beside them. */
const REST_MS = 8;

/**
 * Measures { name, parameters, work, unit, subjects, pairs }. `work` is what one repetition does, in `unit`; a subject that does another
 * amount says so. A pair [a, b] asks how many times faster a is than b.
 */
export async function measure({ name, parameters = {}, work, unit, subjects, pairs }, effort, tell) {
  const opened = new Map();
  try {
    const skipped = [];
    const answers = await Promise.allSettled(subjects.map((subject) => open(subject, tell)));
    for (const { value: it } of answers.filter(({ status }) => status === 'fulfilled')) {
      if (it.absent) skipped.push({ name: it.name, reason: it.absent });
      else opened.set(it.name, it);
    }
    const failed = answers.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
    const present = pairs.filter((pair) => pair.every((subject) => opened.has(subject)));
    const counts = new Map();
    for (const [subject, { run }] of opened) counts.set(subject, await calibrate(run, effort));

    const times = new Map([...opened.keys()].map((subject) => [subject, []]));
    const paired = present.map(() => ({ first: [], second: [] }));
    const once = async (subject) => {
      await pause(REST_MS);
      const each = (await opened.get(subject).run(counts.get(subject))) / counts.get(subject);
      times.get(subject).push(each);
      return each / (opened.get(subject).introduction.work ?? work);
    };
    const alone = [...opened.keys()].filter((subject) => !present.flat().includes(subject));
    const start = performance.now();
    for (let round = 0; round < effort.rounds; round++) {
      if (round >= effort.leastRounds && performance.now() - start > effort.caseLimit) break;
      for (const { pair, order } of roundOrder(present, round)) {
        const took = new Map();
        for (const subject of order) took.set(subject, await once(subject));
        paired[pair].first.push(took.get(present[pair][0]));
        paired[pair].second.push(took.get(present[pair][1]));
      }
      for (const subject of alone) await once(subject);
    }
    return {
      name,
      parameters,
      work,
      unit,
      subjects: [...opened].map(([subject, { introduction, memory }]) => ({
        ...introduction,
        name: subject,
        repetitions: counts.get(subject),
        milliseconds: summary(times.get(subject)),
        residentMb: memory(),
      })),
      ratios: present.map(([of, to], pair) => ({
        of,
        to,
        ...pairedRatio(paired[pair].first, paired[pair].second),
      })),
      skipped,
    };
  } finally {
    await Promise.all([...opened.values()].map((it) => it.close()));
  }
}

/** Warms the subject up, and returns how many repetitions fill the time that one measurement should take; 0 asks for one, cold. */
async function calibrate(run, { repetition, warmUp }) {
  if (repetition === 0) return 1;
  const start = performance.now();
  let count = 1;
  for (;;) {
    const milliseconds = await run(count);
    if (performance.now() - start >= warmUp) {
      return Math.max(1, Math.round((repetition * count) / Math.max(milliseconds, 1e-3)));
    }
    if (milliseconds < repetition) count *= 2;
  }
}
