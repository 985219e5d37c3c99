import { organizationText } from '#text/organization';
import { useOrganization } from '../../settings/organization.ts';
import { SettingForm } from '../../settings/setting-form.tsx';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import '../../ui/card.css';

/** The organization's name and return URLs. */
export function OrganizationPage() {
  return (
    <SettingsFrame title={organizationText.title} lead={organizationText.lead} needs="updateOrganization">
      <Forms />
    </SettingsFrame>
  );
}

function Forms() {
  const { data, error, refetch } = useOrganization();
  const { name, returnUrls } = organizationText;
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  return (
    <>
      <section className="card settings__part" aria-label={name.label}>
        <SettingForm organization={data} field="name" label={name.label} hint={name.hint} />
        <p className="small muted">
          {organizationText.id}: <code>{data.id}</code>
        </p>
      </section>
      <section className="card settings__part" aria-labelledby="return-urls">
        <h2 id="return-urls">{returnUrls.title}</h2>
        <p className="muted">{returnUrls.lead}</p>
        <SettingForm organization={data} field="returnUrls" label={returnUrls.label} hint={returnUrls.hint} />
      </section>
    </>
  );
}
