/** Where a message is written, with the files that go with it. */
import { ActionIcon, CloseButton, Loader, Textarea } from "@mantine/core";
import { Paperclip, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { sizeText } from "../core/sizes";
import { Notice } from "../core/ui/Notice";
import classes from "./Chat.module.css";
import type { Attaching } from "./useAttaching";

interface ComposerProps {
  otherName: string;
  attaching: Attaching;
  onSend: (text: string) => void;
}

function Attached({ attaching }: { attaching: Attaching }): ReactNode {
  const { t, i18n } = useTranslation("chat");
  if (attaching.files.length === 0 && attaching.uploading.length === 0) return null;
  return (
    <ul className={classes["files"]} aria-live="polite">
      {attaching.files.map((file) => (
        <li key={file.id} className={classes["file"]} data-testid="attached">
          <bdi className={classes["fileName"]}>{file.name}</bdi>
          <span className={classes["fileSize"]}>{sizeText(file.sizeBytes, i18n.language)}</span>
          <CloseButton size="sm" aria-label={t("leaveOut", { name: file.name })} onClick={() => attaching.leaveOut(file)} />
        </li>
      ))}
      {attaching.uploading.map((name) => (
        <li key={name} className={classes["file"]}>
          <Loader size="xs" aria-hidden="true" />
          <bdi className={classes["fileName"]}>{t("uploading", { name })}</bdi>
        </li>
      ))}
    </ul>
  );
}

export function Composer({ otherName, attaching, onSend }: ComposerProps): ReactNode {
  const { t } = useTranslation("chat");
  const [text, setText] = useState("");
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  const isReady = attaching.uploading.length === 0 && (text.trim() !== "" || attaching.files.length > 0);
  const send = (): void => {
    if (!isReady) return;
    onSend(text);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // A word that an input method still composes is ended by Enter, not sent.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={classes["composer"]}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {attaching.problem !== null && <Notice>{attaching.problem}</Notice>}
      <Attached attaching={attaching} />
      <div className={classes["row"]}>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={t("attach")} onClick={() => chooser.current?.click()} data-testid="attach">
          <Paperclip size={20} aria-hidden="true" />
        </ActionIcon>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          onChange={(event) => {
            attaching.add([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
        <Textarea
          className={classes["field"]}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            if (event.clipboardData.files.length === 0) return;
            event.preventDefault();
            attaching.add([...event.clipboardData.files]);
          }}
          aria-label={t("write", { name: isolated(otherName) })}
          placeholder={t("placeholder")}
          aria-describedby={hint}
          autosize
          minRows={1}
          maxRows={6}
          dir="auto"
          enterKeyHint="send"
          data-testid="write"
        />
        <ActionIcon type="submit" size="xl" radius="xl" disabled={!isReady} aria-label={t("send")} data-testid="send">
          <SendHorizontal size={19} aria-hidden="true" className={classes["flip"]} />
        </ActionIcon>
      </div>
      <p className={classes["hint"]} id={hint}>
        {t("hint")}
      </p>
    </form>
  );
}
