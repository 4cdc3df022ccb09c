/** What this browser can do with what rooms can carry: found out once for a page, at best before the join. */
import type { Device, types } from "mediasoup-client";
import { DEPENDENCY_DESCRIPTOR } from "./descriptors";

interface Devices {
  /** Sends, and says what can be received. */
  sending: Device;
  /** Takes extensions as the server offers them: Chromium refuses to have any forced on a stream that comes. */
  receiving: Device;
}

async function load(routerRtpCapabilities: types.RtpCapabilities): Promise<Devices> {
  // A tenth of a megabyte that nobody needs before they have seen themselves.
  const { Device } = await import("mediasoup-client");
  const [sending, receiving] = await Promise.all([
    Device.factory({ forcedRtpExtensions: { [DEPENDENCY_DESCRIPTOR]: true } }),
    Device.factory(),
  ]);
  await Promise.all([sending, receiving].map((device) => device.load({ routerRtpCapabilities })));
  return { sending, receiving };
}

export class Capable {
  #asked = "";
  #devices: Promise<Devices> | null = null;

  /** The loaded devices; the same ones as long as rooms can carry the same. */
  devices(rtpCapabilities: types.RtpCapabilities): Promise<Devices> {
    const asked = JSON.stringify(rtpCapabilities);
    if (this.#devices && asked === this.#asked) return this.#devices;
    const loading = load(rtpCapabilities);
    this.#asked = asked;
    this.#devices = loading;
    loading.catch(() => {
      if (this.#devices === loading) this.#devices = null;
    });
    return loading;
  }
}
