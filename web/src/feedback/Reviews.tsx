/** What mentees let others read on a mentor's profile; the mentor replies, whoever reads may report. */
import { Button, Group, Modal, Radio, Stack, Textarea, Title } from "@mantine/core";
import { Flag } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { Report, Review } from "./api";
import classes from "./Feedback.module.css";
import { LONGEST_WORDS, REASONS } from "./model";
import { TagList, useName } from "./parts";
import { useReply, useReport, useReviews, useWithdraw } from "./use";

const TARGETS = ["review", "reply"] as const;

function ReplyForm({ review, mentorId }: { review: Review; mentorId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const say = useSay();
  const reply = useReply(mentorId);
  const name = useName()(review.author);
  const [text, setText] = useState<string | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text?.trim()) reply.mutate({ reviewId: review.id, text });
  };
  if (text === null) {
    return (
      <Button variant="light" size="xs" onClick={() => setText("")} data-testid="review-reply">
        {t("reviews.reply")}
      </Button>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Textarea autosize minRows={2} dir="auto" maxLength={LONGEST_WORDS} label={t("reviews.replyLabel", { name })} description={t("reviews.replyHint")} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="reply-text" />
        {reply.error && <Notice>{say(reply.error)}</Notice>}
        <Group>
          <Button type="submit" size="sm" disabled={text.trim() === ""} loading={reply.isPending} data-testid="reply-send">
            {t("reviews.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ReportForm({ review, onClose }: { review: Review; onClose: () => void }): ReactNode {
  const { t } = useTranslation("feedback");
  const core = useTranslation("core");
  const say = useSay();
  const report = useReport();
  const [told, setTold] = useState<Report>({ target: "review", reason: "rude", words: "" });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    report.mutate({ reviewId: review.id, report: told });
  };
  if (report.isSuccess) return <Notice tone="good">{t("reviews.reported")}</Notice>;
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <p className={classes["hint"]}>{t("reviews.reportHint")}</p>
        {review.reply !== "" && (
          <Radio.Group label={t("reviews.target")} value={told.target} onChange={(value) => setTold({ ...told, target: TARGETS.find((one) => one === value) ?? "review" })}>
            <Group mt="xs">
              {TARGETS.map((one) => (
                <Radio key={one} value={one} label={t(`reviews.targets.${one}`)} />
              ))}
            </Group>
          </Radio.Group>
        )}
        <Radio.Group label={t("reviews.reason")} value={told.reason} onChange={(value) => setTold({ ...told, reason: REASONS.find((one) => one === value) ?? "other" })}>
          <Stack gap="xs" mt="xs">
            {REASONS.map((one) => (
              <Radio key={one} value={one} label={t(`reviews.reasons.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea autosize minRows={2} dir="auto" maxLength={600} label={t("reviews.words")} value={told.words ?? ""} onChange={(event) => setTold({ ...told, words: event.currentTarget.value })} />
        {report.error && <Notice>{say(report.error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onClose}>
            {core.t("cancel")}
          </Button>
          <Button type="submit" color="clay" loading={report.isPending} data-testid="report-send">
            {t("reviews.report")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Deeds({ review, mentorId, mayReply }: { review: Review; mentorId: string; mayReply: boolean }): ReactNode {
  const { t } = useTranslation("feedback");
  const core = useTranslation("core");
  const withdraw = useWithdraw(mentorId);
  const name = useName()(review.author);
  const [isReporting, setReporting] = useState(false);
  return (
    <div className={classes["deeds"]}>
      {mayReply && review.reply === "" && <ReplyForm review={review} mentorId={mentorId} />}
      {review.isOwn ? (
        <Button variant="subtle" size="xs" loading={withdraw.isPending} onClick={() => withdraw.mutate(review.id)} data-testid="review-withdraw">
          {t("reviews.withdraw")}
        </Button>
      ) : (
        <Button variant="subtle" size="xs" leftSection={<Flag size={14} aria-hidden="true" />} onClick={() => setReporting(true)} aria-label={t("reviews.reportOf", { name })} data-testid="review-report">
          {t("reviews.report")}
        </Button>
      )}
      <Modal opened={isReporting} onClose={() => setReporting(false)} title={t("reviews.reportTitle")} closeButtonProps={{ "aria-label": core.t("close") }}>
        <ReportForm review={review} onClose={() => setReporting(false)} />
      </Modal>
    </div>
  );
}

function ReviewItem({ review, mentorId, mayReply }: { review: Review; mentorId: string; mayReply: boolean }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const name = useName()(review.author);
  return (
    <li className={classes["review"]} data-testid="review">
      <p className={classes["quote"]} dir="auto">
        {review.text}
      </p>
      <TagList tags={review.tags} />
      <p className={classes["meta"]}>{t("reviews.from", { name, day: shortDate(new Date(review.sessionAt), i18n.language) })}</p>
      {review.reply !== "" && (
        <div className={classes["reply"]} data-testid="review-replied">
          <p className={classes["meta"]}>{t("reviews.replyOf")}</p>
          <p className={classes["quote"]} dir="auto">
            {review.reply}
          </p>
        </div>
      )}
      <Deeds review={review} mentorId={mentorId} mayReply={mayReply} />
    </li>
  );
}

/** Nothing where there is nothing to read. */
export function Reviews({ mentorId }: { mentorId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const found = useReviews(mentorId).data;
  if (!found || found.reviews.length === 0) return null;
  return (
    <section className={`${classes["part"]} ${classes["reviews"]}`} aria-labelledby="reviews" data-testid="reviews">
      <Title order={2} id="reviews">
        {t("reviews.title")}
      </Title>
      <ul className={classes["rows"]}>
        {found.reviews.map((one) => (
          <ReviewItem key={one.id} review={one} mentorId={mentorId} mayReply={found.mayReply} />
        ))}
      </ul>
    </section>
  );
}
