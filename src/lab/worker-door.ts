/**
 * What the page starts as its worker: a door to `worker.ts`. Browsers made of WebKit run a worker's first script once more
 * where another script imports it, and the build has experiments import what they share with `worker.ts`: there would be
 * two of it, each with its own state. Nothing is to stand here that anybody could want to import.
 */
import './worker.ts';
