import { notificationsText } from '#text/organization';
import { useOrganization } from '../../settings/organization.ts';
import { SettingForm } from '../../settings/setting-form.tsx';
import { SettingsFrame } from '../../settings/settings-frame.tsx';
import { LoadFailure } from '../../ui/load-failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import '../../ui/card.css';

/** Who is mailed when a connection needs somebody. */
export function NotificationsPage() {
  return (
    <SettingsFrame title={notificationsText.title} lead={notificationsText.lead} needs="updateOrganization">
      <Addresses />
      <About />
    </SettingsFrame>
  );
}

function Addresses() {
  const { data, error, refetch } = useOrganization();
  if (!data) {
    return error ? <LoadFailure error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  return (
    <section className="card settings__part" aria-label={notificationsText.label}>
      <SettingForm
        organization={data}
        field="notificationEmails"
        label={notificationsText.label}
        hint={notificationsText.hint}
      />
    </section>
  );
}

function About() {
  const { about } = notificationsText;
  return (
    <section className="settings__part" aria-labelledby="about-mails">
      <h2 id="about-mails">{about.title}</h2>
      <ul>
        {about.items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
      <p className="muted">{about.often}</p>
    </section>
  );
}
