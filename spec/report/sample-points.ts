/** Samples and data that never were: four columns, and images of rings. */
import type { ImageSamples, PointSamples } from '../../src/report/report-data.ts';
import { generator } from './sample-flow.ts';

export function fourColumns(n: number): PointSamples {
  const draw = (seed: number, rows: number, blur: number): number[] => {
    const { uniform, normal } = generator(seed);
    return Array.from({ length: rows }, () => {
      const kind = uniform();
      const [a, b, c, d] =
        kind < 0.45 ? [38.8, 18.3, 190, 3700] : kind < 0.65 ? [48.8, 18.4, 196, 3730] : [47.5, 15, 217, 5080];
      const size = normal();
      return [
        a! + (2 * size + 1.8 * normal()) * blur,
        b! + (0.6 * size + 0.9 * normal()) * blur,
        c! + (4 * size + 4.5 * normal()) * blur,
        d! + (320 * size + 260 * normal()) * blur,
      ];
    }).flat();
  };
  return {
    kind: 'points',
    dim: 4,
    columns: ['bill length (mm)', 'bill depth (mm)', 'flipper length (mm)', 'body mass (g)'],
    data: draw(1, n, 1),
    samples: draw(2, 3 * n, 1.1),
  };
}

/** Rings of random radius and place, which look a little like zeros. */
export function ringImages(count: number): ImageSamples {
  const draw = (seed: number, noise: number): number[] => {
    const { uniform, normal } = generator(seed);
    return Array.from({ length: count }, () => {
      const [cx, cy, r] = [12 + 4 * uniform(), 12 + 4 * uniform(), 5 + 4 * uniform()];
      return Array.from({ length: 784 }, (_, i) => {
        const distance = Math.hypot((i % 28) - cx, Math.floor(i / 28) - cy) - r;
        return Math.max(
          0,
          Math.min(255, Math.round(255 * Math.exp((-distance * distance) / 2) + noise * normal())),
        );
      });
    }).flat();
  };
  return { kind: 'images', width: 28, height: 28, perRow: 10, data: draw(1, 0), samples: draw(2, 12) };
}
