import { connectionsText } from '#text/connections';
import { useServices } from '../../api/services.ts';
import { minuteMs } from '../../duration.ts';
import { SaveButton } from '../../ui/save-button.tsx';

/** The whole list; the API gives every answer a minute. */
const timeoutMs = minuteMs;

/** Saves all connections as a file, whatever the list shows. */
export function ExportConnections() {
  const { klayim } = useServices();
  return (
    <SaveButton
      label={connectionsText.exportAll}
      fileName={connectionsText.exportName}
      load={() => klayim.file('exportIntegrations', { timeoutMs })}
    />
  );
}
