import { expect, test } from "vitest";
import { type Block, blocksOf, cleared, copied, endMeant, endingAt, fieldOf, firstGap, freeMinutes, keyed, minuteIn, paint, piecesOf, put, replaced, shifted, snap, startingAt, weeklyOf, without } from "../../src/scheduling/week";

const NINE = 540;
const monday: Block = { day: 0, start: NINE, end: 720 };
const night: Block = { day: 5, start: 1320, end: 1560 };

test("a window that crosses midnight is one block, and goes to the server as it came", () => {
  const weekly = [
    { weekday: 0, startMinute: 0, endMinute: 1440 },
    { weekday: 5, startMinute: 1320, endMinute: 120 },
  ];
  expect(blocksOf(weekly)[1]).toEqual(night);
  expect(weeklyOf(blocksOf(weekly))).toEqual(weekly);
});

test("it is drawn in two pieces, and Sunday's night reaches into Monday", () => {
  expect(piecesOf([{ day: 6, start: 1380, end: 1500 }])).toEqual([
    { block: 0, day: 6, from: 1380, to: 1440, isStart: true, isEnd: false },
    { block: 0, day: 0, from: 0, to: 60, isStart: false, isEnd: true },
  ]);
});

test("what touches on a day is joined", () => {
  expect(put([monday], { day: 0, start: 720, end: 780 })).toEqual([{ day: 0, start: NINE, end: 780 }]);
  expect(put([monday], { day: 0, start: 735, end: 780 })).toHaveLength(2);
});

test("what reaches in from another day is cut, and what is put in stays whole", () => {
  const sunday: Block = { day: 6, start: 0, end: 180 };
  expect(put([sunday], night)).toEqual([night, { day: 6, start: 120, end: 180 }]);
  expect(put([night], sunday)).toEqual([{ ...night, end: 1440 }, sunday]);
  const wrap: Block = { day: 6, start: 1380, end: 1500 };
  expect(put([{ day: 0, start: 30, end: 90 }], wrap)).toEqual([{ day: 0, start: 60, end: 90 }, wrap]);
});

test("no week that is put together overlaps, whatever is put into it", () => {
  let seed = 7;
  const next = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
  for (let turn = 0; turn < 60; turn += 1) {
    let blocks: Block[] = [];
    for (let step = 0; step < 12; step += 1) {
      const start = next(96) * 15;
      blocks = put(blocks, { day: next(7), start, end: start + 15 + next(95) * 15 });
      const pieces = piecesOf(blocks);
      const minutes = new Set<number>();
      for (const { day, from, to } of pieces) for (let minute = from; minute < to; minute += 15) minutes.add(day * 1440 + minute);
      expect(minutes.size * 15).toBe(freeMinutes(blocks));
      for (const { weekday, startMinute, endMinute } of weeklyOf(blocks)) {
        expect(startMinute).not.toBe(endMinute);
        expect(startMinute).toBeLessThan(1440);
        expect(weekday).toBeLessThan(7);
      }
    }
  }
});

test("a stretch is painted onto several days, a day copied to others and cleared", () => {
  const painted = paint([], [0, 1, 2], NINE, 720);
  expect(painted).toHaveLength(3);
  expect(copied([monday], 0, [0, 1, 2, 3, 4])).toHaveLength(5);
  expect(copied([monday, { day: 1, start: 0, end: 60 }], 0, [1])).toEqual([monday, { ...monday, day: 1 }]);
  expect(cleared(painted, 1).map(({ day }) => day)).toEqual([0, 2]);
  expect(without(painted, 0).map(({ day }) => day)).toEqual([1, 2]);
});

test("a block is moved over the edge of a day and of the week", () => {
  expect(shifted(monday, 0, -NINE - 15)).toEqual({ day: 6, start: 1425, end: 1605 });
  expect(shifted({ day: 6, start: 1380, end: 1440 }, 0, 60)).toEqual({ day: 0, start: 0, end: 60 });
  expect(replaced([monday], 0, shifted(monday, 2, 0))).toEqual([{ ...monday, day: 2 }]);
});

test("an end is at least a quarter after the start, and never a whole day and more", () => {
  expect(endingAt(monday, 0).end).toBe(NINE + 15);
  expect(endingAt(monday, 9999).end).toBe(NINE + 1425);
  expect(endingAt({ day: 0, start: 0, end: 60 }, 1440).end).toBe(1440);
  expect(startingAt(monday, 900).start).toBe(705);
  expect(startingAt(monday, -60).start).toBe(0);
});

test("a time said as an end is on the next day when it is not after the start", () => {
  expect(endMeant(NINE, 720)).toBe(720);
  expect(endMeant(1320, 0)).toBe(1440);
  expect(endMeant(1320, 120)).toBe(1560);
  expect([fieldOf(1440), fieldOf(1560), fieldOf(NINE)]).toEqual(["00:00", "02:00", "09:00"]);
  expect([minuteIn("09:05"), minuteIn("")]).toEqual([545, null]);
});

test("keys move a block, with Shift its end, in a right-to-left page the other way", () => {
  expect(keyed(monday, "ArrowDown", false, false)).toEqual({ day: 0, start: 555, end: 735 });
  expect(keyed(monday, "ArrowDown", true, false)).toEqual({ ...monday, end: 735 });
  expect(keyed(monday, "ArrowRight", false, false)?.day).toBe(1);
  expect(keyed(monday, "ArrowRight", false, true)?.day).toBe(6);
  expect(keyed(monday, "ArrowRight", true, false)).toBeNull();
  expect(keyed(monday, "a", false, false)).toBeNull();
});

test("new hours begin at nine, else after what is there, else nowhere", () => {
  expect(firstGap([], 0)).toEqual({ day: 0, start: NINE, end: 600 });
  expect(firstGap([monday], 0)).toEqual({ day: 0, start: 780, end: 840 });
  expect(firstGap([{ day: 0, start: 0, end: 1440 }], 0)).toBeNull();
  expect(snap(547)).toBe(540);
});
