/** Catches what breaks while the door to a session is drawn; the router does it for all other pages. */
import { Component, type ReactNode } from "react";
import { CrashPage } from "./LostPage";

export class Crash extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError(): { isBroken: boolean } {
    return { isBroken: true };
  }

  override render(): ReactNode {
    return this.state.isBroken ? <CrashPage /> : this.props.children;
  }
}
