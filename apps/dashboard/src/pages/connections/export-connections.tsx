import { connectionsText } from '#text/connections';
import { useServices } from '../../api/services.ts';
import { SaveList } from '../../ui/save-list.tsx';

/** Saves all connections as a file, whatever the list shows. */
export function ExportConnections() {
  const { klayim } = useServices();
  return (
    <SaveList
      operation="exportIntegrations"
      label={connectionsText.exportAll}
      fileName={connectionsText.exportName}
      load={(call) => klayim.file('exportIntegrations', call)}
    />
  );
}
