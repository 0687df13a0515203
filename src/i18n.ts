/** The course's languages. A string exists in both or in neither: a missing one is a type error. */
export const locales = ['en', 'zh-cn'] as const;
export type Locale = (typeof locales)[number];
export type Translated<Strings> = Readonly<Record<Locale, Strings>>;

/** The value of an HTML `lang` attribute. */
export const languageTags = { en: 'en', 'zh-cn': 'zh-CN' } as const satisfies Record<Locale, string>;

const isLocale = (value: string | undefined): value is Locale => locales.some((l) => l === value);

/** The locale in a page's address, below the site's base; the first one where there is none. */
export function pageLocale(url: URL, base: string): Locale {
  const path = url.pathname.startsWith(base) ? url.pathname.slice(base.length) : url.pathname;
  const first = path.split('/').find((part) => part !== '');
  return isLocale(first) ? first : locales[0];
}
