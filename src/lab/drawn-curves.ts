/** Curves that the reader has drawn as predictions, by the figure that they are for: the page's, and gone with it. */
import { useEffect, useState } from 'preact/hooks';

export interface DrawnCurve {
  /** Of the figure, as in its address: the widget's id, with the instance's name behind it where there are two. */
  readonly figure: string;
  /** Key of the summary's list that it predicts. */
  readonly value: string;
  /** The places that were drawn, as the list counts them: layers, steps. */
  readonly x: readonly number[];
  /** NaN where nothing is drawn. */
  readonly y: readonly number[];
}

const drawn = new Map<string, DrawnCurve>();
const changes = new EventTarget();

export function showDrawnCurve(curve: DrawnCurve): void {
  drawn.set(curve.figure, curve);
  changes.dispatchEvent(new Event('change'));
}

/** What the reader has drawn for this figure. */
export function useDrawnCurve(figure: string): DrawnCurve | undefined {
  const [curve, setCurve] = useState<DrawnCurve>();
  useEffect(() => {
    const take = () => setCurve(drawn.get(figure));
    take();
    changes.addEventListener('change', take);
    return () => changes.removeEventListener('change', take);
  }, [figure]);
  return curve;
}
