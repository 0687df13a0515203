import type { Translated } from '#src/i18n.ts';

interface ComponentStrings {
  readonly prediction: {
    readonly title: string;
    readonly showAnswer: string;
    readonly guess: string;
    readonly again: string;
    readonly itIs: (answer: string) => string;
    readonly right: (answer: string) => string;
    readonly wrong: (said: string, answer: string) => string;
  };
  readonly correction: string;
  /** {measure}, {value} and {settings} are put in by the page. */
  readonly challenges: Readonly<
    Record<
      | 'title'
      | 'toFigure'
      | 'showHint'
      | 'hint'
      | 'open'
      | 'far'
      | 'notChecked'
      | 'solved'
      | 'solvedBy'
      | 'solvedWith',
      string
    >
  >;
  /** What has been read and solved; {read}, {solved}, {all}, {chapter} and {file} are put in by the page. */
  readonly progress: Readonly<
    Record<
      | 'count'
      | 'solved'
      | 'continue'
      | 'start'
      | 'read'
      | 'save'
      | 'load'
      | 'forget'
      | 'forgetSure'
      | 'notKept'
      | 'loaded'
      | 'notOurs'
      | 'forgotten',
      string
    >
  >;
  /** Leads from a term's box to the glossary, where a tap has opened the box. */
  readonly toGlossary: string;
  readonly lab: string;
  readonly labDescription: string;
  /** Stands before the chapters that show a figure. */
  readonly explainedIn: string;
  /** Over the table of what links may set. */
  readonly linkSettings: Readonly<
    Record<'title' | 'introduction' | 'name' | 'label' | 'values' | 'show', string>
  >;
  readonly alone: string;
  readonly openCourse: string;
  /** Said once the browser keeps all of it. */
  readonly keptOffline: string;
  /** Said in a frame that there is no network to load, before a link to the figure's own page. */
  readonly frameNotKept: string;
  readonly toFigurePage: string;
  /** Said in a page for frames whose address names controls that the figure doesn't have. */
  readonly unknownControls: (given: string, allowed: string) => string;
  /** Said in a figure of which a file is not to be had; {file} is put in by the page. */
  readonly asleep: string;
  /** Said on a page whose script or style sheet is not to be had; {file} is put in by the page. */
  readonly partMissing: string;
  /** Said in the search dialog where no answer comes. */
  readonly searchStuck: string;
  readonly reload: string;
  readonly close: string;
}

export const componentStrings: Translated<ComponentStrings> = {
  en: {
    prediction: {
      title: 'Predict first',
      showAnswer: 'Show the answer',
      guess: 'That’s my guess',
      again: 'Guess again',
      itIs: (answer) => `The answer: ${answer}.`,
      right: (answer) => `Right: ${answer}.`,
      wrong: (said, answer) => `Not so. You said: ${said}. The answer: ${answer}.`,
    },
    correction: 'Correction',
    challenges: {
      title: 'Challenge',
      toFigure: 'Back to the figure',
      showHint: 'Show a hint',
      hint: 'Hint',
      open: 'Not solved yet.',
      far: 'Not solved yet: {measure} {value}.',
      notChecked:
        'This run could not be checked: a script is missing. Check the connection, then run it again; if that does not help, reload the page.',
      solved: 'Solved.',
      solvedBy: 'Solved by your run.',
      solvedWith: 'Solved by your run: {settings}.',
    },
    progress: {
      count: '{read} of {all} chapters read.',
      solved: '{solved} of {all} challenges solved.',
      continue: 'Continue with: {chapter}',
      start: 'Start with: {chapter}',
      read: 'read',
      save: 'Save progress to a file',
      load: 'Load it from a file',
      forget: 'Forget it',
      forgetSure:
        'Forget which chapters you have read and which challenges you have solved? This can’t be undone.',
      notKept: 'This browser keeps nothing for this site: what you read is known until you leave the page.',
      loaded: '{file} is loaded.',
      notOurs: '{file} is no progress of this course. Choose a file that was saved here.',
      forgotten: 'Forgotten.',
    },
    toGlossary: 'Go to the glossary',
    lab: 'All figures',
    labDescription: 'Every figure of the course on a page of its own, to play with or to show in class.',
    explainedIn: 'Explained, with predictions and challenges, in:',
    linkSettings: {
      title: 'Settings in a link',
      introduction:
        'They stand behind a question mark, joined by “&”, each with the name of the figure and a dot before it. What a link leaves out stays as this page starts, with the values in the left column. For example:',
      name: 'in the link',
      label: 'sets',
      values: 'may be',
      show: 'In a frame’s address “show” takes the names alone, separated by commas.',
    },
    alone: 'on its own',
    openCourse: 'Neural network details, live',
    keptOffline: 'The whole course is kept in this browser: it can be read, and run, without a network.',
    frameNotKept: 'There is no network, and figures for frames are not kept for reading without one.',
    toFigurePage: 'Open the figure’s own page, which is kept.',
    unknownControls: (given, allowed) =>
      `The address asks to show “${given}”, but this figure has no such control. Names to choose from: ${allowed}.`,
    asleep:
      'A file of this figure, {file}, could not be loaded. Check the connection, then reload the page. The recorded figure stays.',
    partMissing:
      'A part of this page, {file}, could not be loaded: something may look wrong or not answer. Check the connection, then reload the page.',
    searchStuck:
      'The search gets no answer: a file of its index could not be loaded. Check the connection, then reload the page.',
    reload: 'Reload the page',
    close: 'Close',
  },
  'zh-cn': {
    prediction: {
      title: '先猜一猜',
      showAnswer: '看答案',
      guess: '就这么猜',
      again: '重猜',
      itIs: (answer) => `答案：${answer}。`,
      right: (answer) => `猜对了：${answer}。`,
      wrong: (said, answer) => `没猜对。你猜的是：${said}。答案：${answer}。`,
    },
    correction: '勘误',
    challenges: {
      title: '挑战',
      toFigure: '回到图表',
      showHint: '看提示',
      hint: '提示',
      open: '还没完成。',
      far: '还没完成：{measure} {value}。',
      notChecked: '这次运行没能检查：有个脚本没载入。请检查网络，再运行一次；还是不行，就刷新页面。',
      solved: '已完成。',
      solvedBy: '这次运行完成了挑战。',
      solvedWith: '这次运行完成了挑战，设置是：{settings}。',
    },
    progress: {
      count: '{all} 章里读完了 {read} 章。',
      solved: '{all} 个挑战里完成了 {solved} 个。',
      continue: '接着读：{chapter}',
      start: '从这里开始：{chapter}',
      read: '已读',
      save: '把进度存成文件',
      load: '从文件读入',
      forget: '清除进度',
      forgetSure: '要清除读过的章节和完成的挑战吗？清除后无法恢复。',
      notKept: '这个浏览器不为本站保存任何东西：离开这一页，进度就没有了。',
      loaded: '已读入 {file}。',
      notOurs: '{file} 不是本课程的进度文件。请选一个在这里保存的文件。',
      forgotten: '已清除。',
    },
    toGlossary: '到术语表里看',
    lab: '全部图表',
    labDescription: '课程里的每张图各占一页，可以随意摆弄，也可以在课堂上展示。',
    explainedIn: '讲解、预测题和挑战，见以下章节：',
    linkSettings: {
      title: '链接里的设置',
      introduction:
        '设置写在问号后面，几项之间用“&”连接，每项前面都写上图的名字和一个点。没写的，就用左栏里的初始值。例如：',
      name: '写法',
      label: '设置',
      values: '可取的值',
      show: '嵌入地址里的“show”只写名字，用逗号隔开。',
    },
    alone: '单独打开',
    openCourse: '神经网络细节·边读边跑',
    keptOffline: '整门课已存进这个浏览器，断网也能读、也能跑。',
    frameNotKept: '现在没有网络，嵌入用的图没有存下来，断网时打不开。',
    toFigurePage: '请打开这张图单独的页面，那一页存下来了。',
    unknownControls: (given, allowed) => `地址里要显示“${given}”，但这张图没有这个控件。可以写：${allowed}。`,
    asleep: '这张图有个文件 {file} 没能载入。请检查网络，然后刷新页面。预先算好的图仍然可看。',
    partMissing:
      '这一页有个文件 {file} 没能载入，有的地方可能不好看，或者点了没反应。请检查网络，然后刷新页面。',
    searchStuck: '搜索没有回应：索引里有个文件没能载入。请检查网络，然后刷新页面。',
    reload: '刷新页面',
    close: '关闭',
  },
};
