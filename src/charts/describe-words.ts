import type { Translated } from '#src/i18n.ts';

/** A value and its place. */
export type Spot = readonly [value: string, at: string];

/** The pieces that a chart's description is made of. */
export interface ChartWords {
  readonly text: (title: string, sentences: readonly string[]) => string;
  readonly line: (label: string, course: string) => string;
  readonly pinned: (label: string) => string;
  readonly other: (label: string) => string;
  /** A place on the x axis. */
  readonly at: (axis: string, x: string) => string;
  readonly top: (value: string) => string;
  readonly bottom: (value: string) => string;
  readonly none: string;
  readonly single: (spot: Spot) => string;
  /** `exact`: to the digits that are told. */
  readonly level: (value: string, exact: boolean, from: string, to: string) => string;
  readonly goes: (down: boolean, steady: boolean, from: Spot, to: Spot) => string;
  readonly dips: (from: Spot, lowest: Spot, to: Spot) => string;
  readonly peaks: (from: Spot, highest: Spot, to: Spot) => string;
  readonly wanders: (from: Spot, to: Spot) => string;
  readonly factor: (factor: string) => string;
  readonly lowest: (spot: Spot) => string;
  readonly highest: (spot: Spot) => string;
  readonly endsAfter: (at: string) => string;
  /** A guess and the run: by how much, or by what factor, on average; and where most. */
  readonly off: (average: string, isFactor: boolean, at: string, guessed: string, run: string) => string;
  readonly mark: (label: string, at: string) => string;
  /** While a run goes on, in the place of it all. */
  readonly running: string;
}

/** An axis's name, without what it says of its units. */
const plain = (axis: string) => axis.replace(/\s*[(（,，:：].*$/, '');
/** “Step” within a sentence, and “L2” as it is. */
const lower = (label: string) => label.replace(/^[A-Z](?=[a-z ])/, (letter) => letter.toLowerCase());

/** What is counted in Chinese by what it is called: 第 3 步. */
const counters: Readonly<Record<string, string>> = {
  步: '步',
  步数: '步',
  轮: '轮',
  轮数: '轮',
  层: '层',
  块: '块',
  类别: '类',
};
/** A blank between Chinese characters and what is none. */
const spaced = (text: string) =>
  text
    .replace(/([\u4e00-\u9fff])([\w−∞∂λμσκθΔ√|‖])/g, '$1 $2')
    .replace(/([\w%∞λμσκ|‖⁰¹²³⁴⁵⁶⁷⁸⁹])([\u4e00-\u9fff])/g, '$1 $2');

const en = ([value, at]: Spot) => `${value} at ${at}`;
const zh = ([value, at]: Spot) => `${at}的${value}`;

export const chartWords: Translated<ChartWords> = {
  en: {
    text: (title, sentences) =>
      `${[title, ...sentences].map((sentence) => sentence.replace(/[.?:]$/, '')).join('. ')}.`,
    line: (label, course) => `${label}: ${course}`,
    pinned: (label) => `pinned run ${label}`,
    other: (label) => `in the background, ${label}`,
    at: (axis, x) => `${lower(plain(axis))} ${x}`,
    top: (value) => `the top of the axis (${value})`,
    bottom: (value) => `the bottom of the axis (${value})`,
    none: 'no values',
    single: en,
    level: (value, exact, from, to) => `${exact ? 'level at' : 'stays near'} ${value} from ${from} to ${to}`,
    goes: (down, steady, from, to) =>
      `from ${en(from)} ${steady ? 'steadily ' : ''}${down ? 'down' : 'up'} to ${en(to)}`,
    dips: (from, lowest, to) => `from ${en(from)} down to its lowest, ${en(lowest)}, then up to ${en(to)}`,
    peaks: (from, highest, to) =>
      `from ${en(from)} up to its highest, ${en(highest)}, then down to ${en(to)}`,
    wanders: (from, to) => `from ${en(from)} to ${en(to)}, up and down in between`,
    factor: (factor) => `, by a factor of ${factor}`,
    lowest: (spot) => `; lowest ${en(spot)}`,
    highest: (spot) => `; highest ${en(spot)}`,
    endsAfter: (at) => `; no values after ${at}`,
    off: (average, isFactor, at, guessed, run) =>
      `; off by ${isFactor ? 'a factor of ' : ''}${average} on average, most at ${at}: ${guessed} where the run has ${run}`,
    mark: (label, at) => `marked at ${at}: ${label}`,
    running: 'The run goes on. When it has ended, this says what came of it.',
  },
  'zh-cn': {
    text: (title, sentences) =>
      spaced(`${[title, ...sentences].map((sentence) => sentence.replace(/[。？：]$/, '')).join('。')}。`),
    line: (label, course) => `${label}：${course}`,
    pinned: (label) => `已固定的${label}`,
    other: (label) => `背景中的${label}`,
    at: (axis, x) => {
      const counter = counters[plain(axis)];
      return counter ? `第 ${x} ${counter}` : `${plain(axis)}为 ${x} 处`;
    },
    top: (value) => `坐标轴顶端（${value}）`,
    bottom: (value) => `坐标轴底端（${value}）`,
    none: '没有数值',
    single: ([value, at]) => `${at}为${value}`,
    level: (value, exact, from, to) =>
      `从${from}到${to}一直${exact ? '是' : '在'}${value}${exact ? '' : '左右'}`,
    goes: (down, steady, from, to) =>
      `从${zh(from)}${steady ? '一路' : ''}${down ? '降到' : '升到'}${zh(to)}`,
    dips: (from, lowest, to) => `从${zh(from)}降到最低点，即${zh(lowest)}，再升到${zh(to)}`,
    peaks: (from, highest, to) => `从${zh(from)}升到最高点，即${zh(highest)}，再降到${zh(to)}`,
    wanders: (from, to) => `从${zh(from)}到${zh(to)}，其间有升有降`,
    factor: (factor) => `，相差${factor} 倍`,
    lowest: (spot) => `；最低是${zh(spot)}`,
    highest: (spot) => `；最高是${zh(spot)}`,
    endsAfter: (at) => `；${at}之后没有数值`,
    off: (average, isFactor, at, guessed, run) =>
      `；平均相差${average}${isFactor ? ' 倍' : ''}，差得最远的是${at}：你画的是${guessed}，实际是${run}`,
    mark: (label, at) => `${at}的标记：${label}`,
    running: '正在运行。结束以后，这里会说明结果。',
  },
};
