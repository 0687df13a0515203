/** In the page: has the course kept for reading without a network, and says so once it is. */

declare global {
  interface Navigator {
    /** Of browsers that tell. */
    readonly connection?: { readonly saveData?: boolean };
  }
}

/** @param said where to say its `data-said`; it has its place already, so nothing moves */
export function keepOffline(base: string, said: HTMLElement): void {
  if (!('serviceWorker' in navigator) || navigator.connection?.saveData) return; // it is eight megabytes
  void navigator.serviceWorker.ready.then(() => {
    said.textContent = said.dataset.said ?? '';
  });
  const register = () => {
    // refused in a private window, or a file is missing: the course works as it does online
    navigator.serviceWorker.register(`${base}sw.js`, { scope: base }).catch(() => undefined);
  };
  const whenIdle = () => ('requestIdleCallback' in window ? requestIdleCallback(register) : register());
  if (document.readyState === 'complete') whenIdle();
  else addEventListener('load', whenIdle, { once: true });
}
