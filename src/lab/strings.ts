/** What every widget says, in both languages. Each widget's own words are in its `strings.ts`. */
import { formatCount, formatGrouped, formatSetting } from '#src/format.ts';
import type { Translated } from '#src/i18n.ts';
import type { BackendName } from './contract.ts';
import type { LabErrorCode } from './errors.ts';
import type { ParamProblem } from './params.ts';
import type { LadderNote } from './protocol.ts';

export interface LabStrings {
  readonly run: string;
  readonly runAgain: string;
  readonly stop: string;
  readonly pause: string;
  readonly resume: string;
  /** One step of training, then a pause. */
  readonly oneStep: string;
  readonly reset: string;
  readonly pin: string;
  readonly share: string;
  readonly shared: string;
  /** Where the clipboard is refused: the address bar has the link. */
  readonly shareManually: string;
  readonly newSeed: string;
  readonly number: (value: number) => string;
  /** A whole number to its last digit. */
  readonly count: (count: number) => string;
  /** Opens the dialog with files and with what goes into other pages, and the one with the programs. */
  readonly takeAway: string;
  readonly code: string;
  /** The script of either dialog is not to be had. */
  readonly dialogMissing: string;
  readonly presets: string;
  readonly settings: string;
  readonly moreSettings: string;
  readonly on: string;
  readonly off: string;
  readonly table: string;
  readonly layer: string;
  readonly step: string;
  readonly states: {
    readonly baked: string;
    readonly loading: string;
    /** Running, and nothing has come back yet: a graphics device is building its programs. */
    readonly compiling: string;
    readonly running: string;
    /** Because the tab is hidden. */
    readonly paused: string;
    /** Because the reader said so. */
    readonly held: string;
    readonly done: string;
    readonly error: string;
    readonly stale: string;
    readonly diverged: string;
    readonly stopped: string;
    /** Done, with a setting changed in mid-run. */
    readonly altered: string;
    readonly preview: string;
  };
  readonly seed: (seed: number) => string;
  /** How long a run takes, where that can be long. */
  readonly estimate: {
    readonly seconds: (count: number) => string;
    readonly minutes: (count: number) => string;
    /** Before any run here: by the machine that recorded the figures. */
    readonly unmeasured: (time: string) => string;
    readonly measured: (time: string, backend: string) => string;
    readonly left: (time: string) => string;
    /** Said after either, of a long run. */
    readonly wayOut: string;
  };
  readonly backends: Readonly<Record<BackendName, string>>;
  readonly ladder: Readonly<Record<LadderNote['reason'], (backend: string, detail: string) => string>>;
  readonly whyBackend: (backend: string) => string;
  readonly forcedUnavailable: (wanted: string, used: string) => string;
  readonly forcedUnknown: (given: string) => string;
  readonly lost: (backend: string) => string;
  /** Allowed values of a number, in words. */
  readonly range: (min: string, max: string, whole: boolean) => string;
  readonly problems: Readonly<
    Record<ParamProblem['reason'], (key: string, given: string, allowed: string, used: string) => string>
  >;
  /** `instead`: the choice of this widget that does without what has failed, where there is one. */
  readonly errors: Readonly<
    Record<LabErrorCode, (subject: string, detail: string, instead?: string) => string>
  >;
  readonly retry: string;
  readonly dismiss: string;
  readonly theory: string;
  /** A curve that the reader has drawn before the run. */
  readonly yourGuess: string;
  readonly noScript: string;
}

export const labStrings: Translated<LabStrings> = {
  en: {
    run: 'Run',
    runAgain: 'Run again',
    stop: 'Stop',
    pause: 'Pause',
    resume: 'Resume',
    oneStep: 'Step',
    reset: 'Reset',
    pin: 'Pin',
    share: 'Share link',
    shared: 'Link copied',
    shareManually: 'Copy the URL',
    newSeed: 'New seed',
    number: formatGrouped,
    count: (count) => formatCount(count),
    takeAway: 'Export',
    code: 'Code',
    dialogMissing:
      'The script for this button could not be loaded. Check the connection, reload the page, then try again.',
    presets: 'Presets',
    settings: 'Settings',
    moreSettings: 'More settings',
    on: 'on',
    off: 'off',
    table: 'The numbers as a table',
    layer: 'Layer',
    step: 'Step',
    states: {
      baked: 'recorded run',
      loading: 'starting the engine…',
      compiling: 'compiling…',
      running: 'running',
      paused: 'paused while the page is hidden',
      held: 'paused',
      done: 'done',
      error: 'failed',
      stale: 'settings changed: press Run',
      diverged: 'diverged',
      stopped: 'stopped',
      altered: 'done, changed in mid-run',
      preview: 'preview',
    },
    seed: (seed) => `seed ${seed}`,
    estimate: {
      seconds: (count) => `${count} s`,
      minutes: (count) => `${count} min`,
      unmeasured: (time) => `A run takes about ${time} on WASM, going by the machine that recorded it.`,
      measured: (time, backend) => `A run takes about ${time} on ${backend}, going by the last one.`,
      left: (time) => `About ${time} left.`,
      wayOut: ' Fewer steps or layers make it shorter.',
    },
    backends: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' },
    ladder: {
      unavailable: (backend) => `${backend} is not available here`,
      'no-adapter': (backend) => `${backend} has no graphics adapter here`,
      software: (backend, detail) =>
        `${backend} would run in software (${detail}), which is slower than WASM`,
      failed: (backend, detail) => `${backend} did not start (${detail})`,
      'wrong-results': (backend, detail) => `${backend} computed a wrong result (${detail})`,
      'slow-start': (backend, detail) =>
        `${backend} takes ${detail} µs to start a kernel here, and this figure has many small ones: WASM is faster`,
      excluded: (backend) => `${backend} failed earlier on this page`,
    },
    whyBackend: (backend) => `Why ${backend}?`,
    forcedUnavailable: (wanted, used) => `The address asks for ${wanted}; running on ${used} instead.`,
    forcedUnknown: (given) =>
      `The address asks for the backend “${given}”; known ones are webgpu, webgl, wasm and cpu. Choosing one myself.`,
    lost: (backend) => `${backend} was lost during a run; the run started again on the next backend.`,
    range: (min, max, whole) => `${whole ? 'whole numbers from ' : ''}${min} to ${max}`,
    problems: {
      'unknown-key': (key, given, allowed) =>
        `The link sets “${key}” to “${given}”, but this figure has no such setting. It has: ${allowed}.`,
      'unknown-figure': (key, given, allowed) =>
        `The link sets “${key}” to “${given}”, but this page has no such figure. It has: ${allowed}.`,
      'not-a-number': (key, given, allowed, used) =>
        `The link sets ${key} to “${given}”, which is not a number (allowed: ${allowed}). Using ${used}.`,
      'not-an-integer': (key, given, allowed, used) =>
        `The link sets ${key} to ${given}; it has to be a whole number (allowed: ${allowed}). Using ${used}.`,
      'out-of-range': (key, given, allowed, used) =>
        `The link sets ${key} to ${given}, outside ${allowed}. Using ${used}.`,
      'not-a-choice': (key, given, allowed, used) =>
        `The link sets ${key} to “${given}”; the choices are ${allowed}. Using ${used}.`,
      'not-with-others': (key, given, allowed, used) =>
        `${key} cannot be ${given} with these settings; the nearest possible: ${allowed}. Using ${used}.`,
      'without-figure': (key, given) =>
        `The link has a setting without the name of its figure, so it was left alone. Write ${key}=${given}.`,
    },
    errors: {
      'data-missing': (file, detail) =>
        `The data file ${file} could not be loaded (${detail}). Check the connection, then retry.`,
      'data-damaged': (file, detail) =>
        `The data file ${file} arrived damaged (${detail}). Retry to fetch it again.`,
      'model-missing': (file, detail, instead) =>
        `The trained net ${file} could not be loaded (${detail}). Check the connection, then retry${instead ? `; or choose “${instead}”, which needs no file` : ''}.`,
      'model-damaged': (file, detail, instead) =>
        `The trained net ${file} arrived damaged (${detail}). Retry to fetch it again${instead ? `; or choose “${instead}”, which needs no file` : ''}.`,
      'no-backend': (_, detail) =>
        `No way to compute was found in this browser (${detail}). The recorded figure stays.`,
      'worker-lost': (_, detail) =>
        `The part of the page that computes stopped working${detail ? ` (${detail})` : ''}. Retry to start it again.`,
      'device-lost': (backend) =>
        `The graphics device behind ${backend} was lost again and again. Retry, or add ?backend=wasm to the address.`,
      'out-of-memory': (_, detail) =>
        `The run needs more memory than there is (${detail}). Choose smaller settings or close other tabs, then retry.`,
      'unknown-experiment': (id) => `This site has no experiment “${id}”. Rebuild the site.`,
      'script-missing': (id, detail) =>
        `The script of the experiment “${id}” could not be loaded (${detail}). Check the connection, then retry.`,
      failed: (_, detail) => `The run failed: ${detail}. Reset the settings, or retry.`,
    },
    retry: 'Retry',
    dismiss: 'Dismiss',
    theory: 'theory',
    yourGuess: 'your guess',
    noScript:
      'This is a recorded run. With JavaScript switched on, the figure runs in this page and its settings can be changed.',
  },
  'zh-cn': {
    run: '运行',
    runAgain: '再运行一次',
    stop: '停止',
    pause: '暂停',
    resume: '继续',
    oneStep: '单步',
    reset: '重置',
    pin: '固定',
    share: '分享链接',
    shared: '链接已复制',
    shareManually: '请复制地址栏',
    newSeed: '换一个种子',
    number: (value) => formatSetting(value),
    count: (count) => formatCount(count, ''),
    takeAway: '导出',
    code: '代码',
    dialogMissing: '这个按钮用的脚本没能载入。请检查网络，刷新页面后再试。',
    presets: '预设',
    settings: '设置',
    moreSettings: '更多设置',
    on: '开',
    off: '关',
    table: '用表格看这些数字',
    layer: '层',
    step: '步',
    states: {
      baked: '预先算好的图',
      loading: '正在启动计算后端……',
      compiling: '正在编译……',
      running: '运行中',
      paused: '页面不可见，已暂停',
      held: '已暂停',
      done: '完成',
      error: '失败',
      stale: '设置已改，请按“运行”',
      diverged: '发散',
      stopped: '已停止',
      altered: '完成，途中改过设置',
      preview: '预览',
    },
    seed: (seed) => `种子 ${seed}`,
    estimate: {
      seconds: (count) => `${count} 秒`,
      minutes: (count) => `${count} 分钟`,
      unmeasured: (time) => `按算出此图的机器估计，用 WASM 运行一次约需 ${time}。`,
      measured: (time, backend) => `按上一次的速度，用 ${backend} 运行一次约需 ${time}。`,
      left: (time) => `还剩约 ${time}。`,
      wayOut: '减少步数或层数，可以快些。',
    },
    backends: { webgpu: 'WebGPU', webgl: 'WebGL', wasm: 'WASM', cpu: 'CPU' },
    ladder: {
      unavailable: (backend) => `这里没有 ${backend}`,
      'no-adapter': (backend) => `${backend} 找不到显卡适配器`,
      software: (backend, detail) => `${backend} 只能用软件模拟（${detail}），比 WASM 还慢`,
      failed: (backend, detail) => `${backend} 没能启动（${detail}）`,
      'wrong-results': (backend, detail) => `${backend} 算错了（${detail}）`,
      'slow-start': (backend, detail) =>
        `${backend} 在这里启动一次运算要 ${detail} 微秒，而这张图的运算又小又多，用 WASM 更快`,
      excluded: (backend) => `${backend} 先前在本页出过错`,
    },
    whyBackend: (backend) => `为什么用 ${backend}？`,
    forcedUnavailable: (wanted, used) => `地址里指定了 ${wanted}，但这里改用 ${used}。`,
    forcedUnknown: (given) =>
      `地址里指定的计算后端“${given}”不存在，可用的有 webgpu、webgl、wasm、cpu。已自动选择。`,
    lost: (backend) => `运行途中失去了 ${backend}，已在下一个计算后端上重新运行。`,
    range: (min, max, whole) => `${min} 到 ${max}${whole ? ' 的整数' : ''}`,
    problems: {
      'unknown-key': (key, given, allowed) =>
        `链接把“${key}”设为“${given}”，但这张图没有这项设置。可用的有：${allowed}。`,
      'unknown-figure': (key, given, allowed) =>
        `链接把“${key}”设为“${given}”，但本页没有这张图。可用的有：${allowed}。`,
      'not-a-number': (key, given, allowed, used) =>
        `链接把 ${key} 设为“${given}”，这不是数字（允许：${allowed}）。改用 ${used}。`,
      'not-an-integer': (key, given, allowed, used) =>
        `链接把 ${key} 设为 ${given}，这里只能用整数（允许：${allowed}）。改用 ${used}。`,
      'out-of-range': (key, given, allowed, used) =>
        `链接把 ${key} 设为 ${given}，超出了 ${allowed}。改用 ${used}。`,
      'not-a-choice': (key, given, allowed, used) =>
        `链接把 ${key} 设为“${given}”，可选的只有 ${allowed}。改用 ${used}。`,
      'not-with-others': (key, given, allowed, used) =>
        `在当前设置下，${key} 不能取 ${given}；最接近的可用值：${allowed}。改用 ${used}。`,
      'without-figure': (key, given) => `链接里有一项设置没写是哪张图的，没有采用。请写成 ${key}=${given}。`,
    },
    errors: {
      'data-missing': (file, detail) => `数据文件 ${file} 没能载入（${detail}）。请检查网络后重试。`,
      'data-damaged': (file, detail) => `数据文件 ${file} 已损坏（${detail}）。请重试，再取一次。`,
      'model-missing': (file, detail, instead) =>
        `预训练网络 ${file} 没能载入（${detail}）。请检查网络后重试${instead ? `；也可以选“${instead}”，那样不需要文件` : ''}。`,
      'model-damaged': (file, detail, instead) =>
        `预训练网络 ${file} 已损坏（${detail}）。请重试，再取一次${instead ? `；也可以选“${instead}”，那样不需要文件` : ''}。`,
      'no-backend': (_, detail) => `这个浏览器里没有可用的计算后端（${detail}）。预先算好的图仍然可看。`,
      'worker-lost': (_, detail) =>
        `负责计算的部分停止了工作${detail ? `（${detail}）` : ''}。请重试，重新启动它。`,
      'device-lost': (backend) => `${backend} 背后的显卡设备一再丢失。请重试，或在地址里加上 ?backend=wasm。`,
      'out-of-memory': (_, detail) =>
        `内存不够，运行中止（${detail}）。请把设置调小，或关掉别的标签页，再重试。`,
      'unknown-experiment': (id) => `本站没有名为“${id}”的实验。请重新构建网站。`,
      'script-missing': (id, detail) => `实验“${id}”的脚本没能载入（${detail}）。请检查网络后重试。`,
      failed: (_, detail) => `运行失败：${detail}。请重置设置，或重试。`,
    },
    retry: '重试',
    dismiss: '知道了',
    theory: '理论',
    yourGuess: '你猜的',
    noScript: '这是预先算好的一次运行。打开 JavaScript 后，图会在本页实时运行，设置也可以改动。',
  },
};
