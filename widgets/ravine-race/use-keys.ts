/** Arrow keys on a point of a plane: it follows each press, and what it settles once they rest. */
import { useEffect, useRef } from 'preact/hooks';

const REST_MILLIS = 300;

/** Keys that move a point, each with how far: in x and in y. */
export type PlaneKeys = Readonly<Record<string, readonly [number, number]>>;

/**
 * Handlers for the element that stands for the point, which is kept in the window.
 * @param onMove the keys of this event ask for a move by so much
 * @param onRest the point stays where it is; also said where the focus leaves before that
 */
export function usePlaneKeys(keys: PlaneKeys, onMove: (x: number, y: number) => void, onRest: () => void) {
  const point = useRef<HTMLDivElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const newest = useRef(onRest);
  newest.current = onRest;
  const rest = () => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    newest.current();
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  // once it is drawn in its new place
  useEffect(() => {
    if (timer.current !== undefined) point.current?.scrollIntoView({ block: 'nearest', behavior: 'instant' });
  });
  return {
    ref: point,
    onBlur: rest,
    onKeyDown: (event: KeyboardEvent) => {
      const nudge = keys[event.key];
      if (!nudge) return;
      event.preventDefault();
      const times = event.shiftKey ? 5 : 1;
      clearTimeout(timer.current);
      timer.current = setTimeout(rest, REST_MILLIS);
      onMove(times * nudge[0], times * nudge[1]);
    },
  };
}
