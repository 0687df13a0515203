import type { Translated } from '#src/i18n.ts';

/** A point, what was drawn there, and what the run has. */
type Gap = readonly [point: number, drawn: string, recorded: string];

interface DrawingStrings {
  readonly how: string;
  /** Said where no script can take a drawing. */
  readonly onPaper: string;
  readonly compare: string;
  readonly again: string;
  readonly nothingYet: string;
  /** What the chart says until the guess is held against the run. */
  readonly notCompared: string;
  /** A point of the axis: layer 10. */
  readonly point: (axis: string, point: number) => string;
  readonly recorded: string;
  readonly compared: (axis: string, gap: Gap) => string;
  readonly farthest: (axis: string, gap: Gap) => string;
}

export const drawingStrings: Translated<DrawingStrings> = {
  en: {
    how: 'Draw it: drag across the chart, or go from point to point with the Tab key and press the arrow keys.',
    onPaper: 'With JavaScript switched on you can draw here; without it, these are axes to copy onto paper.',
    compare: 'Compare',
    again: 'Draw again',
    nothingYet: 'nothing drawn yet',
    notCompared: 'Draw your guess and compare: then this says how far it is from the run.',
    point: (axis, point) => `${axis} ${point}`,
    recorded: 'the run',
    compared: (axis, [point, drawn, recorded]) =>
      `At ${axis} ${point} you drew ${drawn}; the run has ${recorded}.`,
    farthest: (axis, [point, drawn, recorded]) =>
      ` You are farthest off at ${axis} ${point}: ${drawn} against ${recorded}.`,
  },
  'zh-cn': {
    how: '画一画：用手指或鼠标在图上横着拖过去；也可以用 Tab 键逐点移动，再按方向键调高低。',
    onPaper: '打开 JavaScript 就能直接在图上画；没打开也不要紧，照着坐标轴画在纸上就行。',
    compare: '对一对',
    again: '重画',
    nothingYet: '还没画',
    notCompared: '画好再对一对，这里就会说出它和实际相差多少。',
    point: (axis, point) => `第 ${point} ${axis}`,
    recorded: '实际',
    compared: (axis, [point, drawn, recorded]) =>
      `第 ${point} ${axis}：你画的是 ${drawn}，实际是 ${recorded}。`,
    farthest: (axis, [point, drawn, recorded]) =>
      `差得最远的是第 ${point} ${axis}：你画的是 ${drawn}，实际是 ${recorded}。`,
  },
};
