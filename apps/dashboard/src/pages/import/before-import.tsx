import { employeesText } from '#text/employees';
import { importText } from '#text/import';
import { useServices } from '../../api/services.ts';
import { SaveList } from '../../ui/save-list.tsx';

/** An import cannot be undone; the directory as it was can be imported again. */
export function BeforeImport() {
  const { klayim } = useServices();
  return (
    <section className="import__part" aria-labelledby="before-import">
      <h2 id="before-import">{importText.before.title}</h2>
      <p className="muted">{importText.before.explanation}</p>
      <div>
        <SaveList
          operation="exportEmployees"
          label={importText.before.save}
          fileName={employeesText.exportName}
          load={(call) => klayim.file('exportEmployees', call)}
        />
      </div>
    </section>
  );
}
