import type { UseMutationResult } from '@tanstack/react-query'
import type { Schemas } from '../api/client'
import { Icon } from '../ui/icon'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { isPlaced } from './config'
import { Warnings } from './warnings'

/** Tested is what the network said when it was asked. */
export function Tested({
	test,
	fields,
}: {
	test: UseMutationResult<Schemas['Checked'], Error, void>
	fields: string[]
}) {
	const who = [test.data?.name, test.data?.handle].filter(Boolean).join(', ')
	return (
		<>
			<p role="status" className={test.isPending || test.data ? '' : 'sr-only'}>
				{test.isPending && <span className="text-ink-3">{t('networks.testing')}</span>}
				{test.data && (
					<span className="flex items-center gap-1.5 text-good">
						<Icon name="tick" />
						{who ? t('networks.tested', { who }) : t('networks.testedUnknown')}
					</span>
				)}
			</p>
			<Warnings list={test.data?.warnings} />
			{test.error && !isPlaced(test.error, fields) && <Trouble error={test.error} />}
		</>
	)
}
