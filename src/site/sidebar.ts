/** The course in its order, as the sidebar shows it. */

interface Group {
  label: string;
  translations: Record<string, string>;
  /** Pages by their addresses below the language, or a link to what is no page of text. */
  items: (string | { label: string; translations: Record<string, string>; link: string })[];
}

export const sidebar: Group[] = [
  {
    label: 'Weights',
    translations: { 'zh-CN': '权重的初始化' },
    items: [
      'weights/small-random',
      'weights/large-random',
      'weights/xavier',
      'weights/he',
      'weights/batch-normalization',
      'weights/fine-tuning',
    ],
  },
  {
    label: 'Regularisation',
    translations: { 'zh-CN': '正则化与 Dropout' },
    items: ['regularization/penalties', 'regularization/dropout'],
  },
  {
    label: 'Watching it train',
    translations: { 'zh-CN': '训练检查与监控' },
    items: [
      'monitoring/overfit-small-subset',
      'monitoring/loss-and-learning-rate',
      'monitoring/train-vs-validation',
    ],
  },
  {
    label: 'Optimisation',
    translations: { 'zh-CN': '最优化' },
    items: [
      'optimization/sgd',
      'optimization/momentum',
      'optimization/nesterov',
      'optimization/learning-rate-decay',
    ],
  },
  {
    label: 'Very deep networks',
    translations: { 'zh-CN': '很深的网络' },
    items: ['resnet/residual-networks'],
  },
  {
    label: 'At hand',
    translations: { 'zh-CN': '随手查' },
    items: [{ label: 'All figures', translations: { 'zh-CN': '全部图表' }, link: '/lab/' }, 'glossary'],
  },
  {
    label: 'About the course',
    translations: { 'zh-CN': '关于本课程' },
    items: ['about/teachers', 'about/numbers', 'about/corrections'],
  },
];

/** Every page of text in it, `weights/xavier`, in the order of the course. */
export const pagesInOrder: readonly string[] = sidebar.flatMap(({ items }) =>
  items.filter((item) => typeof item === 'string'),
);
