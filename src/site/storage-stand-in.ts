/**
 * In the head of each of the shell's pages, ahead of its own scripts, which ask for a storage without expecting a refusal: where the
 * browser refuses one, or has none, memory stands in for it as long as the page lasts. What stands in is no `Storage`, so
 * that who must tell can. It imports nothing: the build only takes out the types.
 */
for (const name of ['localStorage', 'sessionStorage'] as const) {
  try {
    if (window[name]) continue;
  } catch {
    // refused
  }
  const kept = new Map<string, string>();
  const value: Storage = {
    get length() {
      return kept.size;
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  };
  Object.defineProperty(window, name, { value });
}

export {};
