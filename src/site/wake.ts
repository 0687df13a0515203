/**
 * When a figure wakes, as `client:visible` takes it: once its title and the whole of its first control are in the window.
 * One of which less is to be seen can wait: nobody has anything there to take hold of, and the page settles sooner.
 */
export const onceInSight = { rootMargin: '0px 0px -110px 0px' };
