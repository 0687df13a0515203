/**
 * When a figure wakes, as `client:visible` takes it: once its first control is in the window, below its title. One of which
 * less is to be seen can wait: nobody has anything there to take hold of, and the page settles sooner.
 */
export const onceInSight = { rootMargin: '0px 0px -120px 0px' };
