/**
 * `client:reached`: a figure wakes once its title and the whole of its first control are in the window, or once the
 * keyboard has come to it. One of which less is to be seen can wait: nobody has anything there to take hold of, and the
 * page settles sooner. A button that is pressed in its sleep is pressed again when it is awake.
 */
import type { ClientDirective } from 'astro';

declare module 'astro' {
  interface AstroClientDirectives {
    'client:reached'?: boolean;
  }
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

  let pressed: HTMLElement | null = null;
  const press = (event: Event) => {
    const figure = island.querySelector('[data-widget]:not([data-ready])');
    const button =
      event.target instanceof Element && event.target.closest<HTMLElement>('[aria-disabled="true"]');
    if (!figure || !button) return;
    event.stopPropagation();
    if (!pressed) {
      new MutationObserver((_, awake) => {
        awake.disconnect();
        island.removeEventListener('click', press, true);
        pressed?.click();
      }).observe(figure, { attributeFilter: ['data-ready'] });
    }
    pressed = button;
  };
  island.addEventListener('click', press, true);
};

export default wakeWhenReached;
