/* Shows what is pushed, and opens what it is about. It caches nothing and sees no request. */

const SITE = self.location.origin;

/** What the server sent, or a line that says only that there is something. */
function read(data) {
  try {
    const { id, title, path } = data.json();
    return { id: String(id), title: String(title), path: String(path) };
  } catch {
    return { id: "ithaca", title: "Ithaca", path: "/notices" };
  }
}

self.addEventListener("push", (event) => {
  const { id, title, path } = read(event.data);
  const options = { tag: id, icon: "/favicon.svg", badge: "/favicon.svg", dir: "auto", data: { path } };
  event.waitUntil(self.registration.showNotification(title, options));
});

async function open(path) {
  const url = new URL(path, SITE);
  const target = url.origin === SITE ? url.href : SITE;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  // A page in a live session is left alone.
  const page = pages.find((one) => !new URL(one.url).pathname.startsWith("/s/"));
  if (!page) return self.clients.openWindow(target);
  await page.focus();
  return page.navigate(target).catch(() => self.clients.openWindow(target));
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.path ?? "/notices"));
});

/** The browser has changed the address of its own accord: the server is told the new one. */
async function renew(old) {
  const fresh = await self.registration.pushManager.subscribe(old.options);
  const { endpoint, keys } = fresh.toJSON();
  await fetch("/api/push-subscriptions", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } }),
  });
}

self.addEventListener("pushsubscriptionchange", (event) => {
  if (event.oldSubscription) event.waitUntil(renew(event.oldSubscription));
});
