/** What a panel of error against work shows, and where its points lie in pixels. */
import { type Box, type LogScale, logScale } from './work-precision-axes.ts';
import type { Stroke } from './work-precision-colours.ts';
import type { Band, WorkPoint } from './work-precision-points.ts';

export interface WorkSeries {
  readonly name: string;
  readonly stroke: Stroke;
  /** By ascending effort. */
  readonly points: readonly WorkPoint[];
  readonly band: readonly Band[];
  /** The order that the window shows, for a triangle to compare with; null for none. */
  readonly order: number | null;
  /** Whether its errors are of the same kind as those of the others, so that a frontier may hold them. */
  readonly competes: boolean;
}

/** The best of a family, drawn over its members. */
export interface WorkEnvelope {
  readonly name: string;
  readonly stroke: Stroke;
  readonly points: readonly WorkPoint[];
}

export interface WorkPanel {
  readonly title: string;
  readonly work: 'evaluations' | 'seconds';
  readonly domain: WorkDomain;
  readonly series: readonly WorkSeries[];
  /** Names at the ends of lines; off where the envelopes are named. */
  readonly names: boolean;
  readonly envelopes?: readonly WorkEnvelope[];
  /** The least and the largest floor of the series. */
  readonly floor: readonly [number, number] | null;
  /** Lines of other series behind these, as {@link contextPath} gives them once for all panels of a domain. */
  readonly context?: string;
  readonly yName: string | null;
}

export interface WorkDomain {
  readonly work: readonly [number, number];
  readonly error: readonly [number, number];
}

export const PANEL_WIDTH = 440;
export const PANEL_HEIGHT = 348;
/** The frame. */
export const BOX: Box = { left: 50, right: 338, top: 26, bottom: 306 };

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly point: WorkPoint;
  /** Which way the error lies outside the frame. */
  readonly beyond: 'above' | 'below' | null;
}

export interface Scales {
  readonly x: LogScale;
  readonly y: LogScale;
}

/** Coordinates to a tenth of a pixel. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

export function scalesOf({ work, error }: WorkDomain): Scales {
  return { x: logScale(work, [BOX.left, BOX.right]), y: logScale(error, [BOX.bottom, BOX.top]) };
}

/** Points in pixels; what lies beyond the axis of errors stands at its edge. */
export function placesOf(points: readonly WorkPoint[], { x, y }: Scales): Place[] {
  return points.map((point) => {
    const beyond = point.error < y.domain[0] ? 'below' : point.error > y.domain[1] ? 'above' : null;
    const height = beyond === 'below' ? BOX.bottom : beyond === 'above' ? BOX.top : y.at(point.error);
    return { x: tenth(x.at(point.work)), y: tenth(height), point, beyond };
  });
}

export const polyline = (places: readonly { x: number; y: number }[]): string =>
  places.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');
