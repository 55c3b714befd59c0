import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { policyOf } from '../model'
import { Levels } from './levels'
import { Limits } from './limits'
import { Nobody } from './nobody'
import { Rules } from './rules'

/** Forms shows a policy as sentences with blanks. */
export function Forms({ onText }: { onText: () => void }) {
	const { content, alone } = useDesk()
	const unreadable = policyOf(content.source) === undefined
	return (
		<>
			{unreadable && (
				<p role="status" className="m-4 rounded-card bg-late-soft px-3 py-2">
					<b className="text-late">{t('policy.noText')}</b> {t('policy.noTextHint')}{' '}
					<button type="button" onClick={onText} className="min-h-6 font-semibold text-cord underline">
						{t('policy.toText')}
					</button>
				</p>
			)}
			<Rules />
			<Nobody />
			{!alone && <Levels />}
			<Limits onText={onText} />
		</>
	)
}
