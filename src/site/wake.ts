/**
 * `client:reached`: a figure wakes once its title and the whole of its first control are in the window, or once the
 * keyboard has come to it. One of which less is to be seen can wait: nobody has anything there to take hold of, and the
 * page settles sooner. A button that is pressed in its sleep is pressed again when it is awake, a slider that was moved is
 * moved again, and a choice is made again.
 */
import type { ClientDirective } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    'client:reached'?: boolean;
  }
}

const deeds = ['click', 'input', 'change'] as const;

/** What was done with which control, to be done again when the figure’s own hands are there; `undefined` if nothing was. */
function againOf({ type, target }: Event): readonly [control: Element, act: () => void] | undefined {
  if (!(target instanceof Element) || target.closest('.notices')) return undefined; // a notice’s button works by itself
  const button = target.closest('button');
  if (button) return type === 'click' ? [button, () => button.click()] : undefined;
  if (!(target instanceof HTMLInputElement) || type === 'click') return undefined;
  const { checked, value } = target;
  if (target.type === 'radio' || target.type === 'checkbox') {
    return [target, () => target.checked === checked || target.click()];
  }
  const act = () => {
    target.value = value; // the figure has put back its own
    for (const now of ['input', 'change']) target.dispatchEvent(new Event(now, { bubbles: true }));
  };
  return [target, act];
}

const RETRY_MILLIS = 1000;

/** @throws Error where it is not to be had, or no JSON: cut short, or a page that stands in for it */
async function jsonText(address: string): Promise<string> {
  const response = await fetch(address);
  const text = await response.text();
  JSON.parse(text);
  return text;
}

/** The same, tried twice as scripts are; the second time once the page is there, which has words for it if that fails. */
async function jsonTextInTheEnd(address: string): Promise<string> {
  try {
    return await jsonText(address);
  } catch {
    if (document.readyState !== 'complete')
      await new Promise((go) => addEventListener('load', go, { once: true }));
    await new Promise((go) => setTimeout(go, RETRY_MILLIS));
  }
  try {
    return await jsonText(address);
  } catch (cause) {
    throw new Error(`not loaded: ${address}`, { cause });
  }
}

/**
 * The long texts of a figure's properties come from files of their own (`records-apart.ts`).
 * @throws Error that names the file which is not to be had
 */
async function bringTogether(island: HTMLElement): Promise<void> {
  const { apart } = island.dataset;
  if (!apart) return;
  const addresses = Object.entries<string>(JSON.parse(apart));
  const texts = await Promise.all(
    addresses.map(async ([name, address]) => [name, [0, await jsonTextInTheEnd(address)]] as const),
  );
  const props = JSON.parse(island.getAttribute('props') ?? '{}');
  island.setAttribute('props', JSON.stringify({ ...props, ...Object.fromEntries(texts) }));
}

const wakeWhenReached: ClientDirective = (load, _options, island) => {
  const wake = async () => {
    inSight.disconnect();
    island.removeEventListener('focusin', wake);
    const componentUrl = island.getAttribute('component-url') ?? '';
    try {
      const together = bringTogether(island);
      import(/* @vite-ignore */ componentUrl).catch(() => {}); // comes meanwhile; `load` says it where it does not
      await together; // first: an island whose script is there would wake at each change of its properties
      const hydrate = await load();
      await hydrate();
    } catch (error) {
      const detail = { error, componentUrl };
      const event = new CustomEvent('astro:hydration-error', { bubbles: true, cancelable: true, detail });
      if (island.dispatchEvent(event)) throw error; // nobody has told the reader
    }
  };
  const inSight = new IntersectionObserver((entries) => entries.some((one) => one.isIntersecting) && wake(), {
    rootMargin: '0px 0px -110px 0px',
  });
  for (const child of island.children) inSight.observe(child);
  island.addEventListener('focusin', wake);

  /** By the control that it was done with; what is done once more comes last. */
  const done = new Map<Element, () => void>();
  const keep = (event: Event) => {
    const figure = island.querySelector('[data-widget]:not([data-ready])');
    const again = figure && againOf(event);
    if (!again) return;
    event.stopPropagation();
    if (done.size === 0) {
      new MutationObserver(async (_, awake) => {
        awake.disconnect();
        for (const type of deeds) island.removeEventListener(type, keep, true);
        for (const act of done.values()) {
          act();
          await new Promise(requestAnimationFrame); // the next one finds what this one has set
        }
      }).observe(figure, { attributeFilter: ['data-ready'] });
    }
    const [control, act] = again;
    done.delete(control);
    done.set(control, act);
  };
  for (const type of deeds) island.addEventListener(type, keep, true);
};

export default wakeWhenReached;
