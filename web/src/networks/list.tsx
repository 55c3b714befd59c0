import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accounts, networks } from '../api/query'
import { Heading } from '../app/heading'
import { Icon } from '../ui/icon'
import { RowText, rowLook } from '../ui/list-beside'
import { useNow } from '../ui/now'
import { t } from '../words/catalogue'
import { type Account, gaps, useNetworkNames } from './api'
import { stateOf, toneLook } from './state'

/** NetworkList is every account with how it is, and what else can be connected. */
export function NetworkList() {
	const { data: all } = useQuery(accounts)
	const { data: known } = useQuery(networks)
	const mine = all?.items ?? []
	return (
		<div className="flex flex-col gap-1 pb-6">
			<Heading className="flex h-14 items-center ps-3.5 pe-2 pt-2">{t('networks.title')}</Heading>
			{mine.length > 0 && (
				<nav aria-label={t('networks.yours')} className="flex flex-col">
					{mine.map((a) => (
						<AccountRow key={a.id} account={a} />
					))}
				</nav>
			)}
			{all && mine.length === 0 && (
				<p className="px-3 pb-2 text-ink-2">
					<b className="block text-ink">{t('networks.none')}</b>
					{t('networks.noneHint')}
				</p>
			)}
			<h2 className="px-3 pt-3 pb-1 text-11 font-semibold text-ink-3">{t('networks.connect')}</h2>
			<nav aria-label={t('networks.connect')} className="flex flex-col">
				{(known?.items ?? []).map((n) => (
					<Link
						key={n.key}
						to="/networks/new/$network"
						params={{ network: n.key }}
						className={rowLook}
						activeProps={{ 'aria-current': 'page' }}
					>
						<Icon name="plus" className="text-ink-3" />
						<span className="min-w-0">
							<span className="block font-medium">{n.name}</span>
							<span className="block text-12 text-ink-3">{n.summary}</span>
						</span>
					</Link>
				))}
			</nav>
		</div>
	)
}

function AccountRow({ account }: { account: Account }) {
	const { data: missed } = useQuery(gaps)
	const nameOf = useNetworkNames()
	const now = useNow(60_000)
	const state = stateOf(account, missed?.items ?? [], now)
	return (
		<Link
			to="/networks/$account"
			params={{ account: account.id }}
			className={rowLook}
			activeProps={{ 'aria-current': 'page' }}
		>
			<RowText icon="plug" name={account.name} more={nameOf(account.network)} />
			<span className={`flex items-center gap-1 text-12 whitespace-nowrap ${toneLook[state.tone]}`}>
				<Icon name={state.icon} size={14} />
				{state.word}
			</span>
		</Link>
	)
}
