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

const wakeWhenReached: ClientDirective = (load, _options, island) => {
  const wake = async () => {
    inSight.disconnect();
    island.removeEventListener('focusin', wake);
    const hydrate = await load();
    await hydrate();
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
