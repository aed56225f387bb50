/**
 * The velocity field at several times as small multiples: arrows over the density pₜ, or over samples of pₜ where the
 * density is not known.
 */
import { formatNumber } from '../format.ts';
import type { FieldPanel, FieldSection } from '../report-data.ts';
import { frame, linearAxis } from './axes.ts';
import { type Canvas, drawing, element, plotToSvg, type Scales } from './canvas.ts';
import { figureSvg, label, place } from './compose.ts';
import { dots } from './dots.ts';
import { dataColour } from './palette.ts';

/**
 * Levels of log pₜ below its maximum: −k²/2 is where a normal density is k standard deviations from its mean, so the
 * bands are equally wide for a normal distribution.
 */
const LEVELS: readonly number[] = Array.from({ length: 7 }, (_, i) => -(((i + 1) / 2) * ((i + 1) / 2)) / 2);

const PANEL_WIDTH = 306;
const MARGIN = { left: 44, bottom: 40, top: 4, right: 6 };
const GAP = 11;
const TITLE = 20;

/**
 * Speed whose arrow is one cell long: nine arrows in ten are shorter, over all panels, so that lengths compare between
 * times and a few fast places do not shrink the rest. Longer arrows are cut at one cell: centred in theirs, none leaves the frame.
 */
export function referenceSpeed(field: FieldSection): number {
  const speeds = field.panels.flatMap((panel) => speedsOf(panel)).sort((a, b) => a - b);
  return speeds[Math.floor(0.9 * (speeds.length - 1))] || speeds.at(-1) || 1;
}

function speedsOf({ velocity }: FieldPanel): number[] {
  return Array.from({ length: velocity.length / 2 }, (_, i) => {
    const [u, v] = [velocity[2 * i]!, velocity[2 * i + 1]!];
    return Math.sqrt(u * u + v * v);
  });
}

/** The figure as SVG. */
export function fieldChart(canvas: Canvas, field: FieldSection): string {
  const perRow = Math.min(3, field.panels.length);
  const speed = referenceSpeed(field);
  const box = PANEL_WIDTH - MARGIN.left - MARGIN.right;
  const ratio = (field.y.max - field.y.min) / (field.x.max - field.x.min);
  const panelHeight = box * Math.min(Math.max(ratio, 0.5), 1.6) + MARGIN.top + MARGIN.bottom;
  const content = field.panels.map((panel, i) => {
    const x = (i % perRow) * (PANEL_WIDTH + GAP);
    const y = Math.floor(i / perRow) * (panelHeight + TITLE + GAP);
    const svg = plotToSvg(canvas, {
      width: PANEL_WIDTH,
      height: panelHeight,
      marginLeft: MARGIN.left,
      marginRight: MARGIN.right,
      marginTop: MARGIN.top,
      marginBottom: MARGIN.bottom,
      x: linearAxis(field.x, field.columns[0], 4),
      y: linearAxis(field.y, field.columns[1], 4),
      marks: [...background(canvas, field, panel), arrows(canvas, field, panel, speed), frame(canvas)],
    });
    const title = label(x + MARGIN.left + box / 2, y + 14, `t = ${formatNumber(panel.t)}`, { weight: '600' });
    return title + place({ svg, x, y: y + TITLE });
  });
  const rows = Math.ceil(field.panels.length / perRow);
  const size = {
    width: perRow * (PANEL_WIDTH + GAP) - GAP,
    height: rows * (panelHeight + TITLE + GAP) - GAP,
  };
  return figureSvg({ ...size, title: 'Velocity field at several times' }, content.join(''));
}

// biome-ignore lint/suspicious/noExplicitAny: Plot's mark types need the DOM's types
function background(canvas: Canvas, field: FieldSection, panel: FieldPanel): any[] {
  const { logDensity, points } = panel;
  if (logDensity) {
    const { size, values } = logDensity;
    const peak = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return [
      canvas.Plot.contour(values as number[], {
        width: size,
        height: size,
        x1: field.x.min,
        x2: field.x.max,
        y1: field.y.min,
        y2: field.y.max,
        // Bands are drawn over each other and darken towards the peak.
        thresholds: LEVELS.map((level) => peak + level),
        fill: dataColour,
        fillOpacity: 0.11,
        stroke: 'none',
      }),
    ];
  }
  return points ? [dots(canvas, points, { dim: 2, colour: dataColour, radius: 1.2, opacity: 0.25 })] : [];
}

/** All arrows of a panel as one path: a shaft through the cell's centre, two barbs at the tip. */
function arrows(
  canvas: Canvas,
  field: FieldSection,
  panel: FieldPanel,
  speed: number,
): ReturnType<typeof drawing> {
  const { gridSize, x, y } = field;
  return drawing((scales: Scales) => {
    const [width, height] = [scales.x(x.max) - scales.x(x.min), scales.y(y.max) - scales.y(y.min)];
    const cell = Math.min(Math.abs(width), Math.abs(height)) / gridSize;
    // Pixels per unit of each axis: a velocity is drawn as the displacement it causes.
    const perX = width / (x.max - x.min);
    const perY = height / (y.max - y.min);
    const scale = cell / (speed * Math.abs(perX));
    let d = '';
    for (let row = 0; row < gridSize; row++) {
      for (let col = 0; col < gridSize; col++) {
        const at = 2 * (row * gridSize + col);
        let dx = panel.velocity[at]! * perX * scale;
        let dy = panel.velocity[at + 1]! * perY * scale;
        const length = Math.sqrt(dx * dx + dy * dy);
        if (length < 0.4) continue;
        const cut = Math.min(1, cell / length);
        dx *= cut;
        dy *= cut;
        const px = scales.x(x.min + ((col + 0.5) * (x.max - x.min)) / gridSize);
        const py = scales.y(y.min + ((row + 0.5) * (y.max - y.min)) / gridSize);
        d += arrow(px - dx / 2, py - dy / 2, dx, dy);
      }
    }
    return element(canvas, 'path', {
      d,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 0.9,
      'stroke-opacity': 0.85,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    });
  });
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function arrow(x: number, y: number, dx: number, dy: number): string {
  const length = Math.sqrt(dx * dx + dy * dy);
  const barb = Math.min(0.35, 4 / length);
  // Barbs: the shaft turned by ±150° and shortened.
  const [along, across] = [-0.866 * barb, 0.5 * barb];
  const tip = `M${tenth(x)},${tenth(y)}l${tenth(dx)},${tenth(dy)}`;
  const first = `l${tenth(along * dx - across * dy)},${tenth(along * dy + across * dx)}`;
  const second = `M${tenth(x + dx)},${tenth(y + dy)}l${tenth(along * dx + across * dy)},${tenth(along * dy - across * dx)}`;
  return tip + first + second;
}
