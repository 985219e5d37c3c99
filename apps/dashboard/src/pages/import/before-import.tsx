import { employeesText } from '#text/employees';
import { importText } from '#text/import';
import { useServices } from '../../api/services.ts';
import { minuteMs } from '../../duration.ts';
import { SaveButton } from '../../ui/save-button.tsx';

const exportTimeoutMs = minuteMs;

/** An import cannot be undone; the directory as it was can be imported again. */
export function BeforeImport() {
  const { klayim } = useServices();
  return (
    <section className="import__part" aria-labelledby="before-import">
      <h2 id="before-import">{importText.before.title}</h2>
      <p className="muted">{importText.before.explanation}</p>
      <div>
        <SaveButton
          label={importText.before.save}
          fileName={employeesText.exportName}
          load={() => klayim.file('exportEmployees', { timeoutMs: exportTimeoutMs })}
        />
      </div>
    </section>
  );
}
