import type { Schemas } from '@klayim/client';
import { commonText } from '#text/common';
import { healthText } from '#text/health';
import { formatCount } from '../../ui/format-count.ts';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { BarPlot } from './bar-plot.tsx';
import { EndingGrants } from './ending-grants.tsx';
import { useTrends } from './queries.ts';
import { Sweeps } from './sweeps.tsx';

const { plots: text } = healthText;
const hourFormat = new Intl.DateTimeFormat(commonText.locale, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
// The API counts days in UTC.
const dayFormat = new Intl.DateTimeFormat(commonText.locale, {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
});

type Period = Schemas['IntegrationTrends']['hours'][number];

/** Refreshes over time, and what ends soon. */
export function Trends() {
  const { data, error, refetch } = useTrends();
  if (!data) {
    return error ? (
      <LoadFailure error={error} onRetry={() => void refetch()} />
    ) : (
      <div className="health__trends-place" aria-busy="true" />
    );
  }
  const refreshes = (periods: readonly Period[]) =>
    [
      { name: text.refreshed, tone: 'good', values: periods.map(({ refreshed }) => refreshed) },
      { name: text.failed, tone: 'bad', values: periods.map(({ failed }) => failed) },
    ] as const;
  const { hours, days, endings } = data;
  return (
    <>
      {data.complete ? null : <p className="muted">{text.some(formatCount(data.connections))}</p>}
      <div className="health__plots">
        <BarPlot
          title={text.hours}
          plot={{
            unit: text.hour,
            labels: hours.map(({ at }) => hourFormat.format(new Date(at))),
            series: refreshes(hours),
          }}
        />
        <BarPlot
          title={text.days}
          plot={{
            unit: text.day,
            labels: days.map(({ at }) => dayFormat.format(new Date(at))),
            series: refreshes(days),
          }}
        />
        <BarPlot
          title={text.endings}
          lead={text.endingsLead}
          plot={{
            unit: text.day,
            labels: endings.map(({ at }) => dayFormat.format(new Date(at))),
            series: [
              { name: text.grants, tone: 'warning', values: endings.map(({ grants }) => grants) },
              { name: text.tokens, tone: 'bad', values: endings.map(({ tokens }) => tokens) },
            ],
          }}
        />
      </div>
      <EndingGrants grants={data.grants} />
      <Sweeps sweeps={data.sweeps} />
    </>
  );
}
