import { useId } from 'react';
import { healthText } from '#text/health';
import { formatCount } from '../../ui/format-count.ts';
import { largestOf, type Plot, scaleTop, sumOf } from './plot.ts';
import './plot.css';

const { plots: text } = healthText;
/** Units of the drawing: it is stretched to its place. */
const barWidth = 10;
const height = 100;

/** Stacked bars over time. The same numbers are in a table, which a reader of the screen is given, and anybody who opens it. */
export function BarPlot({ title, lead, plot }: { title: string; lead?: string; plot: Plot }) {
  const id = useId();
  const total = plot.series.map(({ values }) => sumOf(values));
  const top = scaleTop(largestOf(plot));
  return (
    <section className="card health__part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {lead === undefined ? null : <p className="muted">{lead}</p>}
      <ul className="plot__legend">
        {plot.series.map(({ name, tone }, index) => (
          <li key={name} className="small">
            <span className={`plot__key plot__bar--${tone}`} aria-hidden="true" />
            {name}: <strong>{formatCount(total[index] ?? 0)}</strong>
          </li>
        ))}
      </ul>
      {sumOf(total) === 0 ? (
        <p className="muted">{text.none}</p>
      ) : (
        <>
          <div className="plot" aria-hidden="true">
            <span className="plot__top small muted">{formatCount(top)}</span>
            <Bars plot={plot} top={top} />
            <span className="plot__first small muted">{plot.labels[0]}</span>
            <span className="plot__last small muted">{plot.labels.at(-1)}</span>
          </div>
          <PlotTable title={title} plot={plot} />
        </>
      )}
    </section>
  );
}

function Bars({ plot: { labels, series }, top }: { plot: Plot; top: number }) {
  return (
    <svg
      className="plot__drawing"
      viewBox={`0 0 ${labels.length * barWidth} ${height}`}
      preserveAspectRatio="none"
    >
      <title>{text.drawing}</title>
      {labels.map((label, index) => {
        let base = height;
        return series.map(({ name, tone, values }) => {
          const part = (height * (values[index] ?? 0)) / top;
          base -= part;
          return part === 0 ? null : (
            <rect
              key={`${label} ${name}`}
              className={`plot__bar--${tone}`}
              x={index * barWidth + 1}
              y={base}
              width={barWidth - 2}
              height={part}
            />
          );
        });
      })}
    </svg>
  );
}

function PlotTable({ title, plot: { unit, labels, series } }: { title: string; plot: Plot }) {
  return (
    <details className="plot__table">
      <summary>{text.asTable}</summary>
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{unit}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, index) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {series.map(({ name, values }) => (
                <td key={name}>{formatCount(values[index] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
