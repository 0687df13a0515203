/** Words about runs that are kept: pinned, compared, or in the list of this visit's. */
import type { Translated } from '#src/i18n.ts';
import type { PinLetter } from './pins.ts';

export interface KeptStrings {
  /** On the button, of a run that is pinned already. */
  readonly pinnedAs: (letter: PinLetter) => string;
  readonly pins: string;
  /** Why another can't be pinned. */
  readonly full: string;
  /** In the place of what tells a run apart, where nothing does. */
  readonly same: string;
  readonly start: string;
  /** Kept before its end, or changed before it. */
  readonly unfinished: string;
  readonly altered: string;
  readonly showAgain: string;
  readonly showAgainOf: (run: string) => string;
  readonly letGo: string;
  readonly letGoOf: (letter: PinLetter) => string;
  readonly pinOf: (run: string) => string;
  readonly compare: string;
  readonly comparison: string;
  /** Head of the column of the run that is shown. */
  readonly shown: string;
  /** A list's last value, in the place of all of them. */
  readonly last: (label: string) => string;
  readonly history: (count: number) => string;
  readonly noHistory: string;
  readonly loading: string;
  readonly notLoaded: string;
}

export const keptStrings: Translated<KeptStrings> = {
  en: {
    pinnedAs: (letter) => `Pinned: ${letter}`,
    pins: 'Pinned runs',
    full: 'Four runs are pinned. Let one go to pin another.',
    same: 'the settings of the run that is shown',
    start: 'the settings at the start',
    unfinished: 'pinned before its end',
    altered: 'changed in mid-run',
    showAgain: 'Show again',
    showAgainOf: (run) => `Show again: ${run}`,
    letGo: 'Let go',
    letGoOf: (letter) => `Let go: ${letter}`,
    pinOf: (run) => `Pin: ${run}`,
    compare: 'Compare',
    comparison: 'Pinned runs side by side: the settings that differ, and what came of them',
    shown: 'shown now',
    last: (label) => `${label}, last value`,
    history: (count) => `Runs of this visit (${count})`,
    noHistory: 'None yet. Finished runs are listed here until the page is left.',
    loading: 'Loading…',
    notLoaded:
      'This part of the page could not be loaded. Close it, then open it again; if that does not help, reload the page.',
  },
  'zh-cn': {
    pinnedAs: (letter) => `已固定：${letter}`,
    pins: '已固定的运行',
    full: '已经固定了四次运行。先取消一次，才能再固定。',
    same: '设置与当前这次相同',
    start: '起始设置',
    unfinished: '没跑完就固定了',
    altered: '途中改过设置',
    showAgain: '再看一次',
    showAgainOf: (run) => `再看一次：${run}`,
    letGo: '取消固定',
    letGoOf: (letter) => `取消固定：${letter}`,
    pinOf: (run) => `固定：${run}`,
    compare: '对比',
    comparison: '已固定的运行并排对比：不同的设置，各自的结果',
    shown: '当前',
    last: (label) => `${label}（最后一个值）`,
    history: (count) => `这次访问的运行（${count}）`,
    noHistory: '还没有。跑完的运行都列在这里，离开本页就清空。',
    loading: '正在载入……',
    notLoaded: '这一部分没能载入。请关上再打开一次；还是不行，就刷新页面。',
  },
};
