/** What the dialogs of a figure say; they are loaded with them, when one is first asked for. */
import type { Translated } from '#src/i18n.ts';

interface DialogStrings {
  /** Taking a figure and its numbers elsewhere. */
  readonly takeAway: {
    readonly heading: string;
    readonly close: string;
    readonly figure: string;
    readonly numbers: string;
    readonly numbersNote: string;
    readonly embed: string;
    readonly embedNote: string;
    readonly controlsShown: string;
    readonly code: string;
    readonly copy: string;
    readonly copied: string;
    readonly copyManually: string;
    readonly failed: (detail: string) => string;
  };
  /** The dialog with the programs. */
  readonly code: {
    readonly heading: string;
    readonly typescriptNote: string;
    readonly pytorchNote: string;
    readonly loading: string;
    readonly failed: (detail: string) => string;
    readonly save: string;
  };
}

export const dialogStrings: Translated<DialogStrings> = {
  en: {
    takeAway: {
      heading: 'Export',
      close: 'Close',
      figure: 'The figure',
      numbers: 'The numbers of the run',
      numbersNote:
        'With the settings and the seed that make them again: a recorded run to six digits, your own in full.',
      embed: 'In a page of your own',
      embedNote: 'The figure starts with the settings that it has now, and takes the height that it needs.',
      controlsShown: 'Controls to show',
      code: 'Code to paste',
      copy: 'Copy the code',
      copied: 'Code copied',
      copyManually: 'Select and copy it',
      failed: (detail) => `The file could not be made: ${detail}. Try again, or take a screenshot.`,
    },
    code: {
      heading: 'Code for this run',
      typescriptNote:
        'What runs in this page. The first line repeats the run in a terminal, where the course is installed.',
      pytorchNote:
        'The same experiment, with the settings of this moment. It prints the numbers in the table under the figure. Its random numbers are its own, so the two differ as two seeds do.',
      loading: 'Loading…',
      failed: (detail) =>
        `The code could not be loaded: ${detail}. Close this and try again; if that does not help, reload the page.`,
      save: 'Save as a file',
    },
  },
  'zh-cn': {
    takeAway: {
      heading: '导出',
      close: '关闭',
      figure: '图',
      numbers: '这次运行的数据',
      numbersNote: '附带设置和随机种子，可以照样重算。预先算好的图保留六位有效数字，你自己运行的保留全部。',
      embed: '放进你自己的网页',
      embedNote: '图从现在的设置开始，高度按需要自动调整。',
      controlsShown: '显示哪些控件',
      code: '要粘贴的代码',
      copy: '复制代码',
      copied: '代码已复制',
      copyManually: '请选中后复制',
      failed: (detail) => `文件没有生成：${detail}。请再试一次，或者截图。`,
    },
    code: {
      heading: '这次运行的代码',
      typescriptNote: '这一页里运行的就是它。在装好本课程的电脑上，用第一行的命令可以重做这次运行。',
      pytorchNote:
        '同一个实验，设置与现在相同。它打印图下表格里的那些数；随机数是它自己的，所以两边的差别相当于换了一个随机种子。',
      loading: '正在载入……',
      failed: (detail) => `代码没能载入：${detail}。请关闭后再试一次；还是不行，就刷新页面。`,
      save: '保存为文件',
    },
  },
};
