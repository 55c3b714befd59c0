import { Copyable } from '../ui/copy'
import { t } from '../words/catalogue'

/** Secret shows once what signs that which is sent to a chat. */
export function Secret({ name, secret }: { name: string; secret: string }) {
	return (
		<div role="status" className="flex w-full flex-col gap-1 rounded-card bg-cord-soft p-3">
			<p className="font-medium">{t('team.secret', { name })}</p>
			<Copyable text={secret} label={name} />
		</div>
	)
}
