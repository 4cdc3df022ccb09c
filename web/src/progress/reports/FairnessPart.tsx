/** Whether it goes alike for declared groups: shares with their bounds, and in words what is more than chance. */
import { Badge, Button, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Scrolled } from "../../core/ui/Scrolled";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import { shortDate } from "../../core/when";
import type { Fairness, FairnessQuestion, FairnessSide, Figure } from "./api";
import { MEASURES, figureWords, figuresOf, placeOf } from "./model";
import { Part } from "./parts";
import { QuestionsForm } from "./QuestionsForm";
import classes from "./Reports.module.css";
import { useFairness } from "./use";

const WIDTH = 200;
const MIDDLE = 8;

/** The same as the words beside it, to be seen at a glance. */
function IntervalLine({ figure }: { figure: Figure }): ReactNode {
  if (figure.value === null || figure.low === null || figure.high === null) return null;
  const at = (value: number): number => placeOf(figure, value) * WIDTH;
  return (
    <svg className={classes["interval"]} viewBox={`0 0 ${WIDTH} 16`} preserveAspectRatio="none" data-apart={figure.isBeyondChance} aria-hidden="true">
      <line className={classes["axis"]} x1={0} x2={WIDTH} y1={MIDDLE} y2={MIDDLE} />
      <line x1={at(figure.low)} x2={at(figure.high)} y1={MIDDLE} y2={MIDDLE} />
      <line className={classes["dot"]} x1={at(figure.value)} x2={at(figure.value)} y1={MIDDLE} y2={MIDDLE} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

function FigureRow({ choice, figure }: { choice: string; figure: Figure }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const words = (value: number): string => figureWords(figure, value, i18n.language);
  return (
    <tr data-testid="figure" data-apart={figure.isBeyondChance}>
      <th scope="row">
        <bdi>{choice}</bdi>
        <small>{t("fairness.of", { count: figure.people })}</small>
      </th>
      <td className={classes["value"]}>
        {figure.extreme !== null ? t(`fairness.${figure.extreme}`) : figure.value !== null && <strong>{words(figure.value)}</strong>}
        {figure.low !== null && figure.high !== null && <div className={classes["soft"]}>{t("fairness.between", { low: words(figure.low), high: words(figure.high) })}</div>}
      </td>
      <td className={classes["line"]}>{figure.value !== null && <IntervalLine figure={figure} />}</td>
      <td className={classes["mark"]}>
        {figure.isBeyondChance && (
          <Badge color="clay" variant="light" title={t("fairness.apart")}>
            <span aria-hidden="true">≠</span>
            <VisuallyHidden>{t("fairness.apart")}</VisuallyHidden>
          </Badge>
        )}
      </td>
    </tr>
  );
}

function MeasureTable({ side, measure }: { side: FairnessSide; measure: (typeof MEASURES)[number] }): ReactNode {
  const { t } = useTranslation("reports");
  const found = figuresOf(side, measure);
  if (found.length === 0) return null;
  return (
    <div className={classes["measure"]}>
      <Scrolled label={t(`fairness.measures.${measure}`)}>
        <table className={`${classes["table"]} ${classes["fair"]}`}>
          <caption>
            <strong>{t(`fairness.measures.${measure}`)}</strong> <span className={classes["soft"]}>{t(`fairness.measureHints.${measure}`)}</span>
          </caption>
          <tbody>
            {found.map(({ choice, figure }) => (
              <FigureRow key={choice} choice={choice} figure={figure} />
            ))}
          </tbody>
        </table>
      </Scrolled>
    </div>
  );
}

function Side({ side, made }: { side: FairnessSide; made: string }): ReactNode {
  const { t } = useTranslation("reports");
  const name = t(`sides.${side.side}`);
  const figures = side.rows.flatMap((row) => row.figures);
  const verdict = side.rows.length < 2 ? "single" : figures.some((one) => one.isBeyondChance) ? "apart" : "alike";
  return (
    <div className={classes["side"]} data-testid={`fairness-${side.side}`}>
      <h4>{name}</h4>
      {side.rows.length === 0 ? (
        <p className={classes["hint"]}>{t("fairness.allHidden", { side: name })}</p>
      ) : (
        <>
          <p>{t(`fairness.verdict.${verdict}`)}</p>
          {MEASURES.map((measure) => (
            <MeasureTable key={measure} side={side} measure={measure} />
          ))}
        </>
      )}
      <p className={classes["hint"]}>
        {t("fairness.made", { day: made })} {side.hidden > 0 && t("fairness.hidden", { count: side.hidden })}
      </p>
    </div>
  );
}

function Question({ question }: { question: FairnessQuestion }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  return (
    <div className={classes["measure"]} data-testid="fairness-question">
      <h3>
        <bdi>{question.text}</bdi>
      </h3>
      {question.sides.length === 0 && <p className={classes["hint"]}>{t("fairness.waiting")}</p>}
      <div className={classes["two"]}>
        {question.sides.map((side) => (
          <Side key={side.side} side={side} made={shortDate(new Date(side.madeAt), i18n.language)} />
        ))}
      </div>
    </div>
  );
}

function Found({ programmeId, found }: { programmeId: string; found: Fairness }): ReactNode {
  const { t } = useTranslation("reports");
  const [isWriting, setWriting] = useState(false);
  if (isWriting) return <QuestionsForm programmeId={programmeId} asked={found.questions} onDone={() => setWriting(false)} />;
  const isEmpty = found.questions.length === 0;
  return (
    <>
      {isEmpty && (
        <div>
          <strong>{t("fairness.none")}</strong>
          <p className={classes["hint"]}>{t("fairness.noneHint")}</p>
        </div>
      )}
      {found.questions.map((question) => (
        <Question key={question.id} question={question} />
      ))}
      {found.questions.some((one) => one.sides.length > 0) && (
        <p className={classes["hint"]}>
          {t("fairness.interval")}. {t("fairness.test")}
        </p>
      )}
      <div className={classes["screen"]}>
        <Button variant="light" onClick={() => setWriting(true)} data-testid="questions-edit">
          {t(isEmpty ? "fairness.write" : "fairness.edit")}
        </Button>
      </div>
    </>
  );
}

export function FairnessPart({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("reports");
  const fairness = useFairness(programmeId);
  return (
    <Part title={t("fairness.title")} hint={t("fairness.hint", { count: fairness.data?.leastGroup ?? 10 })} file={{ programmeId, sheet: "fairness", window: 0 }} testId="fairness">
      {fairness.isPending ? <Loading /> : fairness.data ? <Found programmeId={programmeId} found={fairness.data} /> : <Failed of={fairness} />}
    </Part>
  );
}
