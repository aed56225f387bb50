/** Images of the data beside images of the samples, each side one embedded PNG. */
import { formatCount } from '../format.ts';
import { encodePng } from '../png.ts';
import type { ImageSamples } from '../report-data.ts';
import { figureSvg, label } from './compose.ts';

const SIDE = 450;
const GAP = 40;
const TITLE = 26;

/** The figure as SVG. */
export function imageGrid(images: ImageSamples): string {
  const { width, height, data, samples } = images;
  const count = (pixels: readonly number[]): string => formatCount(pixels.length / (width * height));
  const [left, right] = [mosaic(images, data), mosaic(images, samples)];
  const tall = Math.max(left.height, right.height);
  const content = [
    label(SIDE / 2, 16, `Data (${count(data)} images)`, { weight: '600' }),
    label(SIDE * 1.5 + GAP, 16, `Samples (${count(samples)} images)`, { weight: '600' }),
    left.at(0),
    right.at(SIDE + GAP),
  ];
  const size = { width: 2 * SIDE + GAP, height: TITLE + tall };
  return figureSvg({ ...size, title: 'Images of the data beside samples' }, content.join(''));
}

/** All images in rows, ink on paper, with a light gap between them. */
function mosaic(
  { width, height, perRow }: ImageSamples,
  bytes: readonly number[],
): { height: number; at: (x: number) => string } {
  const gap = Math.max(1, Math.round(width / 14));
  const count = bytes.length / (width * height);
  const columns = Math.min(perRow, count);
  const totalWidth = columns * (width + gap) - gap;
  const totalHeight = Math.ceil(count / columns) * (height + gap) - gap;
  const pixels = new Uint8Array(totalWidth * totalHeight).fill(255);
  for (let image = 0; image < count; image++) {
    const left = (image % columns) * (width + gap);
    const top = Math.floor(image / columns) * (height + gap);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        pixels[(top + y) * totalWidth + left + x] = 255 - bytes[(image * height + y) * width + x]!;
      }
    }
  }
  const png = Buffer.from(encodePng(totalWidth, totalHeight, pixels)).toString('base64');
  const shown = (SIDE * totalHeight) / totalWidth;
  return {
    height: shown,
    at: (x) =>
      `<image class="ink" x="${x}" y="${TITLE}" width="${SIDE}" height="${shown.toFixed(1)}" ` +
      `style="image-rendering:pixelated" href="data:image/png;base64,${png}"/>`,
  };
}
