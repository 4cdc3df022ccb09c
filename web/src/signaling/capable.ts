/** What this browser can do with what rooms can carry: found out once for a page, at best before the join. */
import { Device, type types } from "mediasoup-client";
import { DEPENDENCY_DESCRIPTOR } from "./descriptors";

async function load(routerRtpCapabilities: types.RtpCapabilities): Promise<Device> {
  const device = await Device.factory({ forcedRtpExtensions: { [DEPENDENCY_DESCRIPTOR]: true } });
  await device.load({ routerRtpCapabilities });
  return device;
}

export class Capable {
  #asked = "";
  #device: Promise<Device> | null = null;

  /** The loaded device; the same one as long as rooms can carry the same. */
  device(rtpCapabilities: types.RtpCapabilities): Promise<Device> {
    const asked = JSON.stringify(rtpCapabilities);
    if (this.#device && asked === this.#asked) return this.#device;
    const loading = load(rtpCapabilities);
    this.#asked = asked;
    this.#device = loading;
    loading.catch(() => {
      if (this.#device === loading) this.#device = null;
    });
    return loading;
  }
}
