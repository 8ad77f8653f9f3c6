import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/sandbox/clock.ts';

/** Whether `ms` lies between the machine's times before and after, each moved by `skewMs`. */
function runsWith(clock: Clock, skewMs: number): boolean {
  const before = Date.now() + skewMs;
  const now = clock.now();
  return before <= now && now <= Date.now() + skewMs;
}

describe('the clock', () => {
  it("runs with this machine's clock", () => {
    expect(runsWith(new Clock(), 0)).toBe(true);
  });

  it('keeps the skew that it was advanced by', () => {
    const clock = new Clock();
    clock.advance(3600);
    clock.advance(-60);
    expect(runsWith(clock, 3_540_000)).toBe(true);
  });

  it('stands still once frozen, and moves only when told', () => {
    const clock = new Clock();
    clock.freeze(1_000_000);
    expect(clock.now()).toBe(1_000_000);
    clock.advance(1.5);
    expect(clock.now()).toBe(1_001_500);
  });

  it('freezes where it stands', () => {
    const clock = new Clock();
    clock.advance(100_000);
    clock.freeze();
    const then = clock.now();
    clock.advance(10);
    expect(clock.now()).toBe(then + 10_000);
  });

  it('runs on from where it was frozen', () => {
    const clock = new Clock();
    clock.freeze(1_000_000);
    const before = Date.now();
    clock.run();
    clock.advance(60);
    const now = clock.now();
    expect(now).toBeGreaterThanOrEqual(1_060_000);
    expect(now).toBeLessThanOrEqual(1_060_000 + Date.now() - before);
  });
});
