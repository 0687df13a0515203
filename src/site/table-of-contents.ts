/**
 * The shell’s tables of contents, which mark the section at hand (`contents-script.ts` puts it in place of Starlight’s,
 * which asks of every element of the page whether a heading is in it, in each of the two tables: 80 ms on a long page).
 */

/** What stands this far below the bars at the top, in pixels, is read; a heading that was jumped to is just above. */
const READ_FROM = 32;
const FAR_ABOVE = 1e6;
const SETTLED_MILLIS = 200;

export class StarlightTOC extends HTMLElement {
  private marked = this.querySelector<HTMLAnchorElement>('a[aria-current="true"]');

  /** Starlight’s table for phones says the link’s text too. */
  protected set current(link: HTMLAnchorElement) {
    if (link === this.marked) return;
    this.marked?.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
    this.marked = link;
  }

  constructor() {
    super();
    const idle: (go: () => void) => void = globalThis.requestIdleCallback ?? ((go) => setTimeout(go, 1));
    idle(() => this.follow());
  }

  private follow(): void {
    const sections = [...this.querySelectorAll('a')].flatMap((link) => {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      return heading ? [{ link, heading }] : [];
    });
    const begun = new Set<Element>();
    const mark: IntersectionObserverCallback = (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) begun.add(target);
        else begun.delete(target);
      }
      const section = sections.findLast(({ heading }) => begun.has(heading)) ?? sections[0];
      if (section) this.current = section.link;
    };
    const watch = () => {
      const below = Math.round(document.documentElement.clientHeight - this.readFrom());
      const observer = new IntersectionObserver(mark, { rootMargin: `${FAR_ABOVE}px 0px ${-below}px 0px` });
      for (const { heading } of sections) observer.observe(heading);
      return observer;
    };
    let observer = watch();
    let settled = 0;
    window.addEventListener('resize', () => {
      clearTimeout(settled);
      settled = window.setTimeout(() => {
        observer.disconnect();
        observer = watch();
      }, SETTLED_MILLIS);
    });
  }

  private readFrom(): number {
    const height = (bar: Element | null) => bar?.getBoundingClientRect().height ?? 0;
    return height(document.querySelector('header')) + height(this.querySelector('summary')) + READ_FROM;
  }
}

customElements.define('starlight-toc', StarlightTOC);
