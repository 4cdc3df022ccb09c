/** Web push in this browser: whether it can, whether it may, and having it told. */
import { addDevice, removeDevice } from "./api";

const WORKER = "/sw.js";
/** Which of the person's devices this browser is. */
const OWN_KEY = "ithaca.pushDevice";

/** `insecure`: the page came over plain http; `home`: an iPhone's browser, which can only from the home screen. */
type Ability = "can" | "denied" | "insecure" | "home" | "cannot";

const isApple = (): boolean => /iPhone|iPad/.test(navigator.userAgent) || (navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1);

export function abilityOf(): Ability {
  if (!window.isSecureContext) return "insecure";
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return isApple() ? "home" : "cannot";
  return Notification.permission === "denied" ? "denied" : "can";
}

export const ownDevice = (): string | null => localStorage.getItem(OWN_KEY);

/** The person said no when the browser asked. */
export class Denied extends Error {}

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

async function subscription(publicKey: string): Promise<PushSubscription> {
  const worker = await navigator.serviceWorker.register(WORKER);
  await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) };
  try {
    return await worker.pushManager.subscribe(options);
  } catch (error) {
    // One that was made with the key of an earlier server stands in the way.
    const old = await worker.pushManager.getSubscription();
    if (!old) throw error;
    await old.unsubscribe();
    return worker.pushManager.subscribe(options);
  }
}

/** Asks the person, subscribes with the browser's service, and tells the server. Throws Denied. */
export async function switchOn(publicKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") throw new Denied("the person said no");
  const { endpoint, keys } = (await subscription(publicKey)).toJSON();
  const device = await addDevice({ endpoint: endpoint ?? "", keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" } });
  localStorage.setItem(OWN_KEY, device.id);
}

/** Ends it for one device; of this browser also with the browser's service. */
export async function switchOff(deviceId: string): Promise<void> {
  await removeDevice(deviceId);
  if (deviceId !== ownDevice()) return;
  localStorage.removeItem(OWN_KEY);
  const worker = await navigator.serviceWorker.getRegistration(WORKER);
  await (await worker?.pushManager.getSubscription())?.unsubscribe();
}
