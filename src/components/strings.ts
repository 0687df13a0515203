import type { Translated } from '#src/i18n.ts';

interface ComponentStrings {
  readonly predict: string;
  readonly showAnswer: string;
  readonly correction: string;
  readonly challenge: string;
  readonly showHint: string;
  readonly lab: string;
  readonly labDescription: string;
  readonly alone: string;
  readonly openCourse: string;
  /** Said in a page for frames whose address names controls that the figure doesn't have. */
  readonly unknownControls: (given: string, allowed: string) => string;
}

export const componentStrings: Translated<ComponentStrings> = {
  en: {
    predict: 'Predict first',
    showAnswer: 'Show the answer',
    correction: 'Correction',
    challenge: 'Challenge',
    showHint: 'Show a hint',
    lab: 'All figures',
    labDescription: 'Every figure of the course on a page of its own, to play with or to show in class.',
    alone: 'on its own',
    openCourse: 'Neural network details, live',
    unknownControls: (given, allowed) =>
      `The address asks to show “${given}”, but this figure has no such control. It has: ${allowed}.`,
  },
  'zh-cn': {
    predict: '先猜一猜',
    showAnswer: '看答案',
    correction: '勘误',
    challenge: '挑战',
    showHint: '看提示',
    lab: '全部图表',
    labDescription: '课程里的每张图各占一页，可以随意摆弄，也可以在课堂上展示。',
    alone: '单独打开',
    openCourse: '神经网络细节·边读边跑',
    unknownControls: (given, allowed) => `地址里要显示“${given}”，但这张图没有这个控件。它有：${allowed}。`,
  },
};
