import { t } from '../words/catalogue'
import { useLater } from './later'

/** Slow says after four seconds that something is still going on. */
export function Slow({ going }: { going: boolean }) {
	const slow = useLater(going, 4000)
	return (
		<div role="status" className={slow ? 'px-4 py-2 text-ink-2' : 'sr-only'}>
			{slow && (
				<>
					<b>{t('problem.slow')}</b> {t('problem.slowHint')}
				</>
			)}
		</div>
	)
}
