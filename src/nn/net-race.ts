/** The image net in training by one of the methods, to be raced against the others from the same weights. */
import { movingAverage } from '#src/averages.ts';
import type { Rng } from '#src/random.ts';
import { Mlp } from './mlp.ts';
import { optimizers } from './optimizers.ts';
import type { DescentSettings, Method } from './quadratic-descent.ts';
import { TrainingRacer } from './race.ts';
import type { DeviceData } from './train.ts';

const HIDDEN_UNITS = 100;
const READ_EVERY = 10;

export interface NetRacerOptions extends DescentSettings {
  readonly method: Method;
  readonly steps: number;
  readonly batchSize: number;
  readonly data: DeviceData;
  /** The weights come from its child `weights`, the mini-batches from `batches`. */
  readonly rng: Rng;
  readonly readNow?: () => boolean;
}

const updates = {
  gd: () => optimizers.sgd(),
  momentum: optimizers.momentum,
  nesterov: optimizers.nesterov,
} as const satisfies Record<Method, unknown>;

/** inputs-100-outputs with ReLU and He weights. */
function imageNet({ inputs, targets }: DeviceData, rng: Rng): Mlp {
  return new Mlp(
    {
      sizes: [inputs.shape[1], HIDDEN_UNITS, targets.shape[1]],
      activation: 'relu',
      initializer: { name: 'he', scale: 0 },
    },
    rng.child('weights'),
  );
}

export class NetRacer extends TrainingRacer<Mlp> {
  constructor({ method, rate, momentum, steps, batchSize, data, rng, readNow }: NetRacerOptions) {
    super({
      model: imageNet(data, rng),
      data,
      steps,
      batchSize,
      learningRate: rate,
      optimizer: updates[method]({ momentum }),
      rng: rng.child('batches'),
      readEvery: READ_EVERY,
      ...(readNow ? { readNow } : {}),
    });
  }
}

/** Steps until the mean of `span` whole losses is below each of the marks; −1: never. */
export function stepsBelow(losses: readonly number[], span: number, marks: readonly number[]): number[] {
  const means = movingAverage(losses, span);
  return marks.map((mark) => {
    const found = means.findIndex((mean, i) => i + 1 >= span && mean < mark);
    return found < 0 ? -1 : found + 1;
  });
}
