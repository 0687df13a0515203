/** Code has all of its colours, however long a busy machine takes to find them. */

interface TokenizeOptions {
  tokenizeTimeLimit?: number;
}

/** Lifts Shiki’s limit of 500 ms a line: it leaves the rest of the line plain, and what follows may be read wrongly. */
export const allColors = {
  name: 'all-colors',
  preprocess(_code: string, options: TokenizeOptions): void {
    options.tokenizeTimeLimit = 0;
  },
};
