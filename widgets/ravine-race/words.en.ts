import { formatSetting } from '#src/format.ts';
import { eachOwn, names, type Words } from './words.ts';

export const en: Words = {
  title: 'Ravine race',
  question: 'Gradient descent, momentum and Nesterov from one start: who is first at the bottom, and why?',
  params: {
    surface: {
      label: 'Surface',
      choices: {
        quadratic: 'quadratic',
        valley: 'curved valley',
        saddle: 'saddle',
        slice: 'slice of a net’s loss',
        images: 'image net',
      },
    },
    method: {
      label: 'Method',
      choices: { all: 'all three', gd: 'gradient descent', momentum: 'momentum', nesterov: 'Nesterov' },
    },
    tuning: {
      label: 'Learning rate and momentum (quadratic)',
      choices: { optimal: 'each at its optimum', manual: 'by hand' },
    },
    conditionNumber: { label: 'Condition number κ' },
    learningRate: {
      label: 'Learning rate a',
      labelFor: ({ surface, tuning, method }) =>
        surface === 'quadratic' && tuning === 'optimal'
          ? `Learning rate a, ${method === 'all' ? 'gradient descent’s' : 'its'} optimum`
          : undefined,
    },
    momentum: {
      label: 'Momentum μ',
      labelFor: ({ surface, tuning, method }) =>
        surface === 'quadratic' && tuning === 'optimal'
          ? `Momentum μ, ${method === 'all' ? 'heavy-ball momentum’s' : 'its'} optimum`
          : undefined,
    },
    equalEffectiveRate: { label: 'Gradient descent takes a/(1 − μ)' },
    startX: { label: 'Start, x' },
    startY: { label: 'Start, y' },
    steps: { label: 'Steps on the net' },
    mapPoints: { label: 'Resolution of the map' },
    seed: { label: 'Seed' },
  },
  presets: {
    ravine: {
      label: 'ravine, each at its best',
      caption:
        'κ = 100, each method tuned as well as theory knows how. Heavy-ball momentum is first, although it throws itself far up the walls on the way; Nesterov with its standard setting follows, and gradient descent zigzags for hundreds of steps.',
    },
    gd: {
      label: 'gradient descent',
      caption:
        'The best single learning rate, 2/(m + L), is a compromise: in the steep direction each step lands almost as high on the other wall, and in the flat one it hardly moves.',
    },
    'gd-small': {
      label: 'no overshoot: 1/L',
      caption:
        'At half the limit the steep direction is done in one step, and the flat one takes nearly twice as long.',
    },
    'gd-unstable': {
      label: 'past 2/L',
      caption:
        'One per cent past the limit: the flat direction still converges, and the steep one grows at every step until it leaves the picture.',
    },
    'equal-rate': {
      label: 'same a = 1/L',
      caption:
        'One learning rate for all three, μ = 0.9. Along the flat direction the gradient hardly changes, and momentum’s and Nesterov’s effective rate grows to a/(1 − μ). Across it Nesterov stops at once, and momentum swings on.',
    },
    round: {
      label: 'rounder: κ = 10',
      caption:
        'On a rounder bowl μ = 0.9 is too much: it swings through the bottom again and again, and plain descent at its optimum is there long before.',
    },
    'nesterov-limit': {
      label: 'past Nesterov’s limit',
      caption:
        'a = 1.4/L: fine for gradient descent and for momentum, and too much for Nesterov, whose limit at μ = 0.9 is 1.357/L.',
    },
    valley: {
      label: 'curved valley',
      caption:
        'A valley that bends. Along its flat floor momentum and Nesterov gather speed. Where it turns, momentum runs up the wall, and Nesterov less far.',
    },
    saddle: {
      label: 'saddle',
      caption:
        'Started almost on the ridge: the slope away from the saddle is tiny, and a velocity that builds up leaves it far sooner.',
    },
    slice: {
      label: 'slice of a net',
      caption:
        'The loss of the image net on a plane through its weights: from where training began to where it came, and the steepest direction across.',
    },
    images: {
      label: 'image net, same a',
      caption: 'The same learning rate for all three on the image net: momentum and Nesterov seem far ahead.',
    },
    'images-equal-effective': {
      label: 'image net, same a/(1 − μ)',
      caption:
        'Gradient descent with a/(1 − μ) instead of a: momentum’s lead over it is almost gone, and Nesterov’s is small. On this net it was mostly the larger step that won.',
    },
  },
  ownCaption: (config) =>
    config.surface === 'images'
      ? `Learning rates: ${eachOwn(config, names.en, ', ')}; μ = ${formatSetting(config.momentum)}.`
      : `Learning rates: ${eachOwn(config, names.en, ', ')}. Drag the start, or move the sliders: the paths follow.`,
  names: names.en,
  shortNames: { ...names.en, gd: 'descent' },
  plot: {
    describe: (surface, count) =>
      `Contour plot of the ${surface} with the paths of ${count === 1 ? 'one method' : `${count} methods`}; the table below has their points.`,
    title: 'The surface from above',
    key: {
      start: 'start',
      drag: ' (drag it)',
      velocity: 'velocity μv, to the lookahead point',
      pull: 'gradient step, to the next place',
      lookahead: 'lookahead point x + μv',
      minimum: 'minimum',
    },
    start: 'Start',
    startHint: 'Drag it, or move it with the arrow keys',
    x: 'x',
    y: 'y',
  },
  sliceAxes: { x: 'from the first weights (−2) to the trained ones (0)', y: 'steepest direction' },
  atRest: 'The gradient is 0 at this start: nobody moves. Drag the start elsewhere.',
  left: (who) =>
    `Diverged: ${who.map(({ name, step }) => name + (step === undefined ? '' : ` (left the picture at step ${step})`)).join(', ')}.`,
  scrubber: { step: 'Step', play: 'Play', pause: 'Pause' },
  distanceChart: 'Distance to the minimum, relative to the start',
  sliceChart: 'Loss on the slice',
  imagesChart: 'Training loss, mean of 20 mini-batches',
  distance: 'distance',
  loss: 'loss',
  step: 'step',
  chartNote: ({ theory, near, arrived, left, until }) =>
    `${theory ? `Sloping dashes: the rate that theory gives for ${near ? 'points near the minimum' : 'the long run'}, ρᵏ. ` : ''}Upright dashes: the step in the picture.${arrived ? ' Dotted: already there.' : ''}${left ? ` ↑: diverges${until.length > 0 ? `; drawn up to step${until.length > 1 ? 's' : ''} ${until.join(', ')}` : ''}.` : ''}`,
  mapTitle: (method) => `How fast it converges: ${method}`,
  mapOf: 'Map of',
  map: {
    describe: (name, hasMomentum) =>
      `Map of ${name}: learning rate to the right${hasMomentum ? ', momentum upwards' : ''}; the stronger the colour, the fewer steps to a millionth; grey where it diverges.`,
    point: 'Learning rate and momentum',
    pointHint: 'Click the map, or use the arrow keys',
    optimum: 'optimum',
    diverges: 'diverges',
    rate: 'learning rate a',
    momentum: 'momentum μ',
    scale: 'steps to 10⁻⁶ at the rate of theory:',
  },
  mapNote: (two) =>
    `Dashed: the stability limit. Hollow: ${two ? 'the standard setting (left) and the optimum (right)' : 'the optimum'}. Filled: the setting of this run.`,
  rowNote: 'Gradient descent has no momentum: its map has no second axis.',
  nesterovNote: (rate, momentum) =>
    `Nesterov’s standard setting has a guarantee for every strongly convex function. On quadratics alone a = ${rate}, μ = ${momentum} is faster (Lessard et al. 2016): the hollow mark on the right.`,
  formulas: {
    exceeded: ' (exceeded)',
    rate: 'rate ρ, theory',
    near: 'The limit and ρ are those of the curvatures at the minimum.',
    measured: 'rate, measured',
    steps: 'steps to 10⁻⁶',
    never: 'not in 200,000',
    diverged: 'diverges',
    effective: 'effective rate a/(1 − μ)',
  },
  lossTable: 'Steps until the mean of 20 mini-batches is below',
  never: 'never',
  value: 'value',
  yes: 'yes',
  no: 'no',
  rows: {
    StepsToTolerance: 'steps to a millionth of the distance (−1: never)',
    Rate: 'measured rate',
    TheoryRate: 'rate of theory',
    LearningRate: 'learning rate',
    Momentum: 'momentum',
    Limit: 'stability limit of the learning rate',
    Diverged: 'diverged',
    Path: 'path (x, y)',
    Distance: 'relative distance',
    TrainLoss: 'training loss',
    StepsToLoss: 'steps to loss 0.7, 0.6, 0.5 (−1: never)',
  },
};
