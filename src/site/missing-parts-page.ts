/**
 * In the head of every page, ahead of all that may fail: says which script or style sheet of the page could not be had, or
 * was damaged on its way, instead of leaving buttons dead without a word. The build takes out the types and puts it in
 * (`missing-parts.ts`), so it imports nothing. The words come with the page, in `#asleep`; figures that do not wake have
 * their own (`asleep.ts`), and stand here only where that script is gone as well.
 */
{
  const files = new Set<string>();
  let box: HTMLElement | undefined;

  const button = (words: string | undefined, act: () => void) => {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'button';
    made.textContent = words ?? '';
    made.onclick = act;
    return made;
  };

  const show = () => {
    const words = document.querySelector<HTMLElement>('#asleep')?.dataset;
    if (!words) return;
    const said = document.createElement('p');
    said.textContent = words.part?.replace('{file}', [...files].join(', ')) ?? '';
    box?.remove();
    const fresh = document.createElement('div');
    fresh.className = 'notice missing-part';
    fresh.dataset.kind = 'error';
    fresh.setAttribute('role', 'alert');
    fresh.append(
      said,
      button(words.reload, () => location.reload()),
      button(words.close, () => fresh.remove()),
    );
    // what lies behind an open dialog can't be seen or pressed
    (document.querySelector('dialog[open]') ?? document.body).append(fresh);
    box = fresh;
  };

  const miss = (address: string) => {
    const file = /[^/\s:]+\.(?:js|css)/.exec(address)?.[0];
    // what an extension of the browser brings is none of the page's
    if (!file || files.has(file) || !address.includes(location.origin)) return;
    files.add(file);
    if (document.readyState !== 'loading') show();
    else if (files.size === 1) document.addEventListener('DOMContentLoaded', show);
  };

  // a script waits for the sheets above it: those that are not there by now, or say nothing, will not come
  for (const link of document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]'))
    if (!link.sheet?.cssRules.length && matchMedia(link.media || 'all').matches) miss(link.href);
  addEventListener(
    'error',
    (event) => {
      const { target } = event;
      if (target instanceof HTMLScriptElement) miss(target.src);
      else if (target instanceof HTMLLinkElement && target.rel === 'stylesheet') miss(target.href);
      // a file that was cut short is no script any more
      else if (event.error instanceof SyntaxError) miss(event.filename);
    },
    true,
  );
  addEventListener('unhandledrejection', ({ reason }) => {
    if (reason instanceof TypeError && /module/.test(reason.message)) miss(reason.message);
    else if (reason instanceof SyntaxError) miss(reason.stack ?? '');
  });
  document.addEventListener('astro:hydration-error', (event) => {
    // whoever has words of their own for it says so by then
    setTimeout(() => {
      if (event instanceof CustomEvent && !event.defaultPrevented)
        miss(location.origin + event.detail?.componentUrl);
    });
  });
}

export {}; // a module for TypeScript alone: the build takes this line out
