/**
 * Work that may wait, in tasks of its own: one job a task, in the order of asking, so that ten charts that go live at
 * once don't keep the page from answering for as long as all ten take.
 */
let last: Promise<unknown> = Promise.resolve();

/** Resolves to what `job` returned, after every job asked for earlier. */
export function inTurn<T>(job: () => T): Promise<T> {
  const turn = last.then(() => new Promise((resolve) => setTimeout(resolve))).then(job);
  last = turn.catch(() => undefined); // whoever asked for the job hears of it; the next one has its turn all the same
  return turn;
}
