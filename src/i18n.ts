/** The course's languages. A string exists in both or in neither: a missing one is a type error. */
export const locales = ['en', 'zh-cn'] as const;
export type Locale = (typeof locales)[number];
export type Translated<Strings> = Readonly<Record<Locale, Strings>>;

/** The value of an HTML `lang` attribute. */
export const languageTags = { en: 'en', 'zh-cn': 'zh-CN' } as const satisfies Record<Locale, string>;

/** As its readers call it. */
export const languageNames = { en: 'English', 'zh-cn': '简体中文' } as const satisfies Record<Locale, string>;

const isLocale = (value: string | undefined): value is Locale => locales.some((l) => l === value);

/** The folders of a page's address, below the site's base. */
function partsBelow(url: URL, base: string): string[] {
  const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname;
  return path.split('/').filter((part) => part !== '');
}

/** The locale in a page's address, below the site's base; the first one where there is none. */
export function pageLocale(url: URL, base: string): Locale {
  const [first] = partsBelow(url, base);
  return isLocale(first) ? first : locales[0];
}

/** The address of the same page in another language; of the first page where it is in none. */
export function inLocale(url: URL, base: string, locale: Locale): string {
  const [first, ...rest] = partsBelow(url, base);
  return `${base.replace(/\/?$/, '/')}${[locale, ...(isLocale(first) ? rest : [])].join('/')}/`;
}
