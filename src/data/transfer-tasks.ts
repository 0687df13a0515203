/**
 * What a net learns first, and what it is then asked for: classes of Fashion-MNIST (0 T-shirt, 1 trouser, 2 pullover,
 * 3 dress, 4 coat, 5 sandal, 6 shirt, 7 sneaker, 8 bag, 9 ankle boot). No class of a source is in its target.
 */
export const transferTasks = {
  /** The article's “1000 classes, and you need 2”, in small: shirt or ankle boot. */
  '8to2': { source: [0, 1, 2, 3, 4, 5, 7, 8], target: [6, 9], noise: 1.5 },
  '5to5': { source: [0, 2, 4, 5, 8], target: [1, 3, 6, 7, 9], noise: 1.5 },
  /** Sandal or ankle boot, without noise, from a net that has never seen a shoe: a loan that costs. */
  clean: { source: [0, 1, 2, 3, 4, 6, 8], target: [5, 9], noise: 0 },
} as const satisfies Record<string, TransferTask>;

export interface TransferTask {
  readonly source: readonly number[];
  readonly target: readonly number[];
  /** Standard deviation of the noise on the pixels of the source, in normalised units. */
  readonly noise: number;
}

export type TransferTaskName = keyof typeof transferTasks;
export const transferTaskNames = Object.keys(transferTasks) as TransferTaskName[];
