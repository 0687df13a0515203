/** Each widget's program, by id, loaded when it is asked for. */
import type { ConfigRecord } from '#src/lab/params.ts';
import type { PyTorchScript } from './python.ts';

const experiments = import.meta.glob<string>('../../widgets/*/experiment.ts', {
  query: '?raw',
  import: 'default',
});
const scripts = import.meta.glob<PyTorchScript<ConfigRecord>>('../../widgets/*/pytorch.ts', {
  import: 'pytorch',
});

export interface Sources {
  /** Text of the widget's `experiment.ts`. */
  readonly experiment: string;
  readonly pytorch: PyTorchScript<ConfigRecord>;
}

/** @throws Error where there is no such widget, or a file of it can't be loaded */
export async function sourcesOf(id: string): Promise<Sources> {
  const [experiment, pytorch] = await Promise.all([
    experiments[`../../widgets/${id}/experiment.ts`]?.(),
    scripts[`../../widgets/${id}/pytorch.ts`]?.(),
  ]);
  if (!experiment || !pytorch) throw new Error(`the widget ${id} has no code to show`);
  return { experiment, pytorch };
}
