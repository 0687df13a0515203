/** A worker that starts the backend it is told to, as the course's own does, does its work there once, and answers. */
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import wasmSimdUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { type Climb, climb } from '#src/lab/backends.ts';
import type { BackendName } from '#src/lab/contract.ts';

export interface Question<Input> {
  readonly backend: BackendName;
  readonly input: Input;
}

export interface Answer<Output> extends Climb {
  readonly output: Output;
}

/** To be called once, by the worker's own file. What goes wrong reaches the page as the worker's error. */
export function answerWith<Input, Output>(work: (input: Input) => Promise<Output>): void {
  self.addEventListener('message', async ({ data }: MessageEvent<Question<Input>>) => {
    try {
      const reached = await climb({
        forced: data.backend,
        wasmPaths: {
          'tfjs-backend-wasm.wasm': wasmUrl,
          'tfjs-backend-wasm-simd.wasm': wasmSimdUrl,
          'tfjs-backend-wasm-threaded-simd.wasm': wasmSimdUrl,
        },
      });
      const answer: Answer<Output> = { ...reached, output: await work(data.input) };
      self.postMessage(answer);
    } catch (error) {
      reportError(error); // a promise that is rejected in a worker doesn't reach its page
    }
  });
}
