/** The sidebar of a reader who comes from elsewhere starts at its top: it is moved on to the entry of this page. */
export function showCurrentEntry(): void {
  const pane = document.querySelector('#starlight__sidebar');
  const entry = pane?.querySelector('a[aria-current="page"]');
  if (!pane || !entry) return;
  // an observer is told where both are once they have been laid out, without having it done for it
  const observer = new IntersectionObserver(
    ([seen]) => {
      observer.disconnect();
      if (!seen?.rootBounds || seen.intersectionRatio > 0.9) return;
      const { top, height } = seen.rootBounds;
      pane.scrollTop += seen.boundingClientRect.top - top - height / 2;
    },
    { root: pane },
  );
  observer.observe(entry);
}
