/** How files come in, and what is thrown where one cannot be used. */

/** Reads one file below its folder, e.g. 'fashion-mnist/train-00.bin' below the data. Throws DataError('missing') when it is not there. */
export type FileReader = (path: string, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

/** A data file that cannot be used. Its message is one line: what is wrong, which file, and how it showed. */
export class DataError extends Error {
  readonly code: 'missing' | 'damaged';
  /** Path below the reader's folder. */
  readonly file: string;
  /** How it showed, e.g. `HTTP 404`. */
  readonly detail: string;

  constructor(code: 'missing' | 'damaged', file: string, detail: string, options?: ErrorOptions) {
    super(`data file ${code}: ${file} (${detail})`, options);
    this.name = 'DataError';
    this.code = code;
    this.file = file;
    this.detail = detail;
  }
}
