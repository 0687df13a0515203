/**
 * The service worker of a site that is no longer kept for reading offline: browsers that kept it find this one in its
 * place, which throws all of it away, and itself. The build strips its types and writes it as `sw.js`.
 */

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
declare global {
  interface WindowEventMap {
    install: ExtendableEvent;
    activate: ExtendableEvent;
  }
}
declare const skipWaiting: () => Promise<void>;
declare const registration: ServiceWorkerRegistration;

const family = `course ${new URL('./', location.href).pathname} `;

async function forgetAll(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(family)) await caches.delete(name);
  await registration.unregister();
}

addEventListener('install', (event) => {
  event.waitUntil(skipWaiting());
});

addEventListener('activate', (event) => {
  event.waitUntil(forgetAll());
});

export {}; // a module for TypeScript alone: the build takes this line out
