/**
 * When a figure wakes, as `client:visible` takes it: once as much of it is in the window as stands above its first control.
 * One whose edge alone shows can wait until the page has settled, and nobody has anything there to take hold of.
 */
export const onceInSight = { rootMargin: '0px 0px -80px 0px' };
