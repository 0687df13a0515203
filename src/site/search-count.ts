/** How much the search has found is read out too: its own message is made anew each time, which no screen reader follows. */

export function sayWhatIsFound(search: Element | null = document.querySelector('#starlight__search')): void {
  const said = document.createElement('p');
  said.className = 'sr-only';
  said.setAttribute('role', 'status');
  search?.before(said);
  const say = () => {
    const isOver = search?.querySelector('.pagefind-ui__results');
    const found = isOver ? search?.querySelector('.pagefind-ui__message')?.textContent.trim() : '';
    if (found !== undefined && said.textContent !== found) said.textContent = found;
  };
  if (search)
    new MutationObserver(say).observe(search, { childList: true, characterData: true, subtree: true });
}
