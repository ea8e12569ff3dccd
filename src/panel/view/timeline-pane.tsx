// biome-ignore-all lint/a11y/useFocusableInteractive: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
// biome-ignore-all lint/a11y/useSemanticElements: the table has the focus and takes the keys; its lanes are told of by aria-activedescendant
import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { formatTime } from "../../core/format/format-time.ts";
import { say } from "../../core/text/say.ts";
import type { EpochMs, TimeSpan } from "../../core/units.ts";
import { describeMoment } from "../store/describe-moment.ts";
import { LANE_HEIGHT_PX } from "../store/timeline.ts";
import { laneFrom } from "../store/timeline-lanes.ts";
import { GroupLine } from "./connection-group-line.tsx";
import { peakOf } from "./draw-lane.ts";
import { rowsOfKey } from "./list-keys.ts";
import { usePanel } from "./panel-context.ts";
import { TimelineCharts } from "./timeline-charts.tsx";
import { bindGestures } from "./timeline-gestures.ts";
import { onTimelineKey } from "./timeline-keys.ts";
import { LaneRow } from "./timeline-lane-row.tsx";
import { RULER_HEIGHT_PX, TimelineRuler } from "./timeline-ruler.tsx";
import { TimelineTools } from "./timeline-tools.tsx";
import { Unanswered } from "./unanswered.tsx";
import { usePalette } from "./use-palette.ts";
import { useWidth } from "./use-width.ts";
import { VirtualList } from "./virtual-list.tsx";

/** What was said when: a lane for each connection in scope. */
export function TimelinePane() {
  const store = usePanel();
  const { timeline } = store;
  const place = useRef<HTMLDivElement>(null);
  const axis = useRef<HTMLDivElement>(null);
  const charts = useRef<HTMLDivElement>(null);
  const width = useWidth(axis);
  const palette = usePalette(place);
  const lane = useSignal<number | null>(null);
  const at = useSignal<EpochMs | null>(null);
  const hovered = useSignal<{ readonly at: EpochMs; readonly line: number } | null>(null);
  const selecting = useSignal<TimeSpan | null>(null);

  useEffect(() => timeline.watch(), [timeline]);
  useLayoutEffect(() => timeline.setWidth(width), [timeline, width]);

  const lineAt = (clientY: number): number => {
    const rows = place.current?.querySelector(".virtual-list-window")?.getBoundingClientRect();
    return Math.floor((clientY - (rows?.top ?? 0) + timeline.scroll.position.peek()) / LANE_HEIGHT_PX);
  };

  useEffect(() => {
    if (place.current === null || charts.current === null) return;
    const shared = {
      window: timeline.window,
      axis: () => axis.current?.getBoundingClientRect() ?? { left: 0, width: 0 },
      hover: (moment: EpochMs | null, y: number) => {
        hovered.value = moment === null ? null : { at: moment, line: lineAt(y) };
      },
      selecting: (span: TimeSpan | null) => {
        selecting.value = span;
      },
      selected: store.setSpan,
      clicked: (moment: EpochMs, y: number) => {
        const line = lineAt(y);
        at.value = moment;
        lane.value = line >= 0 && line < timeline.lines.peek().length ? line : null;
      },
    };
    const unbind = [
      bindGestures(place.current, {
        ...shared,
        overflows: () => timeline.scroll.count.peek() * LANE_HEIGHT_PX > timeline.scroll.viewport.peek(),
      }),
      bindGestures(charts.current, { ...shared, overflows: () => false, clicked() {} }),
    ];
    return () => {
      for (const end of unbind) end();
    };
  }, [timeline, store]);

  const peak = useComputed(() => Math.max(0, ...[...timeline.density.value.values()].map(peakOf)));
  /** The pointer's moment, or else that of the keys. */
  const moment = useComputed(
    () =>
      hovered.value ?? (at.value === null || lane.value === null ? null : { at: at.value, line: lane.value }),
  );
  const said = useComputed(() => {
    if (moment.value === null) return "";
    const line = timeline.lines.value[moment.value.line];
    const density = line?.type === "lane" ? timeline.density.value.get(line.id) : undefined;
    const what = density === undefined ? "" : describeMoment(density, moment.value.at);
    return [formatTime(moment.value.at), what].filter(Boolean).join(" · ");
  });

  const chosen = lane.value;
  const shown = timeline.window.shown.value;
  const lines = timeline.lines.value;
  const extent = timeline.extent.value;

  const onKeyDown = (event: KeyboardEvent) => {
    if (onTimelineKey(event, { store, at, lane })) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === "Home" || event.key === "End") return;
    const by = rowsOfKey(event, timeline.scroll);
    if (by === null) return;
    event.preventDefault();
    lane.value = laneFrom(lines, (lane.peek() ?? -1) + by, Math.sign(by)) ?? lane.peek();
    if (lane.value !== null) timeline.scroll.reveal(lane.value);
  };

  return (
    <section class="timeline" aria-label={say("timeline")}>
      <TimelineTools said={said} at={at} />
      <div class="timeline-chart" ref={place}>
        <VirtualList
          class="timeline-lanes"
          role="grid"
          aria-label={say("timelineOneLaneForEach")}
          aria-rowcount={lines.length + 1}
          active={chosen === null ? null : { index: chosen, id: `lane-${chosen}` }}
          aria-describedby="timeline-keys"
          tabIndex={0}
          scroll={timeline.scroll}
          onKeyDown={onKeyDown}
          headerHeight={RULER_HEIGHT_PX}
          header={
            <TimelineRuler axis={axis} width={extent === null ? 0 : width} shown={shown}>
              <SpanMark span={selecting.value ?? store.span.value} shown={shown} />
              <MomentMark at={moment.value?.at ?? null} shown={shown} />
            </TimelineRuler>
          }
          renderRow={(index) => {
            const line = lines[index];
            if (line === undefined) return null;
            if (line.type === "group") return <GroupLine key={`group-${index}`} line={line} />;
            const drawing =
              palette === null || width === 0 || extent === null
                ? null
                : {
                    width,
                    height: LANE_HEIGHT_PX,
                    shown,
                    connections: line.connections,
                    density: timeline.density.value.get(line.id),
                    peak: peak.value || 1,
                    end: timeline.end.value,
                    palette,
                  };
            return (
              <LaneRow
                key={line.id}
                index={index}
                line={line}
                drawing={drawing}
                selected={index === chosen}
              />
            );
          }}
        />
        {extent === null && !timeline.isEmpty.value && <Unanswered />}
        {timeline.isEmpty.value && (
          <div class="nothing" role="status">
            <p>{say("nothingHasHappenedSoFar")}</p>
          </div>
        )}
      </div>
      <div class="charts-place" ref={charts}>
        <TimelineCharts width={width} shown={shown} palette={palette} />
      </div>
      <p id="timeline-keys" class="unseen">
        {say("upAndDownChooseA")}
      </p>
    </section>
  );
}

function percent(at: EpochMs, { from, until }: TimeSpan): number {
  return Math.min(Math.max(-1, ((at - from) / (until - from)) * 100), 101);
}

function SpanMark({ span, shown }: { span: TimeSpan | null; shown: TimeSpan }) {
  if (span === null) return null;
  const left = percent(span.from, shown);
  return (
    <div class="timeline-span" style={{ left: `${left}%`, width: `${percent(span.until, shown) - left}%` }} />
  );
}

function MomentMark({ at, shown }: { at: EpochMs | null; shown: TimeSpan }) {
  if (at === null || at < shown.from || at > shown.until) return null;
  return <div class="timeline-moment" style={{ left: `${percent(at, shown)}%` }} />;
}
