// What is said of repeated times: order statistics of each subject, and of the ratios of pairs.
//
// On a shared machine times drift by tens of per cent within a minute. Two repetitions that follow each other meet about the same
// machine, so their ratio keeps of the drift only what changed between them. The order within a pair alternates (A B, B A, …), so that
// whoever comes second has no advantage on the whole.
import { quantile } from '../../dist/benchmark/quartiles.js';

/** Least, quartiles and greatest of the values. */
export function summary(values) {
  if (values.length === 0) throw new RangeError('no values');
  const sorted = values.toSorted((a, b) => a - b);
  const [low, quartile, median, upper, high] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    quantile(sorted, share),
  );
  return { count: values.length, low, quartile, median, upper, high };
}

/** Summary of the ratios theirs[i]/ours[i]: how many times faster than `theirs` is `ours`. */
export function pairedRatio(ours, theirs) {
  if (ours.length !== theirs.length) throw new RangeError('pairs of unequal number');
  return summary(ours.map((time, i) => theirs[i] / time));
}

/** Who runs when: in round r every pair once, the other way round in every second round; `first` and `second` are its names. */
export function roundOrder(pairs, round) {
  const turned = round % 2 === 1;
  const order = pairs.map(([first, second], pair) => ({
    pair,
    order: turned ? [second, first] : [first, second],
  }));
  return turned ? order.reverse() : order;
}
