/**
 * Colours of solvers: where there are few, each has a hue; where there are many, each family has one, and its members differ
 * in tone and dash. Hues after Okabe and Ito, with a purple and the ink beside them.
 */
const HUES = [
  '#0072b2',
  '#94402f',
  '#d55e00',
  '#009e73',
  '#b8578f',
  '#b87f00',
  '#6f57b8',
  '#5f5f66',
] as const;
const DARK_HUES = [
  '#56b4e9',
  '#d98d7e',
  '#f08a3c',
  '#2cc39a',
  '#e88fc0',
  '#f0c04a',
  '#b3a0f2',
  '#b4b4bb',
] as const;

const INK = { light: '#1b1b1f', dark: '#e8e8ea' } as const;
const PAPER = { light: '#ffffff', dark: '#16171a' } as const;

/** Shares of the ink and of the paper in a mixture with a hue. */
interface Tone {
  readonly ink: number;
  readonly paper: number;
}

/** Tones of a hue: itself, nearer to the ink, nearer to the paper. */
const TONES: readonly Tone[] = [
  { ink: 0, paper: 0 },
  { ink: 0.38, paper: 0 },
  { ink: 0, paper: 0.3 },
];
/** Names beside lines: nearer to the ink, for small letters need more contrast than lines. */
const WORDS = { ink: 0.22, paper: 0 };
const DASHES = ['', '7 3', '2 2.5'] as const;

export interface Stroke {
  readonly colour: string;
  /** Of words about the line. */
  readonly words: string;
  /** Of `stroke-dasharray`; empty for a full line. */
  readonly dash: string;
}

/** The k-th line in the hue of a family, cyclic. */
export function strokeOf(hue: number, k: number = 0): Stroke {
  const tone = k % TONES.length;
  const i = hue % HUES.length;
  return {
    colour: `var(--wp-${i}-${tone}, ${mixed(HUES[i]!, TONES[tone]!, INK.light, PAPER.light)})`,
    words: `var(--wp-${i}-w, ${mixed(HUES[i]!, WORDS, INK.light, PAPER.light)})`,
    dash: DASHES[Math.floor(k / TONES.length) % DASHES.length]!,
  };
}

/** Hues that {@link strokeOf} tells apart. */
export const HUE_COUNT: number = HUES.length;

/** The colours as variables of a page, light and dark. */
export function colourVariables(theme: 'light' | 'dark'): string {
  return (theme === 'dark' ? DARK_HUES : HUES)
    .flatMap((hue, i) => {
      const mix = (tone: Tone): string => mixed(hue, tone, INK[theme], PAPER[theme]);
      return [`--wp-${i}-w: ${mix(WORDS)};`, ...TONES.map((tone, k) => `--wp-${i}-${k}: ${mix(tone)};`)];
    })
    .join(' ');
}

function mixed(hue: string, { ink, paper }: Tone, inkColour: string, paperColour: string): string {
  const channel = (colour: string, j: number): number =>
    Number.parseInt(colour.slice(1 + 2 * j, 3 + 2 * j), 16);
  const channels = [0, 1, 2].map((j) => {
    const own = (1 - ink - paper) * channel(hue, j);
    return Math.round(own + ink * channel(inkColour, j) + paper * channel(paperColour, j));
  });
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}
