import { useState } from 'react'
import { Button } from '../../ui/button'
import { t } from '../../words/catalogue'
import { useDesk } from '../desk'
import { many, policyOf } from '../model'
import { Many } from './blank'
import { Sentence } from './sentence'

interface Asked {
	department: string
	go: () => void
}

/** SignOff says which departments agree to every change. That one is not asked any more is asked twice. */
export function SignOff() {
	const { policy, vocabulary, may } = useDesk()
	const [asked, setAsked] = useState<Asked>()
	const none = many(policy?.data.sign_off).length === 0
	if (!may && none) return null
	return (
		<>
			<Sentence path={[]} name={t('policy.signOff')} always={none}>
				<span>{t('policy.signOffWho')}</span>
				<Many
					at={['sign_off']}
					list
					name={t('policy.signOff')}
					options={vocabulary.departments}
					word={vocabulary.name}
					join={t('policy.and')}
					add={t('policy.addSign')}
					empties
					before={(department, go) => setAsked({ department, go })}
				/>
			</Sentence>
			{asked && <Sure asked={asked} onDone={() => setAsked(undefined)} />}
		</>
	)
}

/** Sure says what follows from not asking a department any more, before it is so. */
function Sure({ asked: { department, go }, onDone }: { asked: Asked; onDone: () => void }) {
	const { vocabulary, leads } = useDesk()
	const name = vocabulary.name(department)
	const binds = many(policyOf(leads.source)?.data.sign_off).includes(department)
	return (
		<li role="alert" className="my-1 flex flex-wrap items-center gap-2 rounded-card bg-hold-soft px-3 py-2">
			<span className="min-w-0 flex-1">{t(binds ? 'policy.signOutBound' : 'policy.signOut', { name })}</span>
			<Button
				size="small"
				look="danger"
				onClick={() => {
					onDone()
					go()
				}}
			>
				{t('policy.signOutDo', { name })}
			</Button>
			<Button size="small" autoFocus onClick={onDone}>
				{t('policy.signKeep')}
			</Button>
		</li>
	)
}
