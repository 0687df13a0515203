/** Of the site that is built for a path below its host's root: an address that the test's machine can't have. */
export const SITE_ADDRESS = 'https://course.example';
