/** What all prediction cards have in common, whether an option is picked or a curve drawn. */
import { chapterAt } from '#src/progress/follow.ts';
import { chapterParts } from '#src/progress/parts.ts';
import { type Prediction, progressStore, withPrediction } from '#src/progress/progress.ts';

/** What the reader predicted in the card of that name on this page; `undefined` also where the page is no chapter. */
export function keptPrediction(id: string): Prediction | undefined {
  const chapter = chapterAt(location.pathname, chapterParts);
  return chapter ? progressStore().read().predictions[`${chapter}/${id}`] : undefined;
}

/** Keeps a prediction; `undefined` takes it back. */
export function keepPrediction(id: string, made: Prediction | undefined): void {
  const chapter = chapterAt(location.pathname, chapterParts);
  const store = progressStore();
  if (chapter) store.write(withPrediction(store.read(), `${chapter}/${id}`, made));
}

/** Calls `act` with the figure after `card` whenever a run of it is done. Returns what ends that. */
export function onRunOfNextFigure(card: Element, act: (figure: Element) => void): () => void {
  const listen = ({ target }: Event) => {
    const next = [...document.querySelectorAll('[data-widget]')].find(
      (figure) => card.compareDocumentPosition(figure) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    if (next && next === target) act(next);
  };
  document.body.addEventListener('run-finished', listen);
  return () => document.body.removeEventListener('run-finished', listen);
}

/** Makes a change above `element`, which stays where it is in the window. */
export function keepingInPlace(element: Element, change: () => void): void {
  const before = element.getBoundingClientRect().top;
  change();
  const moved = element.getBoundingClientRect().top - before;
  if (moved !== 0) scrollBy({ top: moved, behavior: 'instant' });
}
