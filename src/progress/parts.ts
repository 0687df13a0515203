/** Folders of `content/LOCALE/` whose pages are chapters. */
export const chapterParts = ['weights', 'regularization', 'monitoring', 'optimization', 'resnet'] as const;
