/** The HTTP endpoints of notices, their settings and devices as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type Notice = Schemas["NoticeOut"];
export type Kind = Notice["kind"];
export type Page = Schemas["NoticeList"];
export type Settings = Schemas["NoticeSettingsOut"];
export type Wishes = Schemas["NoticeSettingsIn"];
export type Switches = Schemas["SwitchOut"];
export type Topic = Switches["topic"];
export type Rhythm = Settings["digest"];
export type QuietHours = Schemas["QuietHours"];
export type Device = Schemas["PushSubscriptionOut"];
export type Devices = Schemas["PushSubscriptionList"];
export type Ended = Schemas["UnsubscribeOut"];

export const fetchNotices = (before: string | null): Promise<Page> => unwrap(api.GET("/api/notices", { params: { query: before === null ? {} : { before } } }));
export const readNotice = (noticeId: string): Promise<unknown> => unwrap(api.POST("/api/notices/{noticeId}/read", { params: { path: { noticeId } } }));
export const readUpTo = (upTo: string): Promise<unknown> => unwrap(api.POST("/api/notices/read", { body: { upTo } }));

export const fetchSettings = (): Promise<Settings> => unwrap(api.GET("/api/notice-settings"));
export const saveSettings = (body: Wishes): Promise<Settings> => unwrap(api.PUT("/api/notice-settings", { body }));

export const fetchDevices = (): Promise<Devices> => unwrap(api.GET("/api/push-subscriptions"));
export const addDevice = (body: Schemas["PushSubscriptionIn"]): Promise<Device> => unwrap(api.POST("/api/push-subscriptions", { body }));
export const removeDevice = (subscriptionId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/push-subscriptions/{subscriptionId}", { params: { path: { subscriptionId } } }));

export const fetchEnded = (token: string): Promise<Ended> => unwrap(api.GET("/api/unsubscribe/{token}", { params: { path: { token } } }));
export const unsubscribe = (token: string): Promise<Ended> => unwrap(api.POST("/unsubscribe/{token}", { params: { path: { token } } }));
