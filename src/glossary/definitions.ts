/** What the glossary says of a term: read from the glossary's own page, which is fetched when a reader first asks. */

export interface Definition {
  /** The name, with its counterpart in the other language. */
  readonly name: readonly Node[];
  readonly text: readonly Node[];
}

/** Entries of the glossary at this address, by the address's fragment. Rejects where the page can't be had. */
export type Glossary = (link: URL) => Promise<Definition | undefined>;

function definitionIn(glossary: Document, id: string): Definition | undefined {
  const entry = glossary.getElementById(id);
  const name = entry?.querySelector('dt');
  const text = entry?.querySelector('dd');
  if (!name || !text) return undefined;
  const copy = document.importNode(text, true);
  // nobody gets from the text into the box by keyboard: what leads on is the term itself
  for (const link of copy.querySelectorAll('a')) link.replaceWith(...link.childNodes);
  return { name: [...document.importNode(name, true).childNodes], text: [...copy.childNodes] };
}

/** Fetches each page once; after a failure it tries again. */
export function fetchedGlossary(): Glossary {
  const pages = new Map<string, Promise<Document>>();
  return async (link) => {
    const address = link.origin + link.pathname;
    const page = pages.get(address) ?? load(address);
    pages.set(address, page);
    try {
      return definitionIn(await page, decodeURIComponent(link.hash.slice(1)));
    } catch (error) {
      pages.delete(address);
      throw error;
    }
  };
}

async function load(address: string): Promise<Document> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: status ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}
