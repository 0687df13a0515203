/**
 * He et al. 2015 (arXiv:1512.03385): CIFAR-10, test error in percent, of nets of 6n + 2 layers and 16, 32 and 64
 * channels with shortcuts of option A. Their table 6 has the residual nets; of the plain ones they print no numbers,
 * and these are read off their figure 6, left, where the one of 110 layers is above the frame, at over 60 %.
 */
export interface PublishedNet {
  readonly layers: number;
  readonly residualError: number;
  /** Mean and standard deviation of five runs, where they give it; `residualError` is then the best. */
  readonly residualSpread?: readonly [mean: number, std: number];
  /** Read off the figure; a number with `above` is a bound. */
  readonly plainError?: { readonly value: number; readonly above?: true };
  /** In millions, as printed. */
  readonly millions: string;
  /** Exactly: 97,216n − 21,926. */
  readonly parameters: number;
}

export const published: readonly PublishedNet[] = [
  { layers: 20, residualError: 8.75, plainError: { value: 9.5 }, millions: '0.27', parameters: 269_722 },
  { layers: 32, residualError: 7.51, plainError: { value: 10 }, millions: '0.46', parameters: 464_154 },
  { layers: 44, residualError: 7.17, plainError: { value: 12 }, millions: '0.66', parameters: 658_586 },
  { layers: 56, residualError: 6.97, plainError: { value: 13.5 }, millions: '0.85', parameters: 853_018 },
  {
    layers: 110,
    residualError: 6.43,
    residualSpread: [6.61, 0.16],
    plainError: { value: 60, above: true },
    millions: '1.7',
    parameters: 1_727_962,
  },
  { layers: 1202, residualError: 7.93, millions: '19.4', parameters: 19_421_274 },
];
