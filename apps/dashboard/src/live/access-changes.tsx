import type { Schemas } from '@klayim/client';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { accessText } from '#text/access';
import { commonText } from '#text/common';
import { organizationOf } from '../api/me.ts';
import { employeeKeys } from '../employees/queries.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import './access-changes.css';

type Me = Schemas['Me'];

/** Says when somebody else has changed the role of the signed-in person or removed them, and has nothing of before stay on the page. */
export function AccessChanges({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const known = useRef(me);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    const before = known.current;
    known.current = me;
    if (isSame(before, me)) {
      return;
    }
    setSaid(describe(before, me));
    void readAnew(queryClient, before, me);
  }, [me, queryClient]);
  return said === null ? null : (
    <div className="access-changes">
      <Notice
        tone="warning"
        role="alert"
        actions={<Button onClick={() => setSaid(null)}>{commonText.close}</Button>}
      >
        {said}
      </Notice>
    </div>
  );
}

function isSame(before: Me, now: Me): boolean {
  const old = organizationOf(before);
  const current = organizationOf(now);
  return old?.id === current?.id && old?.role === current?.role;
}

/** Null for somebody who has accepted an invitation: they know. */
function describe(before: Me, now: Me): string | null {
  const old = organizationOf(before);
  const current = organizationOf(now);
  if (!current) {
    return old ? accessText.removed(old.name) : null;
  }
  return old?.id === current.id ? accessText.roleChanged(accessText.roles[current.role], current.name) : null;
}

/**
 * Has all that is shown read again. Of somebody who may do less, what was read before goes at once, but the record that a form was filled
 * from: what is typed there stays.
 */
async function readAnew(queryClient: QueryClient, before: Me, now: Me): Promise<void> {
  const isOfBefore = ({ queryKey: [word, kind] }: { queryKey: readonly unknown[] }): boolean =>
    word !== 'me' && word !== 'words' && !(word === employeeKeys.all[0] && kind === 'one');
  const mayLess = before.permissions.some((permission) => !now.permissions.includes(permission));
  if (now.organizationId === null) {
    queryClient.removeQueries({ predicate: isOfBefore });
  } else if (mayLess) {
    await queryClient.resetQueries({ predicate: isOfBefore });
  } else {
    await queryClient.resetQueries({ queryKey: employeeKeys.lists });
    await queryClient.invalidateQueries({ predicate: isOfBefore });
  }
}
