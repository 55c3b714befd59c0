import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { accounts, agents } from '../api/query'
import { useDepartmentNames } from '../inbox/people'
import { brands } from '../networks/api'
import { spansOf } from '../notices/spans'
import { spoken } from '../setup/week'
import { useNow } from '../ui/now'
import { exactly, when } from '../ui/time'
import { type Key, t } from '../words/catalogue'
import { languageName } from '../words/region'
import { attendance, type Person } from './api'
import { levelWord } from './levels'

/** Facts are what somebody does here, in words. */
export function Facts({ person: p, seen }: { person: Person; seen?: string | undefined }) {
	const teams = useDepartmentNames()
	const { data: everybody } = useQuery(agents)
	const { data: all } = useQuery(accounts)
	const deputy = everybody?.items.find((a) => a.id === p.deputy)?.name
	const answers = (all?.items ?? []).filter((a) => a.accountable === p.id).map((a) => a.name)
	return (
		<dl className="grid grid-cols-1 rail:grid-cols-[174px_minmax(0,1fr)]">
			<Fact word="people.departments">{named((p.departments ?? []).map((d) => teams.get(d) ?? d))}</Fact>
			<Fact word="people.languages">{named((p.languages ?? []).map(languageName))}</Fact>
			<Fact word="people.skills">{named(p.skills ?? [])}</Fact>
			<Fact word="people.freedom">
				<b>{t('state.level', { n: p.freedom })}.</b> {levelWord(p.freedom)}
			</Fact>
			<Fact word="people.role">
				<b>{t(`people.role.${p.role}` as Key)}.</b> {t(`people.roleHelp.${p.role}` as Key)}
			</Fact>
			<Fact word="people.cap">{t('people.capNow', { load: p.load, cap: p.cap })}</Fact>
			<Works person={p} />
			<Fact word="people.deputy">{deputy ?? none()}</Fact>
			<Fact word="people.answers">{answers.length > 0 ? named(answers) : none('people.noAccount')}</Fact>
			<Limits person={p} />
			{seen !== undefined && <LastHere at={seen} />}
		</dl>
	)
}

function Fact({ word, children }: { word: Key; children: ReactNode }) {
	return (
		<div className="contents">
			<dt className="pt-2 font-medium text-ink-3 rail:border-t rail:border-line rail:pb-2">{t(word)}</dt>
			<dd className="pb-2 max-rail:border-b max-rail:border-line rail:border-t rail:border-line rail:pt-2">
				{children}
			</dd>
		</div>
	)
}

const none = (word: Key = 'people.none') => <span className="text-ink-3">{t(word)}</span>

const named = (list: string[]) => (list.length > 0 ? list.join(', ') : none())

function Works({ person: p }: { person: Person }) {
	const { data } = useQuery(attendance(p.id))
	if (!data) return null
	const hours = data.shift ? spoken(spansOf(data.shift.hours)) : t('people.whenHere')
	const now = ['absent', 'off_shift'].includes(data.now) ? t(`people.now.${data.now}` as Key) : ''
	return (
		<Fact word="people.works">
			{hours}
			{data.shift && <span className="text-ink-3"> ({data.shift.zone.replaceAll('_', ' ')})</span>}
			{now && <b className="block text-hold">{now}</b>}
		</Fact>
	)
}

/** LastHere is told to those who administer people. */
function LastHere({ at }: { at: string }) {
	const now = useNow(60_000)
	return (
		<Fact word="people.lastHere">
			{at ? (
				<time dateTime={at} title={exactly(new Date(at))}>
					{when(new Date(at), now)}
				</time>
			) : (
				none('people.seenNever')
			)}
		</Fact>
	)
}

function Limits({ person: { scope } }: { person: Person }) {
	const { data: all } = useQuery(accounts)
	const { data: voices } = useQuery(brands)
	const to = [
		...(scope.brands ?? []).map((id) => voices?.items.find((b) => b.id === id)?.name ?? id),
		...(scope.accounts ?? []).map((id) => all?.items.find((a) => a.id === id)?.name ?? id),
	]
	return to.length > 0 ? <Fact word="people.reach">{to.join(', ')}</Fact> : null
}
