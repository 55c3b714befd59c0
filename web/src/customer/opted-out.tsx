import { does, useAct } from '../conversation/act'
import { useTalk } from '../conversation/talk'
import { Button } from '../ui/button'
import { dayOf } from '../ui/time'
import { t } from '../words/catalogue'

/** OptedOut is whether the customer asked not to be written to unasked, and where that is recorded. */
export function OptedOut({ since }: { since: string | undefined }) {
	const { id, self } = useTalk()
	const act = useAct(id)
	const out = since !== undefined
	const turn = () =>
		act.mutate({
			said: out ? 'done.optIn' : 'done.optOut',
			call: () => does.optOut(id, !out),
			back: () => does.optOut(id, out),
		})
	return (
		<>
			<p className={out ? 'text-ink' : 'text-ink-3'}>
				{out
					? t('customer.optedOut', { date: dayOf(new Date(since), new Date()) })
					: t('customer.mayBeWritten')}
			</p>
			{self.permissions.includes('conversation.work') && (
				<Button look="quiet" size="small" className="-mx-2 mt-1" disabled={act.isPending} onClick={turn}>
					{t(out ? 'customer.optIn' : 'customer.optOut')}
				</Button>
			)}
		</>
	)
}
