/** Dependency descriptors tell a server the layers of AV1; of VP8 they take away what tells them, so they are for AV1 alone. */
import { videoCodecOf } from "./encodings";

export const DEPENDENCY_DESCRIPTOR = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension";

/** A browser's switch for header extensions; not every browser has it. */
interface Negotiating {
  getHeaderExtensionsToNegotiate?: () => { uri: string; direction: string }[];
  setHeaderExtensionsToNegotiate?: (extensions: { uri: string; direction: string }[]) => void;
}

/** Before its first offer: leaves the descriptors to AV1. */
export function leaveDescriptors(connections: readonly RTCPeerConnection[], sender: RTCRtpSender, mimeType: string): void {
  if (videoCodecOf(mimeType) === "av1") return;
  const transceivers = connections.flatMap((connection) => connection.getTransceivers());
  const transceiver = transceivers.find((one) => one.sender === sender) as (RTCRtpTransceiver & Negotiating) | undefined;
  const extensions = transceiver?.getHeaderExtensionsToNegotiate?.();
  if (!extensions) return;
  for (const extension of extensions) if (extension.uri === DEPENDENCY_DESCRIPTOR) extension.direction = "stopped";
  transceiver?.setHeaderExtensionsToNegotiate?.(extensions);
}
