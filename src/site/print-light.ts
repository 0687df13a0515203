/** Paper is white: while it is printed, a page has its light colours, whatever the reader's theme. */
export function printInLight(): void {
  const { dataset } = document.documentElement;
  let own: string | undefined;
  matchMedia('print').addEventListener('change', ({ matches }) => {
    if (matches) {
      own = dataset.theme;
      dataset.theme = 'light';
    } else if (own !== undefined) dataset.theme = own;
  });
}
