/**
 * Style attributes as a style sheet: a Content-Security-Policy that lets attributes in would let in those of an attacker
 * too. Formulas, highlighted code and recorded figures have tens of thousands of them, in a few hundred different words.
 *
 * An element keeps a name for what its attribute said, as an attribute `data-style-NAME`: not as a class, which a figure
 * that wakes may set anew, and not as the value of one attribute, since browsers find rules by an attribute's name alone
 * and would try each of nearly a thousand on each of a thousand elements.
 * What a script sets through `element.style` goes before, as it did.
 *
 * Highlighted code is coloured by its own sheet, which knows it by style attributes that begin with a custom property: an
 * element that had one is marked with `data-properties`, and `selectorsFor` has sheets ask for that.
 */

/** Attribute values that a script of Starlight's takes away again: the sheet says them only where no script runs. */
const takenAwayByScripts: ReadonlySet<string> = new Set(['display: none;']);

const entities: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#39;': "'",
  '&amp;': '&',
  '&#38;': '&',
};

/** Comments and what is no markup, whole; else one tag. */
const pieces =
  /<!--[\s\S]*?-->|<(script|style|textarea|title)\b(?:[^>"']|"[^"]*"|'[^']*')*>[\s\S]*?<\/\1\s*>|<[a-zA-Z][^\s/>]*(?:[^>"']|"[^"]*"|'[^']*')*>/g;
const attribute = /(\s)(?:style="([^"]*)"|([^\s=>"'/]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)/g;
/** What a policy without `unsafe-inline` would have the browser pass over in silence. */
const refused = /^(?:style|on\w+)$/i;

const PROPERTIES = 'data-properties';

/**
 * A sheet for pages whose style attributes are gone.
 * @throws Error `a style sheet asks for style attributes, which pages have none of: …` where it asks for other ones
 */
export function selectorsFor(sheet: string): string {
  const changed = sheet.replaceAll(/\[style\^=(["']?)--\1\]/g, `[${PROPERTIES}]`);
  const [left] = /[^{}]*\[style\b[^{]*/.exec(changed) ?? [];
  if (left) throw new Error(`a style sheet asks for style attributes, which pages have none of: ${left}`);
  return changed;
}

export class InlineStyles {
  /** Names by declarations, in the order of their coming. */
  readonly #names = new Map<string, string>();

  /**
   * The page with names in the place of its style attributes.
   * @throws Error `a style attribute that is no list of declarations: …`, or `an attribute that the page's policy does not
   *   let in: …` for one that is not written `style="…"`, and for handlers such as `onclick`
   */
  hoist(html: string): string {
    return html.replaceAll(pieces, (piece: string, raw: string | undefined) => {
      if (raw || piece.startsWith('<!--') || !/\s(?:style|on\w+)\s*=/i.test(piece)) return piece;
      return piece.replaceAll(attribute, (whole: string, blank: string, value?: string, name?: string) => {
        if (name && refused.test(name))
          throw new Error(`an attribute that the page's policy does not let in: ${whole.trim()}`);
        if (value === undefined) return whole;
        return value === ''
          ? ''
          : `${blank}${value.startsWith('--') ? PROPERTIES + blank : ''}data-style-${this.#name(value)}`;
      });
    });
  }

  /** The rules for all that was hoisted. They win over any other of the site's, as attributes do. */
  sheet(): string {
    const rules = [...this.#names].map(([declarations, name]) => {
      const rule = `[data-style-${name}]:not(#_#_#_){${declarations.replace(/;$/, '')}}`;
      return takenAwayByScripts.has(declarations) ? `@media (scripting:none){${rule}}` : rule;
    });
    return `${rules.join('\n')}\n`;
  }

  #name(value: string): string {
    const declarations = value
      .replaceAll(/&(?:quot|amp|#34|#38|#39);/g, (entity) => entities[entity] ?? entity)
      .trim();
    if (/[{}<]/.test(declarations))
      throw new Error(`a style attribute that is no list of declarations: ${value}`);
    const name = this.#names.get(declarations) ?? `s${this.#names.size.toString(36)}`;
    this.#names.set(declarations, name);
    return name;
  }
}
